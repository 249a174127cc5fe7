//! Sessions: whose they are, when something was last heard of them, and whether they are counted.

use std::collections::HashMap;

use parlor_domain::ids::{SessionId, VisitorId};
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

/// The sessions that a request is about.
pub(crate) struct Sessions {
    /// Whether what the request brings is stored apart (A15).
    apart: bool,
    found: HashMap<SessionId, (Found, bool)>,
}

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
    /// Those of a request that is stored apart, or isn't.
    pub(crate) fn new(apart: bool) -> Self {
        Self { apart, found: HashMap::new() }
    }

    /// Whether the session is new, or this visitor's.
    pub(crate) fn may_use(&mut self, connection: &Connection, visitor: VisitorId, session: SessionId) -> Result<bool> {
        if let Some((found, _)) = self.found.get(&session) {
            return Ok(*found != Found::Foreign);
        }
        let (found, apart) = match find(connection, session)? {
            None => (Found::New, false),
            Some((owner, apart)) if owner == visitor => (Found::Own, apart),
            Some(_) => (Found::Foreign, false),
        };
        self.found.insert(session, (found, apart));
        Ok(found != Found::Foreign)
    }

    /// Whether what happens in it is stored apart: what once is stays so.
    pub(crate) fn is_apart(&self, session: SessionId) -> bool {
        self.apart || self.found.get(&session).is_some_and(|(_, apart)| *apart)
    }

    /// Notes that something was heard of it. A new one is written at once, because others refer to it.
    pub(crate) fn put(
        &mut self,
        connection: &Connection,
        visitor: VisitorId,
        session: SessionId,
        received: Instant,
    ) -> Result<()> {
        let (found, _) = self.found.entry(session).or_insert((Found::New, false));
        match found {
            Found::New => {
                put(connection, visitor, session, received, self.apart)?;
                *found = Found::Written;
            }
            Found::Own => *found = Found::Used,
            Found::Used | Found::Written | Found::Foreign => {}
        }
        Ok(())
    }

    /// Writes what has changed.
    pub(crate) fn write(&self, connection: &Connection, visitor: VisitorId, received: Instant) -> Result<()> {
        let mut used = self.found.iter().filter(|(_, (found, _))| *found == Found::Used);
        used.try_for_each(|(session, _)| put(connection, visitor, *session, received, self.apart))
    }
}

fn find(connection: &Connection, session: SessionId) -> Result<Option<(VisitorId, bool)>> {
    let query = "-- name: visitor_of_session
        SELECT visitor, apart FROM session WHERE id = ?1";
    let read = |row: &Row<'_>| Ok((row.get(0).map(VisitorId::from_bytes)?, row.get(1)?));
    connection.prepare_cached(query)?.query_row([session.bytes()], read).optional()
}

/// Moves a session on; makes it if need be.
fn put(connection: &Connection, visitor: VisitorId, session: SessionId, received: Instant, apart: bool) -> Result<()> {
    let query = "-- name: put_session
        INSERT INTO session (id, visitor, last_received, apart) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (id) DO UPDATE SET last_received = max(last_received, excluded.last_received), apart = max(apart, excluded.apart)";
    connection.prepare_cached(query)?.execute(params![session.bytes(), visitor.bytes(), received.0, apart]).map(drop)
}
