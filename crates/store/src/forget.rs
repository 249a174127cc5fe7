//! Removing what is known of a visitor, of a person, and what was said in a conversation (O8).

use parlor_domain::ids::{ConversationId, PersonId, VisitorId};
use rusqlite::{Connection, Result, params};

/// What refers to something goes before it.
const FORGET_VISITOR: [&str; 14] = [
    "-- name: forget_waiting_tasks
        DELETE FROM waiting_task WHERE visitor = ?1",
    "-- name: forget_webhook_calls
        DELETE FROM webhook_call WHERE visitor = ?1",
    "-- name: forget_refused_events
        DELETE FROM refused_event WHERE visitor = ?1",
    "-- name: forget_activities
        DELETE FROM activity WHERE visitor = ?1",
    "-- name: forget_events_of_conversations
        DELETE FROM event WHERE position IS NOT NULL AND conversation IN (SELECT id FROM conversation WHERE visitor = ?1)",
    "-- name: forget_events_of_no_conversation
        DELETE FROM event WHERE visitor = ?1 AND position IS NULL",
    "-- name: forget_conversations
        DELETE FROM conversation WHERE visitor = ?1",
    "-- name: forget_sessions
        DELETE FROM session WHERE visitor = ?1",
    "-- name: forget_numbers
        DELETE FROM tab WHERE visitor = ?1",
    "-- name: forget_given
        DELETE FROM given WHERE visitor = ?1",
    "-- name: forget_claims
        DELETE FROM claim WHERE visitor = ?1",
    "-- name: forget_who_made_a_person
        UPDATE person SET made_by = NULL WHERE made_by = ?1",
    "-- name: forget_link
        UPDATE visitor SET person = NULL WHERE id = ?1",
    "-- name: forget_visitor
        DELETE FROM visitor WHERE id = ?1",
];

/// Removes a visitor with everything that the browser has sent.
pub(crate) fn forget_visitor(connection: &Connection, visitor: VisitorId) -> Result<()> {
    run(connection, &FORGET_VISITOR, visitor.bytes())
}

const FORGET_PERSON: [&str; 8] = [
    "-- name: forget_values_of_person
        DELETE FROM person_value WHERE person = ?1",
    "-- name: forget_claims_about_person
        DELETE FROM claim WHERE person = ?1",
    "-- name: forget_lists_of_person
        DELETE FROM list_member WHERE person = ?1",
    "-- name: forget_programs_of_person
        DELETE FROM program_member WHERE person = ?1",
    "-- name: forget_activities_of_person
        DELETE FROM activity WHERE person = ?1",
    "-- name: forget_whose_conversations
        UPDATE conversation SET person = NULL WHERE person = ?1",
    "-- name: forget_who_was_merged
        DELETE FROM merged WHERE person = ?1",
    "-- name: forget_person
        DELETE FROM person WHERE id = ?1",
];

/// Removes a person to whom no visitor is linked any more.
pub(crate) fn forget_person(connection: &Connection, person: PersonId) -> Result<()> {
    run(connection, &FORGET_PERSON, person.bytes())
}

/// Removes what was said in a conversation. That it was, and how it ended, stays.
pub(crate) fn forget_transcript(connection: &Connection, conversation: ConversationId) -> Result<()> {
    let events = "-- name: forget_transcript
        DELETE FROM event WHERE conversation = ?1 AND position IS NOT NULL";
    connection.prepare_cached(events)?.execute([conversation.bytes()])?;
    let numbers = "-- name: forget_numbers_of_conversation
        DELETE FROM tab WHERE conversation = ?1 AND visitor = (SELECT visitor FROM conversation WHERE id = ?1)";
    connection.prepare_cached(numbers)?.execute([conversation.bytes()])?;
    let mark = "-- name: mark_as_purged
        UPDATE conversation SET purged = 1 WHERE id = ?1";
    connection.prepare_cached(mark)?.execute(params![conversation.bytes()]).map(drop)
}

fn run(connection: &Connection, queries: &[&str], id: &[u8; 16]) -> Result<()> {
    queries.iter().try_for_each(|query| connection.prepare_cached(query)?.execute([id]).map(drop))
}
