//! Meetings of a visitor with an agent: when one can be met (M7).

use serde::{Deserialize, Serialize};

use crate::schedule::HoursDraft;
use crate::time::{Date, Instant};

/// When an agent can be met (M7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MeetingRules {
    /// The zone of the agent's clocks, by its name in the IANA database.
    pub zone: String,
    /// The hours of each week in which meetings take place, from beginning to end, [`HOURS`] at the most; none: the agent offers none.
    pub hours: Vec<HoursDraft>,
    /// How long a meeting takes, in minutes; [`SHORTEST`] to [`LONGEST`].
    pub minutes: u16,
    /// Minutes from the beginning of one slot to that of the next; [`SHORTEST`] to [`LONGEST`].
    pub step_minutes: u16,
    /// Minutes that stay free before a meeting; [`LONGEST`] at the most.
    pub before_minutes: u16,
    /// Minutes that stay free after a meeting; [`LONGEST`] at the most.
    pub after_minutes: u16,
    /// Hours from now in which nobody can book any more; [`NOTICE_HOURS`] at the most.
    pub notice_hours: u16,
    /// Days from now in which one can book; 1 to [`HORIZON_DAYS`].
    pub horizon_days: u16,
    /// The most meetings on one day of the agent's zone; none: as many as there are slots.
    pub most_a_day: Option<u16>,
    /// Days of the agent's zone without meetings; [`HOLIDAYS`] at the most.
    pub holidays: Vec<Date>,
}

/// Minutes of the shortest meeting, and of the smallest step.
pub const SHORTEST: u16 = 5;
/// Minutes of the longest meeting, step and buffer.
pub const LONGEST: u16 = 480;
/// The most hours from now in which nobody can book.
pub const NOTICE_HOURS: u16 = 720;
/// The most weekly hours that an agent names.
pub const HOURS: usize = 50;
/// The most days from now in which one can book.
pub const HORIZON_DAYS: u16 = 365;
/// The most days without meetings that an agent names.
pub const HOLIDAYS: usize = 366;

impl Default for MeetingRules {
    fn default() -> Self {
        Self {
            zone: "UTC".to_owned(),
            hours: Vec::new(),
            minutes: 30,
            step_minutes: 30,
            before_minutes: 0,
            after_minutes: 0,
            notice_hours: 24,
            horizon_days: 30,
            most_a_day: None,
            holidays: Vec::new(),
        }
    }
}

/// A stretch of time in which an agent can't be met: from `start` on, until before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Busy {
    /// When it begins.
    pub start: Instant,
    /// When it is over.
    pub end: Instant,
    /// Whether it is a meeting that was booked here, and not something else in the calendar.
    pub is_meeting: bool,
}
