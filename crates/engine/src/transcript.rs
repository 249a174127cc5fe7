//! A conversation replayed from what the visitor did (C23).

use parlor_domain::conversation::{Line, Speaker};
use parlor_domain::event::What;
use parlor_domain::flow::Flow;
use parlor_domain::state::{Act, Phase, Problem, State, Turn};

use crate::resolve::is_over;
use crate::step::{Effect, Input, step, turn_number};
use crate::view::{Said, view};

/// The state after these inputs. Typing takes no time here: what is said doesn't depend on it.
pub fn replay(flow: &Flow, inputs: &[What]) -> State {
    replay_before(flow, inputs, None)
}

/// The state after those of these inputs that come before a turn, or after all. Two tabs post on their
/// own, so that an input may arrive after one that it led to: what counts is the turn, not the arrival.
pub fn replay_before(flow: &Flow, inputs: &[What], turn: Option<u16>) -> State {
    let place = |input: &What| if let What::Acted(act) = input { Some(act.turn) } else { None };
    let mut inputs: Vec<&What> = inputs.iter().filter(|input| turn.is_none() || place(input) < turn).collect();
    inputs.sort_by_key(|input| place(input));
    inputs.into_iter().fold(State::default(), |state, input| advance(flow, state, input).0)
}

/// One input more. Returns the effects too; `None` if the input doesn't fit.
pub fn advance(flow: &Flow, state: State, input: &What) -> (State, Option<Vec<Effect>>) {
    match input {
        What::Shown | What::Lost => (state, Some(Vec::new())),
        What::Started(_) if state.phase != Phase::Ready => (state, None),
        What::Started(known) => {
            let (state, effects) = step(flow, state, Input::Start { delay_ms: 0, known: known.clone() });
            (state, Some(effects))
        }
        What::Acted(act) => {
            let state = catch_up(flow, state, act);
            let (next, effects) = step(flow, state.clone(), Input::Act(act.clone()));
            if next == state { (state, None) } else { (next, Some(effects)) }
        }
    }
}

/// Brings the state to the turn that the act names, when turns before it never arrived: lost in
/// the browser, or still on their way from another tab.
fn catch_up(flow: &Flow, state: State, act: &Act) -> State {
    let mut state = match state.phase {
        Phase::Ready => step(flow, state, Input::Start { delay_ms: 0, known: Vec::new() }).0,
        _ => state,
    };
    let ahead = state.turns.is_empty() || act.turn > turn_number(&state);
    if ahead && !is_over(&state.phase) && flow.card(act.card).is_some() {
        let count = u16::try_from(state.turns.len()).unwrap_or(u16::MAX);
        state.missed = act.turn.saturating_sub(count);
        state.turns.push(Turn { card: act.card, answer: None, problem: None });
        state.phase = Phase::Waiting { tries: 0 };
    }
    state
}

/// What was said, as text.
pub fn transcript(flow: &Flow, inputs: &[What]) -> Vec<Line> {
    let state = replay(flow, inputs);
    let line = |said: Said<'_>| match said {
        Said::Bot(text) => Line { speaker: Speaker::Bot, text: text.plain() },
        Said::Problem(problem) => Line { speaker: Speaker::Bot, text: problem_text(problem).to_owned() },
        Said::Visitor(text) => Line { speaker: Speaker::Visitor, text },
    };
    view(flow, &state).said.into_iter().map(line).collect()
}

/// What the bot says about an input that can't be read.
pub const fn problem_text(problem: Problem) -> &'static str {
    match problem {
        Problem::TooLong => "That is more than I can take in one message. Could you shorten it?",
        Problem::NotAnEmail => {
            "That doesn't look like an e-mail address. Could you check it? It should be like name@example.com."
        }
        Problem::NotAPhone => {
            "That doesn't look like a phone number. Could you check it? Digits, spaces and a leading + are fine."
        }
        Problem::NotANumber => "I need a number here, like 12 or 3.5.",
        Problem::NotAWholeNumber => "I need a whole number here, like 12.",
        Problem::NotADate => "I need a date here. Could you pick one?",
        Problem::NotATime => "I need a date and a time here. Could you pick them?",
        Problem::NotAChoice => "Please pick one of the choices.",
    }
}
