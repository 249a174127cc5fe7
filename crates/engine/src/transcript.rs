//! A conversation replayed from what the visitor did (C23).

use parlor_domain::conversation::{Line, Speaker};
use parlor_domain::event::{DocumentUse, What};
use parlor_domain::flow::{Card, Flow};
use parlor_domain::service::Service;
use parlor_domain::state::{Act, Answer, Phase, State, Turn};

use crate::publish::english;
use crate::resolve::is_over;
use crate::step::{Effect, Input, step, turn_number};
use crate::view::{Words, problem_text, view, yes_no_text};

/// The state after these inputs. Typing takes no time here: what is said doesn't depend on it.
pub fn replay(flow: &Flow, inputs: &[What]) -> State {
    replay_before(flow, inputs, None)
}

/// The state after those of these inputs that come before a turn, or after all. Two tabs post on their
/// own, so that an input may arrive after one that it led to: what counts is the turn, not the arrival.
pub fn replay_before(flow: &Flow, inputs: &[What], turn: Option<u16>) -> State {
    let mut inputs: Vec<&What> =
        inputs.iter().filter(|input| turn.is_none_or(|turn| input.place() < Some((turn, true)))).collect();
    inputs.sort_by_key(|input| input.place());
    inputs.into_iter().fold(State::default(), |state, input| advance(flow, state, input).0)
}

/// One input more. Returns the effects too; `None` if the input doesn't fit.
pub fn advance(flow: &Flow, state: State, input: &What) -> (State, Option<Vec<Effect>>) {
    let (mut state, effects) = take(flow, state, input);
    let Some(mut effects) = effects else { return (state, None) };
    // Pauses take no time here.
    while let Phase::Typing(_) = state.phase {
        let ticket = u16::try_from(state.turns.len()).unwrap_or(u16::MAX);
        let (next, more) = step(flow, state, Input::Woken { ticket });
        state = next;
        effects.extend(more);
    }
    (state, Some(effects))
}

fn take(flow: &Flow, mut state: State, input: &What) -> (State, Option<Vec<Effect>>) {
    match input {
        What::Shown | What::Begun(_) | What::Lost | What::Clicked(_) | What::Closed | What::Read(_) => (state, Some(Vec::new())),
        What::Given(_) | What::Viewed => (state, None),
        What::Forgot(_) => {
            state.known.clear();
            (state, Some(Vec::new()))
        }
        What::Document(of) => open_document(flow, state, of),
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

/// The first time it is an act on the prompt; later it changes nothing.
fn open_document(flow: &Flow, state: State, of: &DocumentUse) -> (State, Option<Vec<Effect>>) {
    if !matches!(flow.card(of.card), Some(Card::Document(_))) {
        return (state, None);
    }
    let act = Act { turn: of.turn, card: of.card, answer: Answer::Opened };
    let caught_up = catch_up(flow, state.clone(), &act);
    let (next, effects) = step(flow, caught_up.clone(), Input::Act(act));
    if next != caught_up {
        return (next, Some(effects));
    }
    let was_offered = state.turns.iter().any(|turn| turn.card == of.card);
    (state, was_offered.then(Vec::new))
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

/// Whether all is known that led here: no turn is missing, and none was passed over without its answer.
pub(crate) fn is_whole(flow: &Flow, state: &State) -> bool {
    let is_passed = |turn: &Turn| turn.answer.is_some() || matches!(flow.card(turn.card), Some(Card::Message { .. }));
    state.missed == 0 && state.turns.split_last().is_none_or(|(_, before)| before.iter().all(is_passed))
}

/// What stands in a transcript where the visitor went back to change an answer.
const CHANGES: &str = "(changes an earlier answer)";

/// What was said, as text; what the chat itself says is in English, whatever the visitor's language. What was set aside when the visitor went back stays in it (C19).
pub fn transcript(flow: &Flow, inputs: &[What]) -> Vec<Line> {
    let state = replay(flow, inputs);
    let (mut told, mut from) = (Vec::new(), 0);
    let gone_back = |(at, turn): (usize, &Turn)| matches!(turn.answer, Some(Answer::Back { .. })).then_some(at);
    for at in state.turns.iter().enumerate().filter_map(gone_back) {
        let mut then = State { turns: state.turns[..=at].to_vec(), missed: state.missed, ..State::default() };
        let stays = lines(flow, &then, 0).len();
        then.turns[at].answer = None;
        told.extend(lines(flow, &then, from));
        told.push(Line { speaker: Speaker::Visitor, text: CHANGES.to_owned() });
        from = stays;
    }
    told.extend(lines(flow, &state, from));
    told
}

/// What is said in a state from the nth line on.
fn lines(flow: &Flow, state: &State, from: usize) -> Vec<Line> {
    let bot = |text| Line { speaker: Speaker::Bot, text };
    let line = |words: Words<'_>| match words {
        Words::Bot(text) => bot(text.plain()),
        Words::Problem(problem) => bot(english().text(problem_text(problem)).to_owned()),
        Words::Document(document) => bot(document.title.clone()),
        Words::Served(Service::Meeting, agent) => bot(format!("(the meeting with {agent} stands)")),
        Words::Served(Service::LiveChat, agent) => bot(format!("({agent} joins)")),
        Words::Served(Service::Answers, text) => bot(text.to_owned()),
        Words::Ended => bot("(the chat is over)".to_owned()),
        Words::Visitor(text) => Line { speaker: Speaker::Visitor, text },
        Words::YesNo(yes) => Line { speaker: Speaker::Visitor, text: english().text(yes_no_text(yes)).to_owned() },
    };
    view(flow, state).said.into_iter().skip(from).map(|said| line(said.words)).collect()
}
