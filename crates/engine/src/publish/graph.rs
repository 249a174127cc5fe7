//! The shape of a flow: where its cards lead, what can be reached, how long it goes without a wait.

use parlor_domain::draft::{CardDraft, FlowDraft, Known};
use parlor_domain::text::Key;

/// Cards by their places, and the places they lead to.
pub(super) struct Graph {
    leads_to: Vec<Vec<usize>>,
    /// Where they lead without waiting for the visitor.
    rushes_to: Vec<Option<Vec<usize>>>,
    start: Option<usize>,
}

impl Graph {
    pub(super) fn of(flow: &FlowDraft) -> Self {
        let place = |key: &Key| flow.cards.position(key);
        let cards = || flow.cards.0.iter().map(|(_, card)| card);
        Self {
            leads_to: cards().map(|card| branches(card).into_iter().filter_map(|(_, key)| place(key)).collect()).collect(),
            rushes_to: cards().map(|card| rushes(card).map(|key| key.and_then(place).into_iter().collect())).collect(),
            start: place(&flow.start),
        }
    }

    /// Cards that no way from the start leads to; none as long as there is no start.
    pub(super) fn unreachable(&self) -> Vec<usize> {
        let Some(start) = self.start else { return Vec::new() };
        let mut reached = vec![false; self.leads_to.len()];
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut reached[at], true) {
                open.extend(&self.leads_to[at]);
            }
        }
        (0..reached.len()).filter(|at| !reached[*at]).collect()
    }

    /// For each card, how many cards are passed from it on before one waits; `None` if that never ends.
    pub(super) fn without_wait(&self) -> Vec<Option<usize>> {
        let mut lengths = vec![Length::Unknown; self.leads_to.len()];
        for at in 0..lengths.len() {
            self.measure(at, &mut lengths);
        }
        lengths.into_iter().map(|length| if let Length::Known(count) = length { Some(count) } else { None }).collect()
    }

    /// Depth is bounded by the number of cards, which the check bounds before.
    fn measure(&self, at: usize, lengths: &mut [Length]) -> Length {
        match lengths[at] {
            Length::Unknown => {
                lengths[at] = Length::Open;
                lengths[at] = match &self.rushes_to[at] {
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

/// Where a card leads on without the visitor; `None` if it always waits. One that skips what is known
/// doesn't wait the second time round.
fn rushes(card: &CardDraft) -> Option<Option<&Key>> {
    match card {
        CardDraft::Message(message) => Some(message.next.as_ref()),
        CardDraft::Goal(goal) => Some(goal.next.as_ref()),
        CardDraft::Jump(jump) => Some(Some(&jump.to)),
        CardDraft::Capture(capture) if capture.known == Known::Skip && capture.attribute.is_some() => Some(capture.next.as_ref()),
        CardDraft::Question(_) | CardDraft::Capture(_) => None,
    }
}

/// Where a card leads, each way by its name in the document.
pub(super) fn branches(card: &CardDraft) -> Vec<(String, &Key)> {
    let mut ways: Vec<(String, Option<&Key>)> = Vec::new();
    match card {
        CardDraft::Message(message) => ways.push(("next".into(), message.next.as_ref())),
        CardDraft::Goal(goal) => ways.push(("next".into(), goal.next.as_ref())),
        CardDraft::Jump(jump) => ways.push(("to".into(), Some(&jump.to))),
        CardDraft::Capture(capture) => {
            ways.push(("next".into(), capture.next.as_ref()));
            ways.push(("could_not_answer".into(), capture.could_not_answer.as_ref()));
        }
        CardDraft::Question(question) => {
            let choice = |choice: &'_ parlor_domain::draft::ChoiceDraft| format!("the choice \"{}\"", choice.label);
            ways.extend(question.choices.iter().map(|each| (choice(each), each.next.as_ref())));
            ways.extend(question.other.iter().map(|other| (format!("the choice \"{}\"", other.label), other.next.as_ref())));
            ways.push(("next".into(), question.next.as_ref()));
        }
    }
    ways.into_iter().filter_map(|(name, key)| Some((name, key?))).collect()
}
