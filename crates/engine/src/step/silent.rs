//! What a conversation waits for that the visitor has nothing to do with.

use parlor_domain::flow::{Card, Flow, RichText};
use parlor_domain::state::{Phase, State};

use super::served::{Wanted, goes_on, wanted};
use crate::token::has_tokens;

/// What the flow asks of the browser itself, before it goes on: answered by an act with the same turn and card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Silent<'a> {
    /// Which branch is taken: [`Answer::Branch`].
    Branch(&'a Card),
    /// What stands in the places of this text's tokens: [`Answer::Filled`].
    Fill(&'a RichText),
    /// What somebody else than the bot has to say.
    Serve(Wanted),
}

/// What the conversation waits for and the visitor has nothing to do with.
pub fn silent<'a>(flow: &'a Flow, state: &State) -> Option<Silent<'a>> {
    let Phase::Waiting { tries } = state.phase else { return None };
    let (last, before) = state.turns.split_last()?;
    let card = flow.card(last.card)?;
    if matches!(card, Card::Condition { .. } | Card::Split { .. }) {
        return Some(Silent::Branch(card));
    }
    let before = before.last().filter(|turn| turn.card == last.card).and_then(|turn| turn.answer.as_ref());
    match card.to_fill().filter(|text| has_tokens(text) && tries == 0) {
        Some(text) if !goes_on(card, before) => Some(Silent::Fill(text)),
        _ => match card {
            Card::Served(card) => wanted(card, before).map(Silent::Serve),
            _ => None,
        },
    }
}
