//! A server as far as judging goes: it keeps what was accepted and logs what follows from it (A1 to A9, A14, C18).

use parlor_domain::activity::{ActivityKind, Consequence};
use parlor_domain::event::{Case, Event, Refusal, What};
use parlor_domain::flow::{Behind, Flow};
use parlor_domain::ids::{ConversationId, DialogueId, SessionId};
use parlor_domain::site::ActivityScope;
use parlor_domain::text::Name;
use parlor_domain::time::{Instant, MINUTE};

use crate::judge::judge;

/// What was published under one number.
pub(super) struct Version {
    pub(super) of: DialogueId,
    pub(super) number: u32,
    pub(super) name: Name,
    pub(super) is_flow: bool,
    pub(super) flow: Flow,
    pub(super) behind: Behind,
}

/// An event as the server took it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// The dialogue or flow and its version; `None` for what happens in no conversation.
    pub of: Option<(Name, u32)>,
    /// The same by its id.
    pub(super) version: Option<(DialogueId, u32)>,
    /// Sessions and conversations are counted from 1 as they come.
    pub session: usize,
    /// The conversation; `None` for what happens in none.
    pub conversation: Option<usize>,
    /// The number in conversation and tab.
    pub client_seq: u32,
    /// What the browser said.
    pub what: What,
    /// What is logged and written because of it, or why it is refused.
    pub outcome: Result<Vec<Consequence>, Refusal>,
}

/// A conversation that was engaged with, not completed, and whose session is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The dialogue or flow and its version.
    pub of: (Name, u32),
    /// Its session.
    pub session: usize,
    /// The conversation.
    pub conversation: usize,
}

#[derive(Default)]
pub(super) struct Server {
    pub(super) versions: Vec<Version>,
    scope: ActivityScope,
    past: Vec<(ConversationId, u32, What)>,
    logged: Vec<(ActivityKind, Option<DialogueId>, SessionId)>,
    sessions: Vec<SessionId>,
    conversations: Vec<ConversationId>,
    open: Vec<Open>,
}

/// A conversation that may be dropped.
struct Open {
    id: ConversationId,
    version: (DialogueId, u32),
    session: SessionId,
    last: Instant,
}

impl Server {
    pub(super) fn new(scope: ActivityScope) -> Self {
        Self { scope, ..Self::default() }
    }

    pub(super) fn version(&self, of: DialogueId, number: u32) -> Option<&Version> {
        self.versions.iter().find(|version| (version.of, version.number) == (of, number))
    }

    /// Takes an event in, and says what follows from it.
    pub(super) fn take(&mut self, event: &Event) -> Reported {
        let outcome = self.judged(event);
        let consequences = outcome.map(|consequences| {
            self.past.push((event.conversation, event.version, event.what.clone()));
            self.follow(&consequences, event);
            consequences.into_iter().filter(|consequence| self.log(consequence, event)).collect()
        });
        let is_outside = event.what.is_outside();
        Reported {
            of: self.version(event.dialogue, event.version).map(|version| (version.name.clone(), version.number)),
            version: (!is_outside).then_some((event.dialogue, event.version)),
            session: number(&mut self.sessions, event.session),
            conversation: (!is_outside).then(|| number(&mut self.conversations, event.conversation)),
            client_seq: event.client_seq,
            what: event.what.clone(),
            outcome: consequences,
        }
    }

    fn judged(&self, event: &Event) -> Result<Vec<Consequence>, Refusal> {
        let nothing = Flow::default();
        let flow = match self.version(event.dialogue, event.version) {
            Some(version) => &version.flow,
            None if event.what.is_outside() => &nothing,
            None => return Err(Refusal::UnknownVersion),
        };
        let of_it = || self.past.iter().filter(|(id, ..)| *id == event.conversation);
        if !event.what.is_outside() && of_it().any(|(_, version, _)| *version != event.version) {
            return Err(Refusal::OtherVersion);
        }
        let past: Vec<What> = of_it().map(|(.., what)| what.clone()).collect();
        judge(&Case { flow, past: &past, event, at: event.at, received: event.at })
    }

    /// Whether it is logged: once per session what is logged once per session (A7, A9).
    fn log(&mut self, consequence: &Consequence, event: &Event) -> bool {
        let kind = match consequence {
            Consequence::Log(kind) => *kind,
            Consequence::Begun(_) => ActivityKind::Triggered,
            _ => return true,
        };
        let scope = (self.scope == ActivityScope::Dialogue).then_some(event.dialogue);
        let key = (kind, scope, event.session);
        if kind.once_per_session() && self.logged.contains(&key) {
            return false;
        }
        self.logged.push(key);
        true
    }

    /// Keeps account of what may be dropped.
    fn follow(&mut self, consequences: &[Consequence], event: &Event) {
        let is_logged = |kind| consequences.contains(&Consequence::Log(kind));
        if is_logged(ActivityKind::Engaged) && self.open.iter().all(|open| open.id != event.conversation) {
            let version = (event.dialogue, event.version);
            self.open.push(Open { id: event.conversation, version, session: event.session, last: event.at });
        }
        for open in self.open.iter_mut().filter(|open| open.id == event.conversation || open.session == event.session) {
            open.last = open.last.max(event.at);
        }
        if let Some(open) = self.open.iter_mut().find(|open| open.id == event.conversation) {
            open.session = event.session;
        }
        if is_logged(ActivityKind::Completed) {
            self.open.retain(|open| open.id != event.conversation);
        }
    }

    /// Drops what was engaged with and whose session is over (C18).
    pub(super) fn sweep(&mut self, now: Instant, session_minutes: u16) -> Vec<Dropped> {
        let is_over = |open: &Open| now.since(open.last) > i64::from(session_minutes) * MINUTE;
        let (left, open): (Vec<Open>, Vec<Open>) = std::mem::take(&mut self.open).into_iter().partition(is_over);
        self.open = open;
        left.into_iter().filter_map(|left| self.dropped(&left)).collect()
    }

    fn dropped(&mut self, left: &Open) -> Option<Dropped> {
        let version = self.version(left.version.0, left.version.1)?;
        Some(Dropped {
            of: (version.name.clone(), version.number),
            session: number(&mut self.sessions, left.session),
            conversation: number(&mut self.conversations, left.id),
        })
    }
}

/// The place of one among all that came so far, counted from 1.
fn number<T: PartialEq>(all: &mut Vec<T>, one: T) -> usize {
    let at = all.iter().position(|other| *other == one).unwrap_or_else(|| {
        all.push(one);
        all.len() - 1
    });
    at + 1
}
