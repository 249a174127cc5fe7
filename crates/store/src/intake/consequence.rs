//! What follows from an accepted event: entries of the log, scores, links, written attributes.

use parlor_domain::activity::{ActivityKind, Consequence, Detail};
use parlor_domain::conversation::Status;
use parlor_domain::draft::GoalDraft;
use parlor_domain::event::{Beginning, Event};
use parlor_domain::flow::{Card, DocumentCard, Place};
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
        version: Option<&Version>,
        at: Instant,
    ) -> Result<()> {
        let (kind, detail) = match consequence {
            Consequence::Log(kind) => {
                self.mark(kind, event.conversation)?;
                (kind, Detail::None)
            }
            Consequence::Goal(card) => {
                let Some(GoalDraft { goal, score, .. }) = version.and_then(|version| version.goal(card)) else { return Ok(()) };
                raise_score(self.connection, event.conversation, *score)?;
                (ActivityKind::Goal, Detail::Goal { goal: goal.clone(), score: *score })
            }
            Consequence::Email(email) => {
                self.giver.give_email(&email, &mut self.fresh)?;
                (ActivityKind::EmailGiven, Detail::Email(email))
            }
            Consequence::Phone(phone) => (ActivityKind::PhoneGiven, Detail::Phone(phone)),
            Consequence::Begun(beginning) => {
                begin(self.connection, event.conversation, beginning)?;
                (ActivityKind::Triggered, Detail::None)
            }
            Consequence::Document { card, downloaded } => {
                let Some(Card::Document(document)) = version.and_then(|version| version.flow.card(card)) else { return Ok(()) };
                (ActivityKind::Document, self.document_used(document, downloaded))
            }
            Consequence::Link(url) => (ActivityKind::LinkClicked, Detail::Link { url }),
            Consequence::Action { card, filled } => {
                return self.act(&version.map(|version| version.tasks(card, &filled)).unwrap_or_default(), event, version, at);
            }
            Consequence::Write { attribute, value } => {
                let Some(claimed) = self.giver.give(&attribute, &value)? else { return Ok(()) };
                (ActivityKind::AttributeWritten, Detail::Attribute { attribute, value, claimed })
            }
        };
        self.log(kind, detail, id, event, at)
    }

    fn document_used(&self, document: &DocumentCard, downloaded: bool) -> Detail {
        let url = match &document.place {
            Place::Hosted(url) => url.clone(),
            Place::Uploaded { file, .. } => (self.document_address)(*file),
        };
        Detail::Document { document: document.title.clone(), url, opened: !downloaded, downloaded }
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

    pub(super) fn log(&self, kind: ActivityKind, detail: Detail, id: ActivityId, event: &Event, at: Instant) -> Result<()> {
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
            session: event.session,
            within: (!event.what.is_outside()).then_some((event.conversation, event.dialogue, event.version)),
            page: &event.page,
            at,
            browser_at: event.at,
            received_at: self.received,
            detail,
            scope,
        };
        log::insert(self.connection, &entry)
    }
}

fn begin(connection: &Connection, conversation: ConversationId, beginning: Beginning) -> Result<()> {
    let query = "-- name: begin_conversation
        UPDATE conversation SET started_by = ?2, interface = ?3 WHERE id = ?1";
    let values = params![conversation.bytes(), beginning.by.code(), beginning.interface.code()];
    connection.prepare_cached(query)?.execute(values).map(drop)
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
