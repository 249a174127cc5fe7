//! Sites with what their authors have made.

use std::sync::Arc;

use parlor_domain::attribute::{PersonAttribute, built_in};
use parlor_domain::draft::Draft;
use parlor_domain::flow::Behind;
use parlor_domain::ids::{DialogueId, SiteId};
use parlor_domain::language::Language;
use parlor_domain::site::{FileHash, Settings};
use parlor_domain::text::{Name, SiteKey};
use rusqlite::{Connection, OptionalExtension, Result, Row};

use crate::error::StoreError;
use crate::records::{DialogueRecord, SiteFront, SiteRecord, VersionRecord};
use crate::{Store, documents, library, rows};

impl Store {
    /// The keys of all sites, the oldest first.
    pub async fn sites(&self) -> Result<Vec<SiteKey>, StoreError> {
        self.read(keys).await
    }

    /// Everything authors have of a site.
    pub async fn site(&self, key: &SiteKey) -> Result<Option<SiteRecord>, StoreError> {
        let key = key.clone();
        self.read(move |connection| site(connection, &key)).await
    }

    /// Which site has this key, and how often what its authors have made was changed, in one small read.
    pub async fn revision(&self, key: &SiteKey) -> Result<Option<(SiteId, u64)>, StoreError> {
        let key = key.clone();
        self.read(move |connection| revision(connection, &key)).await
    }

    /// What every visitor's request needs of a site, in one small read.
    pub async fn front(&self, key: &SiteKey) -> Result<Option<SiteFront>, StoreError> {
        let key = key.clone();
        let front = |site: SiteRow| SiteFront { settings: site.settings, site_files: site.site_files };
        self.read(move |connection| Ok(by_key(connection, &key)?.map(front))).await
    }
}

/// A site without what hangs on it.
pub(crate) struct SiteRow {
    pub(crate) id: SiteId,
    pub(crate) key: SiteKey,
    pub(crate) settings: Settings,
    pub(crate) revision: u64,
    pub(crate) site_files: Vec<(Language, FileHash)>,
}

/// A site with the attributes that its persons have.
pub(crate) struct Site {
    pub(crate) row: SiteRow,
    pub(crate) attributes: Arc<[PersonAttribute]>,
}

/// The site of this key with its attributes.
pub(crate) fn with_attributes(connection: &Connection, key: &SiteKey) -> Result<Option<Site>> {
    let Some(row) = by_key(connection, key)? else { return Ok(None) };
    let attributes = attributes(connection, row.id)?.into();
    Ok(Some(Site { row, attributes }))
}

/// Which site has this key, and how often it was changed.
pub(crate) fn revision(connection: &Connection, key: &SiteKey) -> Result<Option<(SiteId, u64)>> {
    let query = "-- name: site_revision
        SELECT id, revision FROM site WHERE key = ?1";
    let read = |row: &Row<'_>| Ok((row.get(0).map(SiteId::from_bytes)?, row.get(1).map(i64::cast_unsigned)?));
    connection.prepare_cached(query)?.query_row([key.as_str()], read).optional()
}

const SITE_COLUMNS: &str = "id, key, settings_json, revision, site_files_json";

fn site_row(row: &Row<'_>) -> Result<SiteRow> {
    Ok(SiteRow {
        id: row.get(0).map(SiteId::from_bytes)?,
        key: rows::text(row, 1)?,
        settings: rows::json(row, 2)?,
        revision: row.get(3).map(i64::cast_unsigned)?,
        site_files: site_files(row, 4)?,
    })
}

fn site_files(row: &Row<'_>, column: usize) -> Result<Vec<(Language, FileHash)>> {
    let files: Vec<(Language, String)> = rows::json(row, column)?;
    let read =
        |(language, hash): (Language, String)| Ok((language, hash.parse().map_err(|error| rows::unreadable(column, &error))?));
    files.into_iter().map(read).collect()
}

/// The site of this key.
pub(crate) fn by_key(connection: &Connection, key: &SiteKey) -> Result<Option<SiteRow>> {
    let query = format!(
        "-- name: site_by_key
        SELECT {SITE_COLUMNS} FROM site WHERE key = ?1"
    );
    connection.prepare_cached(&query)?.query_row([key.as_str()], site_row).optional()
}

/// The oldest site of this name.
pub(crate) fn by_name(connection: &Connection, name: &Name) -> Result<Option<SiteRow>> {
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

/// Notes that something changed that authors have made.
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
        documents: documents::all(connection, site.id)?,
        library: library::of(connection, site.id)?,
        dialogues: dialogues(connection, site.id)?,
        key: site.key,
        id: site.id,
        revision: site.revision,
        settings: site.settings,
        site_files: site.site_files,
    }))
}

/// The attributes that persons of a site have: the built-in ones, then the site's own.
pub(crate) fn attributes(connection: &Connection, site: SiteId) -> Result<Vec<PersonAttribute>> {
    let own = own_attributes(connection, site)?;
    Ok(built_in().chain(own).collect())
}

/// The attributes that a site has besides the built-in ones.
pub(crate) fn own_attributes(connection: &Connection, site: SiteId) -> Result<Vec<PersonAttribute>> {
    let query = "-- name: attributes_of_site
        SELECT attribute_json FROM attribute WHERE site = ?1 ORDER BY rowid";
    connection.prepare_cached(query)?.query_map([site.bytes()], |row| rows::json(row, 0))?.collect()
}

fn goals(connection: &Connection, site: SiteId) -> Result<Vec<Name>> {
    let query = "-- name: goals_of_site
        SELECT name FROM goal WHERE site = ?1 ORDER BY rowid";
    connection.prepare_cached(query)?.query_map([site.bytes()], |row| rows::text(row, 0))?.collect()
}

/// The dialogues and flows of a site, the oldest first.
pub(crate) fn dialogues(connection: &Connection, site: SiteId) -> Result<Vec<DialogueRecord>> {
    let query = "-- name: dialogues_of_site
        SELECT dialogue.id, dialogue.draft_json, dialogue.created, dialogue.published, dialogue.asked_again,
            version.number, version.draft_json, version.flow, version.behind_json
        FROM dialogue LEFT JOIN version ON version.dialogue = dialogue.id
            AND version.number = (SELECT max(number) FROM version WHERE dialogue = dialogue.id)
        WHERE dialogue.site = ?1
        ORDER BY dialogue.created, dialogue.rowid";
    connection.prepare_cached(query)?.query_map([site.bytes()], dialogue_record)?.collect()
}

fn dialogue_record(row: &Row<'_>) -> Result<DialogueRecord> {
    let draft: Draft = rows::json(row, 1)?;
    let latest = match row.get(5)? {
        Some(number) => {
            let behind: Option<Behind> = rows::optional_json(row, 8)?;
            // Mostly the same text, which isn't read twice then.
            let is_same = row.get_ref(1)? == row.get_ref(6)?;
            let draft = if is_same { draft.clone() } else { rows::json(row, 6)? };
            let flow = row.get(7).map(FileHash)?;
            Some(VersionRecord { number, draft, flow, behind: behind.unwrap_or_default() })
        }
        None => None,
    };
    Ok(DialogueRecord {
        id: row.get(0).map(DialogueId::from_bytes)?,
        draft,
        created: rows::instant(row, 2)?,
        published: row.get(3)?,
        asked_again: rows::optional_instant(row, 4)?,
        latest,
    })
}
