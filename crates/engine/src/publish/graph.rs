//! The shape of a flow: where its cards lead, what can be reached, how long it goes without a wait.

use parlor_domain::draft::{CardDraft, ChoiceDraft, FlowDraft, Known};
use parlor_domain::text::Key;

use super::whole::{Part, Whole};

/// Cards that no way from the start leads to; none as long as there is no start. A flow card leads to its next.
pub(super) fn unreachable(flow: &FlowDraft) -> Vec<usize> {
    let Some(start) = flow.cards.position(&flow.start) else { return Vec::new() };
    let cards = &flow.cards.0;
    let mut reached = vec![false; cards.len()];
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut reached[at], true) {
            open.extend(branches(&cards[at].1).into_iter().filter_map(|(_, key)| flow.cards.position(key)));
        }
    }
    (0..reached.len()).filter(|at| !reached[*at]).collect()
}

/// Where the cards of a whole lead without waiting for the visitor, by their places; `None` for one that waits.
pub(super) struct Graph(Vec<Option<Vec<usize>>>);

impl Graph {
    pub(super) fn of(whole: &Whole<'_>) -> Self {
        let cards = whole.parts.iter().flat_map(|part| part.cards().map(move |(place, _, card)| (part, place, card)));
        Self(cards.map(|(part, place, card)| rushes_to(whole, part, place, card)).collect())
    }

    /// For each card, how many cards are passed from it on before one waits; `None` if that never ends.
    pub(super) fn without_wait(&self) -> Vec<Option<usize>> {
        let mut lengths = vec![Length::Unknown; self.0.len()];
        for at in 0..lengths.len() {
            self.measure(at, &mut lengths);
        }
        lengths.into_iter().map(|length| if let Length::Known(count) = length { Some(count) } else { None }).collect()
    }

    /// Depth is bounded by the number of cards, which is bounded before.
    fn measure(&self, at: usize, lengths: &mut [Length]) -> Length {
        match lengths[at] {
            Length::Unknown => {
                lengths[at] = Length::Open;
                lengths[at] = match &self.0[at] {
                    None => Length::Known(0),
                    Some(next) => {
                        next.iter().fold(Length::Known(0), |longest, to| longest.longer(self.measure(*to, lengths))).after()
                    }
                };
            }
            Length::Open | Length::Known(_) | Length::Endless => {}
        }
        lengths[at]
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Length {
    Unknown,
    Open,
    Known(usize),
    Endless,
}

impl Length {
    fn after(self) -> Self {
        match self {
            Self::Known(count) => Self::Known(count + 1),
            Self::Open | Self::Endless | Self::Unknown => Self::Endless,
        }
    }

    fn longer(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => Self::Known(a.max(b)),
            _ => Self::Endless,
        }
    }
}

/// A flow card leads into its copy, whose ends lead on.
fn rushes_to(whole: &Whole<'_>, part: &Part<'_>, place: usize, card: &CardDraft) -> Option<Vec<usize>> {
    if let Some(start) = whole.start(place) {
        return Some(vec![start]);
    }
    let ways = rushes(card)?;
    Some(ways.into_iter().filter_map(|key| part.next(key)).collect())
}

/// Where a card leads on without the visitor; `None` if it always waits. One that skips what is known
/// doesn't wait the second time round.
fn rushes(card: &CardDraft) -> Option<Vec<Option<&Key>>> {
    match card {
        CardDraft::Message(message) => Some(vec![message.next.as_ref()]),
        CardDraft::Goal(goal) => Some(vec![goal.next.as_ref()]),
        CardDraft::Jump(jump) => Some(vec![Some(&jump.to)]),
        CardDraft::Wait(wait) => Some(vec![wait.next.as_ref()]),
        CardDraft::Flow(flow) => Some(vec![flow.next.as_ref()]),
        CardDraft::Split(split) => Some(split.branches.iter().map(|branch| branch.next.as_ref()).collect()),
        CardDraft::Condition(condition) => {
            let branches = condition.branches.iter().map(|branch| branch.next.as_ref());
            Some(branches.chain([condition.otherwise.as_ref()]).collect())
        }
        CardDraft::Capture(capture) if capture.known == Known::Skip && capture.attribute.is_some() => {
            Some(vec![capture.next.as_ref()])
        }
        CardDraft::Action(action) => Some(vec![action.next.as_ref()]),
        // Where nobody has time, the visitor isn't asked.
        CardDraft::Meeting(meeting) => Some(vec![meeting.not_booked.as_ref()]),
        CardDraft::LiveChat(chat) => Some(vec![chat.not_connected.as_ref()]),
        CardDraft::Question(_) | CardDraft::Capture(_) | CardDraft::Document(_) | CardDraft::Answers(_) => None,
    }
}

/// Where a card leads, each way by its name in the document.
pub(super) fn branches(card: &CardDraft) -> Vec<(String, &Key)> {
    let mut ways: Vec<(String, Option<&Key>)> = Vec::new();
    let numbered = |at: usize| format!("branch {}", at + 1);
    match card {
        CardDraft::Message(message) => ways.push(("next".into(), message.next.as_ref())),
        CardDraft::Goal(goal) => ways.push(("next".into(), goal.next.as_ref())),
        CardDraft::Jump(jump) => ways.push(("to".into(), Some(&jump.to))),
        CardDraft::Document(document) => ways.push(("next".into(), document.next.as_ref())),
        CardDraft::Flow(flow) => ways.push(("next".into(), flow.next.as_ref())),
        CardDraft::Wait(wait) => ways.push(("next".into(), wait.next.as_ref())),
        CardDraft::Action(action) => ways.push(("next".into(), action.next.as_ref())),
        CardDraft::Meeting(meeting) => {
            ways.push(("booked".into(), meeting.booked.as_ref()));
            ways.push(("not_booked".into(), meeting.not_booked.as_ref()));
        }
        CardDraft::LiveChat(chat) => {
            ways.push(("ended".into(), chat.ended.as_ref()));
            ways.push(("not_connected".into(), chat.not_connected.as_ref()));
        }
        CardDraft::Answers(answers) => {
            ways.push(("next".into(), answers.next.as_ref()));
            ways.push(("no_match".into(), answers.no_match.as_ref()));
        }
        CardDraft::Capture(capture) => {
            ways.push(("next".into(), capture.next.as_ref()));
            ways.push(("could_not_answer".into(), capture.could_not_answer.as_ref()));
        }
        CardDraft::Question(question) => {
            let choice = |choice: &'_ ChoiceDraft| format!("the choice \"{}\"", choice.label);
            ways.extend(question.choices.iter().map(|each| (choice(each), each.next.as_ref())));
            ways.extend(question.other.iter().map(|other| (format!("the choice \"{}\"", other.label), other.next.as_ref())));
            ways.push(("next".into(), question.next.as_ref()));
        }
        CardDraft::Condition(condition) => {
            ways.extend(condition.branches.iter().enumerate().map(|(at, branch)| (numbered(at), branch.next.as_ref())));
            ways.push(("otherwise".into(), condition.otherwise.as_ref()));
        }
        CardDraft::Split(split) => {
            ways.extend(split.branches.iter().enumerate().map(|(at, branch)| (numbered(at), branch.next.as_ref())));
        }
    }
    ways.into_iter().filter_map(|(name, key)| Some((name, key?))).collect()
}
