//! Exactly what a shell may draw of a conversation (C22).

use std::borrow::Cow;

use parlor_domain::flow::{Capture, Card, CardIndex, DocumentCard, Flow, RichText};
use parlor_domain::language::Text;
use parlor_domain::limits::TRIES;
use parlor_domain::service::{Service, Slot};
use parlor_domain::state::{Answer, Phase, Problem, State, Turn};
use parlor_domain::value::{InputKind, Value};

use crate::capture::{Read, read};
use crate::path::Path;
use crate::resolve::is_over;
use crate::step::{Silent, Wanted, goes_on, offered, silent, to_confirm, turn_number};
use crate::token::{fill, has_tokens};

/// What a shell may draw.
#[derive(Clone, Debug, PartialEq)]
pub struct View<'a> {
    /// What was said, in order.
    pub said: Vec<Said<'a>>,
    /// Whether the bot types.
    pub typing: bool,
    /// Whose word is waited for, if it is not the visitor's: an agent's, a calendar's, the library's.
    pub awaits: Option<Wanted>,
    /// What waits for the visitor.
    pub prompt: Option<Prompt<'a>>,
    /// Whether the conversation is over.
    pub over: bool,
    /// Whether it is over because something is wrong with the flow.
    pub broken: bool,
}

impl View<'_> {
    /// Whether the visitor is asked something and has not said anything yet (W32).
    pub fn awaits_first_input(&self) -> bool {
        self.prompt.is_some() && !self.said.iter().any(|said| said.words.is_visitors())
    }
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq)]
pub struct Said<'a> {
    /// In which turn, counted from 0.
    pub turn: u16,
    /// By or to which card.
    pub card: CardIndex,
    /// What.
    pub words: Words<'a>,
    /// Whether the visitor may change it (C19).
    pub may_change: bool,
}

