//! What follows from an accepted event: entries of the log, scores, links, written attributes.

use parlor_domain::activity::{ActivityKind, Consequence, Detail};
use parlor_domain::conversation::Status;
use parlor_domain::draft::{CardDraft, GoalDraft};
use parlor_domain::event::Event;
use parlor_domain::flow::CardIndex;
use parlor_domain::ids::{ActivityId, ConversationId};
use parlor_domain::site::ActivityScope;
use parlor_domain::time::Instant;
use rusqlite::{Connection, Result, params};

use super::Desk;
use crate::log::{self, Entry};
use crate::versions::Version;

impl Desk<'_> {
    /// Does what follows; the entry that comes of it gets the given id.
    pub(super) fn follow(
        &mut self,
        consequence: Consequence,
        id: ActivityId,
        event: &Event,
        version: &Version,
        at: Instant,
    ) -> Result<()> {
        let (kind, detail) = match consequence {
            Consequence::Log(kind) => {
                self.mark(kind, event.conversation)?;
                (kind, Detail::None)
            }
            Consequence::Goal(card) => {
                let Some(GoalDraft { goal, score, .. }) = goal_at(version, card) else { return Ok(()) };
                raise_score(self.connection, event.conversation, *score)?;
                (ActivityKind::Goal, Detail::Goal { goal: goal.clone(), score: *score })
            }
            Consequence::Email(email) => {
                self.giver.give_email(&email, &mut self.fresh)?;
                (ActivityKind::EmailGiven, Detail::Email(email))
            }
            Consequence::Phone(phone) => (ActivityKind::PhoneGiven, Detail::Phone(phone)),
            Consequence::Write { attribute, value } => {
                let Some(claimed) = self.giver.give(&attribute, &value)? else { return Ok(()) };
                (ActivityKind::AttributeWritten, Detail::Attribute { attribute, value, claimed })
            }
        };
        self.log(kind, detail, id, event, at)
    }

    fn mark(&self, kind: ActivityKind, conversation: ConversationId) -> Result<()> {
        match kind {
            ActivityKind::Engaged => {
                engage(self.connection, conversation)?;
                self.giver.engaged()
            }
            ActivityKind::Completed => complete(self.connection, conversation),
            _ => Ok(()),
        }
    }

    fn log(&self, kind: ActivityKind, detail: Detail, id: ActivityId, event: &Event, at: Instant) -> Result<()> {
        let scope: Option<&[u8]> = kind.once_per_session().then(|| match self.site.settings.activity_scope {
            ActivityScope::Dialogue => event.dialogue.bytes().as_slice(),
            ActivityScope::Session => &[],
        });
        let entry = Entry {
            id,
            site: self.site.id,
            kind,
            visitor: self.visitor,
            person: self.giver.person,
            event,
            at,
            browser_at: event.at,
            received_at: self.received,
            detail,
            scope,
        };
        log::insert(self.connection, &entry)
    }
}

/// The names are the server's (A14): card 3 of the flow is card 3 of the version's draft.
fn goal_at(version: &Version, card: CardIndex) -> Option<&GoalDraft> {
    match version.draft.flow.cards.0.get(usize::from(card)) {
        Some((_, CardDraft::Goal(goal))) => Some(goal),
        _ => None,
    }
}

fn raise_score(connection: &Connection, conversation: ConversationId, score: Option<u8>) -> Result<()> {
    let query = "-- name: raise_score
        UPDATE conversation SET score = max(coalesce(score, ?2), ?2) WHERE id = ?1";
    match score {
        Some(score) => connection.prepare_cached(query)?.execute(params![conversation.bytes(), score]).map(drop),
        None => Ok(()),
    }
}

fn engage(connection: &Connection, conversation: ConversationId) -> Result<()> {
    let query = "-- name: engage_conversation
        UPDATE conversation SET engaged = 1, status = CASE status WHEN ?2 THEN ?3 ELSE status END WHERE id = ?1";
    let values = params![conversation.bytes(), Status::Dropped.code(), Status::Initiated.code()];
    connection.prepare_cached(query)?.execute(values).map(drop)
}

fn complete(connection: &Connection, conversation: ConversationId) -> Result<()> {
    let query = "-- name: complete_conversation
        UPDATE conversation SET status = ?2 WHERE id = ?1";
    connection.prepare_cached(query)?.execute(params![conversation.bytes(), Status::Completed.code()]).map(drop)
}
