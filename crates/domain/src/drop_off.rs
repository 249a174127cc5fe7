//! Drop-off: what became of conversations at each card that asks (R11).

use serde::{Deserialize, Serialize};

use crate::draft::Draft;
use crate::flow::{CardIndex, Flow};

/// What a conversation did at a card that asks; each counts once per conversation and card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passing {
    /// It came to the card.
    Reached,
    /// The visitor answered, or skipped what may be skipped.
    Answered,
    /// It came no further: nothing was said to the card when it asked last.
    Left,
}

impl Passing {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Reached, Self::Answered, Self::Left];

    /// As it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Answered => "answered",
            Self::Left => "left",
        }
    }

    /// The one of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|passing| passing.code() == code)
    }
}

/// How many conversations did so at a card of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardCount {
    /// The version's number.
    pub version: u32,
    /// The card in its flow.
    pub card: CardIndex,
    /// What they did.
    pub passing: Passing,
    /// How many.
    pub count: u64,
}

/// A version that conversations walked.
#[derive(Clone, Debug, PartialEq)]
pub struct WalkedVersion {
    /// Its number.
    pub number: u32,
    /// The draft as it was: its cards are the first ones of the flow.
    pub draft: Draft,
    /// The flow.
    pub flow: Flow,
}

/// A card that asks, over all versions that have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardInReport {
    /// What it says in the newest of these versions, tokens by what stands in for them; a card that says nothing, its key.
    pub text: String,
    /// Conversations that came to it.
    pub reached: u64,
    /// Conversations that went on from it by an answer.
    pub answered: u64,
    /// Conversations that came no further, those that still go on among them.
    pub left: u64,
}
