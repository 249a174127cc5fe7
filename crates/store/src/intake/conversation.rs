//! Conversations: whose they are, and how they go on.

use parlor_domain::conversation::Status;
use parlor_domain::event::{Beginning, Event, Refusal, What};
use parlor_domain::ids::{ConversationId, DialogueId, PersonId, SessionId, SiteId, VisitorId};
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params};

use super::desk::Stop;
use crate::rows;

/// A conversation as it is after the events so far.
pub(super) struct Conversation {
    dialogue: DialogueId,
    version: u32,
    session: SessionId,
    begun: bool,
    engaged: bool,
    status: Status,
    score: Option<u8>,
    beginning: Option<Beginning>,
    /// Whether the visitor was known when it began (R13).
    pub(super) known: bool,
    /// Events that have moved it on.
    pub(super) inputs: u32,
    /// Whether what was said in it is gone.
    pub(super) purged: bool,
    /// When the visitor has first acted in it, and as whom, if that was in this batch.
    acted: Option<(Instant, Option<PersonId>)>,
    /// Whether its row says all of this.
    is_written: bool,
}

impl Conversation {
    /// Makes one, by its first event; `listed` under its site, if it isn't stored apart.
    pub(super) fn begin(
        connection: &Connection,
        visitor: VisitorId,
        known: bool,
        listed: Option<SiteId>,
        event: &Event,
    ) -> Result<Self> {
        let query = "-- name: insert_conversation
            INSERT INTO conversation (id, visitor, dialogue, version, session, begun, inputs, known, listed)
            VALUES (:id, :visitor, :dialogue, :version, :session, :begun, 1, :known, :listed)";
        let begun = begins(&event.what);
        let values = named_params! {
            ":id": event.conversation.bytes(),
            ":visitor": visitor.bytes(),
            ":dialogue": event.dialogue.bytes(),
            ":version": event.version,
            ":session": event.session.bytes(),
            ":begun": begun,
            ":known": known,
            ":listed": listed.as_ref().map(SiteId::bytes),
        };
        connection.prepare_cached(query)?.execute(values)?;
        let Event { dialogue, version, session, .. } = *event;
        Ok(Self {
            dialogue,
            version,
            session,
            begun,
            engaged: false,
            status: Status::Initiated,
            score: None,
            beginning: None,
            known,
            inputs: 1,
            purged: false,
            acted: None,
            is_written: true,
        })
    }

    /// The dialogue is fixed from the beginning, its version once the visitor has begun.
    pub(super) fn goes_on_with(&self, event: &Event) -> std::result::Result<(), Refusal> {
        let other_version = self.version != event.version && self.begun;
        if self.dialogue != event.dialogue || other_version { Err(Refusal::OtherVersion) } else { Ok(()) }
    }

    /// Moves it on by an event that is accepted.
    pub(super) fn go_on(&mut self, event: &Event) {
        (self.version, self.session, self.is_written) = (event.version, event.session, false);
        self.begun |= begins(&event.what);
        self.inputs += 1;
    }

    /// How it was started, and is shown.
    pub(super) fn begun_by(&mut self, beginning: Beginning) {
        (self.beginning, self.is_written) = (Some(beginning), false);
    }

    /// The visitor has acted in it, as this person.
    pub(super) fn engage(&mut self, at: Instant, person: Option<PersonId>) {
        if !self.engaged {
            self.acted = Some((at, person));
        }
        let status = if self.status == Status::Dropped { Status::Initiated } else { self.status };
        let is_written = self.is_written && self.engaged && self.status == status;
        (self.engaged, self.status, self.is_written) = (true, status, is_written);
    }

    /// A goal is reached that is worth so much: the highest counts.
    pub(super) fn raise_score(&mut self, score: Option<u8>) {
        (self.score, self.is_written) = (self.score.max(score), false);
    }

    /// Its flow has come to its end.
    pub(super) fn complete(&mut self) {
        (self.status, self.is_written) = (Status::Completed, false);
    }

    /// Writes what has changed.
    pub(super) fn write(&self, connection: &Connection, id: ConversationId) -> Result<()> {
        if self.is_written {
            return Ok(());
        }
        let query = "-- name: conversation_goes_on
            UPDATE conversation SET version = :version, session = :session, begun = :begun, inputs = :inputs,
                engaged = :engaged, status = :status, score = :score,
                acted = coalesce(acted, :acted), person = coalesce(person, :person),
                started_by = coalesce(:started_by, started_by), interface = coalesce(:interface, interface) WHERE id = :id";
        let values = named_params! {
            ":id": id.bytes(),
            ":version": self.version,
            ":session": self.session.bytes(),
            ":begun": self.begun,
            ":inputs": self.inputs,
            ":engaged": self.engaged,
            ":acted": self.acted.map(|(at, _)| at.0),
            ":person": self.acted.as_ref().and_then(|(_, person)| person.as_ref()).map(PersonId::bytes),
            ":status": self.status.code(),
            ":score": self.score,
            ":started_by": self.beginning.map(|beginning| beginning.by.code()),
            ":interface": self.beginning.map(|beginning| beginning.interface.code()),
        };
        connection.prepare_cached(query)?.execute(values).map(drop)
    }
}

fn begins(what: &What) -> bool {
    matches!(what, What::Started(_) | What::Acted(_))
}

/// The conversation, if it was seen before; refuses another visitor's.
pub(super) fn find(
    connection: &Connection,
    visitor: VisitorId,
    id: ConversationId,
) -> std::result::Result<Option<Conversation>, Stop> {
    let query = "-- name: conversation_before
        SELECT visitor, dialogue, version, session, begun, inputs, engaged, status, score, purged, known FROM conversation WHERE id = ?1";
    let read = |row: &Row<'_>| {
        let conversation = Conversation {
            dialogue: row.get(1).map(DialogueId::from_bytes)?,
            version: row.get(2)?,
            session: row.get(3).map(SessionId::from_bytes)?,
            begun: row.get(4)?,
            inputs: row.get(5)?,
            engaged: row.get(6)?,
            status: rows::code(row, 7, Status::from_code)?,
            score: row.get(8)?,
            beginning: None,
            purged: row.get(9)?,
            known: row.get(10)?,
            acted: None,
            is_written: true,
        };
        Ok((row.get(0).map(VisitorId::from_bytes)?, conversation))
    };
    match connection.prepare_cached(query)?.query_row([id.bytes()], read).optional()? {
        Some((owner, _)) if owner != visitor => Err(Refusal::NotYours.into()),
        found => Ok(found.map(|(_, conversation)| conversation)),
    }
}

/// What happened in the conversation, in order.
pub(crate) fn past(connection: &Connection, id: ConversationId) -> Result<Vec<What>> {
    let query = "-- name: past_of_conversation
        SELECT form FROM event WHERE conversation = ?1 AND position IS NOT NULL ORDER BY position";
    let read = |row: &Row<'_>| rows::form(row, 0).map(|event: Event| event.what);
    connection.prepare_cached(query)?.query_map([id.bytes()], read)?.collect()
}
