//! Why there are no slots (M11).

use parlor_domain::meeting::{Busy, MeetingRules};
use parlor_domain::schedule::weekday;
use parlor_domain::service::Slot;
use parlor_domain::time::{DAY, Date, Instant};

use crate::clocks::MOST_OFFSET;
use crate::open::midnight;
use crate::slots::{Judge, Range, RulesError};

/// What takes a slot away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It begins within the notice, or has begun.
    TooSoon,
    /// It is behind the horizon.
    TooFar,
    /// There are as many meetings on that day as there may be.
    DayFull,
    /// This is in the way, or nearer than the buffers allow.
    By(Busy),
}

/// A day of an agent's zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Day {
    /// The agent has no meetings on that date.
    Holiday,
    /// The agent has no hours on that day of the week.
    NoHours,
    /// What the hours would allow, in its order, and what took it away; nothing, if it is free. None at all: the hours are too short or
    /// end before they begin, or clocks jump over them.
    Slots(Vec<(Slot, Option<Taken>)>),
}

/// What became of each slot of a day. `busy` is as for [`crate::slots`] of that day, whenever it is in the agent's zone.
///
/// # Errors
///
/// As there.
pub fn why(rules: &MeetingRules, busy: &[Busy], now: Instant, date: Date) -> Result<Day, RulesError> {
    let judge = Judge::new(rules, busy, now)?;
    if rules.holidays.contains(&date) {
        return Ok(Day::Holiday);
    }
    if !rules.hours.iter().any(|hours| hours.days.contains(&weekday(date))) {
        return Ok(Day::NoHours);
    }
    let around = Range { from: midnight(date).plus(-MOST_OFFSET), until: midnight(date).plus(DAY + MOST_OFFSET) };
    let of_date = judge.candidates(around)?.into_iter().filter(|candidate| candidate.date == date);
    Ok(Day::Slots(of_date.map(|candidate| (candidate.slot, judge.taken(&candidate))).collect()))
}
