//! Showings that are counted without saying to whom (W28).

use serde::{Deserialize, Serialize};

use crate::ids::DialogueId;
use crate::pack::Packed;

/// A dialogue was shown to somebody of whom nothing is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Impression {
    /// Which dialogue.
    pub dialogue: DialogueId,
    /// Which version of it.
    pub version: u32,
}
