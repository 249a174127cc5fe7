//! The browser's own numbers, per conversation and tab (A13).

use std::collections::HashMap;

use parlor_domain::event::Event;
use parlor_domain::ids::{ConversationId, TabId, VisitorId};
use rusqlite::{Connection, OptionalExtension, Result, params};

/// The numbers that must come next, of the tabs that a batch is about. They are written when the batch is done.
#[derive(Default)]
pub(super) struct Numbers(HashMap<(ConversationId, TabId), Number>);

#[derive(Clone, Copy)]
struct Number {
    stored: u32,
    wanted: u32,
}

impl Numbers {
    /// The number that must come next.
    pub(super) fn wanted(&mut self, connection: &Connection, visitor: VisitorId, event: &Event) -> Result<u32> {
        let tab = (event.conversation, event.tab);
        if let Some(number) = self.0.get(&tab) {
            return Ok(number.wanted);
        }
        let stored = stored(connection, visitor, tab)?;
        self.0.insert(tab, Number { stored, wanted: stored });
        Ok(stored)
    }

    /// Counts the event's number as used; one that was used before changes nothing.
    pub(super) fn advance(&mut self, event: &Event) {
        let number = self.0.entry((event.conversation, event.tab)).or_insert(Number { stored: 0, wanted: 0 });
        number.wanted = number.wanted.max(event.client_seq.saturating_add(1));
    }

    /// Writes what has changed.
    pub(super) fn write(&self, connection: &Connection, visitor: VisitorId) -> Result<()> {
        let query = "-- name: number_used
            INSERT INTO tab (visitor, conversation, tab, wanted) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET wanted = max(wanted, excluded.wanted)";
        for ((conversation, tab), number) in self.0.iter().filter(|(_, number)| number.wanted > number.stored) {
            let values = params![visitor.bytes(), conversation.bytes(), tab.bytes(), number.wanted];
            connection.prepare_cached(query)?.execute(values)?;
        }
        Ok(())
    }
}

fn stored(connection: &Connection, visitor: VisitorId, (conversation, tab): (ConversationId, TabId)) -> Result<u32> {
    let query = "-- name: number_wanted
        SELECT wanted FROM tab WHERE visitor = ?1 AND conversation = ?2 AND tab = ?3";
    let values = params![visitor.bytes(), conversation.bytes(), tab.bytes()];
    let wanted = connection.prepare_cached(query)?.query_row(values, |row| row.get(0)).optional()?;
    Ok(wanted.unwrap_or(0))
}
