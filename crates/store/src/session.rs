//! Sessions: whose they are, and when something was last heard of them.

use parlor_domain::ids::{SessionId, VisitorId};
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

/// Whether the session is new, or this visitor's.
pub(crate) fn may_use(connection: &Connection, visitor: VisitorId, session: SessionId) -> Result<bool> {
    let query = "-- name: visitor_of_session
        SELECT visitor FROM session WHERE id = ?1";
    let read = |row: &Row<'_>| row.get(0).map(VisitorId::from_bytes);
    let owner = connection.prepare_cached(query)?.query_row([session.bytes()], read).optional()?;
    Ok(owner.is_none_or(|owner| owner == visitor))
}

/// Moves a session on; makes it if need be.
pub(crate) fn put(connection: &Connection, visitor: VisitorId, session: SessionId, received: Instant) -> Result<()> {
    let query = "-- name: put_session
        INSERT INTO session (id, visitor, last_received) VALUES (?1, ?2, ?3)
        ON CONFLICT (id) DO UPDATE SET last_received = max(last_received, excluded.last_received)";
    connection.prepare_cached(query)?.execute(params![session.bytes(), visitor.bytes(), received.0]).map(drop)
}
