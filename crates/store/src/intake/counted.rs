//! Which entries of the log reports count (R1 to R9).

use parlor_domain::activity::ActivityKind;
use parlor_domain::event::Event;
use rusqlite::{Result, params};

use super::desk::Desk;

impl Desk<'_> {
    /// Whether reports count an entry that is about to be made, and if so, whether the visitor was known when the conversation
    /// began (R13).
    pub(super) fn counted(&self, kind: ActivityKind, event: &Event) -> Result<Option<bool>> {
        let Some(conversation) = self.conversations.get(&event.conversation) else { return Ok(None) };
        if self.sessions.is_apart(event.session) {
            return Ok(None);
        }
        let counts = match kind {
            ActivityKind::Triggered | ActivityKind::Engaged | ActivityKind::Goal | ActivityKind::Document => true,
            ActivityKind::Completed => !self.has_completed(event)?,
            ActivityKind::EmailGiven => self.acquired && !self.has_acquired(event)?,
            ActivityKind::Dropped
            | ActivityKind::PhoneGiven
            | ActivityKind::AttributeWritten
            | ActivityKind::Closed
            | ActivityKind::LinkClicked
            | ActivityKind::PageViewed
            | ActivityKind::Identified
            | ActivityKind::Action => false,
        };
        Ok(counts.then_some(conversation.known))
    }

    /// R3: one per visitor, session and dialogue.
    fn has_completed(&self, event: &Event) -> Result<bool> {
        let query = "-- name: has_completed
            SELECT EXISTS (SELECT 1 FROM activity
                WHERE visitor = ?1 AND session = ?2 AND kind = 'completed' AND dialogue = ?3 AND counted = 1)";
        let values = params![self.visitor.bytes(), event.session.bytes(), event.dialogue.bytes()];
        self.connection.prepare_cached(query)?.query_row(values, |row| row.get(0))
    }

    /// R4: one per visitor and session.
    fn has_acquired(&self, event: &Event) -> Result<bool> {
        let query = "-- name: has_acquired
            SELECT EXISTS (SELECT 1 FROM activity WHERE visitor = ?1 AND session = ?2 AND kind = 'email_given' AND counted = 1)";
        let values = params![self.visitor.bytes(), event.session.bytes()];
        self.connection.prepare_cached(query)?.query_row(values, |row| row.get(0))
    }
}
