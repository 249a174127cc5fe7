//! Why a visitor gets what they get (T33): every dialogue, every condition with the value seen and its verdict. Made on demand,
//! so that deciding itself pays nothing for it.

mod audience;
mod pattern;

use parlor_domain::display::DisplayEvent;
use parlor_domain::ids::{ConversationId, DialogueId};
use parlor_domain::memory::Memory;
use parlor_domain::page::{PagePattern, Pages};
use parlor_domain::site::{PublishedDialogue, SiteFile};
use parlor_domain::text::Name;
use parlor_domain::time::Instant;
use serde::Serialize;

use crate::condition::{Verdict, decide};
use crate::display::{Progress, is_met, unmet};
use crate::facts::{Facts, PageFacts};
use crate::pages::matches;
use crate::resolve::{Cap, Choice, Resolution, forbidding_cap, may_appear, memory_of, resolve};

pub use audience::{Saw, SeenCondition, SeenGroup, SeenTerm};
pub use pattern::pattern_text;

/// Why a visitor gets what they get on a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trace {
    /// What was decided.
    pub choice: Chosen,
    /// Every published dialogue, in the order of resolution.
    pub dialogues: Vec<Seen>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// Nothing.
    Nothing,
    /// Nothing, because the site is switched off (T30).
    SwitchedOff,
    /// A conversation goes on (T23, T29).
    Continues {
        /// Which.
        conversation: ConversationId,
        /// Of which dialogue or flow; `None` if it is no longer published.
        of: Option<Name>,
    },
    /// The dialogue of this name holds the place until its display events are met (T18).
    WaitsFor(Name),
    /// The dialogue of this name is shown.
    Shows(Name),
}

/// One dialogue, and what speaks for and against it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Seen {
    /// Which.
    pub id: DialogueId,
    /// Its name.
    pub name: Name,
    /// 1 is the highest.
    pub priority: u16,
    /// What came of it.
    pub outcome: Outcome,
    /// Whether the page matches (T1).
    pub page: SeenPage,
    /// Whether its schedule allows it now (T16).
    pub schedule: Verdict,
    /// Whether it was not completed, or may appear again (T28).
    pub may_appear: bool,
    /// The cap that forbids it (T22).
    pub cap: Option<Cap>,
    /// The audience, with every condition.
    pub audience: SeenGroup,
    /// The display events that are not met yet (T17).
    pub waits_for: Vec<Awaited>,
}

/// A display event that is not met yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Awaited {
    /// Which.
    pub event: DisplayEvent,
    /// Milliseconds until time alone meets it; `None`: time doesn't.
    pub left_ms: Option<i64>,
}

/// What came of a dialogue.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is shown.
    Shown,
    /// It holds the place until its display events are met.
    Waits,
    /// It waits, and lets others go first meanwhile (T26).
    LetsOthersGoFirst,
    /// It matches, and this one comes before it.
    Outranked(Name),
    /// It matches by now. What is on screen was decided before.
    MatchesByNow,
    /// It matches, and a conversation of another one goes on, or was started.
    Interrupted,
    /// Its conversation goes on.
    GoesOn,
    /// It doesn't match, or may not appear.
    NotNow,
}

/// Whether the page matches, and by which pattern.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeenPage {
    /// Whether it matches.
    pub matches: bool,
    /// The first include pattern that matches.
    pub included_by: Option<String>,
    /// The first exclude pattern that matches.
    pub excluded_by: Option<String>,
}

/// Explains a decision: the one that [`resolve`] makes of the same values, or one that was made before and still holds.
pub fn explain(
    site: &SiteFile,
    memory: &Memory,
    page: &PageFacts,
    progress: Progress<'_>,
    now: Instant,
    decided: Option<&Resolution>,
) -> Trace {
    let fresh = resolve(site, memory, page, now);
    let resolution = decided.unwrap_or(&fresh);
    let facts = Facts { memory, page, now, conversation: None };
    let explained = Explained { site, facts, progress, resolution };
    Trace { choice: explained.chosen(), dialogues: site.dialogues.iter().map(|dialogue| explained.seen(dialogue)).collect() }
}

struct Explained<'a> {
    site: &'a SiteFile,
    facts: Facts<'a>,
    progress: Progress<'a>,
    resolution: &'a Resolution,
}

