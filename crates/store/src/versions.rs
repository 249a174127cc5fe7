//! What is published: versions and the site file.

use parlor_domain::action::Task;
use parlor_domain::change::{By, ChangeKind, FieldChange};
use parlor_domain::draft::{CardDraft, Draft, GoalDraft, Source};
use parlor_domain::flow::{Behind, CardIndex, Flow};
use parlor_domain::ids::{DialogueId, SiteId};
use parlor_domain::language::Language;
use parlor_domain::text::{Name, SiteKey};
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::Store;
use crate::error::StoreError;
use crate::files::keep_file;
use crate::records::{File, FileKind, NewVersion};
use crate::{changes, rows, sites};

impl Store {
    /// Freezes a version under the next number and publishes it. `None` if the site has no such dialogue or flow.
    pub async fn publish(
        &self,
        site: &SiteKey,
        dialogue: DialogueId,
        version: NewVersion,
        by: By,
    ) -> Result<Option<u32>, StoreError> {
        let site = site.clone();
        self.write(move |connection| publish(connection, &site, dialogue, &version, &by)).await
    }

    /// Takes a dialogue or flow off the site. False if the site has none such that is published.
    pub async fn unpublish(&self, site: &SiteKey, dialogue: DialogueId, by: By) -> Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| unpublish(connection, &site, dialogue, &by)).await
    }

    /// Sets the current site files, made from what the site was at `revision`, the first language first. False if something has
    /// changed since (or the site is not there): load it again and make the files anew.
    pub async fn set_site_files(&self, site: &SiteKey, revision: u64, files: Vec<(Language, File)>) -> Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| set_site_files(connection, &site, revision, &files)).await
    }
}

fn publish(connection: &Connection, site: &SiteKey, dialogue: DialogueId, version: &NewVersion, by: &By) -> Result<Option<u32>> {
    let Some(site) = site_of(connection, site, dialogue)? else { return Ok(None) };
    let before = on_the_site(connection, dialogue)?;
    keep_file(connection, FileKind::Flow, &version.flow)?;
    for (kind, copy) in &version.copies {
        keep_file(connection, *kind, copy)?;
    }
    let number = insert_version(connection, dialogue, version, by.at)?;
    mark_published(connection, dialogue, version.ask_again.then_some(by.at))?;
    sites::touch(connection, site)?;
    let asked = version.ask_again.then(|| "those who completed it".to_owned());
    let fields = [FieldChange::of("version", before, Some(number.to_string())), FieldChange::of("asked again", None, asked)];
    changes::note(connection, site, by, ChangeKind::Published, version.draft.name().as_str(), fields)?;
    Ok(Some(number))
}

fn site_of(connection: &Connection, key: &SiteKey, dialogue: DialogueId) -> Result<Option<SiteId>> {
    let query = "-- name: site_of_dialogue
        SELECT site.id FROM site JOIN dialogue ON dialogue.site = site.id WHERE site.key = ?1 AND dialogue.id = ?2";
    let read = |row: &Row<'_>| row.get(0).map(SiteId::from_bytes);
    connection.prepare_cached(query)?.query_row(params![key.as_str(), dialogue.bytes()], read).optional()
}

fn insert_version(connection: &Connection, dialogue: DialogueId, version: &NewVersion, now: Instant) -> Result<u32> {
    let query = "-- name: insert_version
        INSERT INTO version (dialogue, number, draft_json, flow, behind_json, created)
        SELECT :dialogue, coalesce(max(number), 0) + 1, :draft, :flow, :behind, :created FROM version WHERE dialogue = :dialogue
        RETURNING number";
    let values = named_params! {
        ":dialogue": dialogue.bytes(),
        ":draft": rows::to_json(&version.draft)?,
        ":flow": version.flow.hash.0,
        ":behind": rows::to_json(&version.behind)?,
        ":created": now.0,
    };
    connection.prepare_cached(query)?.query_row(values, |row| row.get(0))
}

fn mark_published(connection: &Connection, dialogue: DialogueId, asked_again: Option<Instant>) -> Result<()> {
    let query = "-- name: mark_published
        UPDATE dialogue SET published = 1, asked_again = coalesce(?2, asked_again) WHERE id = ?1";
    connection.prepare_cached(query)?.execute(params![dialogue.bytes(), asked_again.map(|at| at.0)]).map(drop)
}

