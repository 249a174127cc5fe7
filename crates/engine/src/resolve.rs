//! Which dialogue a visitor gets on a page (T22 to T28, T30).

use parlor_domain::ids::{ConversationId, DialogueId};
use parlor_domain::limits::RESUME_DAYS;
use parlor_domain::memory::{Conversation, DialogueMemory, Memory, Run, Showings};
use parlor_domain::site::{Interface, PublishedDialogue, SiteFile};
use parlor_domain::state::Phase;
use parlor_domain::time::{DAY, Instant};
use serde::Serialize;

use crate::condition::{Verdict, decide};
use crate::display::is_met;
use crate::facts::{Facts, PageFacts};
use crate::pages::match_page;

/// What a visitor gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Nothing.
    Nothing,
    /// A conversation goes on: one that was engaged with (T23), or one that was started or switched to (T29).
    Continue(ConversationId),
    /// The dialogue at this place of the site file holds the page and waits for its display events (T18).
    Wait(usize),
    /// The dialogue at this place of the site file is shown.
    Show(usize),
}

/// What was decided at a page view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// What the visitor gets now.
    pub choice: Choice,
    /// The dialogues that wait for their display events and take the place when these are met, the first first.
    pub waiting: Vec<usize>,
}

impl Resolution {
    /// Just this, and nothing that waits.
    pub const fn just(choice: Choice) -> Self {
        Self { choice, waiting: Vec::new() }
    }
}

/// Decides at a page view. Pure: the same values give the same choice.
pub fn resolve(site: &SiteFile, memory: &Memory, page: &PageFacts, now: Instant) -> Resolution {
    if site.off {
        return Resolution::just(Choice::Nothing);
    }
    if let Some(conversation) = resumable(memory, now) {
        return Resolution::just(Choice::Continue(conversation.id));
    }
    let facts = Facts { memory, page, now, conversation: None };
    let mut waiting = Vec::new();
    for (at, dialogue) in site.dialogues.iter().enumerate().filter(|(_, dialogue)| is_candidate(dialogue, &facts)) {
        if is_met(&dialogue.display, &memory_of(memory, dialogue.id)) {
            return Resolution { choice: Choice::Show(at), waiting };
        }
        waiting.push(at);
        if !dialogue.others_go_first {
            break;
        }
    }
    Resolution { choice: waiting.first().map_or(Choice::Nothing, |at| Choice::Wait(*at)), waiting }
}

/// The newest conversation that was engaged with and not finished, while it may be resumed (T23). One inside a page goes on there
/// alone (W10).
pub fn resumable(memory: &Memory, now: Instant) -> Option<&Conversation> {
    memory
        .conversations
        .iter()
        .filter(|conversation| conversation.engaged_in.is_some() && !is_over(&conversation.state.phase))
        .filter(|conversation| now.since(conversation.touched) <= RESUME_DAYS * DAY)
        .filter(|conversation| interface_of(memory, conversation.id) != Interface::Inline)
        .max_by_key(|conversation| (conversation.touched, conversation.id))
}

/// How a conversation is shown.
pub fn interface_of(memory: &Memory, id: ConversationId) -> Interface {
    let beginning = run_of(memory, id).and_then(|run| run.beginning);
    beginning.map_or(Interface::Bubble, |beginning| beginning.interface)
}

/// What a conversation has besides its state.
pub fn run_of(memory: &Memory, id: ConversationId) -> Option<&Run> {
    let found = memory.runs.binary_search_by_key(&id, |(other, _)| *other);
    found.ok().map(|at| &memory.runs[at].1)
}

/// Whether nothing more can happen in a conversation.
pub fn is_over(phase: &Phase) -> bool {
    matches!(phase, Phase::Done | Phase::Broken(_))
}

/// What is remembered of a dialogue.
pub fn memory_of(memory: &Memory, id: DialogueId) -> DialogueMemory {
    let found = memory.dialogues.binary_search_by_key(&id, |(other, _)| *other);
    found.ok().and_then(|at| memory.dialogues.get(at)).map(|(_, of)| of.clone()).unwrap_or_default()
}

/// How often a dialogue was shown and put away.
pub fn showings_of(memory: &Memory, id: DialogueId) -> Showings {
    let found = memory.showings.binary_search_by_key(&id, |(other, _)| *other);
    found.ok().and_then(|at| memory.showings.get(at)).map(|(_, of)| *of).unwrap_or_default()
}

fn is_candidate(dialogue: &PublishedDialogue, facts: &Facts<'_>) -> bool {
    if !match_page(&dialogue.pages, &facts.page.address) {
        return false;
    }
    let memory = memory_of(facts.memory, dialogue.id);
    dialogue.schedule.allows(facts.now, facts.page.site_offset_minutes) == Some(true)
        && may_appear(dialogue, &memory)
        && forbidding_cap(dialogue, &memory, facts).is_none()
        && decide(&dialogue.audience, facts) == Verdict::True
}

/// A completed dialogue never appears again, unless its author says so (T28).
pub fn may_appear(dialogue: &PublishedDialogue, memory: &DialogueMemory) -> bool {
    match memory.completed {
        None => true,
        Some(completed) => dialogue.may_appear_again || dialogue.asked_again.is_some_and(|asked| completed < asked),
    }
}

/// A cap that forbids a dialogue to appear (T22).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cap {
    /// The visitor put it away in this session.
    OncePerSession,
    /// It was shown in the last days.
    OnceInDays,
    /// It was shown in as many sessions as it may.
    Sessions,
    /// The visitor put it away in the last days.
    DaysAfterDismissal,
}

/// The cap that forbids it to appear (T22). What was shown in this session goes on being shown in it, unless it was put away.
pub fn forbidding_cap(dialogue: &PublishedDialogue, memory: &DialogueMemory, facts: &Facts<'_>) -> Option<Cap> {
    let (caps, showings) = (dialogue.caps, showings_of(facts.memory, dialogue.id));
    let session = facts.memory.session.id;
    let is_within = |days: Option<u16>, at: Option<Instant>| {
        days.zip(at).is_some_and(|(days, at)| facts.now.since(at) < i64::from(days) * DAY)
    };
    let is_new = memory.shown.is_none_or(|(_, shown_in)| shown_in != session);
    [
        (Cap::DaysAfterDismissal, is_within(caps.days_after_dismissal, showings.dismissed)),
        (Cap::OncePerSession, caps.once_per_session && memory.dismissed == Some(session)),
        (Cap::OnceInDays, is_new && is_within(caps.once_in_days, memory.shown.map(|(at, _)| at))),
        (Cap::Sessions, is_new && caps.sessions.is_some_and(|most| showings.sessions >= most)),
    ]
    .into_iter()
    .find(|(_, forbids)| *forbids)
    .map(|(cap, _)| cap)
}
