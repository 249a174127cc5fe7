//! A flow, walked by a visitor who does what is offered, and what is not.

use parlor_domain::flow::{Card, Flow};
use parlor_domain::pack::{packed, unpacked};
use parlor_domain::state::{Act, Answer, Phase, State};
use parlor_domain::text::{Key, Typed};
use parlor_domain::time::{Date, Instant};
use parlor_domain::value::Value;
use parlor_engine::step::{Input, Silent, silent, step, turn_number};
use parlor_engine::token::tokens;
use parlor_engine::view::{Ask, Prompt, view};

use crate::chance::Chance;

/// Moves of one walk at the most.
const MOVES: usize = 60;

/// Walks a flow from its start.
pub(crate) fn walk(flow: &Flow, chance: &mut Chance<'_>) {
    let start = Input::Start { delay_ms: chance.number(), known: known(chance) };
    go_on(flow, step(flow, State::default(), start).0, chance);
}

/// Goes on from any state.
pub(crate) fn go_on(flow: &Flow, mut state: State, chance: &mut Chance<'_>) {
    for _ in 0..MOVES {
        let (next, _) = step(flow, state.clone(), input(flow, &state, chance));
        view(flow, &next);
        let stayed = next == state;
        state = next;
        if stayed && chance.is_used_up() {
            break;
        }
    }
    let bytes = packed(&state);
    assert_eq!(unpacked::<State>(&bytes).map(|state| packed(&state)), Some(bytes), "reads back as something else");
}

/// What is known of a person.
fn known(chance: &mut Chance<'_>) -> Vec<(Key, Value)> {
    let keys = ["email", "phone", "first_name", "seats"].into_iter().filter_map(|key| Key::parse(key).ok());
    keys.filter_map(|key| Some((key, value(chance)?))).collect()
}

/// Any value, or none.
fn value(chance: &mut Chance<'_>) -> Option<Value> {
    Some(match chance.below(6) {
        0 => return None,
        1 => Value::Text(chance.text()),
        2 => Value::Number(f64::from(chance.number()) - 1.5),
        3 => Value::YesNo(chance.below(2) == 1),
        4 => Value::Date(Date(i32::from(chance.number()))),
        _ => Value::DateTime(Instant(i64::from(chance.number()))),
    })
}

fn input(flow: &Flow, state: &State, chance: &mut Chance<'_>) -> Input {
    let kind = chance.below(8);
    if let Phase::Typing(_) = state.phase
        && kind < 7
    {
        return Input::Woken { ticket: u16::try_from(state.turns.len()).unwrap_or(u16::MAX) };
    }
    if kind == 7 {
        return Input::Act(wild_act(chance));
    }
    if let Some(asked) = silent(flow, state) {
        let card = state.turns.last().map_or(0, |turn| turn.card);
        return Input::Act(Act { turn: turn_number(state), card, answer: silent_answer(asked, chance) });
    }
    match view(flow, state).prompt {
        Some(prompt) => Input::Act(Act { turn: prompt.turn, card: prompt.card, answer: answer(&prompt, chance) }),
        None => Input::Act(wild_act(chance)),
    }
}

/// What a browser answers by itself.
fn silent_answer(asked: Silent<'_>, chance: &mut Chance<'_>) -> Answer {
    match asked {
        Silent::Branch(Card::Condition { branches, .. }) => Answer::Branch(chance.below(branches.len() + 1) as u8),
        Silent::Branch(_) => Answer::Branch(chance.byte() % 6),
        Silent::Serve(_) => Answer::Unserved,
        Silent::Fill(text) => Answer::Filled(tokens(text).iter().map(|_| chance.text()).collect()),
    }
}

/// An answer that fits what is asked.
pub(crate) fn answer(prompt: &Prompt<'_>, chance: &mut Chance<'_>) -> Answer {
    match (&prompt.ask, chance.below(4)) {
        (Ask::Choices { labels, .. }, 0..=2) => Answer::Choices(vec![chance.below(labels.len().max(1)) as u8]),
        (Ask::Document { .. }, 0..=1) => Answer::Opened,
        (Ask::Input { known: Some(_), .. }, 0) => Answer::Confirmed,
        (_, 3) => Answer::Skipped,
        _ => Answer::Text(typed(chance)),
    }
}

/// Any act.
pub(crate) fn wild_act(chance: &mut Chance<'_>) -> Act {
    let answer = match chance.below(8) {
        0 => Answer::Choices((0..chance.below(4)).map(|_| chance.byte()).collect()),
        1 => Answer::Text(typed(chance)),
        2 => Answer::Confirmed,
        3 => Answer::Skipped,
        4 => Answer::Branch(chance.byte()),
        5 => Answer::Filled((0..chance.below(4)).map(|_| chance.text()).collect()),
        6 => Answer::Back { turn: chance.byte().into(), card: (chance.byte() % 16).into() },
        _ => Answer::Opened,
    };
    Act { turn: chance.number(), card: chance.number(), answer }
}

fn typed(chance: &mut Chance<'_>) -> Typed {
    let text = chance.text();
    Typed { folded: text.to_lowercase(), text }
}
