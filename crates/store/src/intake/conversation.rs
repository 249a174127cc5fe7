//! Conversations: whose they are, and how they go on.

use parlor_domain::event::{Event, Refusal, What};
use parlor_domain::ids::{ConversationId, DialogueId, VisitorId};
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use super::Stop;
use crate::{rows, session};

/// A conversation as it was before an event.
pub(super) struct Before {
    dialogue: DialogueId,
    version: u32,
    begun: bool,
    inputs: u32,
}

impl Before {
    /// The dialogue is fixed from the beginning, its version once the visitor has begun.
    pub(super) fn goes_on_with(&self, event: &Event) -> std::result::Result<(), Refusal> {
        let other_version = self.version != event.version && self.begun;
        if self.dialogue != event.dialogue || other_version { Err(Refusal::OtherVersion) } else { Ok(()) }
    }
}

/// The conversation, if it was seen before; refuses another visitor's.
pub(super) fn find(connection: &Connection, visitor: VisitorId, id: ConversationId) -> std::result::Result<Option<Before>, Stop> {
    let query = "-- name: conversation_before
        SELECT visitor, dialogue, version, begun, inputs FROM conversation WHERE id = ?1";
    let read = |row: &Row<'_>| {
        let before = Before {
            dialogue: row.get(1).map(DialogueId::from_bytes)?,
            version: row.get(2)?,
            begun: row.get(3)?,
            inputs: row.get(4)?,
        };
        Ok((row.get(0).map(VisitorId::from_bytes)?, before))
    };
    match connection.prepare_cached(query)?.query_row([id.bytes()], read).optional()? {
        Some((owner, _)) if owner != visitor => Err(Refusal::NotYours.into()),
        found => Ok(found.map(|(_, before)| before)),
    }
}

/// What happened in the conversation, in order.
pub(crate) fn past(connection: &Connection, id: ConversationId) -> Result<Vec<What>> {
    let query = "-- name: past_of_conversation
        SELECT event.form FROM input JOIN event ON event.id = input.event
        WHERE input.conversation = ?1 ORDER BY input.position";
    let read = |row: &Row<'_>| rows::form(row, 0).map(|event: Event| event.what);
    connection.prepare_cached(query)?.query_map([id.bytes()], read)?.collect()
}

/// Moves session and conversation on by an event that is accepted; makes them if it is their first.
pub(super) fn go_on(
    connection: &Connection,
    visitor: VisitorId,
    event: &Event,
    before: Option<&Before>,
    received: Instant,
) -> Result<()> {
    session::put(connection, visitor, event.session, received)?;
    put_conversation(connection, visitor, event)?;
    let query = "-- name: insert_input
        INSERT INTO input (conversation, position, event) VALUES (?1, ?2, ?3)";
    let position = before.map_or(0, |before| before.inputs);
    let values = params![event.conversation.bytes(), position, event.id.bytes()];
    connection.prepare_cached(query)?.execute(values).map(drop)
}

fn put_conversation(connection: &Connection, visitor: VisitorId, event: &Event) -> Result<()> {
    let query = "-- name: put_conversation
        INSERT INTO conversation (id, visitor, dialogue, version, session, begun, inputs)
        VALUES (:id, :visitor, :dialogue, :version, :session, :begun, 1)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, session = excluded.session,
            begun = max(begun, excluded.begun), inputs = inputs + 1";
    let values = named_params! {
        ":id": event.conversation.bytes(),
        ":visitor": visitor.bytes(),
        ":dialogue": event.dialogue.bytes(),
        ":version": event.version,
        ":session": event.session.bytes(),
        ":begun": matches!(event.what, What::Started(_) | What::Acted(_)),
    };
    connection.prepare_cached(query)?.execute(values).map(drop)
}
