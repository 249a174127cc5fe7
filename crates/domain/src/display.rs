//! Display events: what a dialogue may wait for before it is shown (T17).

use serde::{Deserialize, Serialize};

use crate::pack::Packed;

/// What must happen before a resolved dialogue is shown. No events: it is shown at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Display {
    /// Every event is met.
    All(Vec<DisplayEvent>),
    /// At least one event is met.
    Any(Vec<DisplayEvent>),
}

impl Default for Display {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Display {
    /// The events in it.
    pub fn events(&self) -> &[DisplayEvent] {
        match self {
            Self::All(events) | Self::Any(events) => events,
        }
    }
}

/// One thing to wait for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DisplayEvent {
    /// Visible seconds on pages that the dialogue's patterns match, over all of them (T19).
    TimeOnPage(u32),
    /// Percent of the page's height that came into view.
    Scroll(u8),
    /// Seconds since the session began.
    TimeOnSite(u32),
    /// The visitor is about to leave: the pointer goes out at the top of the page, or a finger throws the page downwards.
    ExitIntent,
    /// Seconds in which the visitor did nothing.
    Inactivity(u32),
    /// Pages viewed in the session, this one included.
    PagesViewed(u32),
    /// The page's own code said that this happened, by its name.
    Custom(String),
}
