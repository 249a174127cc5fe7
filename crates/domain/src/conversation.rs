//! Conversations as the server knows them: where each stands and what was said.

use serde::{Deserialize, Serialize};

/// Where a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Shown, and perhaps engaged with.
    Initiated,
    /// Engaged with, not completed, and the session is over (C18).
    Dropped,
    /// The end of a branch was reached (C17).
    Completed,
}

impl Status {
    /// The status as code, as it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Initiated => "initiated",
            Self::Dropped => "dropped",
            Self::Completed => "completed",
        }
    }

    /// The status of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Initiated, Self::Dropped, Self::Completed].into_iter().find(|status| status.code() == code)
    }
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Who said it.
    pub speaker: Speaker,
    /// The text, without its form.
    pub text: String,
}

/// Who said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The flow.
    Bot,
    /// The visitor.
    Visitor,
}
