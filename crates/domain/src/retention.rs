//! For how long what is kept (O8).

use serde::{Deserialize, Serialize};

/// Days after which things go. What people are and what they have given stays until they are erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Anonymous visitors who never acted, with all that is known of them.
    pub anonymous_days: u16,
    /// Entries of the log of the kinds *triggered* and *engaged*.
    pub shown_days: u16,
    /// All other entries of the log.
    pub log_days: u16,
    /// What was said in conversations.
    pub transcript_days: u16,
}

impl Default for Retention {
    fn default() -> Self {
        Self { anonymous_days: 90, shown_days: 90, log_days: 730, transcript_days: 730 }
    }
}

impl Retention {
    /// The fewest and the most days. Fewer than events may be late (A14) would let in again what has gone.
    pub const DAYS: (u16, u16) = (31, 3_650);

    /// Each with its name.
    pub const fn named(&self) -> [(&'static str, u16); 4] {
        [
            ("anonymous_days", self.anonymous_days),
            ("shown_days", self.shown_days),
            ("log_days", self.log_days),
            ("transcript_days", self.transcript_days),
        ]
    }
}
