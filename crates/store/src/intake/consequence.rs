//! What follows from an accepted event: entries of the log, scores, links, written attributes.

use parlor_domain::activity::{ActivityKind, Consequence, Detail};
use parlor_domain::draft::GoalDraft;
use parlor_domain::event::Event;
use parlor_domain::flow::{Card, DocumentCard, Place};
use parlor_domain::ids::{ActivityId, ConversationId};
use parlor_domain::reading::DocumentRead;
use parlor_domain::site::ActivityScope;
use parlor_domain::time::Instant;
use rusqlite::Result;

use super::conversation::Conversation;
use super::desk::Desk;
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
        let apart = self.sessions.is_apart(event.session);
        let (kind, detail) = match consequence {
            // What is stored apart changes nothing about a person, and nobody outside hears of it (A15).
            Consequence::Email(email) if apart => (ActivityKind::EmailGiven, Detail::Email(email)),
            Consequence::Write { attribute, value } if apart => {
                if !self.giver.may_give(&attribute, &value) {
                    return Ok(());
                }
                (ActivityKind::AttributeWritten, Detail::Attribute { attribute, value, claimed: true })
            }
            Consequence::Action { .. } if apart => return Ok(()),
            Consequence::Log(kind) => {
                self.mark(kind, event, at);
                (kind, Detail::None)
            }
            Consequence::Goal(card) => {
                let Some(GoalDraft { goal, score, .. }) = version.and_then(|version| version.goal(card)) else { return Ok(()) };
                self.change(event.conversation, |conversation| conversation.raise_score(*score));
                (ActivityKind::Goal, Detail::Goal { goal: goal.clone(), score: *score })
            }
            Consequence::Email(email) => {
                self.write_seen()?;
                self.acquired = self.giver.give_email(&email, &mut self.fresh)?;
                (ActivityKind::EmailGiven, Detail::Email(email))
            }
            Consequence::Phone(phone) => (ActivityKind::PhoneGiven, Detail::Phone(phone)),
            Consequence::Begun(beginning) => {
                self.change(event.conversation, |conversation| conversation.begun_by(beginning));
                (ActivityKind::Triggered, Detail::None)
            }
            Consequence::Document { card, downloaded } => {
                let Some(Card::Document(document)) = version.and_then(|version| version.flow.card(card)) else { return Ok(()) };
                (ActivityKind::Document, self.document_used(document, downloaded))
            }
            Consequence::Read(read) => return self.read_on(event, read),
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
        Detail::Document { document: document.title.clone(), url, opened: !downloaded, downloaded, reading: None }
    }

    /// The entry of the opening says from now on how far the document has been read.
    fn read_on(&self, event: &Event, read: DocumentRead) -> Result<()> {
        let opening = log::opening(self.connection, self.visitor, event.conversation, read.opening)?;
        let Some((id, mut detail)) = opening else { return Ok(()) };
        if let Detail::Document { downloaded, reading, .. } = &mut detail {
            *downloaded |= read.downloaded;
            reading.get_or_insert_default().join(read.reading);
        }
        log::note_reading(self.connection, id, &detail)
    }

    fn mark(&mut self, kind: ActivityKind, event: &Event, at: Instant) {
        let id = event.conversation;
        match kind {
            ActivityKind::Engaged => {
                self.acted |= !self.sessions.is_apart(event.session);
                let person = self.giver.person;
                self.change(id, |conversation| conversation.engage(at, person));
            }
            ActivityKind::Completed => self.change(id, Conversation::complete),
            _ => {}
        }
    }

    fn change(&mut self, id: ConversationId, change: impl FnOnce(&mut Conversation)) {
        if let Some(conversation) = self.conversations.get_mut(&id) {
            change(conversation);
        }
    }

    pub(super) fn log(&mut self, kind: ActivityKind, detail: Detail, id: ActivityId, event: &Event, at: Instant) -> Result<()> {
        let within = match self.site.row.settings.activity_scope {
            ActivityScope::Dialogue => Some(event.dialogue),
            ActivityScope::Session => None,
        };
        if kind.once_per_session() {
            let once = (event.session, kind, within);
            if self.logged.contains(&once) {
                return Ok(());
            }
            self.logged.push(once);
        }
        let within = within.as_ref().map_or(&[][..], |dialogue| dialogue.bytes());
        let entry = Entry {
            id,
            site: self.site.row.id,
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
            apart: self.sessions.is_apart(event.session),
            counted: self.counted(kind, event)?,
            scope: kind.once_per_session().then_some(within),
        };
        log::insert(self.connection, &entry)
    }
}
