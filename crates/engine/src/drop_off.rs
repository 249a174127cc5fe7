//! Where conversations end: what they did at each card that asks (R11).

use std::cmp::Reverse;
use std::collections::BTreeSet;

use parlor_domain::drop_off::{CardCount, CardInReport, Passing, WalkedVersion};
use parlor_domain::event::What;
use parlor_domain::flow::{Card, CardIndex, Flow};
use parlor_domain::state::{Phase, State, Turn};
use parlor_domain::text::Key;

use crate::path::is_answered;
use crate::token::{fill, tokens};
use crate::transcript::{advance, replay};

/// What a conversation did, from what happened in it. Whoever was shown it has come to its first card.
pub fn passings(flow: &Flow, inputs: &[What]) -> Vec<(CardIndex, Passing)> {
    let state = begun(flow, replay(flow, inputs));
    let asks = |turn: &&Turn| flow.card(turn.card).is_some_and(asks);
    let mut passings = BTreeSet::new();
    for turn in state.turns.iter().filter(asks) {
        passings.insert((turn.card, Passing::Reached));
        if is_answered(turn) {
            passings.insert((turn.card, Passing::Answered));
        }
    }
    if let Phase::Waiting { .. } = state.phase {
        passings.extend(state.turns.last().filter(asks).map(|turn| (turn.card, Passing::Left)));
    }
    passings.into_iter().collect()
}

/// What was shown has spoken, whether the browser has told so or not: it tells with the visitor's first act.
fn begun(flow: &Flow, state: State) -> State {
    match state.phase {
        Phase::Ready => advance(flow, state, &What::Started(Vec::new())).0,
        _ => state,
    }
}

const fn asks(card: &Card) -> bool {
    matches!(card, Card::Question(_) | Card::Capture(_) | Card::Document(_) | Card::Served(_))
}

/// What was counted at the cards of some versions, the newest first: a card that keeps its key, or of another flow its words, is one.
/// What most came to comes first, then in the order of the newest version.
pub fn cards(counts: &[CardCount], versions: &[WalkedVersion]) -> Vec<CardInReport> {
    let mut cards: Vec<(Named<'_>, CardInReport)> = Vec::new();
    for version in versions {
        for (card, place) in version.flow.cards.iter().zip(0..) {
            let of = |passing| count(counts, version.number, place, passing);
            let (reached, answered, left) = (of(Passing::Reached), of(Passing::Answered), of(Passing::Left));
            if reached == 0 {
                continue;
            }
            let named = Named::of(version, place, card);
            match cards.iter_mut().find(|(other, _)| *other == named) {
                Some((_, sum)) => {
                    *sum = CardInReport {
                        text: std::mem::take(&mut sum.text),
                        reached: sum.reached + reached,
                        answered: sum.answered + answered,
                        left: sum.left + left,
                    };
                }
                None => {
                    let text = words(card).filter(|text| !text.is_empty()).unwrap_or_else(|| named.text().to_owned());
                    cards.push((named, CardInReport { text, reached, answered, left }));
                }
            }
        }
    }
    let mut cards: Vec<CardInReport> = cards.into_iter().map(|(_, card)| card).collect();
    cards.sort_by_key(|card| Reverse(card.reached));
    cards
}

/// By what a card is known from one version to the next.
#[derive(PartialEq)]
enum Named<'a> {
    /// The draft's own by their keys.
    Own(&'a Key),
    /// Those of flows that stand in it by what they say.
    OfAnother(String),
}

impl<'a> Named<'a> {
    fn of(version: &'a WalkedVersion, place: CardIndex, card: &Card) -> Self {
        match version.draft.flow().cards.0.get(usize::from(place)) {
            Some((key, _)) => Self::Own(key),
            None => Self::OfAnother(words(card).unwrap_or_default()),
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Own(key) => key.as_str(),
            Self::OfAnother(words) => words,
        }
    }
}

fn words(card: &Card) -> Option<String> {
    let text = card.text()?;
    let fallbacks: Vec<String> = tokens(text).into_iter().map(|token| token.fallback).collect();
    Some(fill(text, &fallbacks).plain())
}

fn count(counts: &[CardCount], version: u32, card: CardIndex, passing: Passing) -> u64 {
    let is_it = |of: &&CardCount| (of.version, of.card, of.passing) == (version, card, passing);
    counts.iter().filter(is_it).map(|of| of.count).sum()
}