/// The number of the version that visitors get, if they get one.
fn on_the_site(connection: &Connection, dialogue: DialogueId) -> Result<Option<String>> {
    let query = "-- name: version_on_the_site
        SELECT max(version.number) FROM version JOIN dialogue ON dialogue.id = version.dialogue
        WHERE dialogue.id = ?1 AND dialogue.published = 1";
    let number: Option<u32> = connection.prepare_cached(query)?.query_row([dialogue.bytes()], |row| row.get(0))?;
    Ok(number.map(|number| number.to_string()))
}

fn name_of(connection: &Connection, dialogue: DialogueId) -> Result<String> {
    let query = "-- name: name_of_dialogue
        SELECT name FROM dialogue WHERE id = ?1";
    connection.prepare_cached(query)?.query_row([dialogue.bytes()], |row| row.get(0))
}

fn unpublish(connection: &Connection, site: &SiteKey, dialogue: DialogueId, by: &By) -> Result<bool> {
    let Some(site) = site_of(connection, site, dialogue)? else { return Ok(false) };
    let before = on_the_site(connection, dialogue)?;
    let query = "-- name: unpublish
        UPDATE dialogue SET published = 0 WHERE id = ?1 AND published = 1";
    let changed = connection.prepare_cached(query)?.execute([dialogue.bytes()])? > 0;
    if changed {
        sites::touch(connection, site)?;
        let fields = [FieldChange::of("version", before, None)];
        changes::note(connection, site, by, ChangeKind::Unpublished, &name_of(connection, dialogue)?, fields)?;
    }
    Ok(changed)
}

fn set_site_files(connection: &Connection, site: &SiteKey, revision: u64, files: &[(Language, File)]) -> Result<bool> {
    let named: Vec<_> = files.iter().map(|(language, file)| (language, file.hash.to_string())).collect();
    let query = "-- name: set_site_files
        UPDATE site SET site_files_json = ?3 WHERE key = ?1 AND revision = ?2";
    let values = params![site.as_str(), revision.cast_signed(), rows::to_json(&named)?];
    let set = connection.prepare_cached(query)?.execute(values)? > 0;
    for (_, file) in files.iter().filter(|_| set) {
        keep_file(connection, FileKind::Site, file)?;
        let query = "-- name: keep_site_file
            INSERT INTO kept_site_file (site, hash) SELECT id, ?2 FROM site WHERE key = ?1 ON CONFLICT DO NOTHING";
        connection.prepare_cached(query)?.execute(params![site.as_str(), file.hash.0])?;
    }
    Ok(set)
}

/// A frozen version with its flow.
pub(crate) struct Version {
    draft: Draft,
    behind: Option<Behind>,
    /// The flow as browsers walk it.
    pub(crate) flow: Flow,
}

impl Version {
    /// Whether it is a dialogue's or a flow's.
    pub(crate) fn source(&self) -> Source {
        self.draft.source()
    }

    /// What it is called.
    pub(crate) fn name(&self) -> &Name {
        self.draft.name()
    }

    /// What the action of a card does when these texts stand in the places of its tokens, from the server's own copy (C7).
    pub(crate) fn tasks(&self, card: CardIndex, filled: &[String]) -> Vec<Task> {
        self.behind.as_ref().map(|behind| behind.tasks(card, filled)).unwrap_or_default()
    }

    /// The goal that a card reaches, from the server's own copy (A14).
    pub(crate) fn goal(&self, card: CardIndex) -> Option<&GoalDraft> {
        match &self.behind {
            Some(behind) => behind.goals.iter().find(|(at, _)| *at == card).map(|(_, goal)| goal),
            // Before flows could stand in flows, card 3 of the flow was card 3 of the draft.
            None => match self.draft.flow().cards.0.get(usize::from(card)) {
                Some((_, CardDraft::Goal(goal))) => Some(goal),
                _ => None,
            },
        }
    }
}

/// A version of a dialogue or flow of this site.
pub(crate) fn version(connection: &Connection, site: SiteId, dialogue: DialogueId, number: u32) -> Result<Option<Version>> {
    let query = "-- name: version
        SELECT version.draft_json, version.behind_json, file.bytes FROM version
        JOIN dialogue ON dialogue.id = version.dialogue
        JOIN file ON file.kind = 'flow' AND file.hash = version.flow
        WHERE dialogue.site = ?1 AND version.dialogue = ?2 AND version.number = ?3";
    let read = |row: &Row<'_>| {
        Ok(Version { draft: rows::json(row, 0)?, behind: rows::optional_json(row, 1)?, flow: rows::form(row, 2)? })
    };
    connection.prepare_cached(query)?.query_row(params![site.bytes(), dialogue.bytes(), number], read).optional()
}
