//! A whole database, looked at by somebody who doubts it: whether it is sound, and what of visitors it has. Nothing that serves
//! visitors comes here.

use parlor_domain::activity::ActivityKind;
use parlor_domain::event::{Event, Outcome};
use parlor_domain::ids::{ActivityId, ConversationId, DialogueId, EventId, SessionId, VisitorId};
use rusqlite::{Connection, Result, Row};

use crate::error::StoreError;
use crate::intake::outcome;
use crate::{Store, rows};

/// What a database has.
#[derive(Clone, Debug)]
pub struct Audit {
    /// What is wrong with it, a line each; it is sound if there is none.
    pub faults: Vec<String>,
    /// Every event that was answered for good.
    pub events: Vec<AuditedEvent>,
    /// Every entry of the log.
    pub activities: Vec<AuditedActivity>,
}

/// An event that was answered for good.
#[derive(Clone, Debug)]
pub struct AuditedEvent {
    /// Its id.
    pub id: EventId,
    /// Whose it is.
    pub visitor: VisitorId,
    /// What was answered.
    pub outcome: Outcome,
    /// Which of its conversation's events it is, counted from 0, if it has moved one on.
    pub position: Option<u32>,
    /// What it says, if it is stored.
    pub event: Option<Event>,
}

/// An entry of the log.
#[derive(Clone, Debug)]
pub struct AuditedActivity {
    /// Its id.
    pub id: ActivityId,
    /// What it is.
    pub kind: ActivityKind,
    /// Whose it is.
    pub visitor: VisitorId,
    /// In which session.
    pub session: SessionId,
    /// In which conversation, if in any.
    pub conversation: Option<ConversationId>,
    /// Of which dialogue or flow, if of any.
    pub dialogue: Option<DialogueId>,
}

impl Store {
    /// Reads all of it. That takes as long as the database is large.
    pub async fn audit(&self) -> Result<Audit, StoreError> {
        self.read(|connection| {
            Ok(Audit { faults: faults(connection)?, events: events(connection)?, activities: activities(connection)? })
        })
        .await
    }
}

fn faults(connection: &Connection) -> Result<Vec<String>> {
    let broken = lines(connection, "PRAGMA integrity_check", |row| row.get(0))?;
    let broken = broken.into_iter().filter(|line| line != "ok");
    let dangling = lines(connection, "PRAGMA foreign_key_check", |row| {
        Ok(format!("a row of {} names a row of {} that is not there", row.get::<_, String>(0)?, row.get::<_, String>(2)?))
    })?;
    Ok(broken.chain(dangling).chain(gaps(connection)?).chain(miscounted(connection)?).collect())
}

/// Conversations whose events are not numbered from 0 without gaps (A13).
fn gaps(connection: &Connection) -> Result<Vec<String>> {
    let query = "-- name: gaps_in_conversations
        SELECT conversation, count(*), min(position), max(position) FROM event WHERE position IS NOT NULL
        GROUP BY conversation HAVING min(position) <> 0 OR max(position) <> count(*) - 1";
    lines(connection, query, |row| {
        let conversation = row.get(0).map(ConversationId::from_bytes)?;
        let (count, first, last): (u32, u32, u32) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(format!("conversation {conversation} has {count} events at positions {first} to {last}"))
    })
}

/// Conversations that have another number of events than they say.
fn miscounted(connection: &Connection) -> Result<Vec<String>> {
    let query = "-- name: miscounted_conversations
        SELECT id, inputs, (SELECT count(*) FROM event WHERE conversation = conversation.id AND position IS NOT NULL) AS events
        FROM conversation WHERE inputs <> events";
    lines(connection, query, |row| {
        let conversation = row.get(0).map(ConversationId::from_bytes)?;
        Ok(format!("conversation {conversation} says {} events and has {}", row.get::<_, u32>(1)?, row.get::<_, u32>(2)?))
    })
}

fn lines(connection: &Connection, query: &str, line: impl FnMut(&Row<'_>) -> Result<String>) -> Result<Vec<String>> {
    connection.prepare(query)?.query_map([], line)?.collect()
}

fn events(connection: &Connection) -> Result<Vec<AuditedEvent>> {
    let query = "-- name: audit_events
        SELECT id, refusal, visitor, position, form FROM event ORDER BY conversation, position";
    let read = |row: &Row<'_>| {
        let is_kept = row.get_ref(4)?.as_blob_or_null()?.is_some();
        Ok(AuditedEvent {
            id: row.get(0).map(EventId::from_bytes)?,
            visitor: row.get(2).map(VisitorId::from_bytes)?,
            outcome: outcome(row)?,
            position: row.get(3)?,
            event: is_kept.then(|| rows::form(row, 4)).transpose()?,
        })
    };
    connection.prepare(query)?.query_map([], read)?.collect()
}

fn activities(connection: &Connection) -> Result<Vec<AuditedActivity>> {
    let query = "-- name: audit_activities
        SELECT id, kind, visitor, session, conversation, dialogue FROM activity ORDER BY position";
    let read = |row: &Row<'_>| {
        Ok(AuditedActivity {
            id: row.get(0).map(ActivityId::from_bytes)?,
            kind: rows::code(row, 1, ActivityKind::from_code)?,
            visitor: row.get(2).map(VisitorId::from_bytes)?,
            session: row.get(3).map(SessionId::from_bytes)?,
            conversation: rows::optional_id(row, 4, ConversationId::from_bytes)?,
            dialogue: rows::optional_id(row, 5, DialogueId::from_bytes)?,
        })
    };
    connection.prepare(query)?.query_map([], read)?.collect()
}
