//! Importing what an author wrote in a file.

use parlor_domain::attribute::{PersonAttribute, built_in};
use parlor_domain::change::{By, ChangeKind, FieldChange};
use parlor_domain::draft::{Draft, SiteDraft};
use parlor_domain::ids::{DialogueId, Moment, SiteId};
use parlor_domain::site::Settings;
use parlor_domain::text::{Name, SiteKey};
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::error::StoreError;
use crate::files::keep_file;
use crate::fresh::Fresh;
use crate::records::{Brought, Change, Imported, ImportedDialogue, NewDocument};
use crate::sites::SiteRow;
use crate::{Store, changes, documents, library, rows, sites};

impl Store {
    /// Takes in what an author wrote. The site is matched by its key if the file names one, else by its name;
    /// a new site takes the file's key or `fresh_key`. Dialogues and flows are matched by name and get new drafts;
    /// what is published stays as it is. What the file leaves out stays too. The look names its files as they are kept.
    pub async fn import(
        &self,
        draft: SiteDraft,
        brought: Brought,
        fresh_key: SiteKey,
        moment: Moment,
    ) -> Result<Imported, StoreError> {
        self.inner.writer.run(move |connection| import(connection, draft, &brought, fresh_key, moment)).await
    }
}

fn import(
    connection: &Connection,
    draft: SiteDraft,
    brought: &Brought,
    fresh_key: SiteKey,
    moment: Moment,
) -> std::result::Result<Imported, StoreError> {
    let mut fresh = Fresh::new(moment);
    brought.look.iter().try_for_each(|(kind, file)| keep_file(connection, *kind, file))?;
    let (site, change) = import_site(connection, draft.site.clone(), fresh_key, &mut fresh, moment.now)?;
    let attributes = import_attributes(connection, site.id, &draft.attributes)?;
    let goals = import_goals(connection, site.id, &draft.goals)?;
    let documents = import_documents(connection, site.id, &brought.documents, moment.now)?;
    let library = library::import(connection, site.id, &draft, &mut fresh, moment.now)?;
    let webhooks = library::import_webhooks(connection, site.id, &brought.webhooks, moment.now)?;
    let change = change.and(attributes || goals || documents || library || webhooks);
    let flows = draft.flows.into_iter().map(Draft::Flow);
    let mut dialogues = Vec::new();
    for (draft, after) in draft.dialogues.into_iter().map(Draft::Dialogue).chain(flows).zip(0..) {
        // "The older first" (T24) is then the order of the file.
        dialogues.push(import_dialogue(connection, site.id, draft, &mut fresh, moment.now.plus(after))?);
    }
    if change != Change::Same || dialogues.iter().any(|dialogue| dialogue.change != Change::Same) {
        sites::touch(connection, site.id)?;
        note(connection, &site, change, &dialogues, moment.now)?;
    }
    Ok(Imported { key: site.key, site: change, dialogues })
}

/// Notes what a file has changed.
fn note(connection: &Connection, site: &SiteRow, change: Change, dialogues: &[ImportedDialogue], now: Instant) -> Result<()> {
    let told = |change: Change| match change {
        Change::New => Some("new".to_owned()),
        Change::Changed => Some("changed".to_owned()),
        Change::Same => None,
    };
    let of_site = [FieldChange::of("site", None, told(change))];
    let of_drafts = dialogues.iter().map(|dialogue| FieldChange::of(dialogue.name.as_str(), None, told(dialogue.change)));
    let name = site.settings.name.as_str();
    changes::note(connection, site.id, &By::command(now), ChangeKind::Imported, name, of_site.into_iter().chain(of_drafts))
}

fn import_site(
    connection: &Connection,
    mut settings: Settings,
    fresh_key: SiteKey,
    fresh: &mut Fresh,
    now: Instant,
) -> Result<(SiteRow, Change)> {
    let found = match &settings.key {
        Some(key) => sites::by_key(connection, key)?,
        None => sites::by_name(connection, &settings.name)?,
    };
    let Some(mut site) = found else {
        let key = settings.key.get_or_insert(fresh_key).clone();
        let site = SiteRow { id: fresh.id(), key, settings, revision: 1, site_files: Vec::new() };
        insert_site(connection, &site, now)?;
        return Ok((site, Change::New));
    };
    settings.key = Some(site.key.clone());
    if site.settings == settings {
        return Ok((site, Change::Same));
    }
    site.settings = settings;
    update_site(connection, &site)?;
    Ok((site, Change::Changed))
}

