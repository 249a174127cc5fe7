//! What a card asks for, and what an answer to it stores.

use parlor_domain::attribute::EMAIL;
use parlor_domain::draft::Known;
use parlor_domain::flow::{Capture, CardIndex, Question};
use parlor_domain::state::{Answer, Phase, State, Turn};
use parlor_domain::text::Typed;
use parlor_domain::value::{InputKind, Value};

use crate::path::Path;

/// Whether a card asks for the visitor's own address, and not for one to be written elsewhere.
pub fn asks_who(capture: &Capture) -> bool {
    capture.input == InputKind::Email && capture.attribute.as_ref().is_none_or(|key| key.as_str() == EMAIL)
}

/// The known value that the visitor may confirm instead of typing, until something else is tried.
pub fn to_confirm<'a>(state: &'a State, capture: &Capture) -> Option<&'a Value> {
    let is_offered = capture.known == Known::Confirm && state.phase == Phase::Waiting { tries: 0 };
    known(state, capture).filter(|_| is_offered)
}

/// What is known of the attribute that a card asks for.
pub(super) fn known<'a>(state: &'a State, capture: &Capture) -> Option<&'a Value> {
    let attribute = capture.attribute.as_ref()?;
    state.known.iter().find(|(key, _)| key == attribute).map(|(_, value)| value)
}

/// What an answer to a question stores, the same in lower case, and the way on; `None` if it doesn't fit.
pub(crate) fn answer_to(question: &Question, answer: &Answer) -> Option<(String, String, Option<CardIndex>)> {
    match answer {
        Answer::Choices(places) => picked(question, places),
        Answer::Text(typed) => other(question, typed),
        _ => None,
    }
}

/// The stored text, the same in lower case, and the way on; `None` if the answer doesn't fit the question.
fn picked(question: &Question, places: &[u8]) -> Option<(String, String, Option<CardIndex>)> {
    let in_order = places.windows(2).all(|pair| pair[0] < pair[1]);
    if places.is_empty() || !in_order || (!question.several && places.len() > 1) {
        return None;
    }
    let choices: Option<Vec<_>> = places.iter().map(|place| question.choices.get(usize::from(*place))).collect();
    let choices = choices?;
    let join = |texts: Vec<&str>| texts.join("; ");
    let next = if question.several { question.next } else { choices.first()?.next };
    Some((
        join(choices.iter().map(|choice| choice.stored()).collect()),
        join(choices.iter().map(|choice| choice.folded.as_str()).collect()),
        next,
    ))
}

fn other(question: &Question, typed: &Typed) -> Option<(String, String, Option<CardIndex>)> {
    let other = question.other.as_ref()?;
    let text = typed.text.trim();
    (typed.fits() && !text.is_empty()).then(|| (text.to_owned(), typed.folded.trim().to_owned(), other.next))
}

/// The turn in which the visitor last answered a card.
pub fn answering(state: &State, card: CardIndex) -> Option<&Turn> {
    let is_visitors = |turn: &&Turn| turn.answer.as_ref().is_some_and(|answer| !answer.is_silent());
    Path::of(state).turns(state).rev().find(|turn| turn.card == card && turn.problem.is_none() && is_visitors(turn))
}

/// The last answer that the visitor gave to a card.
pub fn answered(state: &State, card: CardIndex) -> Option<&Answer> {
    answering(state, card)?.answer.as_ref()
}
