//! What was changed, by whom (O16). It is written in the transaction of the change itself.

use parlor_domain::change::{By, Change, ChangeKind, FieldChange};
use parlor_domain::ids::{SiteId, UserId};
use parlor_domain::people::{PAGE_ENTRIES, Page};
use parlor_domain::text::SiteKey;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::error::StoreError;
use crate::{Store, rows, sites};

impl Store {
    /// The changes of a site, the newest first, [`PAGE_ENTRIES`] after the first `skip`.
    pub async fn changes(&self, site: &SiteKey, skip: u32) -> Result<Page<Change>, StoreError> {
        let site = site.clone();
        self.read(move |connection| {
            let Some(site) = sites::id_of(connection, &site)? else { return Ok(Page { entries: Vec::new(), total: 0 }) };
            changes(connection, site, skip)
        })
        .await
    }
}

/// Notes a change.
pub(crate) fn note(
    connection: &Connection,
    site: SiteId,
    by: &By,
    kind: ChangeKind,
    about: &str,
    fields: impl IntoIterator<Item = Option<FieldChange>>,
) -> Result<()> {
    let query = "-- name: note_change
        INSERT INTO change (site, at, by, kind, about, fields_json) VALUES (:site, :at, :by, :kind, :about, :fields)";
    let fields: Vec<FieldChange> = fields.into_iter().flatten().collect();
    let values = named_params! {
        ":site": site.bytes(),
        ":at": by.at.0,
        ":by": by.user.map(|user| address(connection, user)).transpose()?.flatten(),
        ":kind": kind.code(),
        ":about": about,
        ":fields": rows::to_json(&fields)?,
    };
    connection.prepare_cached(query)?.execute(values).map(drop)
}

/// The address of a user.
pub(crate) fn address(connection: &Connection, user: UserId) -> Result<Option<String>> {
    let query = "-- name: address_of_user
        SELECT email FROM user WHERE id = ?1";
    connection.prepare_cached(query)?.query_row([user.bytes()], |row| row.get(0)).optional()
}

fn changes(connection: &Connection, site: SiteId, skip: u32) -> Result<Page<Change>> {
    let count = "-- name: count_changes
        SELECT count(*) FROM change WHERE site = ?1";
    let list = "-- name: changes
        SELECT at, by, kind, about, fields_json FROM change WHERE site = ?1 ORDER BY position DESC LIMIT ?2 OFFSET ?3";
    let read = |row: &Row<'_>| {
        Ok(Change {
            at: rows::instant(row, 0)?,
            by: row.get(1)?,
            kind: rows::code(row, 2, ChangeKind::from_code)?,
            about: row.get(3)?,
            fields: rows::json(row, 4)?,
        })
    };
    let total = connection.prepare_cached(count)?.query_row([site.bytes()], |row| row.get(0))?;
    let values = params![site.bytes(), PAGE_ENTRIES, skip];
    let entries = connection.prepare_cached(list)?.query_map(values, read)?.collect::<Result<_>>()?;
    Ok(Page { entries, total })
}
