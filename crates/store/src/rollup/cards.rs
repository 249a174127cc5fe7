//! The roll-up of what conversations did at the cards of their flows (R11). It follows the conversations by how many events each has.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use parlor_domain::drop_off::Passing;
use parlor_domain::event::What;
use parlor_domain::flow::{CardIndex, Flow};
use parlor_domain::ids::{ConversationId, DialogueId};
use parlor_domain::time::MINUTE;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::error::StoreError;
use crate::intake::past;
use crate::{Store, rows};

/// Says what a conversation did at the cards of its flow, by what happened in it.
pub type Passings = fn(&Flow, &[What]) -> Vec<(CardIndex, Passing)>;

/// Conversations that are walked in one transaction.
const CONVERSATIONS_AT_ONCE: u32 = 200;

/// How long the narrowest bucket is, in milliseconds.
const BUCKET: i64 = 15 * MINUTE;

impl Store {
    /// Walks the conversations that have gone on since they were counted, in small steps, of which there are so many at most: whoever
    /// waits for a report doesn't wait for all that a former program has left.
    pub async fn count_passings(&self, passings: Passings, steps: usize) -> std::result::Result<(), StoreError> {
        let mut goes_on = self.read(is_behind).await?;
        for _ in 0..steps {
            if !goes_on {
                break;
            }
            goes_on = self.write(move |connection| walk(connection, passings)).await? == CONVERSATIONS_AT_ONCE as usize;
        }
        Ok(())
    }

    /// Counts them anew, and what is no longer known as it was; at once, so that nothing goes meanwhile that isn't counted.
    pub async fn count_passings_anew(&self, passings: Passings) -> std::result::Result<(), StoreError> {
        self.write(move |connection| {
            connection.execute_batch(AFRESH)?;
            while walk(connection, passings)? == CONVERSATIONS_AT_ONCE as usize {}
            Ok(())
        })
        .await
    }

    /// A card of which the roll-up has something else than the conversations; none, as long as everything is right.
    pub async fn passings_fault(&self) -> std::result::Result<Option<String>, StoreError> {
        self.read(fault).await
    }
}

const AFRESH: &str = "-- name: passings_afresh
    UPDATE rollup_of_card SET count = gone;
    UPDATE conversation SET walked = 0, passings_json = NULL WHERE purged = 0;";

fn is_behind(connection: &Connection) -> Result<bool> {
    let query = "-- name: is_behind_conversations
        SELECT EXISTS (SELECT 1 FROM conversation INDEXED BY conversation_to_walk WHERE walked <> inputs AND purged = 0)";
    connection.prepare_cached(query)?.query_row([], |row| row.get(0))
}

/// A conversation that has gone on.
struct GoneOn {
    id: ConversationId,
    dialogue: DialogueId,
    version: u32,
    /// Whether nothing of it is counted (A15).
    apart: bool,
}

/// One step. Returns of how many conversations.
fn walk(connection: &Connection, passings: Passings) -> Result<usize> {
    let query = "-- name: conversations_to_walk
        SELECT conversation.id, conversation.dialogue, conversation.version, session.apart
        FROM conversation INDEXED BY conversation_to_walk JOIN session ON session.id = conversation.session
        WHERE walked <> inputs AND purged = 0 LIMIT ?1";
    let read = |row: &Row<'_>| {
        Ok(GoneOn {
            id: row.get(0).map(ConversationId::from_bytes)?,
            dialogue: row.get(1).map(DialogueId::from_bytes)?,
            version: row.get(2)?,
            apart: row.get(3)?,
        })
    };
    let gone_on: Vec<GoneOn> =
        connection.prepare_cached(query)?.query_map([CONVERSATIONS_AT_ONCE], read)?.collect::<Result<_>>()?;
    let mut flows = HashMap::new();
    for conversation in &gone_on {
        let version = (conversation.dialogue, conversation.version);
        let flow = match flows.entry(version) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(place) => place.insert(flow(connection, version)?),
        };
        count(connection, conversation, flow.as_ref(), passings)?;
    }
    Ok(gone_on.len())
}

fn flow(connection: &Connection, (dialogue, version): (DialogueId, u32)) -> Result<Option<Flow>> {
    let query = "-- name: flow_of_version
        SELECT file.bytes FROM version JOIN file ON file.kind = 'flow' AND file.hash = version.flow
        WHERE version.dialogue = ?1 AND version.number = ?2";
    connection.prepare_cached(query)?.query_row(params![dialogue.bytes(), version], |row| rows::form(row, 0)).optional()
}

/// Takes what was counted of it out, and puts in what it is now.
fn count(connection: &Connection, of: &GoneOn, flow: Option<&Flow>, passings: Passings) -> Result<()> {
    add(connection, of.id, -1)?;
    let inputs = past(connection, of.id)?;
    let done = flow.filter(|_| !of.apart).map(|flow| passings(flow, &inputs)).unwrap_or_default();
    let done: Vec<_> = done.iter().map(|(card, passing)| (*card, passing.code())).collect();
    let query = "-- name: note_passings
        UPDATE conversation SET walked = inputs, passings_json = (
            SELECT json_object('bucket', received / ?3, 'version', ?4, 'passings', json(?2)) FROM event
            WHERE event.conversation = conversation.id AND event.position = 0)
        WHERE id = ?1";
    connection.prepare_cached(query)?.execute(params![of.id.bytes(), rows::to_json(&done)?, BUCKET, of.version])?;
    add(connection, of.id, 1)
}

fn add(connection: &Connection, of: ConversationId, count: i64) -> Result<()> {
    let query = "-- name: roll_up_passings
        INSERT INTO rollup_of_card (site, width, dialogue, bucket, version, card, passing, known, count)
        SELECT site, width, dialogue, bucket, version, card, passing, known, ?2 FROM cell_of_card WHERE conversation = ?1
        ON CONFLICT DO UPDATE SET count = rollup_of_card.count + excluded.count";
    connection.prepare_cached(query)?.execute(params![of.bytes(), count]).map(drop)
}

fn fault(connection: &Connection) -> Result<Option<String>> {
    let query = "-- name: passings_fault
        WITH known_of AS (
            SELECT site, width, dialogue, bucket, version, card, passing, known, count(*) AS count FROM cell_of_card WHERE NOT purged
            GROUP BY site, width, dialogue, bucket, version, card, passing, known
        )
        SELECT coalesce(rollup.passing, known_of.passing), coalesce(rollup.card, known_of.card),
            coalesce(rollup.count - rollup.gone, 0), coalesce(known_of.count, 0)
        FROM rollup_of_card AS rollup FULL JOIN known_of USING (site, width, dialogue, bucket, version, card, passing, known)
        WHERE coalesce(rollup.count - rollup.gone, 0) <> coalesce(known_of.count, 0) LIMIT 1";
    let read = |row: &Row<'_>| {
        let (passing, card, rolled_up, known): (String, i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(format!("{passing} at card {card}: {rolled_up} in the reports, {known} in the conversations"))
    };
    connection.prepare(query)?.query_row([], read).optional()
}
