//! Slots are what the oracle says, in every zone of the world and at every change of its clocks (M8, M10).

use jiff::Timestamp;
use jiff::tz::TimeZone;
use parlor_domain::meeting::{Busy, MeetingRules};
use parlor_domain::schedule::{ClockTime, HoursDraft, Weekday};
use parlor_domain::time::{DAY, Date, HOUR, Instant, MINUTE};
use parlor_schedule::{Day, Range, is_free, needed, slots, why};
use proptest::prelude::*;

use crate::oracle;

/// The zones of the world, by their names.
fn zones() -> Vec<String> {
    jiff::tz::db().available().map(|name| name.to_string()).filter(|name| TimeZone::get(name).is_ok()).collect()
}

/// When clocks of a zone are set in some years.
fn changes(zone: &str) -> Vec<Instant> {
    let zone = TimeZone::get(zone).expect("a zone");
    let from: Timestamp = "2024-01-01T00:00Z".parse().expect("a time");
    let until: Timestamp = "2028-01-01T00:00Z".parse().expect("a time");
    let following = zone.following(from).map(|change| change.timestamp()).take_while(|at| *at < until);
    following.map(|at| Instant(at.as_millisecond())).collect()
}

fn hours(days: &[Weekday], from: u16, until: u16) -> HoursDraft {
    HoursDraft { days: days.to_vec(), from: ClockTime(from), until: ClockTime(until) }
}

fn starts(rules: &MeetingRules, busy: &[Busy], now: Instant, range: Range) -> Vec<Instant> {
    slots(rules, busy, now, range).expect("slots").into_iter().map(|slot| slot.start).collect()
}

#[test]
fn m10_at_every_change_of_clocks_in_every_zone() {
    let mut count = 0;
    for zone in zones() {
        let rules = MeetingRules {
            zone: zone.clone(),
            hours: vec![hours(&Weekday::ALL, 0, 4 * 60 + 30), hours(&Weekday::ALL, 22 * 60 + 10, 24 * 60)],
            minutes: 45,
            step_minutes: 20,
            notice_hours: 0,
            ..MeetingRules::default()
        };
        for change in changes(&zone) {
            count += 1;
            let (now, range) = (change.plus(-10 * DAY), Range { from: change.plus(-DAY), until: change.plus(DAY) });
            let found = starts(&rules, &[], now, range);
            assert_eq!(found, oracle::starts(&rules, &[], now, range), "{zone} at {change}");
            // The same from either side of the change.
            let halves = [Range { until: change, ..range }, Range { from: change, ..range }];
            let halves: Vec<Instant> = halves.into_iter().flat_map(|half| starts(&rules, &[], now, half)).collect();
            assert_eq!(found, halves, "{zone} at {change}");
        }
    }
    assert!(count > 500, "{count} changes were looked at");
}

fn weekly() -> impl Strategy<Value = HoursDraft> {
    let days = proptest::sample::subsequence(Weekday::ALL.to_vec(), 1..=7);
    (days, 0..1_440u16, 1..=1_440u16)
        .prop_filter("hours have a length", |(_, from, until)| from < until)
        .prop_map(|(days, from, until)| hours(&days, from, until))
}

/// A Friday; in many zones clocks are set in the days after.
const NOW: Instant = Instant(1_774_569_600_000);

fn rules() -> impl Strategy<Value = MeetingRules> {
    let zone = proptest::sample::select(zones());
    let times = (prop::collection::vec(weekly(), 0..4), 5..=120u16, 5..=90u16, 0..=60u16, 0..=60u16);
    let bounds = (0..=48u16, 1..=5u16, prop::option::of(0..=3u16), prop::collection::vec(0..6i32, 0..2));
    (zone, times, bounds).prop_map(|(zone, (hours, minutes, step_minutes, before, after), (notice, horizon, most, holidays))| {
        MeetingRules {
            zone,
            hours,
            minutes,
            step_minutes,
            before_minutes: before,
            after_minutes: after,
            notice_hours: notice,
            horizon_days: horizon,
            most_a_day: most,
            holidays: holidays.into_iter().map(|day| Date(NOW.date(0).0 + day)).collect(),
        }
    })
}

