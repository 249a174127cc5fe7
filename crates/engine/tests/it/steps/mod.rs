//! Cards one by one: what a step changes, asks and shows (C1 to C3, C6, C11, C20 to C22, C24).

use expect_test::Expect;
use parlor_domain::flow::Flow;
use parlor_domain::service::Slot;
use parlor_domain::state::{Act, Answer, State};
use parlor_domain::text::{Key, Typed};
use parlor_domain::time::Instant;
use parlor_domain::value::Value;
use parlor_engine::step::{Input, step, turn_number};
use parlor_engine::view::view;

use crate::support::lines::view_lines;
use crate::support::made_up::flow;
use crate::support::text::effect_line;

mod actions;
mod captures;
mod questions;
mod served;
mod walking;

/// What a visitor does: `pick 0 2`, `say TEXT`, `confirm`, `skip`, `meet HOUR`, `back TURN` on the prompt, `wake N`; what others
/// say: `offer HOURS`, `served WORDS`, `end`, `nobody`, and the browser `fill WORDS`; `!` in front: it
/// must change nothing.
fn check(json: &str, known: &[(&str, &str)], delay_ms: u16, lines: &[&str], expect: Expect) {
    let flow = flow(json);
    let known = known.iter().map(|(key, value)| (Key::parse(key).expect("a key"), Value::Text((*value).to_owned()))).collect();
    let mut told = String::from("> start\n");
    let mut state = State::default();
    go(&flow, &mut state, Input::Start { delay_ms, known }, &mut told);
    for line in lines {
        told.push_str(&format!("> {line}\n"));
        let before = state.clone();
        let (line, must_fit) = line.strip_prefix('!').map_or((*line, true), |line| (line, false));
        let input = input(line, &flow, &state);
        go(&flow, &mut state, input, &mut told);
        assert_eq!(state != before, must_fit, "{line}");
    }
    expect.assert_eq(&told);
}

fn go(flow: &Flow, state: &mut State, input: Input, told: &mut String) {
    let before = view_lines(&view(flow, state));
    let (next, effects) = step(flow, state.clone(), input);
    *state = next;
    effects.iter().for_each(|effect| told.push_str(&format!("  * {}\n", effect_line(effect))));
    let after = view_lines(&view(flow, state));
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    after[same..].iter().for_each(|line| told.push_str(&format!("  {line}\n")));
}

fn input(line: &str, flow: &Flow, state: &State) -> Input {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    let answer = match verb {
        "pick" => Answer::Choices(rest.split_whitespace().map(|place| place.parse().expect("a place")).collect()),
        "say" => Answer::Text(Typed { text: rest.to_owned(), folded: rest.to_lowercase() }),
        "confirm" => Answer::Confirmed,
        "skip" => Answer::Skipped,
        "meet" => Answer::Picked(hour(rest)),
        "nobody" => return told(state, Answer::Unserved),
        "offer" => return told(state, Answer::Offered(rest.split_whitespace().map(hour).collect())),
        "end" => return told(state, Answer::Ended),
        "served" => return told(state, Answer::Served(rest.to_owned())),
        "fill" => return told(state, Answer::Filled(rest.split_whitespace().map(str::to_owned).collect())),
        "back" => {
            let card = state.turns[rest.parse::<usize>().expect("a turn")].card;
            Answer::Back { turn: rest.parse().expect("a turn"), card }
        }
        "wake" => return Input::Woken { ticket: rest.parse().expect("a ticket") },
        _ => panic!("nobody can `{line}`"),
    };
    let (turn, card) = view(flow, state).prompt.map_or((0, 0), |prompt| (prompt.turn, prompt.card));
    Input::Act(Act { turn, card, answer })
}

/// What somebody else than the visitor says to the last turn.
fn told(state: &State, answer: Answer) -> Input {
    let card = state.turns.last().map_or(0, |turn| turn.card);
    Input::Act(Act { turn: turn_number(state), card, answer })
}

/// Half an hour from this hour of the first day on.
fn hour(text: &str) -> Slot {
    Slot { start: Instant(text.parse::<i64>().expect("an hour") * 3_600_000), minutes: 30 }
}
