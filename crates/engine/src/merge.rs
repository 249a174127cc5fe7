//! Two memories of one browser become one: two tabs wrote at the same time.
//!
//! Commutative, associative and idempotent, so that it doesn't matter who merges what, and how often.

use std::cmp::{Ordering, Reverse};

use parlor_domain::limits::SESSION_MINUTES;
use parlor_domain::memory::{Conversation, DialogueMemory, Given, Memory, Session};
use parlor_domain::time::MINUTE;
use serde::Serialize;

/// The memory that holds what both hold.
pub fn merge(a: Memory, b: Memory) -> Memory {
    // Two visitors can only be the work of two tabs that both came first; the older one stays.
    match a.visitor.cmp(&b.visitor).then_with(|| a.secret.expose().cmp(b.secret.expose())) {
        Ordering::Less => return a,
        Ordering::Greater => return b,
        Ordering::Equal => {}
    }
    let given_since = a.given_since.max(b.given_since);
    let mut given = union(a.given, b.given, |(key, _)| key.clone(), |(key, a), (_, b)| (key, newer(a, b)));
    given.retain(|(_, given)| given.at >= given_since);
    Memory {
        visitor: a.visitor,
        secret: a.secret,
        sessions: a.sessions.max(b.sessions),
        pages: a.pages.max(b.pages),
        session: merge_session(a.session, b.session),
        dialogues: union(a.dialogues, b.dialogues, |(id, _)| *id, |(id, a), (_, b)| (id, merge_dialogue(a, b))),
        conversations: union(a.conversations, b.conversations, |conversation| conversation.id, farther),
        given,
        given_since,
    }
}

/// The later session. Of two that began within the shortest session, two tabs began the same one: the first stays.
fn merge_session(a: Session, b: Session) -> Session {
    let rank =
        |session: &Session| (session.id.made_at().0.div_euclid(i64::from(SESSION_MINUTES.0) * MINUTE), Reverse(session.id));
    match rank(&a).cmp(&rank(&b)) {
        Ordering::Less => b,
        Ordering::Equal => larger(a, b),
        Ordering::Greater => a,
    }
}

fn merge_dialogue(a: DialogueMemory, b: DialogueMemory) -> DialogueMemory {
    DialogueMemory {
        shown: a.shown.max(b.shown),
        dismissed: a.dismissed.max(b.dismissed),
        time_on_page: a.time_on_page.max(b.time_on_page),
        display: a.display.max(b.display),
        met: match a.display.cmp(&b.display) {
            Ordering::Less => b.met,
            Ordering::Equal => a.met | b.met,
            Ordering::Greater => a.met,
        },
        completed: a.completed.max(b.completed),
    }
}

/// The conversation that has come farther; of equals the later, then any, but always the same.
fn farther(a: Conversation, b: Conversation) -> Conversation {
    let rank = |of: &Conversation| {
        let answered = of.state.turns.iter().filter(|turn| turn.answer.is_some()).count();
        (
            of.engaged_in.is_some(),
            answered,
            of.version,
            of.state.turns.len(),
            of.touched,
            of.triggered_in,
            of.engaged_in,
            of.start_reported,
        )
    };
    let order = rank(&a).cmp(&rank(&b)).then_with(|| form_of(&a).cmp(&form_of(&b)));
    if order == Ordering::Less { b } else { a }
}

/// A value's bytes: what breaks a tie must only be total and the same everywhere.
fn form_of(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).unwrap_or_default()
}

fn newer(a: Given, b: Given) -> Given {
    let order = a.at.cmp(&b.at).then_with(|| form_of(&a).cmp(&form_of(&b)));
    if order == Ordering::Less { b } else { a }
}

fn larger<T: PartialOrd>(a: T, b: T) -> T {
    if a < b { b } else { a }
}

/// The union of two lists sorted by a key; entries of both are joined.
fn union<T, K: Ord>(a: Vec<T>, b: Vec<T>, key: impl Fn(&T) -> K, join: impl Fn(T, T) -> T) -> Vec<T> {
    let mut all: Vec<T> = a.into_iter().chain(b).collect();
    all.sort_by_key(&key);
    let mut united: Vec<T> = Vec::with_capacity(all.len());
    for entry in all {
        match united.pop() {
            Some(last) if key(&last) == key(&entry) => united.push(join(last, entry)),
            Some(last) => united.extend([last, entry]),
            None => united.push(entry),
        }
    }
    united
}