fn busy() -> impl Strategy<Value = Vec<Busy>> {
    let one = (-DAY / MINUTE..6 * DAY / MINUTE, -30..600i64, any::<bool>(), 0..MINUTE);
    prop::collection::vec(
        one.prop_map(|(at, minutes, is_meeting, ms)| {
            let start = NOW.plus(at * MINUTE + ms);
            Busy { start, end: start.plus(minutes * MINUTE), is_meeting }
        }),
        0..12,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn m7_m8_slots_are_what_the_rules_say(rules in rules(), busy in busy(), from in -2 * DAY..4 * DAY, length in 0..3 * DAY) {
        let range = Range { from: NOW.plus(from), until: NOW.plus(from + length) };
        prop_assert_eq!(starts(&rules, &busy, NOW, range), oracle::starts(&rules, &busy, NOW, range));
    }

    #[test]
    fn m8_what_is_offered_can_be_booked_and_nothing_else(rules in rules(), busy in busy()) {
        let range = Range { from: NOW, until: NOW.plus(3 * DAY) };
        let offered = starts(&rules, &busy, NOW, range);
        for start in (0..3 * DAY / (5 * MINUTE)).map(|n| NOW.plus(n * 5 * MINUTE)).chain(offered.iter().copied()) {
            prop_assert_eq!(is_free(&rules, &busy, NOW, start).expect("an answer"), offered.contains(&start), "{}", start);
        }
    }

    #[test]
    fn m8_what_is_needed_is_enough(rules in rules(), busy in busy(), from in -DAY..3 * DAY, length in 0..DAY) {
        let range = Range { from: NOW.plus(from), until: NOW.plus(from + length) };
        let needed = needed(&rules, range);
        let some: Vec<Busy> = busy.iter().copied().filter(|busy| busy.end > needed.from && busy.start < needed.until).collect();
        prop_assert_eq!(starts(&rules, &some, NOW, range), starts(&rules, &busy, NOW, range));
    }

    #[test]
    fn m11_why_says_of_each_slot_whether_it_is_offered(rules in rules(), busy in busy(), day in -1..6i32) {
        let date = Date(NOW.date(0).0 + day);
        let around = Range { from: NOW.plus(i64::from(day - 3) * DAY), until: NOW.plus(i64::from(day + 4) * DAY) };
        let offered = starts(&rules, &busy, NOW, around);
        let zone = TimeZone::get(&rules.zone).expect("a zone");
        let offered: Vec<Instant> = offered.into_iter().filter(|start| oracle::date(&zone, *start) == date).collect();
        let free = match why(&rules, &busy, NOW, date).expect("a day") {
            Day::Holiday | Day::NoHours => Vec::new(),
            Day::Slots(all) => all.into_iter().filter(|(_, taken)| taken.is_none()).map(|(slot, _)| slot.start).collect(),
        };
        prop_assert_eq!(free, offered);
    }
}

#[test]
fn m10_a_day_that_clocks_skip_has_no_slots() {
    let rules = MeetingRules {
        zone: "Pacific/Apia".to_owned(),
        hours: vec![hours(&Weekday::ALL, 0, 1_440)],
        notice_hours: 0,
        ..MeetingRules::default()
    };
    // There was no 30th of December 2011.
    let change: Instant = "2011-12-30T10:00Z".parse().expect("an instant");
    let (now, range) = (change.plus(-5 * DAY), Range { from: change.plus(-2 * DAY), until: change.plus(2 * DAY) });
    let found = starts(&rules, &[], now, range);
    assert_eq!(found, oracle::starts(&rules, &[], now, range));
    assert_eq!(found.len(), 4 * 48, "time goes on as ever");
    assert_eq!(why(&rules, &[], now, "2011-12-30".parse().expect("a date")), Ok(Day::Slots(Vec::new())));
}

#[test]
fn m7_a_slot_begins_behind_the_notice_and_before_the_horizon() {
    let rules = MeetingRules { hours: vec![hours(&Weekday::ALL, 0, 1_440)], horizon_days: 2, ..MeetingRules::default() };
    let all = starts(&rules, &[], NOW, Range { from: Instant(0), until: NOW.plus(400 * DAY) });
    assert_eq!((all.first(), all.last()), (Some(&NOW.plus(24 * HOUR)), Some(&NOW.plus(2 * DAY - 30 * MINUTE))));
}
