//! Events that were answered for good: the same id gets the same answer again.

use parlor_domain::event::{Event, Outcome, Refusal, What};
use parlor_domain::form::Form;
use parlor_domain::ids::{EventId, VisitorId};
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::rows;

/// Who sent the event of this id before, and what became of it.
pub(super) fn find(connection: &Connection, event: EventId) -> Result<Option<(VisitorId, Outcome)>> {
    let query = "-- name: event_answered
        SELECT visitor, refusal FROM event WHERE id = ?1";
    let read = |row: &Row<'_>| Ok((row.get(0).map(VisitorId::from_bytes)?, outcome(row)?));
    connection.prepare_cached(query)?.query_row([event.bytes()], read).optional()
}

/// What was answered, as the second column of a row says.
pub(crate) fn outcome(row: &Row<'_>) -> Result<Outcome> {
    let code: Option<String> = row.get(1)?;
    let Some(code) = code else { return Ok(Outcome::Stored) };
    let refusal = Refusal::ALL.into_iter().find(|refusal| refusal.code() == code);
    refusal.map(Outcome::Refused).ok_or_else(|| rows::unreadable(1, &format!("unknown refusal `{code}`")))
}

/// Notes an event that is stored, and as which of its conversation's inputs. False if its id was answered before.
pub(super) fn accept(
    connection: &Connection,
    visitor: VisitorId,
    event: &Event,
    position: Option<u32>,
    received: Instant,
) -> Result<bool> {
    let query = "-- name: accept_event
        INSERT INTO event (id, visitor, conversation, position, form, received) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (id) DO NOTHING";
    let conversation = position.map(|_| event.conversation.bytes());
    // How far a document is read stands in the log; the same words in a second place would have to be forgotten twice.
    let form = (!matches!(event.what, What::Read(_))).then(|| event.to_bytes());
    let values = params![event.id.bytes(), visitor.bytes(), conversation, position, form, received.0];
    Ok(connection.prepare_cached(query)?.execute(values)? > 0)
}

/// Notes why an event is refused; its content is not kept. False if its id was answered before.
pub(super) fn refuse(
    connection: &Connection,
    visitor: VisitorId,
    event: EventId,
    refusal: Refusal,
    received: Instant,
) -> Result<bool> {
    let query = "-- name: refuse_event
        INSERT INTO event (id, visitor, refusal, received) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING";
    let values = params![event.bytes(), visitor.bytes(), refusal.code(), received.0];
    Ok(connection.prepare_cached(query)?.execute(values)? > 0)
}
