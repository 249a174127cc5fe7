//! Places in which an address stands that belongs to somebody who is to be erased.

use parlor_domain::ids::{ConversationId, SiteId};
use parlor_domain::text::Email;
use rusqlite::{Connection, Result, Row, params};

use crate::forget::forget_transcript;
use crate::rows;

/// What was found in some events.
pub(crate) struct Mentions {
    /// Events or whole transcripts that were removed.
    pub(crate) count: usize,
    /// Where to go on; `None`: that was all.
    pub(crate) next: Option<i64>,
}

/// An event in which the address stands.
struct Found {
    rowid: i64,
    conversation: Option<ConversationId>,
}

/// Removes the site's transcripts and single events in which the address stands, among so many events from here on.
pub(crate) fn in_events(connection: &Connection, site: SiteId, email: &Email, after: i64, most: u32) -> Result<Mentions> {
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
    for Found { rowid, conversation } in &found {
        match conversation {
            Some(conversation) => forget_transcript(connection, *conversation)?,
            None => forget_event(connection, *rowid)?,
        }
    }
    Ok(Mentions { count: found.len(), next })
}

fn stands_in(row: &Row<'_>, email: &Email) -> Result<bool> {
    let form = row.get_ref(1)?.as_blob_or_null()?.unwrap_or_default().to_ascii_lowercase();
    let folded = email.folded();
    Ok([folded.as_bytes(), email.as_str().to_ascii_lowercase().as_bytes()]
        .iter()
        .any(|address| form.windows(address.len()).any(|window| window == *address)))
}

fn forget_event(connection: &Connection, rowid: i64) -> Result<()> {
    let query = "-- name: forget_event
        DELETE FROM event WHERE rowid = ?1";
    connection.prepare_cached(query)?.execute([rowid]).map(drop)
}

/// Where else texts of visitors stand.
const ELSEWHERE: [&str; 7] = [
    "-- name: forget_activities_with_address
        DELETE FROM activity WHERE site = ?1 AND instr(lower(detail_json || char(10) || url || char(10) || title), ?2) > 0",
    "-- name: forget_values_with_address
        DELETE FROM person_value WHERE instr(lower(value_json), ?2) > 0 AND person IN (SELECT id FROM person WHERE site = ?1)",
    "-- name: forget_claims_with_address
        DELETE FROM claim WHERE instr(lower(value_json), ?2) > 0 AND person IN (SELECT id FROM person WHERE site = ?1)",
    "-- name: forget_given_with_address
        DELETE FROM given WHERE instr(lower(value_json), ?2) > 0 AND visitor IN (SELECT id FROM visitor WHERE site = ?1)",
    "-- name: forget_tasks_with_address
        DELETE FROM waiting_task WHERE instr(lower(task_json), ?2) > 0 AND visitor IN (SELECT id FROM visitor WHERE site = ?1)",
    "-- name: forget_calls_with_address
        DELETE FROM webhook_call WHERE site = ?1 AND instr(lower(body_json), ?2) > 0",
    "-- name: forget_refused_events_with_address
        DELETE FROM refused_event WHERE site = ?1 AND instr(lower(url), ?2) > 0",
];

/// Removes whatever else the address stands in. Returns how many rows.
pub(crate) fn elsewhere(connection: &Connection, site: SiteId, email: &Email) -> Result<usize> {
    let folded = email.folded();
    ELSEWHERE.iter().map(|query| connection.prepare_cached(query)?.execute(params![site.bytes(), folded])).sum()
}
