//! Going back (C19): which turns of a conversation count, and which answers are kept for when their cards come again.
//!
//! Turns are only ever added, so that their numbers stay what they are. An answer that goes back to an earlier turn sets aside
//! that turn and all after it; the card asks anew, and the way goes on from there.

use parlor_domain::flow::{Card, CardIndex, Flow};
use parlor_domain::state::{Answer, State, Turn};

use crate::step::{asks_who, goes_on, leads_to};

/// The turns of a conversation that count, and those that were set aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    /// The places in [`State::turns`] of those that count, in order.
    pub standing: Vec<usize>,
    /// What was set aside each time, the newest last.
    aside: Vec<Aside>,
}

/// What was set aside by going back once.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Aside {
    /// How many turns stood before.
    from: usize,
    /// The card that asks anew.
    card: CardIndex,
    /// The places of the turns that stood until then, the one that was waiting last.
    turns: Vec<usize>,
}

impl Path {
    /// The path of a conversation.
    pub fn of(state: &State) -> Self {
        let mut path = Self::default();
        for (at, turn) in state.turns.iter().enumerate() {
            match turn.answer {
                Some(Answer::Back { turn, card }) => {
                    if let Some(from) = path.find(state, turn, card) {
                        let mut turns = path.standing.split_off(from);
                        turns.push(at);
                        // What stood beyond stands no more: what comes there from now on is new.
                        path.aside.iter_mut().for_each(|aside| aside.from = aside.from.min(from));
                        path.aside.push(Aside { from, card, turns });
                    }
                }
                _ => path.standing.push(at),
            }
        }
        path
    }

    /// The turns that count.
    pub fn turns<'a>(&self, state: &'a State) -> impl DoubleEndedIterator<Item = &'a Turn> {
        self.standing.iter().filter_map(|at| state.turns.get(*at))
    }

    /// Whether the answer of a turn may be changed: the visitor gave it, to a question or an information capture. What
    /// was skipped is no answer.
    pub fn may_change(&self, flow: &Flow, state: &State, turn: u16, card: CardIndex) -> bool {
        let asks = matches!(flow.card(card), Some(Card::Question(_) | Card::Capture(_)));
        let place = self.find_turn(state, turn, card).and_then(|place| state.turns.get(self.standing[place]));
        asks && place.is_some_and(|turn| is_answered(turn) && turn.answer != Some(Answer::Skipped))
    }

    /// The answer that is kept for a card that comes again, of such as the caller keeps.
    pub(crate) fn kept<'a>(&self, state: &'a State, card: CardIndex, keeps: fn(&Turn) -> bool) -> Option<&'a Answer> {
        let answer = |at: &usize| state.turns.get(*at).filter(|turn| turn.card == card && keeps(turn));
        let aside = self.aside.iter().rev().find(|aside| aside.turns.iter().find_map(answer).is_some())?;
        // As often as it was answered since, as many of its answers are used up.
        let used = self.standing.get(aside.from..)?.iter().filter_map(answer).count();
        // The answer that is changed isn't kept.
        let is_changing = aside.card == card && used == 0;
        aside.turns.iter().filter_map(answer).nth(used).filter(|_| !is_changing)?.answer.as_ref()
    }

    /// Whether a card spoke in what was set aside: then it need not type again.
    pub fn has_spoken(&self, state: &State, card: CardIndex) -> bool {
        let mut turns = self.aside.iter().flat_map(|aside| &aside.turns);
        turns.any(|at| state.turns.get(*at).is_some_and(|turn| turn.card == card))
    }

    /// Whether the visitor has given another address as the own one than before going back: what was done then was done for
    /// somebody else (I1).
    pub(crate) fn is_somebody_else(&self, flow: &Flow, state: &State) -> bool {
        let address = |places: &[usize]| {
            let mut turns = places.iter().rev().filter_map(|at| state.turns.get(*at));
            turns.find_map(|turn| match (flow.card(turn.card), &turn.answer, turn.problem) {
                (Some(Card::Capture(capture)), Some(Answer::Text(typed)), None) if asks_who(capture) => Some(typed),
                _ => None,
            })
        };
        let before = self.aside.last().and_then(|aside| address(&aside.turns));
        before.zip(address(&self.standing)).is_some_and(|(before, now)| before != now)
    }

    /// Whether a card had this answer in what was set aside.
    pub(crate) fn has_said(&self, state: &State, card: CardIndex, answer: &Answer) -> bool {
        let mut turns = self.aside.iter().flat_map(|aside| &aside.turns).filter_map(|at| state.turns.get(*at));
        turns.any(|turn| turn.card == card && turn.answer.as_ref() == Some(answer))
    }

    /// Whether a goal was reached, or an action done, in what was set aside, and not since as often.
    pub fn has_reached(&self, flow: &Flow, state: &State, goal: CardIndex) -> bool {
        let times = |places: &[usize]| goals(flow, state, places).into_iter().filter(|other| is_same(flow, *other, goal)).count();
        let since = |aside: &Aside| times(self.standing.get(aside.from..).unwrap_or_default());
        self.aside.iter().any(|aside| since(aside) < times(&aside.turns))
    }

    /// Where the turns of an answer begin that is to be changed: with the first try, and with what filled its tokens.
    fn find(&self, state: &State, turn: u16, card: CardIndex) -> Option<usize> {
        let mut place = self.find_turn(state, turn, card)?;
        while let Some(before) = place.checked_sub(1).and_then(|before| state.turns.get(self.standing[before])) {
            if before.card != card || !is_unanswered(before) {
                break;
            }
            place -= 1;
        }
        Some(place)
    }

    fn find_turn(&self, state: &State, turn: u16, card: CardIndex) -> Option<usize> {
        let at = usize::from(turn.checked_sub(state.missed)?);
        let place = self.standing.binary_search(&at).ok()?;
        (state.turns.get(at)?.card == card).then_some(place)
    }
}

