//! Cards whose part is played by somebody else than the bot: agents, and the library of questions and answers.

use serde::{Deserialize, Serialize};

use crate::flow::{CardIndex, RichText};
use crate::pack::Packed;
use crate::time::Instant;

/// Who plays the part of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// C5: an agent whom the visitor meets.
    Meeting,
    /// C8: an agent who chats.
    LiveChat,
    /// C14: the library of questions and answers.
    Answers,
}

/// A card whose part somebody else plays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct ServedCard {
    /// Who.
    pub service: Service,
    /// What the bot says to it.
    pub text: RichText,
    /// The card after it: the meeting stands, the chat is over, there are no more questions.
    pub next: Option<CardIndex>,
    /// The card where it came to nothing: no meeting, no agent, no answer.
    pub unserved: Option<CardIndex>,
}

/// A time at which an agent could meet the visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Packed)]
pub struct Slot {
    /// When it begins.
    pub start: Instant,
    /// How long it takes.
    pub minutes: u16,
}
