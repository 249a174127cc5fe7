//! What became of the events that browsers have sent (A16), for whoever wants to know that nothing is lost.

use serde::{Deserialize, Serialize};

use crate::event::Refusal;
use crate::ids::{EventId, VisitorId};
use crate::text::Name;
use crate::time::{Date, Instant};

/// How many events became what. Each that was received is in exactly one of stored, apart, duplicates, refused and put off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Came to the server, however often.
    pub received: u64,
    /// Are stored.
    pub stored: u64,
    /// Of those stored: came more than an hour after they had happened.
    pub late: u64,
    /// Of those stored: say only that the browser no longer has the event (A13).
    pub lost: u64,
    /// Are stored apart, as those of bots and excluded networks (A15).
    pub apart: u64,
    /// Were answered before, and got the same answer again.
    pub duplicates: u64,
    /// Were refused for good.
    pub refused: u64,
    /// Came before the one that must come first. Browsers send them again.
    pub put_off: u64,
}

impl Counts {
    /// Whether every event that was received became something.
    pub const fn add_up(&self) -> bool {
        self.received == self.stored + self.apart + self.duplicates + self.refused + self.put_off
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            received: self.received + other.received,
            stored: self.stored + other.stored,
            late: self.late + other.late,
            lost: self.lost + other.lost,
            apart: self.apart + other.apart,
            duplicates: self.duplicates + other.duplicates,
            refused: self.refused + other.refused,
            put_off: self.put_off + other.put_off,
        }
    }
}

/// The events of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOfDelivery {
    /// The day on which they came, in UTC.
    pub date: Date,
    /// What became of them.
    pub counts: Counts,
}

/// The events that were refused for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Why.
    pub reason: Refusal,
    /// How many.
    pub count: u64,
    /// The last of them.
    pub example: Option<RefusedEvent>,
}

/// An event that was refused. What it said is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedEvent {
    /// Its id.
    pub event: EventId,
    /// Whose browser sent it.
    pub visitor: VisitorId,
    /// What kind of event it is: `shown`, `acted`.
    pub what: String,
    /// The dialogue or flow that it names, if the site has it.
    pub dialogue: Option<Name>,
    /// The version that it names; 0: none.
    pub version: u32,
    /// The page that it names.
    pub url: String,
    /// When it came.
    pub received: Instant,
}

/// What became of the events of the last days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// All of these days together.
    pub total: Counts,
    /// The days on which something came, the newest first.
    pub days: Vec<DayOfDelivery>,
    /// The refused ones by reason, the most frequent first.
    pub refused: Vec<Refused>,
    /// Showings that no event tells of (W28), the most frequent first.
    pub impressions: Vec<Impressions>,
}

/// Showings of a dialogue to visitors of whom nothing is stored: page views, and nobody's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impressions {
    /// Which dialogue.
    pub dialogue: Name,
    /// How many.
    pub count: u64,
}
