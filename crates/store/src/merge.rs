//! Two people who turn out to be one (I5): one stays, with all that the other did, is and was called.

use parlor_domain::change::{By, ChangeKind, FieldChange};
use parlor_domain::ids::{PersonId, SiteId};
use parlor_domain::people::Merged;
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::error::StoreError;
use crate::{Store, changes, companies, rows, search, sites};

impl Store {
    /// Merges another person of the site into this one. False if the site has not both, or they are the same.
    pub async fn merge_people(
        &self,
        site: &SiteKey,
        stays: PersonId,
        goes: PersonId,
        by: By,
    ) -> std::result::Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| {
            let Some(site) = sites::id_of(connection, &site)? else { return Ok(false) };
            if stays == goes || !is_of(connection, site, stays)? || !is_of(connection, site, goes)? {
                return Ok(false);
            }
            let user = by.user.map(|user| changes::address(connection, user)).transpose()?.flatten();
            merge(connection, site, (stays, goes), Values::Newest, by.at, user)?;
            // By their ids, so that the log names nobody who is erased later.
            let gone = FieldChange::of("merged", Some(goes.to_string()), Some(stays.to_string()));
            changes::note(connection, site, &by, ChangeKind::PeopleMerged, &stays.to_string(), [gone])?;
            Ok(true)
        })
        .await
    }
}

/// Whether there is such a person of the site.
pub(crate) fn is_of(connection: &Connection, site: SiteId, person: PersonId) -> Result<bool> {
    let query = "-- name: is_person_of_site
        SELECT EXISTS (SELECT 1 FROM person WHERE site = ?1 AND id = ?2)";
    connection.prepare_cached(query)?.query_row(params![site.bytes(), person.bytes()], |row| row.get(0))
}

/// Whose values stay, where both people have one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    /// What was written last.
    Newest,
    /// Those of the person who stays.
    OfWhoStays,
}

/// Merges one person into another of the same site.
pub(crate) fn merge(
    connection: &Connection,
    site: SiteId,
    (stays, goes): (PersonId, PersonId),
    values: Values,
    at: Instant,
    by: Option<String>,
) -> Result<()> {
    if values == Values::Newest {
        run(connection, GIVE_WAY, (stays, goes))?;
    }
    MOVE.iter().try_for_each(|query| run(connection, query, (stays, goes)))?;
    DROP.iter().try_for_each(|query| connection.prepare_cached(query)?.execute([goes.bytes()]).map(drop))?;
    let query = "-- name: note_merged
        INSERT INTO merged (id, site, person, email, email_folded, external_id, created, at, by)
        SELECT id, ?3, ?1, email, email_folded, external_id, created, ?4, ?5 FROM person WHERE id = ?2";
    connection.prepare_cached(query)?.execute(params![stays.bytes(), goes.bytes(), site.bytes(), at.0, by])?;
    let query = "-- name: remove_who_goes
        DELETE FROM person WHERE id = ?1 RETURNING email, email_folded, external_id, last_seen";
    type Names = (Option<String>, Option<String>, Option<String>, i64);
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    let (email, folded, external_id, last_seen): Names = connection.prepare_cached(query)?.query_row([goes.bytes()], read)?;
    let query = "-- name: take_over_names
        UPDATE person SET email_folded = iif(email IS NULL, ?3, email_folded), email = coalesce(email, ?2),
            external_id = coalesce(external_id, ?4), last_seen = max(last_seen, ?5), shared = 1
        WHERE id = ?1";
    connection.prepare_cached(query)?.execute(params![stays.bytes(), email, folded, external_id, last_seen])?;
    companies::place(connection, site, stays)?;
    search::refresh(connection, stays)
}

/// Values of who stays that are older than those of who goes; an empty one is no value.
const GIVE_WAY: &str = "-- name: values_give_way
    DELETE FROM person_value WHERE person = ?1 AND EXISTS (
        SELECT 1 FROM person_value AS other WHERE other.person = ?2 AND other.key = person_value.key
            AND other.written > person_value.written AND trim(coalesce(other.value_json ->> '$.text', 'a value')) <> '')";

/// What belongs to who goes, and is from now on the one's who stays, where that one has none.
const MOVE: [&str; 10] = [
    "-- name: empty_values_give_way
        DELETE FROM person_value WHERE person = ?1 AND trim(value_json ->> '$.text') = ''
            AND EXISTS (SELECT 1 FROM person_value AS other WHERE other.person = ?2 AND other.key = person_value.key)",
    "-- name: move_values
        UPDATE OR IGNORE person_value SET person = ?1 WHERE person = ?2",
    "-- name: move_claims
        UPDATE OR IGNORE claim SET person = ?1 WHERE person = ?2",
    "-- name: move_lists
        UPDATE OR IGNORE list_member SET person = ?1 WHERE person = ?2",
    "-- name: programs_give_way
        DELETE FROM program_member WHERE person = ?1 AND EXISTS (SELECT 1 FROM program_member AS other
            WHERE other.person = ?2 AND other.program = program_member.program AND other.since > program_member.since)",
    "-- name: move_programs
        UPDATE OR IGNORE program_member SET person = ?1 WHERE person = ?2",
    "-- name: move_visitors
        UPDATE visitor SET person = ?1 WHERE person = ?2",
    "-- name: move_activities
        UPDATE activity SET person = ?1 WHERE person = ?2",
    "-- name: move_conversations
        UPDATE conversation SET person = ?1 WHERE person = ?2",
    "-- name: move_merged
        UPDATE merged SET person = ?1 WHERE person = ?2",
];

/// What is left of who goes.
const DROP: [&str; 4] = [
    "-- name: drop_values
        DELETE FROM person_value WHERE person = ?1",
    "-- name: drop_claims
        DELETE FROM claim WHERE person = ?1",
    "-- name: drop_lists
        DELETE FROM list_member WHERE person = ?1",
    "-- name: drop_programs
        DELETE FROM program_member WHERE person = ?1",
];

fn run(connection: &Connection, query: &str, (stays, goes): (PersonId, PersonId)) -> Result<()> {
    connection.prepare_cached(query)?.execute(params![stays.bytes(), goes.bytes()]).map(drop)
}

/// Who went into a person, the newest first.
pub(crate) fn merged_into(connection: &Connection, person: PersonId) -> Result<Vec<Merged>> {
    let query = "-- name: merged_into
        SELECT id, email, external_id, at, by FROM merged WHERE person = ?1 ORDER BY at DESC, rowid DESC";
    let read = |row: &Row<'_>| {
        Ok(Merged {
            id: row.get(0).map(PersonId::from_bytes)?,
            email: rows::optional_text(row, 1)?,
            external_id: row.get(2)?,
            at: rows::instant(row, 3)?,
            by: row.get(4)?,
        })
    };
    connection.prepare_cached(query)?.query_map([person.bytes()], read)?.collect()
}

/// Who a person has become, if merged.
pub(crate) fn became(connection: &Connection, person: PersonId) -> Result<Option<PersonId>> {
    let query = "-- name: became
        SELECT person FROM merged WHERE id = ?1";
    let read = |row: &Row<'_>| row.get(0).map(PersonId::from_bytes);
    connection.prepare_cached(query)?.query_row([person.bytes()], read).optional()
}
