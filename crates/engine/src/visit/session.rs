//! Sessions, and what the memory holds of visitor, dialogues and what happened.

use parlor_domain::ids::{DialogueId, Ids, Secret, SessionId, VisitorId};
use parlor_domain::limits::HISTORY_ENTRIES;
use parlor_domain::memory::{DialogueMemory, Memory, Past, Session};
use parlor_domain::time::{Instant, MINUTE};

use super::{Turn, Visit};

/// The memory of a visitor who was never here.
pub(super) fn first_memory(secret: Secret, ids: &mut Ids) -> Memory {
    blank(ids.make(), secret)
}

/// A memory that holds nothing but who the visitor is. No session goes on yet: the first page view or interaction begins one.
pub fn blank(visitor: VisitorId, secret: Secret) -> Memory {
    Memory {
        visitor,
        secret,
        sessions: 0,
        pages: 0,
        session: Session {
            last: Instant(0),
            id: SessionId::from_bytes([0; 16]),
            pages: 0,
            entry_page: String::new(),
            referrer: String::new(),
            campaign: Vec::new(),
        },
        dialogues: Vec::new(),
        conversations: Vec::new(),
        given: Vec::new(),
        given_since: Instant(0),
        runs: Vec::new(),
        history: Vec::new(),
        showings: Vec::new(),
        verified: false,
        facts: None,
        visitor_since: Instant(0),
    }
}

/// Takes note that something happened, for conditions (T10).
pub(super) fn note(memory: &mut Memory, past: Past, now: Instant) {
    match memory.history.binary_search_by(|(other, _)| other.cmp(&past)) {
        Ok(at) => memory.history[at].1 = now,
        Err(at) => memory.history.insert(at, (past, now)),
    }
    while memory.history.len() > HISTORY_ENTRIES {
        let oldest = memory.history.iter().enumerate().min_by_key(|(_, (_, at))| *at).map(|(at, _)| at);
        memory.history.remove(oldest.unwrap_or(0));
    }
}

/// Puts what is remembered of a dialogue in its place.
pub(super) fn set_dialogue(memory: &mut Memory, id: DialogueId, of: DialogueMemory) {
    match memory.dialogues.binary_search_by_key(&id, |(other, _)| *other) {
        Ok(at) => memory.dialogues[at].1 = of,
        Err(_) if of == DialogueMemory::default() => {}
        Err(at) => memory.dialogues.insert(at, (id, of)),
    }
}

impl Visit {
    /// A page view keeps the session alive or begins a new one.
    pub(super) fn view_page(&mut self, turn: &mut Turn) {
        self.interact(turn);
        self.memory.pages = self.memory.pages.saturating_add(1);
        self.memory.session.pages = self.memory.session.pages.saturating_add(1);
        let campaign: Vec<_> = self.page.query.iter().filter(|(name, _)| name.starts_with("utm_")).cloned().collect();
        if !campaign.is_empty() {
            self.memory.session.campaign = campaign;
        }
    }

    /// An interaction keeps the session alive or begins a new one.
    pub(super) fn interact(&mut self, turn: &mut Turn) {
        let now = turn.moment.now;
        self.active_at = now;
        let session = &mut self.memory.session;
        if now.since(session.last) > i64::from(self.site.session_minutes) * MINUTE {
            *session = Session {
                last: now,
                id: turn.ids.make(),
                pages: 0,
                entry_page: self.page.url.to_ascii_lowercase(),
                referrer: self.page.referrer.clone(),
                campaign: Vec::new(),
            };
            self.memory.sessions = self.memory.sessions.saturating_add(1);
        }
        self.memory.session.last = self.memory.session.last.max(now);
    }
}
