//! Which dialogue a visitor gets on a page (T23 to T28, T30).

use parlor_domain::ids::{ConversationId, DialogueId};
use parlor_domain::limits::RESUME_DAYS;
use parlor_domain::memory::{Conversation, DialogueMemory, Memory};
use parlor_domain::site::{PublishedDialogue, SiteFile};
use parlor_domain::state::Phase;
use parlor_domain::time::{DAY, Instant};

use crate::condition::{Verdict, decide};
use crate::display::is_met;
use crate::facts::{Facts, PageFacts};
use crate::pages::match_page;

/// What a visitor gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Nothing.
    Nothing,
    /// A conversation that was engaged with goes on (T23).
    Continue(ConversationId),
    /// The dialogue at this place of the site file holds the page and waits for its display events (T18).
    Wait(usize),
    /// The dialogue at this place of the site file is shown.
    Show(usize),
}

/// Decides at a page view. Pure: the same values give the same choice.
pub fn resolve(site: &SiteFile, memory: &Memory, page: &PageFacts, now: Instant) -> Choice {
    if site.off {
        return Choice::Nothing;
    }
    if let Some(conversation) = resumable(memory, now) {
        return Choice::Continue(conversation.id);
    }
    let facts = Facts { memory, page, now };
    let first = site.dialogues.iter().position(|dialogue| is_candidate(dialogue, &facts));
    first.map_or(Choice::Nothing, |at| match site.dialogues.get(at) {
        Some(dialogue) if is_met(&dialogue.display, &memory_of(memory, dialogue.id)) => Choice::Show(at),
        _ => Choice::Wait(at),
    })
}

/// The newest conversation that was engaged with and not finished, while it may be resumed (T23).
pub fn resumable(memory: &Memory, now: Instant) -> Option<&Conversation> {
    memory
        .conversations
        .iter()
        .filter(|conversation| conversation.engaged_in.is_some() && !is_over(&conversation.state.phase))
        .filter(|conversation| now.since(conversation.touched) <= RESUME_DAYS * DAY)
        .max_by_key(|conversation| (conversation.touched, conversation.id))
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

fn is_candidate(dialogue: &PublishedDialogue, facts: &Facts<'_>) -> bool {
    match_page(&dialogue.pages, &facts.page.address)
        && may_appear(dialogue, &memory_of(facts.memory, dialogue.id))
        && decide(&dialogue.audience, facts) == Verdict::True
}

/// A completed dialogue never appears again, unless its author says so (T28).
fn may_appear(dialogue: &PublishedDialogue, memory: &DialogueMemory) -> bool {
    match memory.completed {
        None => true,
        Some(completed) => dialogue.may_appear_again || dialogue.asked_again.is_some_and(|asked| completed < asked),
    }
}