/// What was said.
#[derive(Clone, Debug, PartialEq)]
pub enum Words<'a> {
    /// By the bot.
    Bot(Cow<'a, RichText>),
    /// By the bot: what is wrong with an input.
    Problem(Problem),
    /// By the bot: a document to open, any number of times.
    Document(&'a DocumentCard),
    /// By the visitor.
    Visitor(String),
    /// By the visitor, who was asked for yes or no.
    YesNo(bool),
    /// By somebody else: the name of the agent whom the visitor is to meet or who has come, or what the library knows.
    Served(Service, &'a str),
    /// By the bot: the chat with the agent is over.
    Ended,
}

impl Words<'_> {
    /// Whether the visitor said it.
    pub fn is_visitors(&self) -> bool {
        matches!(self, Self::Visitor(_) | Self::YesNo(_))
    }
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
    /// To open the document that was offered.
    Document {
        /// Whether the visitor may go on without it.
        may_continue: bool,
    },
    /// To pick one of these times for a meeting.
    Slots(&'a [Slot]),
    /// To chat with the agent of this name.
    LiveChat(&'a str),
    /// To ask the library anything.
    Question,
}

/// What a shell may draw of the conversation in this state.
pub fn view<'a>(flow: &'a Flow, state: &'a State) -> View<'a> {
    let mut said = Vec::new();
    let mut tries = 0;
    let mut before: Option<&Turn> = None;
    let path = Path::of(state);
    let is_asked = prompt(flow, state).is_some_and(|prompt| !matches!(prompt.ask, Ask::LiveChat(_)));
    for (turn, at) in path.turns(state).zip(&path.standing) {
        let number = state.missed.saturating_add(*at as u16);
        let mut say = |words| {
            let may_change = Words::is_visitors(&words) && is_asked && path.may_change(flow, state, number, turn.card);
            said.push(Said { turn: number, card: turn.card, words, may_change });
        };
        // A card that asks again says what is wrong; after the last try, another card speaks for itself.
        let again = before.filter(|before| before.card == turn.card && tries < TRIES).and_then(|before| before.problem);
        let answered = before.filter(|before| before.card == turn.card).and_then(|before| before.answer.as_ref());
        let is_filled = flow.card(turn.card).is_some_and(|card| goes_on(card, answered));
        match again {
            Some(problem) => say(Words::Problem(problem)),
            None if is_filled => {}
            None => bot(flow, turn).map(Words::Bot).into_iter().for_each(&mut say),
        }
        // A document with tokens in its text is offered in the turn after the one that fills them.
        if let Some(Card::Document(document)) = flow.card(turn.card)
            && (is_filled || !has_tokens(&document.text))
        {
            say(Words::Document(document));
        }
        yes_or_no(flow, turn)
            .or_else(|| spoken(flow, turn).map(Words::Visitor))
            .or(served(flow, turn))
            .into_iter()
            .for_each(&mut say);
        tries = if again.is_some() { tries + 1 } else { 1 };
        before = Some(turn);
    }
    View {
        said,
        typing: matches!(state.phase, Phase::Typing(_)),
        awaits: match silent(flow, state) {
            Some(Silent::Serve(wanted)) => Some(wanted),
            _ => None,
        },
        prompt: prompt(flow, state),
        over: is_over(&state.phase),
        broken: matches!(state.phase, Phase::Broken(_)),
    }
}

/// What the bot says in a turn, its tokens filled; nothing before they are.
fn bot<'a>(flow: &'a Flow, turn: &Turn) -> Option<Cow<'a, RichText>> {
    let text = flow.card(turn.card)?.text()?;
    match &turn.answer {
        Some(Answer::Filled(values)) => Some(Cow::Owned(fill(text, values))),
        _ if has_tokens(text) => None,
        _ => Some(Cow::Borrowed(text)),
    }
}

/// What the visitor said in a turn, as text.
pub fn spoken(flow: &Flow, turn: &Turn) -> Option<String> {
    match (turn.answer.as_ref()?, flow.card(turn.card)?) {
        (Answer::Text(typed), _) => Some(typed.text.trim().to_owned()),
        (Answer::Picked(slot), _) => Some(slot.start.text()),
        (Answer::Choices(places), Card::Question(question)) => {
            let labels = places.iter().filter_map(|place| question.choices.get(usize::from(*place)));
            Some(labels.map(|choice| choice.label.as_str()).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    }
}

/// What the visitor said in a turn that asks for yes or no.
fn yes_or_no<'a>(flow: &Flow, turn: &Turn) -> Option<Words<'a>> {
    match (turn.answer.as_ref()?, flow.card(turn.card)?) {
        (Answer::Text(typed), Card::Capture(Capture { input: InputKind::YesNo, .. })) => match read(&InputKind::YesNo, typed) {
            Ok(Read { value: Value::YesNo(yes), .. }) => Some(Words::YesNo(yes)),
            _ => None,
        },
        _ => None,
    }
}

/// What the chat says about an input that can't be read.
pub const fn problem_text(problem: Problem) -> Text {
    match problem {
        Problem::TooLong => Text::TooLong,
        Problem::NotAnEmail => Text::NotAnEmail,
        Problem::NotAPhone => Text::NotAPhone,
        Problem::NotANumber => Text::NotANumber,
        Problem::NotAWholeNumber => Text::NotAWholeNumber,
        Problem::NotADate => Text::NotADate,
        Problem::NotATime => Text::NotATime,
        Problem::NotAChoice => Text::NotAChoice,
    }
}

/// What stands for yes and for no.
pub const fn yes_no_text(yes: bool) -> Text {
    if yes { Text::Yes } else { Text::No }
}

/// What somebody else said in a turn.
fn served<'a>(flow: &Flow, turn: &'a Turn) -> Option<Words<'a>> {
    match (flow.card(turn.card)?, turn.answer.as_ref()?) {
        (Card::Served(card), Answer::Served(said)) => Some(Words::Served(card.service, said)),
        (_, Answer::Ended) => Some(Words::Ended),
        _ => None,
    }
}

/// The agent of the last meeting or chat.
pub(crate) fn agent<'a>(flow: &Flow, state: &'a State) -> Option<&'a str> {
    state.turns.iter().rev().find_map(|turn| match (&turn.answer, flow.card(turn.card)) {
        (Some(Answer::Served(agent)), Some(Card::Served(card))) if card.service != Service::Answers => Some(agent.as_str()),
        _ => None,
    })
}

/// From this many choices on they are drawn as a list (C2).
const LIST_CHOICES: usize = 6;

impl Prompt<'_> {
    /// Whether its choices are drawn as a list, one below the other (C2).
    pub fn is_long(&self) -> bool {
        match &self.ask {
            Ask::Choices { labels, .. } => labels.len() >= LIST_CHOICES,
            Ask::Input { input: InputKind::Choice(labels), .. } => labels.len() >= LIST_CHOICES,
            _ => false,
        }
    }
}

/// What waits for the visitor.
pub fn prompt<'a>(flow: &'a Flow, state: &'a State) -> Option<Prompt<'a>> {
    let Phase::Waiting { .. } = state.phase else { return None };
    if silent(flow, state).is_some() {
        return None;
    }
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
        Card::Document(document) => Ask::Document { may_continue: document.may_continue },
        Card::Served(card) => match card.service {
            Service::Meeting => Ask::Slots(offered(&state.turns)?),
            Service::LiveChat => Ask::LiveChat(agent(flow, state)?),
            Service::Answers => Ask::Question,
        },
        _ => return None,
    };
    Some(Prompt { turn: turn_number(state), card, ask })
}
