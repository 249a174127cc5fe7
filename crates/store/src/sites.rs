//! Sites with what their authors have made: importing and reading them.

use parlor_domain::attribute::{PersonAttribute, built_in};
use parlor_domain::draft::{DialogueDraft, SiteDraft};
use parlor_domain::ids::{DialogueId, Moment, SiteId};
use parlor_domain::site::{FileHash, Settings};
use parlor_domain::text::{Name, SiteKey};
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::Store;
use crate::error::StoreError;
use crate::fresh::Fresh;
use crate::records::{Change, DialogueRecord, Imported, ImportedDialogue, SiteFront, SiteRecord, VersionRecord};
use crate::rows;

impl Store {
    /// Takes in what an author wrote. The site is matched by its key if the file names one, else by its name;
    /// a new site takes the file's key or `fresh_key`. Dialogues are matched by name and get new drafts;
    /// what is published stays as it is. What the file leaves out stays too.
    pub async fn import(&self, draft: SiteDraft, fresh_key: SiteKey, moment: Moment) -> Result<Imported, StoreError> {
        self.write(move |connection| import(connection, draft, fresh_key, moment)).await
    }

    /// The keys of all sites, the oldest first.
    pub async fn sites(&self) -> Result<Vec<SiteKey>, StoreError> {
        self.read(keys).await
    }

    /// Everything authors have of a site.
    pub async fn site(&self, key: &SiteKey) -> Result<Option<SiteRecord>, StoreError> {
        let key = key.clone();
        self.read(move |connection| site(connection, &key)).await
    }

    /// What every visitor's request needs of a site, in one small read.
    pub async fn front(&self, key: &SiteKey) -> Result<Option<SiteFront>, StoreError> {
        let key = key.clone();
        let front = |site: SiteRow| SiteFront { settings: site.settings, site_file: site.site_file };
        self.read(move |connection| Ok(by_key(connection, &key)?.map(front))).await
    }
}

/// A site without what hangs on it.
pub(crate) struct SiteRow {
    pub(crate) id: SiteId,
    pub(crate) key: SiteKey,
    pub(crate) settings: Settings,
    revision: u64,
    site_file: Option<FileHash>,
}

const SITE_COLUMNS: &str = "id, key, settings_json, revision, site_file";

fn site_row(row: &Row<'_>) -> Result<SiteRow> {
    Ok(SiteRow {
        id: row.get(0).map(SiteId::from_bytes)?,
        key: rows::text(row, 1)?,
        settings: rows::json(row, 2)?,
        revision: row.get(3).map(i64::cast_unsigned)?,
        site_file: rows::optional_hash(row, 4)?,
    })
}

/// The site of this key.
pub(crate) fn by_key(connection: &Connection, key: &SiteKey) -> Result<Option<SiteRow>> {
    let query = format!(
        "-- name: site_by_key
        SELECT {SITE_COLUMNS} FROM site WHERE key = ?1"
    );
    connection.prepare_cached(&query)?.query_row([key.as_str()], site_row).optional()
}

fn by_name(connection: &Connection, name: &Name) -> Result<Option<SiteRow>> {
    let query = format!(
        "-- name: site_by_name
        SELECT {SITE_COLUMNS} FROM site WHERE name = ?1 ORDER BY created, rowid LIMIT 1"
    );
    connection.prepare_cached(&query)?.query_row([name.as_str()], site_row).optional()
}

/// The id of the site of this key.
pub(crate) fn id_of(connection: &Connection, key: &SiteKey) -> Result<Option<SiteId>> {
    let query = "-- name: site_id
        SELECT id FROM site WHERE key = ?1";
    connection.prepare_cached(query)?.query_row([key.as_str()], |row| row.get(0).map(SiteId::from_bytes)).optional()
}

/// Notes that something changed of which the site file is made.
pub(crate) fn touch(connection: &Connection, site: SiteId) -> Result<()> {
    let query = "-- name: touch_site
        UPDATE site SET revision = revision + 1 WHERE id = ?1";
    connection.prepare_cached(query)?.execute([site.bytes()]).map(drop)
}

fn keys(connection: &Connection) -> Result<Vec<SiteKey>> {
    let query = "-- name: site_keys
        SELECT key FROM site ORDER BY created, rowid";
    connection.prepare_cached(query)?.query_map([], |row| rows::text(row, 0))?.collect()
}

fn site(connection: &Connection, key: &SiteKey) -> Result<Option<SiteRecord>> {
    let Some(site) = by_key(connection, key)? else { return Ok(None) };
    Ok(Some(SiteRecord {
        attributes: attributes(connection, site.id)?,
        goals: goals(connection, site.id)?,
        dialogues: dialogues(connection, site.id)?,
        key: site.key,
        id: site.id,
        revision: site.revision,
        settings: site.settings,
        site_file: site.site_file,
    }))
}

/// The attributes that persons of a site have: the built-in ones, then the site's own.
pub(crate) fn attributes(connection: &Connection, site: SiteId) -> Result<Vec<PersonAttribute>> {
    let own = own_attributes(connection, site)?;
    Ok(built_in().chain(own).collect())
}

fn own_attributes(connection: &Connection, site: SiteId) -> Result<Vec<PersonAttribute>> {
    let query = "-- name: attributes_of_site
        SELECT attribute_json FROM attribute WHERE site = ?1 ORDER BY rowid";
    connection.prepare_cached(query)?.query_map([site.bytes()], |row| rows::json(row, 0))?.collect()
}

