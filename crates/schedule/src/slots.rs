//! The slots of an agent (M7, M8).

use std::fmt;

use jiff::tz::TimeZone;
use parlor_domain::meeting::{Busy, HOLIDAYS, HORIZON_DAYS, HOURS, LONGEST, MeetingRules, NOTICE_HOURS, SHORTEST};
use parlor_domain::service::Slot;
use parlor_domain::time::{DAY, Date, HOUR, Instant, MINUTE};

use crate::clocks::{MOST_OFFSET, stretches};
use crate::open::Open;
use crate::why::Taken;

/// Slots that begin from `from` on, and before `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first instant.
    pub from: Instant,
    /// The instant after the last one.
    pub until: Instant,
}

/// Rules that can't be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RulesError {
    /// The IANA database has no zone of this name.
    NoSuchZone(String),
    /// This is beyond its limits.
    BeyondLimits(&'static str),
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchZone(name) => write!(f, "there is no zone {name:?}; name one like Europe/Berlin"),
            Self::BeyondLimits(what) => write!(f, "{what} is beyond the limits"),
        }
    }
}

impl std::error::Error for RulesError {}

/// What of the calendars counts for the slots of a range: everything that touches this.
pub fn needed(rules: &MeetingRules, range: Range) -> Range {
    let buffer = i64::from(rules.before_minutes.max(rules.after_minutes)) * MINUTE;
    // Meetings are counted by dates, and the last slot goes on beyond the range.
    let until = range.until.plus(i64::from(rules.minutes) * MINUTE + buffer + MOST_OFFSET);
    Range { from: range.from.plus(-buffer - MOST_OFFSET), until }
}

/// The slots in which an agent can be met, in their order, none twice. `busy` is in any order and may overlap; it has everything that
/// touches what is [`needed`].
///
/// # Errors
///
/// Rules that can't be kept.
pub fn slots(rules: &MeetingRules, busy: &[Busy], now: Instant, range: Range) -> Result<Vec<Slot>, RulesError> {
    // Nothing is free before the notice or behind the horizon: the days there needn't be looked at.
    let from = range.from.max(now.plus(i64::from(rules.notice_hours) * HOUR));
    let until = range.until.min(now.plus(i64::from(rules.horizon_days) * DAY));
    let judge = Judge::new(rules, busy, now)?;
    let free = judge.candidates(Range { from, until })?.into_iter().filter(|candidate| judge.taken(candidate).is_none());
    Ok(free.map(|candidate| candidate.slot).collect())
}

/// Whether a meeting can begin at an instant: exactly if [`slots`] offers it.
///
/// # Errors
///
/// As there.
pub fn is_free(rules: &MeetingRules, busy: &[Busy], now: Instant, start: Instant) -> Result<bool, RulesError> {
    let range = Range { from: start, until: start.plus(1) };
    Ok(slots(rules, busy, now, range)?.iter().any(|slot| slot.start == start))
}

/// What the hours would allow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) date: Date,
    pub(crate) slot: Slot,
}

