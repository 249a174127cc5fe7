//! The browser's own numbers, per conversation and tab (A13).

use parlor_domain::event::Event;
use parlor_domain::ids::VisitorId;
use rusqlite::{Connection, OptionalExtension, Result, params};

/// The number that must come next.
pub(super) fn wanted(connection: &Connection, visitor: VisitorId, event: &Event) -> Result<u32> {
    let query = "-- name: number_wanted
        SELECT wanted FROM tab WHERE visitor = ?1 AND conversation = ?2 AND tab = ?3";
    let values = params![visitor.bytes(), event.conversation.bytes(), event.tab.bytes()];
    let wanted = connection.prepare_cached(query)?.query_row(values, |row| row.get(0)).optional()?;
    Ok(wanted.unwrap_or(0))
}

/// Counts the event's number as used; one that was used before changes nothing.
pub(super) fn advance(connection: &Connection, visitor: VisitorId, event: &Event) -> Result<()> {
    let query = "-- name: number_used
        INSERT INTO tab (visitor, conversation, tab, wanted) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET wanted = max(wanted, excluded.wanted)";
    let next = event.client_seq.saturating_add(1);
    let values = params![visitor.bytes(), event.conversation.bytes(), event.tab.bytes(), next];
    connection.prepare_cached(query)?.execute(values).map(drop)
}
