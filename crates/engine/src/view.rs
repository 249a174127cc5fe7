//! Exactly what a shell may draw of a conversation (C22).

use parlor_domain::flow::{Card, CardIndex, Flow, RichText};
use parlor_domain::limits::TRIES;
use parlor_domain::state::{Answer, Phase, Problem, State, Turn};
use parlor_domain::value::{InputKind, Value};

use crate::resolve::is_over;
use crate::step::{to_confirm, turn_number};

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
    /// Whether it is over because something is wrong with the flow.
    pub broken: bool,
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
    let mut tries = 0;
    let mut before: Option<&Turn> = None;
    for turn in &state.turns {
        // A card that asks again says what is wrong; after the last try, another card speaks for itself.
        let again = before.filter(|before| before.card == turn.card && tries < TRIES).and_then(|before| before.problem);
        let text = flow.card(turn.card).and_then(Card::text);
        said.extend(again.map(Said::Problem).or(text.map(Said::Bot)));
        said.extend(spoken(flow, turn).map(Said::Visitor));
        tries = if again.is_some() { tries + 1 } else { 1 };
        before = Some(turn);
    }
    View {
        said,
        typing: matches!(state.phase, Phase::Typing(_)),
        prompt: prompt(flow, state),
        over: is_over(&state.phase),
        broken: matches!(state.phase, Phase::Broken(_)),
    }
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
pub fn spoken(flow: &Flow, turn: &Turn) -> Option<String> {
    match (turn.answer.as_ref()?, flow.card(turn.card)?) {
        (Answer::Text(typed), _) => Some(typed.text.trim().to_owned()),
        (Answer::Choices(places), Card::Question(question)) => {
            let labels = places.iter().filter_map(|place| question.choices.get(usize::from(*place)));
            Some(labels.map(|choice| choice.label.as_str()).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    }
}

/// From this many choices on they are drawn as a list (C2).
const LIST_CHOICES: usize = 6;

impl Prompt<'_> {
    /// Whether its choices are drawn as a list, one below the other (C2).
    pub fn is_long(&self) -> bool {
        match &self.ask {
            Ask::Choices { labels, .. } => labels.len() >= LIST_CHOICES,
            Ask::Input { input: InputKind::Choice(labels), .. } => labels.len() >= LIST_CHOICES,
            Ask::Input { .. } => false,
        }
    }
}

/// What waits for the visitor.
pub fn prompt<'a>(flow: &'a Flow, state: &'a State) -> Option<Prompt<'a>> {
    let Phase::Waiting { .. } = state.phase else { return None };
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
            known: to_confirm(state, capture),
        },
        _ => return None,
    };
    Some(Prompt { turn: turn_number(state), card, ask })
}
