//! Exactly what a shell may draw of a conversation (C22).

use parlor_domain::draft::Known;
use parlor_domain::flow::{Card, CardIndex, Flow, RichText};
use parlor_domain::state::{Answer, Phase, Problem, State, Turn};
use parlor_domain::value::{InputKind, Value};

use crate::resolve::is_over;
use crate::step::{known, turn_number};

/// What a shell may draw.
#[derive(Clone, Debug, PartialEq)]
pub struct View<'a> {
    /// What was said, in order.
    pub said: Vec<Said<'a>>,
    /// Whether the bot types.
    pub typing: bool,
    /// What waits for the visitor.
    pub prompt: Option<Prompt<'a>>,
    /// Whether the conversation is over.
    pub over: bool,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq)]
pub enum Said<'a> {
    /// By the bot.
    Bot(&'a RichText),
    /// By the bot: what is wrong with an input.
    Problem(Problem),
    /// By the visitor.
    Visitor(String),
}

/// What waits for the visitor.
#[derive(Clone, Debug, PartialEq)]
pub struct Prompt<'a> {
    /// Its turn, to be named by the act.
    pub turn: u16,
    /// Its card, to be named by the act.
    pub card: CardIndex,
    /// What is asked.
    pub ask: Ask<'a>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask<'a> {
    /// To pick.
    Choices {
        /// The labels.
        labels: Vec<&'a str>,
        /// Whether several may be picked.
        several: bool,
        /// The label of a choice with free text.
        other: Option<&'a str>,
    },
    /// To type.
    Input {
        /// What.
        input: &'a InputKind,
        /// A hint inside the empty input.
        placeholder: &'a str,
        /// Whether it must be answered.
        required: bool,
        /// A known value to be confirmed.
        known: Option<&'a Value>,
    },
}

/// What a shell may draw of the conversation in this state.
pub fn view<'a>(flow: &'a Flow, state: &'a State) -> View<'a> {
    let mut said = Vec::new();
    let mut problem = None;
    for turn in &state.turns {
        match (problem, flow.card(turn.card).and_then(Card::text)) {
            (Some(problem), _) => said.push(Said::Problem(problem)),
            (None, Some(text)) => said.push(Said::Bot(text)),
            (None, None) => {}
        }
        said.extend(spoken(flow, state, turn).map(Said::Visitor));
        problem = turn.problem;
    }
    View { said, typing: matches!(state.phase, Phase::Typing(_)), prompt: prompt(flow, state), over: is_over(&state.phase) }
}

/// The first words of a flow, for the teaser: what its first card that speaks would say.
pub fn first_words(flow: &Flow) -> Option<&RichText> {
    let mut index = flow.start;
    for _ in 0..flow.cards.len() {
        match flow.card(index)? {
            Card::Goal { next } => index = (*next)?,
            Card::Jump { to } => index = *to,
            card => return card.text(),
        }
    }
    None
}

/// What the visitor said in a turn, as text.
pub fn spoken(flow: &Flow, state: &State, turn: &Turn) -> Option<String> {
    match (turn.answer.as_ref()?, flow.card(turn.card)?) {
        (Answer::Text(typed), _) => Some(typed.text.trim().to_owned()),
        (Answer::Choices(places), Card::Question(question)) => {
            let labels = places.iter().filter_map(|place| question.choices.get(usize::from(*place)));
            Some(labels.map(|choice| choice.label.as_str()).collect::<Vec<_>>().join(", "))
        }
        (Answer::Confirmed, Card::Capture(capture)) => known(state, capture).map(Value::to_string),
        _ => None,
    }
}

fn prompt<'a>(flow: &'a Flow, state: &'a State) -> Option<Prompt<'a>> {
    let Phase::Waiting { tries } = state.phase else { return None };
    let card = state.turns.last()?.card;
    let ask = match flow.card(card)? {
        Card::Question(question) => Ask::Choices {
            labels: question.choices.iter().map(|choice| choice.label.as_str()).collect(),
            several: question.several,
            other: question.other.as_ref().map(|other| other.label.as_str()),
        },
        Card::Capture(capture) => Ask::Input {
            input: &capture.input,
            placeholder: &capture.placeholder,
            required: capture.required,
            known: known(state, capture).filter(|_| capture.known == Known::Confirm && tries == 0),
        },
        _ => return None,
    };
    Some(Prompt { turn: turn_number(state), card, ask })
}