/// Says what takes a slot away.
pub(crate) struct Judge<'a> {
    rules: &'a MeetingRules,
    pub(crate) zone: TimeZone,
    now: Instant,
    /// By their beginnings.
    busy: Vec<Busy>,
    /// The latest end of each and those before it: where to stop looking back.
    ends: Vec<Instant>,
    /// The dates of the meetings, in their order.
    meetings: Vec<Date>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(rules: &'a MeetingRules, busy: &[Busy], now: Instant) -> Result<Self, RulesError> {
        if let Some(what) = beyond_limits(rules) {
            return Err(RulesError::BeyondLimits(what));
        }
        let zone = TimeZone::get(&rules.zone).map_err(|_| RulesError::NoSuchZone(rules.zone.clone()))?;
        let mut busy: Vec<Busy> = busy.iter().copied().filter(|busy| busy.start < busy.end).collect();
        busy.sort_unstable();
        let ends = busy.iter().scan(Instant(i64::MIN), |latest, busy| {
            *latest = busy.end.max(*latest);
            Some(*latest)
        });
        let ends = ends.collect();
        let meetings = dates(&zone, busy.iter().filter(|busy| busy.is_meeting).map(|busy| busy.start));
        Ok(Self { rules, zone, now, busy, ends, meetings })
    }

    /// What the hours would allow in a range.
    pub(crate) fn candidates(&self, range: Range) -> Result<Vec<Candidate>, RulesError> {
        if range.from >= range.until {
            return Ok(Vec::new());
        }
        // A slot that begins before midnight goes on into the hours of the next day.
        let (first, last) = (range.from.plus(-MOST_OFFSET).date(0), range.until.plus(MOST_OFFSET).date(0));
        let open = Open::of(self.rules, &self.zone, first, last);
        let starts = open.starts(self.length(), i64::from(self.rules.step_minutes) * MINUTE);
        let within = starts.into_iter().filter(|(_, start)| (range.from..range.until).contains(start));
        Ok(within.map(|(date, start)| Candidate { date, slot: Slot { start, minutes: self.rules.minutes } }).collect())
    }

    /// What takes a slot away; nothing, if it is free.
    pub(crate) fn taken(&self, candidate: &Candidate) -> Option<Taken> {
        let start = candidate.slot.start;
        if start < self.now.plus(i64::from(self.rules.notice_hours) * HOUR) {
            return Some(Taken::TooSoon);
        }
        if start >= self.now.plus(i64::from(self.rules.horizon_days) * DAY) {
            return Some(Taken::TooFar);
        }
        let that_day = |date: Date| self.meetings.partition_point(|other| *other < date);
        let count = that_day(Date(candidate.date.0 + 1)) - that_day(candidate.date);
        if self.rules.most_a_day.is_some_and(|most| count >= usize::from(most)) {
            return Some(Taken::DayFull);
        }
        self.in_the_way(start).map(Taken::By)
    }

    /// What is in the way of a meeting with its buffers.
    fn in_the_way(&self, start: Instant) -> Option<Busy> {
        let end = start.plus(self.length());
        let buffer = |minutes: u16| i64::from(minutes) * MINUTE;
        let (before, after) = (buffer(self.rules.before_minutes), buffer(self.rules.after_minutes));
        let widest = before.max(after);
        // Of two meetings each keeps its own distance.
        let touches = |busy: &&Busy| {
            let (before, after) = if busy.is_meeting { (widest, widest) } else { (before, after) };
            busy.end.plus(before) > start && busy.start < end.plus(after)
        };
        let last = self.busy.partition_point(|busy| busy.start < end.plus(widest));
        let first = self.ends.partition_point(|latest| latest.plus(widest) <= start);
        self.busy.get(first..last)?.iter().find(touches).copied()
    }

    fn length(&self) -> i64 {
        i64::from(self.rules.minutes) * MINUTE
    }
}

/// What of the rules is beyond its limits.
fn beyond_limits(rules: &MeetingRules) -> Option<&'static str> {
    let lengths = SHORTEST..=LONGEST;
    let all = [
        ("the length of a meeting", lengths.contains(&rules.minutes)),
        ("the step between slots", lengths.contains(&rules.step_minutes)),
        ("the time before a meeting", rules.before_minutes <= LONGEST),
        ("the time after a meeting", rules.after_minutes <= LONGEST),
        ("the notice", rules.notice_hours <= NOTICE_HOURS),
        ("the horizon", (1..=HORIZON_DAYS).contains(&rules.horizon_days)),
        ("the number of weekly hours", rules.hours.len() <= HOURS),
        ("the number of holidays", rules.holidays.len() <= HOLIDAYS),
    ];
    all.into_iter().find(|(_, is_within)| !is_within).map(|(what, _)| what)
}

/// The dates of instants that are in their order.
fn dates(zone: &TimeZone, at: impl Iterator<Item = Instant> + Clone) -> Vec<Date> {
    let Some((first, last)) = at.clone().next().zip(at.clone().last()) else { return Vec::new() };
    let clocks = stretches(zone, first, last.plus(1));
    let date = |at: Instant| {
        let stretch = clocks.get(clocks.partition_point(|stretch| stretch.end <= at));
        at.plus(stretch.map_or(0, |stretch| stretch.ahead)).date(0)
    };
    let mut dates: Vec<Date> = at.map(date).collect();
    dates.sort_unstable();
    dates
}