/// Writes a site that is not there yet.
pub(crate) fn insert_site(connection: &Connection, site: &SiteRow, now: Instant) -> Result<()> {
    let query = "-- name: insert_site
        INSERT INTO site (id, key, name, settings_json, created) VALUES (:id, :key, :name, :settings, :created)";
    let values = named_params! {
        ":id": site.id.bytes(),
        ":key": site.key.as_str(),
        ":name": site.settings.name.as_str(),
        ":settings": rows::to_json(&site.settings)?,
        ":created": now.0,
    };
    connection.prepare_cached(query)?.execute(values).map(drop)
}

/// Writes the settings of a site that is there.
pub(crate) fn update_site(connection: &Connection, site: &SiteRow) -> Result<()> {
    let query = "-- name: update_site
        UPDATE site SET name = ?2, settings_json = ?3 WHERE id = ?1";
    let values = params![site.id.bytes(), site.settings.name.as_str(), rows::to_json(&site.settings)?];
    connection.prepare_cached(query)?.execute(values).map(drop)
}

fn import_attributes(connection: &Connection, site: SiteId, attributes: &[PersonAttribute]) -> Result<bool> {
    let known = sites::attributes(connection, site)?;
    let mut changed = false;
    for attribute in attributes {
        // What is built in stays as it is: the rules of what visitors may set hang on it.
        if known.contains(attribute) || built_in().any(|built_in| built_in.key == attribute.key) {
            continue;
        }
        put_attribute(connection, site, attribute)?;
        changed = true;
    }
    Ok(changed)
}

/// Writes an attribute of a site's own.
pub(crate) fn put_attribute(connection: &Connection, site: SiteId, attribute: &PersonAttribute) -> Result<()> {
    let query = "-- name: put_attribute
        INSERT INTO attribute (site, key, attribute_json) VALUES (?1, ?2, ?3)
        ON CONFLICT (site, key) DO UPDATE SET attribute_json = excluded.attribute_json";
    let values = params![site.bytes(), attribute.key.as_str(), rows::to_json(attribute)?];
    connection.prepare_cached(query)?.execute(values).map(drop)
}

fn import_goals(connection: &Connection, site: SiteId, goals: &[Name]) -> Result<bool> {
    let query = "-- name: put_goal
        INSERT INTO goal (site, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    let mut statement = connection.prepare_cached(query)?;
    let mut changed = false;
    for goal in goals {
        changed |= statement.execute(params![site.bytes(), goal.as_str()])? > 0;
    }
    Ok(changed)
}

fn import_documents(
    connection: &Connection,
    site: SiteId,
    documents: &[NewDocument],
    now: Instant,
) -> std::result::Result<bool, StoreError> {
    let mut changed = false;
    for document in documents {
        changed |= documents::put(connection, site, document, now)? != Change::Same;
    }
    Ok(changed)
}

fn import_dialogue(
    connection: &Connection,
    site: SiteId,
    draft: Draft,
    fresh: &mut Fresh,
    created: Instant,
) -> Result<ImportedDialogue> {
    let (id, change) = match dialogue_by_name(connection, site, draft.name())? {
        None => {
            let id = fresh.id();
            insert_dialogue(connection, site, id, &draft, created)?;
            (id, Change::New)
        }
        Some((id, old)) if old == draft => (id, Change::Same),
        Some((id, _)) => {
            update_draft(connection, id, &draft)?;
            (id, Change::Changed)
        }
    };
    Ok(ImportedDialogue { id, name: draft.name().clone(), source: draft.source(), change })
}

fn dialogue_by_name(connection: &Connection, site: SiteId, name: &Name) -> Result<Option<(DialogueId, Draft)>> {
    let query = "-- name: dialogue_by_name
        SELECT id, draft_json FROM dialogue WHERE site = ?1 AND name = ?2";
    let read = |row: &Row<'_>| Ok((row.get(0).map(DialogueId::from_bytes)?, rows::json(row, 1)?));
    connection.prepare_cached(query)?.query_row(params![site.bytes(), name.as_str()], read).optional()
}

fn insert_dialogue(connection: &Connection, site: SiteId, id: DialogueId, draft: &Draft, created: Instant) -> Result<()> {
    let query = "-- name: insert_dialogue
        INSERT INTO dialogue (id, site, name, draft_json, created) VALUES (:id, :site, :name, :draft, :created)";
    let values = named_params! {
        ":id": id.bytes(),
        ":site": site.bytes(),
        ":name": draft.name().as_str(),
        ":draft": rows::to_json(draft)?,
        ":created": created.0,
    };
    connection.prepare_cached(query)?.execute(values).map(drop)
}

fn update_draft(connection: &Connection, id: DialogueId, draft: &Draft) -> Result<()> {
    let query = "-- name: update_draft
        UPDATE dialogue SET draft_json = ?2 WHERE id = ?1";
    connection.prepare_cached(query)?.execute(params![id.bytes(), rows::to_json(draft)?]).map(drop)
}
