//! What the flow check says about a draft (C25).

use serde::{Deserialize, Serialize};

use crate::text::Key;

/// Something that is wrong with a draft, or could be better.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Whether it blocks publishing.
    pub severity: Severity,
    /// The card it is about; `None` for the dialogue as a whole.
    pub card: Option<Key>,
    /// What is wrong and what to do, in one or two sentences.
    pub message: String,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Blocks publishing.
    Error,
    /// Worth a look.
    Warning,
}