fn goals(connection: &Connection, site: SiteId) -> Result<Vec<Name>> {
    let query = "-- name: goals_of_site
        SELECT name FROM goal WHERE site = ?1 ORDER BY rowid";
    connection.prepare_cached(query)?.query_map([site.bytes()], |row| rows::text(row, 0))?.collect()
}

fn dialogues(connection: &Connection, site: SiteId) -> Result<Vec<DialogueRecord>> {
    let query = "-- name: dialogues_of_site
        SELECT dialogue.id, dialogue.draft_json, dialogue.created, dialogue.published, dialogue.asked_again,
            version.number, version.draft_json, version.flow
        FROM dialogue LEFT JOIN version ON version.dialogue = dialogue.id
            AND version.number = (SELECT max(number) FROM version WHERE dialogue = dialogue.id)
        WHERE dialogue.site = ?1
        ORDER BY dialogue.created, dialogue.rowid";
    connection.prepare_cached(query)?.query_map([site.bytes()], dialogue_record)?.collect()
}

fn dialogue_record(row: &Row<'_>) -> Result<DialogueRecord> {
    let latest = match row.get(5)? {
        Some(number) => Some(VersionRecord { number, draft: rows::json(row, 6)?, flow: row.get(7).map(FileHash)? }),
        None => None,
    };
    Ok(DialogueRecord {
        id: row.get(0).map(DialogueId::from_bytes)?,
        draft: rows::json(row, 1)?,
        created: rows::instant(row, 2)?,
        published: row.get(3)?,
        asked_again: rows::optional_instant(row, 4)?,
        latest,
    })
}

fn import(connection: &Connection, draft: SiteDraft, fresh_key: SiteKey, moment: Moment) -> Result<Imported> {
    let mut fresh = Fresh::new(moment);
    let (site, change) = import_site(connection, draft.site, fresh_key, &mut fresh, moment.now)?;
    let attributes = import_attributes(connection, site.id, &draft.attributes)?;
    let goals = import_goals(connection, site.id, &draft.goals)?;
    let change = change.and(attributes || goals);
    let mut dialogues = Vec::new();
    for (draft, after) in draft.dialogues.into_iter().zip(0..) {
        // "The older first" (T24) is then the order of the file.
        dialogues.push(import_dialogue(connection, site.id, draft, &mut fresh, moment.now.plus(after))?);
    }
    if change != Change::Same || dialogues.iter().any(|dialogue| dialogue.change != Change::Same) {
        touch(connection, site.id)?;
    }
    Ok(Imported { key: site.key, site: change, dialogues })
}

fn import_site(
    connection: &Connection,
    mut settings: Settings,
    fresh_key: SiteKey,
    fresh: &mut Fresh,
    now: Instant,
) -> Result<(SiteRow, Change)> {
    let found = match &settings.key {
        Some(key) => by_key(connection, key)?,
        None => by_name(connection, &settings.name)?,
    };
    let Some(mut site) = found else {
        let key = settings.key.get_or_insert(fresh_key).clone();
        let site = SiteRow { id: fresh.id(), key, settings, revision: 1, site_file: None };
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

fn insert_site(connection: &Connection, site: &SiteRow, now: Instant) -> Result<()> {
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

fn update_site(connection: &Connection, site: &SiteRow) -> Result<()> {
    let query = "-- name: update_site
        UPDATE site SET name = ?2, settings_json = ?3 WHERE id = ?1";
    let values = params![site.id.bytes(), site.settings.name.as_str(), rows::to_json(&site.settings)?];
    connection.prepare_cached(query)?.execute(values).map(drop)
}

fn import_attributes(connection: &Connection, site: SiteId, attributes: &[PersonAttribute]) -> Result<bool> {
    let known = self::attributes(connection, site)?;
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

fn put_attribute(connection: &Connection, site: SiteId, attribute: &PersonAttribute) -> Result<()> {
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

fn import_dialogue(
    connection: &Connection,
    site: SiteId,
    draft: DialogueDraft,
    fresh: &mut Fresh,
    created: Instant,
) -> Result<ImportedDialogue> {
    let (id, change) = match dialogue_by_name(connection, site, &draft.name)? {
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
    Ok(ImportedDialogue { id, name: draft.name, change })
}

fn dialogue_by_name(connection: &Connection, site: SiteId, name: &Name) -> Result<Option<(DialogueId, DialogueDraft)>> {
    let query = "-- name: dialogue_by_name
        SELECT id, draft_json FROM dialogue WHERE site = ?1 AND name = ?2";
    let read = |row: &Row<'_>| Ok((row.get(0).map(DialogueId::from_bytes)?, rows::json(row, 1)?));
    connection.prepare_cached(query)?.query_row(params![site.bytes(), name.as_str()], read).optional()
}

fn insert_dialogue(connection: &Connection, site: SiteId, id: DialogueId, draft: &DialogueDraft, created: Instant) -> Result<()> {
    let query = "-- name: insert_dialogue
        INSERT INTO dialogue (id, site, name, draft_json, created) VALUES (:id, :site, :name, :draft, :created)";
    let values = named_params! {
        ":id": id.bytes(),
        ":site": site.bytes(),
        ":name": draft.name.as_str(),
        ":draft": rows::to_json(draft)?,
        ":created": created.0,
    };
    connection.prepare_cached(query)?.execute(values).map(drop)
}

fn update_draft(connection: &Connection, id: DialogueId, draft: &DialogueDraft) -> Result<()> {
    let query = "-- name: update_draft
        UPDATE dialogue SET draft_json = ?2 WHERE id = ?1";
    connection.prepare_cached(query)?.execute(params![id.bytes(), rows::to_json(draft)?]).map(drop)
}
