//! Two memories of one browser become one: two tabs wrote at the same time.
//!
//! Commutative, associative and idempotent, so that it doesn't matter who merges what, and how often.

use std::cmp::{Ordering, Reverse};

use parlor_domain::limits::SESSION_MINUTES;
use parlor_domain::memory::{Conversation, DialogueMemory, Given, Memory, Run, Session, Showings};
use parlor_domain::pack::packed;
use parlor_domain::time::MINUTE;

/// The memory that holds what both hold.
pub fn merge(a: Memory, b: Memory) -> Memory {
    // Two visitors are the work of two tabs that both came first: the older one stays. Or the person of one was erased: not that one.
    let order = b.visitor_since.cmp(&a.visitor_since).then_with(|| a.visitor.cmp(&b.visitor));
    match order.then_with(|| a.secret.expose().cmp(b.secret.expose())) {
        Ordering::Less => return a,
        Ordering::Greater => return b,
        Ordering::Equal => {}
    }
    let given_since = a.given_since.max(b.given_since);
    let mut given = union(a.given, b.given, |(a, _), (b, _)| a.cmp(b), |(key, a), (_, b)| (key, newer(a, b)));
    given.retain(|(_, given)| given.at >= given_since);
    let verified = match a.given_since.cmp(&b.given_since) {
        Ordering::Less => b.verified,
        Ordering::Equal => a.verified || b.verified,
        Ordering::Greater => a.verified,
    };
    Memory {
        visitor: a.visitor,
        secret: a.secret,
        sessions: a.sessions.max(b.sessions),
        pages: a.pages.max(b.pages),
        session: merge_session(a.session, b.session),
        dialogues: union(a.dialogues, b.dialogues, |(a, _), (b, _)| a.cmp(b), |(id, a), (_, b)| (id, merge_dialogue(a, b))),
        conversations: union(a.conversations, b.conversations, |a, b| a.id.cmp(&b.id), farther),
        given,
        given_since,
        runs: union(a.runs, b.runs, |(a, _), (b, _)| a.cmp(b), |(id, a), (_, b)| (id, longer(a, b))),
        history: union(a.history, b.history, |(a, _), (b, _)| a.cmp(b), |(past, a), (_, b)| (past, a.max(b))),
        showings: union(a.showings, b.showings, |(a, _), (b, _)| a.cmp(b), |(id, a), (_, b)| (id, merge_showings(a, b))),
        verified,
        facts: larger(a.facts, b.facts).filter(|facts| facts.at >= given_since),
        visitor_since: a.visitor_since,
    }
}

fn longer(a: Run, b: Run) -> Run {
    if (a.times.len(), &a) < (b.times.len(), &b) { b } else { a }
}

fn merge_showings(a: Showings, b: Showings) -> Showings {
    Showings { sessions: a.sessions.max(b.sessions), dismissed: a.dismissed.max(b.dismissed) }
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

/// The conversation that has come farther; of equals the later, then any, but always the same: what breaks a tie, here its bytes,
/// must only be total and the same everywhere.
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
    let order = rank(&a).cmp(&rank(&b)).then_with(|| packed(&a).cmp(&packed(&b)));
    if order == Ordering::Less { b } else { a }
}

fn newer(a: Given, b: Given) -> Given {
    let order = a.at.cmp(&b.at).then_with(|| packed(&a).cmp(&packed(&b)));
    if order == Ordering::Less { b } else { a }
}

fn larger<T: PartialOrd>(a: T, b: T) -> T {
    if a < b { b } else { a }
}

/// The union of two sorted lists; entries of both are joined. The lists are short, so their places are found by going along.
fn union<T>(a: Vec<T>, b: Vec<T>, order: impl Fn(&T, &T) -> Ordering, join: impl Fn(T, T) -> T) -> Vec<T> {
    let mut united = a;
    for entry in b {
        let place = united.iter().position(|other| order(other, &entry).is_ge()).unwrap_or(united.len());
        let is_in_both = united.get(place).is_some_and(|other| order(other, &entry).is_eq());
        let entry = if is_in_both { join(united.remove(place), entry) } else { entry };
        united.insert(place, entry);
    }
    united
}
