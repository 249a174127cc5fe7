//! What slots are, said as plainly as can be: minute by minute, by what the clock on the wall shows.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use parlor_domain::meeting::{Busy, MeetingRules};
use parlor_domain::schedule::{HoursDraft, Weekday};
use parlor_domain::time::{DAY, Date, HOUR, Instant, MINUTE};
use parlor_schedule::Range;

/// What the wall shows at an instant.
struct Wall {
    date: Date,
    day: Weekday,
    minute: u16,
}

fn wall(zone: &TimeZone, at: Instant) -> Wall {
    let local: Zoned = Timestamp::from_millisecond(at.0).expect("an instant").to_zoned(zone.clone());
    let date = Date::from_civil(local.year().into(), local.month().unsigned_abs().into(), local.day().unsigned_abs().into());
    Wall {
        date: date.expect("a date"),
        day: Weekday::ALL[local.weekday().to_monday_zero_offset().unsigned_abs() as usize],
        minute: u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs()),
    }
}

/// The date of an instant.
pub(crate) fn date(zone: &TimeZone, at: Instant) -> Date {
    wall(zone, at).date
}

/// The beginnings of all slots of whole minutes in a range.
pub(crate) fn starts(rules: &MeetingRules, busy: &[Busy], now: Instant, range: Range) -> Vec<Instant> {
    let zone = TimeZone::get(&rules.zone).expect("a zone");
    let length = i64::from(rules.minutes);
    let first = Instant(range.from.0.div_euclid(MINUTE) * MINUTE + if range.from.0.rem_euclid(MINUTE) == 0 { 0 } else { MINUTE });
    let count = (range.until.since(first) + MINUTE - 1).div_euclid(MINUTE).max(0);
    let walls: Vec<Wall> = (0..count + length).map(|n| wall(&zone, first.plus(n * MINUTE))).collect();
    let is_on = |wall: &Wall, hours: &HoursDraft| {
        !rules.holidays.contains(&wall.date)
            && hours.days.contains(&wall.day)
            && (hours.from.0..hours.until.0).contains(&wall.minute)
    };
    let is_open = |wall: &Wall| rules.hours.iter().any(|hours| is_on(wall, hours));
    // Of each minute of a week: the one in which the hours began, if they have.
    let begun: Vec<Vec<Option<u16>>> = Weekday::ALL.iter().map(|day| beginnings(rules, *day)).collect();
    let begins = |wall: &Wall| {
        let begun = begun[wall.day as usize][usize::from(wall.minute)];
        is_open(wall) && begun.is_some_and(|begun| (wall.minute - begun).is_multiple_of(rules.step_minutes))
    };
    let meetings_on = |date: Date| {
        busy.iter().filter(|busy| busy.is_meeting && busy.start < busy.end && wall(&zone, busy.start).date == date).count()
    };
    let (notice, horizon) = (i64::from(rules.notice_hours) * HOUR, i64::from(rules.horizon_days) * DAY);
    let fits = |n: usize| {
        let (start, of) = (first.plus(n as i64 * MINUTE), &walls[n]);
        begins(of)
            && walls[n..n + length as usize].iter().all(is_open)
            && (notice..horizon).contains(&start.since(now))
            && rules.most_a_day.is_none_or(|most| meetings_on(of.date) < usize::from(most))
            && !busy.iter().any(|busy| is_near(rules, busy, start))
    };
    (0..count as usize).filter(|n| fits(*n)).map(|n| first.plus(n as i64 * MINUTE)).collect()
}

fn beginnings(rules: &MeetingRules, day: Weekday) -> Vec<Option<u16>> {
    let is_on = |minute: u16| {
        rules.hours.iter().any(|hours| hours.days.contains(&day) && (hours.from.0..hours.until.0).contains(&minute))
    };
    let begun = (0..1_440).scan(None, |begun, minute| {
        *begun = if is_on(minute) { begun.or(Some(minute)) } else { None };
        Some(*begun)
    });
    begun.collect()
}

fn is_near(rules: &MeetingRules, busy: &Busy, start: Instant) -> bool {
    let (before, after) = (i64::from(rules.before_minutes), i64::from(rules.after_minutes));
    let (before, after) = if busy.is_meeting { (before.max(after), before.max(after)) } else { (before, after) };
    let end = start.plus(i64::from(rules.minutes) * MINUTE);
    busy.start < busy.end && busy.end.plus(before * MINUTE) > start && end.plus(after * MINUTE) > busy.start
}