/// Whether a turn holds an answer of the visitor's.
pub(crate) fn is_answered(turn: &Turn) -> bool {
    let is_answer = |answer: &Answer| !answer.is_silent() && !matches!(answer, Answer::Back { .. });
    turn.problem.is_none() && turn.answer.as_ref().is_some_and(is_answer)
}

/// Whether something was said to a turn, by whomever.
pub(crate) fn is_said(turn: &Turn) -> bool {
    turn.answer.as_ref().is_some_and(|answer| !matches!(answer, Answer::Filled(_) | Answer::Back { .. }))
}

/// Whether a turn only led to its card asking again: its tokens were filled, or the input was bad.
fn is_unanswered(turn: &Turn) -> bool {
    turn.problem.is_some() || matches!(turn.answer, Some(Answer::Filled(_)))
}

fn is_same_ask(flow: &Flow, turn: &Turn, next: &Turn) -> bool {
    let is_talking = || flow.card(turn.card).is_some_and(|card| goes_on(card, turn.answer.as_ref()));
    turn.card == next.card && (is_unanswered(turn) || is_talking())
}

/// Whether two cards reach the same goal.
fn is_same(flow: &Flow, card: CardIndex, other: CardIndex) -> bool {
    match (flow.card(card), flow.card(other)) {
        (Some(Card::Reach { goal, .. }), Some(Card::Reach { goal: other, .. })) => goal == other,
        _ => card == other,
    }
}

/// The goals that lie between these turns. What comes after the last one may be just in the making.
fn goals(flow: &Flow, state: &State, places: &[usize]) -> Vec<CardIndex> {
    let mut reached = Vec::new();
    let turns: Vec<&Turn> = places.iter().filter_map(|at| state.turns.get(*at)).collect();
    for pair in turns.windows(2).filter(|pair| !is_same_ask(flow, pair[0], pair[1])) {
        let mut next = after(flow, pair[0]);
        // Goals, jumps and what was known already make no turns; a way of them is shorter than the flow.
        for _ in 0..flow.cards.len() {
            let Some(index) = next.filter(|index| *index != pair[1].card) else { break };
            next = match flow.card(index) {
                Some(Card::Goal { next } | Card::Reach { next, .. }) => {
                    reached.push(index);
                    *next
                }
                Some(Card::Jump { to }) => Some(*to),
                Some(Card::Action { next, .. }) => {
                    reached.push(index);
                    *next
                }
                Some(Card::Capture(capture)) => capture.next,
                _ => None,
            };
        }
    }
    reached
}

/// Where the way goes on after a turn.
fn after(flow: &Flow, turn: &Turn) -> Option<CardIndex> {
    match (flow.card(turn.card)?, turn.answer.as_ref()) {
        (Card::Message { next, .. } | Card::Wait { next, .. }, _) => *next,
        (Card::Question(question), Some(answer)) => crate::step::answer_to(question, answer)?.2,
        (Card::Capture(capture), Some(_)) if turn.problem.is_none() => capture.next,
        (Card::Capture(capture), Some(_)) => capture.could_not_answer,
        (Card::Document(document), Some(_)) => document.next,
        (Card::Condition { branches, otherwise }, Some(Answer::Branch(branch))) => {
            branches.get(usize::from(*branch)).map_or(*otherwise, |(_, next)| *next)
        }
        (Card::Split { branches, .. }, Some(Answer::Branch(branch))) => branches.get(usize::from(*branch))?.1,
        (Card::Action { next, .. }, _) => *next,
        // What the library said last, after as many questions as may be asked, ends it, too.
        (Card::Served(card), Some(answer)) => leads_to(card, answer).unwrap_or(card.next),
        _ => None,
    }
}
