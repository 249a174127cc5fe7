//! Sessions: whose they are, and when something was last heard of them.

use std::collections::HashMap;

use parlor_domain::ids::{SessionId, VisitorId};
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

/// The sessions that a batch is about.
#[derive(Default)]
pub(crate) struct Sessions(HashMap<SessionId, Found>);

#[derive(Clone, Copy, PartialEq)]
enum Found {
    /// It was never seen.
    New,
    /// It is the visitor's.
    Own,
    /// It is the visitor's, and something was heard of it.
    Used,
    /// Its row says all that there is to say.
    Written,
    /// It is another visitor's.
    Foreign,
}

impl Sessions {
    /// Whether the session is new, or this visitor's.
    pub(crate) fn may_use(&mut self, connection: &Connection, visitor: VisitorId, session: SessionId) -> Result<bool> {
        if let Some(found) = self.0.get(&session) {
            return Ok(*found != Found::Foreign);
        }
        let found = match owner(connection, session)? {
            None => Found::New,
            Some(owner) if owner == visitor => Found::Own,
            Some(_) => Found::Foreign,
        };
        self.0.insert(session, found);
        Ok(found != Found::Foreign)
    }

    /// Notes that something was heard of it. A new one is written at once, because others refer to it.
    pub(crate) fn put(
        &mut self,
        connection: &Connection,
        visitor: VisitorId,
        session: SessionId,
        received: Instant,
    ) -> Result<()> {
        let found = self.0.entry(session).or_insert(Found::New);
        match found {
            Found::New => {
                put(connection, visitor, session, received)?;
                *found = Found::Written;
            }
            Found::Own => *found = Found::Used,
            Found::Used | Found::Written | Found::Foreign => {}
        }
        Ok(())
    }

    /// Writes what has changed.
    pub(crate) fn write(&self, connection: &Connection, visitor: VisitorId, received: Instant) -> Result<()> {
        let mut used = self.0.iter().filter(|(_, found)| **found == Found::Used);
        used.try_for_each(|(session, _)| put(connection, visitor, *session, received))
    }
}

/// Whether the session is new, or this visitor's.
pub(crate) fn may_use(connection: &Connection, visitor: VisitorId, session: SessionId) -> Result<bool> {
    Ok(owner(connection, session)?.is_none_or(|owner| owner == visitor))
}

fn owner(connection: &Connection, session: SessionId) -> Result<Option<VisitorId>> {
    let query = "-- name: visitor_of_session
        SELECT visitor FROM session WHERE id = ?1";
    let read = |row: &Row<'_>| row.get(0).map(VisitorId::from_bytes);
    connection.prepare_cached(query)?.query_row([session.bytes()], read).optional()
}

/// Moves a session on; makes it if need be.
pub(crate) fn put(connection: &Connection, visitor: VisitorId, session: SessionId, received: Instant) -> Result<()> {
    let query = "-- name: put_session
        INSERT INTO session (id, visitor, last_received) VALUES (?1, ?2, ?3)
        ON CONFLICT (id) DO UPDATE SET last_received = max(last_received, excluded.last_received)";
    connection.prepare_cached(query)?.execute(params![session.bytes(), visitor.bytes(), received.0]).map(drop)
}
