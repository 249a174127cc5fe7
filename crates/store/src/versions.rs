//! What is published: versions, the site file, and the immutable files of both.

use parlor_domain::draft::DialogueDraft;
use parlor_domain::ids::{DialogueId, SiteId};
use parlor_domain::site::FileHash;
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::Store;
use crate::error::StoreError;
use crate::records::{File, FileKind, NewVersion};
use crate::{rows, sites};

impl Store {
    /// Freezes a version under the next number and publishes it. `None` if the site has no such dialogue.
    pub async fn publish(
        &self,
        site: &SiteKey,
        dialogue: DialogueId,
        version: NewVersion,
        now: Instant,
    ) -> Result<Option<u32>, StoreError> {
        let site = site.clone();
        self.write(move |connection| publish(connection, &site, dialogue, &version, now)).await
    }

    /// Takes a dialogue off the site. False if the site has no such dialogue that is published.
    pub async fn unpublish(&self, site: &SiteKey, dialogue: DialogueId) -> Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| unpublish(connection, &site, dialogue)).await
    }

    /// Sets the current site file, made from what the site was at `revision`. False if something has changed
    /// since (or the site is not there): load it again and make the file anew.
    pub async fn set_site_file(&self, site: &SiteKey, revision: u64, file: File) -> Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| set_site_file(connection, &site, revision, &file)).await
    }

    /// The content of an immutable file.
    pub async fn file(&self, kind: FileKind, hash: FileHash) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(move |connection| file(connection, kind, hash)).await
    }
}

fn publish(
    connection: &Connection,
    site: &SiteKey,
    dialogue: DialogueId,
    version: &NewVersion,
    now: Instant,
) -> Result<Option<u32>> {
    let Some(site) = site_of(connection, site, dialogue)? else { return Ok(None) };
    keep_file(connection, FileKind::Flow, &version.flow)?;
    let number = insert_version(connection, dialogue, version, now)?;
    mark_published(connection, dialogue, version.ask_again.then_some(now))?;
    sites::touch(connection, site)?;
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
        INSERT INTO version (dialogue, number, draft_json, flow, created)
        SELECT :dialogue, coalesce(max(number), 0) + 1, :draft, :flow, :created FROM version WHERE dialogue = :dialogue
        RETURNING number";
    let values = named_params! {
        ":dialogue": dialogue.bytes(),
        ":draft": rows::to_json(&version.draft)?,
        ":flow": version.flow.hash.0,
        ":created": now.0,
    };
    connection.prepare_cached(query)?.query_row(values, |row| row.get(0))
}

fn mark_published(connection: &Connection, dialogue: DialogueId, asked_again: Option<Instant>) -> Result<()> {
    let query = "-- name: mark_published
        UPDATE dialogue SET published = 1, asked_again = coalesce(?2, asked_again) WHERE id = ?1";
    connection.prepare_cached(query)?.execute(params![dialogue.bytes(), asked_again.map(|at| at.0)]).map(drop)
}

fn unpublish(connection: &Connection, site: &SiteKey, dialogue: DialogueId) -> Result<bool> {
    let Some(site) = site_of(connection, site, dialogue)? else { return Ok(false) };
    let query = "-- name: unpublish
        UPDATE dialogue SET published = 0 WHERE id = ?1 AND published = 1";
    let changed = connection.prepare_cached(query)?.execute([dialogue.bytes()])? > 0;
    if changed {
        sites::touch(connection, site)?;
    }
    Ok(changed)
}

fn set_site_file(connection: &Connection, site: &SiteKey, revision: u64, file: &File) -> Result<bool> {
    let query = "-- name: set_site_file
        UPDATE site SET site_file = ?3 WHERE key = ?1 AND revision = ?2";
    let set = connection.prepare_cached(query)?.execute(params![site.as_str(), revision.cast_signed(), file.hash.0])? > 0;
    if set {
        keep_file(connection, FileKind::Site, file)?;
    }
    Ok(set)
}

fn keep_file(connection: &Connection, kind: FileKind, file: &File) -> Result<()> {
    let query = "-- name: keep_file
        INSERT INTO file (kind, hash, bytes) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    connection.prepare_cached(query)?.execute(params![kind.code(), file.hash.0, file.bytes]).map(drop)
}

fn file(connection: &Connection, kind: FileKind, hash: FileHash) -> Result<Option<Vec<u8>>> {
    let query = "-- name: file
        SELECT bytes FROM file WHERE kind = ?1 AND hash = ?2";
    connection.prepare_cached(query)?.query_row(params![kind.code(), hash.0], |row| row.get(0)).optional()
}

/// A frozen version with its flow.
pub(crate) struct Version {
    /// The draft as it was.
    pub(crate) draft: DialogueDraft,
    /// The flow as browsers walk it.
    pub(crate) flow: parlor_domain::flow::Flow,
}

/// A version of a dialogue of this site.
pub(crate) fn version(connection: &Connection, site: SiteId, dialogue: DialogueId, number: u32) -> Result<Option<Version>> {
    let query = "-- name: version
        SELECT version.draft_json, file.bytes FROM version
        JOIN dialogue ON dialogue.id = version.dialogue
        JOIN file ON file.kind = 'flow' AND file.hash = version.flow
        WHERE dialogue.site = ?1 AND version.dialogue = ?2 AND version.number = ?3";
    let read = |row: &Row<'_>| Ok(Version { draft: rows::json(row, 0)?, flow: rows::form(row, 1)? });
    connection.prepare_cached(query)?.query_row(params![site.bytes(), dialogue.bytes(), number], read).optional()
}