impl Explained<'_> {
    fn chosen(&self) -> Chosen {
        match self.resolution.choice {
            Choice::Nothing if self.site.off => Chosen::SwitchedOff,
            Choice::Nothing => Chosen::Nothing,
            Choice::Continue(conversation) => Chosen::Continues { conversation, of: self.name_of(conversation) },
            Choice::Wait(at) => self.name(at).map_or(Chosen::Nothing, Chosen::WaitsFor),
            Choice::Show(at) => self.name(at).map_or(Chosen::Nothing, Chosen::Shows),
        }
    }

    fn name(&self, at: usize) -> Option<Name> {
        self.site.dialogues.get(at).map(|dialogue| dialogue.name.clone())
    }

    fn name_of(&self, conversation: ConversationId) -> Option<Name> {
        let of = self.of(conversation)?;
        let dialogue = self.site.dialogues.iter().find(|dialogue| dialogue.id == of).map(|dialogue| &dialogue.name);
        let flow = || self.site.flows.iter().find(|flow| flow.id == of).map(|flow| &flow.name);
        dialogue.or_else(flow).cloned()
    }

    fn seen(&self, dialogue: &PublishedDialogue) -> Seen {
        let memory = memory_of(self.facts.memory, dialogue.id);
        let page = seen_page(&dialogue.pages, self.facts.page);
        let schedule = dialogue.schedule.allows(self.facts.now, self.facts.page.site_offset_minutes);
        let cap = forbidding_cap(dialogue, &memory, &self.facts);
        let may_appear = may_appear(dialogue, &memory);
        let audience = audience::seen(&dialogue.audience, &self.facts);
        let is_candidate = page.matches
            && schedule == Some(true)
            && may_appear
            && cap.is_none()
            && decide(&dialogue.audience, &self.facts) == Verdict::True;
        let is_ready = is_met(&dialogue.display, &memory);
        let waits =
            unmet(&dialogue.display, &memory, self.progress).map(|(event, left_ms)| Awaited { event: event.clone(), left_ms });
        Seen {
            id: dialogue.id,
            name: dialogue.name.clone(),
            priority: dialogue.priority,
            outcome: self.outcome(dialogue, is_candidate),
            page,
            schedule: schedule.map_or(Verdict::Unknown, Verdict::from),
            may_appear,
            cap,
            audience,
            waits_for: if is_ready { Vec::new() } else { waits.collect() },
        }
    }

    fn outcome(&self, dialogue: &PublishedDialogue, is_candidate: bool) -> Outcome {
        let place = self.site.dialogues.iter().position(|other| other.id == dialogue.id);
        let waits = place.is_some_and(|place| self.resolution.waiting.contains(&place));
        match self.resolution.choice {
            Choice::Show(at) if Some(at) == place => Outcome::Shown,
            _ if waits && dialogue.others_go_first => Outcome::LetsOthersGoFirst,
            _ if waits => Outcome::Waits,
            Choice::Continue(id) if self.of(id) == Some(dialogue.id) => Outcome::GoesOn,
            _ if !is_candidate || self.site.off => Outcome::NotNow,
            Choice::Continue(_) => Outcome::Interrupted,
            _ => self
                .outranking()
                .filter(|before| Some(*before) < place)
                .and_then(|at| self.name(at))
                .map_or(Outcome::MatchesByNow, Outcome::Outranked),
        }
    }

    /// Who has the place: what is shown, or the last of those that wait, because it lets nobody go first.
    fn outranking(&self) -> Option<usize> {
        match self.resolution.choice {
            Choice::Show(at) => Some(at),
            _ => self.resolution.waiting.last().copied(),
        }
    }

    fn of(&self, conversation: ConversationId) -> Option<DialogueId> {
        self.facts.memory.conversations.iter().find(|other| other.id == conversation).map(|other| other.dialogue)
    }
}

fn seen_page(pages: &Pages, page: &PageFacts) -> SeenPage {
    let first = |patterns: &[PagePattern]| patterns.iter().find(|pattern| matches(pattern, &page.address)).map(pattern_text);
    let (included_by, excluded_by) = (first(&pages.include), first(&pages.exclude));
    SeenPage { matches: included_by.is_some() && excluded_by.is_none(), included_by, excluded_by }
}
