//! Places in which an address stands that belongs to somebody who is to be erased.

use parlor_domain::ids::{ConversationId, PersonId, SiteId};
use parlor_domain::text::Email;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::forget::forget_transcript;
use crate::{rows, search};

/// An event in which the address stands.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    rowid: i64,
    conversation: Option<ConversationId>,
}

/// The site's events in which the address stands, among so many from here on; and where to go on, if that was not all.
pub(crate) fn in_events(
    connection: &Connection,
    site: SiteId,
    email: &Email,
    after: i64,
    most: u32,
) -> Result<(Vec<Found>, Option<i64>)> {
    let query = "-- name: events_to_search
        SELECT event.rowid, event.form, event.conversation, visitor.site FROM event
        LEFT JOIN visitor ON visitor.id = event.visitor WHERE event.rowid > ?1 ORDER BY event.rowid LIMIT ?2";
    let (mut found, mut next) = (Vec::new(), None);
    let mut statement = connection.prepare_cached(query)?;
    let mut events = statement.query(params![after, most])?;
    while let Some(row) = events.next()? {
        let rowid = row.get(0)?;
        next = Some(rowid);
        if row.get::<_, Option<[u8; 16]>>(3)? == Some(*site.bytes()) && stands_in(row, email)? {
            found.push(Found { rowid, conversation: rows::optional_id(row, 2, ConversationId::from_bytes)? });
        }
    }
    Ok((found, next))
}

/// Removes the event, and if it is of a conversation, all that was said in it.
pub(crate) fn forget_mention(connection: &Connection, found: Found) -> Result<()> {
    match found.conversation {
        Some(conversation) => forget_transcript(connection, conversation),
        None => forget_row(connection, ("event", found.rowid)),
    }
}

fn stands_in(row: &Row<'_>, email: &Email) -> Result<bool> {
    let form = row.get_ref(1)?.as_blob_or_null()?.unwrap_or_default().to_ascii_lowercase();
    let folded = email.folded();
    Ok([folded.as_bytes(), email.as_str().to_ascii_lowercase().as_bytes()]
        .iter()
        .any(|address| form.windows(address.len()).any(|window| window == *address)))
}

/// Where else texts of visitors stand, with what tells rows of the site in which the address does.
const ELSEWHERE: [(&str, &str); 8] = [
    ("activity", "site = ?1 AND instr(lower(detail_json || char(10) || url || char(10) || title), ?2) > 0"),
    ("person_value", "instr(lower(value_json), ?2) > 0 AND person IN (SELECT id FROM person WHERE site = ?1)"),
    ("claim", "instr(lower(value_json), ?2) > 0 AND person IN (SELECT id FROM person WHERE site = ?1)"),
    ("given", "instr(lower(value_json), ?2) > 0 AND visitor IN (SELECT id FROM visitor WHERE site = ?1)"),
    ("waiting_task", "instr(lower(task_json), ?2) > 0 AND visitor IN (SELECT id FROM visitor WHERE site = ?1)"),
    ("webhook_call", "site = ?1 AND instr(lower(body_json), ?2) > 0"),
    ("refused_event", "site = ?1 AND instr(lower(url), ?2) > 0"),
    // Behind the log, whose entries are still counted here as they go.
    ("rollup_of_page", "site = ?1 AND instr(lower(page), ?2) > 0"),
];

/// A row, by its table and number.
pub(crate) type Place = (&'static str, i64);

/// The rows of other tables in which the address stands.
pub(crate) fn elsewhere(connection: &Connection, site: SiteId, email: &Email) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    for (table, condition) in ELSEWHERE {
        let query = format!("-- name: {table}_with_address\n SELECT rowid FROM {table} WHERE {condition}");
        let mut statement = connection.prepare(&query)?;
        for rowid in statement.query_map(params![site.bytes(), email.folded()], |row| row.get(0))? {
            found.push((table, rowid?));
        }
    }
    Ok(found)
}

/// Removes a row, and what was made of it.
pub(crate) fn forget_row(connection: &Connection, (table, rowid): Place) -> Result<()> {
    if table == "person_value" {
        return forget_value(connection, rowid);
    }
    let query = format!("-- name: forget_{table}_with_address\n DELETE FROM {table} WHERE rowid = ?1");
    connection.prepare_cached(&query)?.execute([rowid]).map(drop)
}

/// Removes a value, and its person is found by it no longer.
fn forget_value(connection: &Connection, rowid: i64) -> Result<()> {
    let query = "-- name: forget_person_value_with_address
        DELETE FROM person_value WHERE rowid = ?1 RETURNING person";
    let read = |row: &Row<'_>| row.get(0).map(PersonId::from_bytes);
    let person = connection.prepare_cached(query)?.query_row([rowid], read).optional()?;
    person.map_or(Ok(()), |person| search::refresh(connection, person))
}
