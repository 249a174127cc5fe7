//! How far a conversation has come. `parlor-engine` moves it on, by value.

use serde::{Deserialize, Serialize};

use crate::flow::CardIndex;
use crate::pack::Packed;
use crate::service::Slot;
use crate::text::{Key, Typed};
use crate::value::Value;

/// A conversation's state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Packed)]
pub struct State {
    /// Milliseconds of typing before each bot message.
    pub delay_ms: u16,
    /// What was known when it started and what was learnt since, for cards that don't ask twice.
    pub known: Vec<(Key, Value)>,
    /// Turns that are not in `turns`, because what led to them never arrived; always 0 in a browser.
    pub missed: u16,
    /// The cards that spoke, in order.
    pub turns: Vec<Turn>,
    /// What it waits for.
    pub phase: Phase,
}

/// What a conversation waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub enum Phase {
    /// To be started.
    #[default]
    Ready,
    /// For the time that typing takes; then the card speaks.
    Typing(CardIndex),
    /// For the visitor's answer to the last turn's card.
    Waiting {
        /// Bad inputs so far.
        tries: u8,
    },
    /// For nothing: the end of a branch was reached.
    Done,
    /// For nothing: something is wrong with the flow.
    Broken(Defect),
}

/// A card that spoke, and what the visitor said to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct Turn {
    /// The card.
    pub card: CardIndex,
    /// What the visitor said; a confirmed value as its text.
    pub answer: Option<Answer>,
    /// What was wrong with it; then the card asks again.
    pub problem: Option<Problem>,
}

/// What a visitor does on a prompt. It names the turn and card it is meant for, so that one that
/// comes late or twice changes nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct Act {
    /// Which turn, counted from 0.
    pub turn: u16,
    /// Which card.
    pub card: CardIndex,
    /// The answer.
    pub answer: Answer,
}

/// What a visitor says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub enum Answer {
    /// Choices by their places.
    Choices(Vec<u8>),
    /// Free text: of an input, or of a question's *other*.
    Text(Typed),
    /// The known value is right.
    Confirmed,
    /// Nothing; the input may be skipped, the document left unopened, the pause is over.
    Skipped,
    /// The branch that a condition or split takes, by its place; the number of branches is *otherwise*. Told by the
    /// browser, not the visitor.
    Branch(u8),
    /// What stands in the place of the card's tokens, in order. Told by the browser, not the visitor.
    Filled(Vec<String>),
    /// The document was opened, or downloaded.
    Opened,
    /// An earlier answer is to be changed: the conversation returns to the turn in which it was given (C19).
    Back {
        /// Which turn.
        turn: u16,
        /// Its card.
        card: CardIndex,
    },
    /// Nobody can do what the card asks for: no agent has time, none came, the library has no answer. Told by the
    /// browser, not the visitor.
    Unserved,
    /// Times at which an agent could meet the visitor (C5). Told by the server.
    Offered(Vec<Slot>),
    /// This time suits the visitor.
    Picked(Slot),
    /// What somebody else says: the name of the agent whom the visitor is to meet (C5) or who has come to chat (C8), or what the
    /// library knows (C14). Told by the server.
    Served(String),
    /// The chat with the agent is over. Told by the server.
    Ended,
}

impl Answer {
    /// Whether it comes without the visitor: from the browser by itself, or from the server.
    pub fn is_silent(&self) -> bool {
        matches!(self, Self::Branch(_) | Self::Filled(_) | Self::Unserved) || self.is_told_by_server()
    }

    /// Whether only the server can say so.
    pub fn is_told_by_server(&self) -> bool {
        matches!(self, Self::Offered(_) | Self::Served(_) | Self::Ended)
    }
}

/// What is wrong with an input (C3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub enum Problem {
    /// Longer than a message may be.
    TooLong,
    /// No e-mail address.
    NotAnEmail,
    /// No telephone number.
    NotAPhone,
    /// No number.
    NotANumber,
    /// No date.
    NotADate,
    /// No date and time.
    NotATime,
    /// None of the choices.
    NotAChoice,
    /// No number without fraction.
    NotAWholeNumber,
}

/// What is wrong with a flow, found while it ran (C21).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub enum Defect {
    /// A branch leads to a card that is not there.
    NoSuchCard,
    /// More cards than `CARDS_BETWEEN_WAITS` without a wait.
    TooLong,
    /// More turns than `CONVERSATION_TURNS`.
    TooManyTurns,
}
