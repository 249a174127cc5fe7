//! A day of an agent, and why its slots are gone (M7, M10, M11).

use expect_test::{Expect, expect};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use parlor_domain::meeting::{Busy, MeetingRules};
use parlor_domain::schedule::{HoursDraft, Weekday};
use parlor_domain::time::{Date, Instant};
use parlor_schedule::{Day, RulesError, Taken, why};

fn at(text: &str) -> Instant {
    text.parse().unwrap_or_else(|_| panic!("no instant: {text}"))
}

fn rules(zone: &str, from: &str, until: &str) -> MeetingRules {
    let time = |text: &str| text.parse().expect("a time of day");
    let hours = HoursDraft { days: Weekday::ALL[..5].to_vec(), from: time(from), until: time(until) };
    MeetingRules { zone: zone.to_owned(), hours: vec![hours], ..MeetingRules::default() }
}

fn event(start: &str, end: &str) -> Busy {
    Busy { start: at(start), end: at(end), is_meeting: false }
}

fn meeting(start: &str, end: &str) -> Busy {
    Busy { is_meeting: true, ..event(start, end) }
}

#[track_caller]
fn check(rules: &MeetingRules, busy: &[Busy], now: &str, date: &str, expected: &Expect) {
    let zone = TimeZone::get(&rules.zone).expect("a zone");
    let local =
        |at: Instant| Timestamp::from_millisecond(at.0).expect("a time").to_zoned(zone.clone()).strftime("%H:%M%:z").to_string();
    let date: Date = date.parse().expect("a date");
    let told = match why(rules, busy, at(now), date).expect("a day") {
        Day::Holiday => "a holiday".to_owned(),
        Day::NoHours => "no hours".to_owned(),
        Day::Slots(all) => {
            let line = |taken: Option<Taken>| match taken {
                None => "free".to_owned(),
                Some(Taken::TooSoon) => "too soon".to_owned(),
                Some(Taken::TooFar) => "too far".to_owned(),
                Some(Taken::DayFull) => "the day is full".to_owned(),
                Some(Taken::By(busy)) => {
                    format!("{} to {}{}", local(busy.start), local(busy.end), if busy.is_meeting { ", a meeting" } else { "" })
                }
            };
            all.into_iter().map(|(slot, taken)| format!("{} {}\n", local(slot.start), line(taken))).collect()
        }
    };
    expected.assert_eq(&told);
}

#[test]
fn m7_events_meetings_and_what_stays_free_beside_them() {
    let rules = MeetingRules { before_minutes: 10, after_minutes: 30, ..rules("Europe/Berlin", "09:00", "13:00") };
    let busy = [event("2026-12-01T09:00Z", "2026-12-01T09:30Z"), meeting("2026-12-01T11:00Z", "2026-12-01T11:30Z")];
    check(
        &rules,
        &busy,
        "2026-11-23T12:00Z",
        "2026-12-01",
        &expect![[r#"
        09:00+01:00 free
        09:30+01:00 10:00+01:00 to 10:30+01:00
        10:00+01:00 10:00+01:00 to 10:30+01:00
        10:30+01:00 10:00+01:00 to 10:30+01:00
        11:00+01:00 free
        11:30+01:00 12:00+01:00 to 12:30+01:00, a meeting
        12:00+01:00 12:00+01:00 to 12:30+01:00, a meeting
        12:30+01:00 12:00+01:00 to 12:30+01:00, a meeting
    "#]],
    );
}

#[test]
fn m7_notice_horizon_holidays_and_the_most_a_day() {
    let plain = rules("Asia/Kathmandu", "09:00", "11:00");
    check(
        &plain,
        &[],
        "2026-11-23T03:30Z",
        "2026-11-24",
        &expect![[r#"
        09:00+05:45 too soon
        09:30+05:45 free
        10:00+05:45 free
        10:30+05:45 free
    "#]],
    );
    check(
        &plain,
        &[],
        "2026-10-25T04:00Z",
        "2026-11-24",
        &expect![[r#"
        09:00+05:45 free
        09:30+05:45 free
        10:00+05:45 too far
        10:30+05:45 too far
    "#]],
    );
    check(&plain, &[], "2026-11-20T00:00Z", "2026-11-22", &expect!["no hours"]);
    let with_holiday = MeetingRules { holidays: vec!["2026-11-24".parse().expect("a date")], ..plain.clone() };
    check(&with_holiday, &[], "2026-11-20T00:00Z", "2026-11-24", &expect!["a holiday"]);
    let one_a_day = MeetingRules { most_a_day: Some(1), ..plain };
    let busy = [meeting("2026-11-24T12:00Z", "2026-11-24T12:30Z")];
    check(
        &one_a_day,
        &busy,
        "2026-11-20T00:00Z",
        "2026-11-24",
        &expect![[r#"
        09:00+05:45 the day is full
        09:30+05:45 the day is full
        10:00+05:45 the day is full
        10:30+05:45 the day is full
    "#]],
    );
    check(
        &one_a_day,
        &busy,
        "2026-11-20T00:00Z",
        "2026-11-25",
        &expect![[r#"
        09:00+05:45 free
        09:30+05:45 free
        10:00+05:45 free
        10:30+05:45 free
    "#]],
    );
}

#[test]
fn m10_clocks_go_forward_and_back_within_the_hours() {
    let mut berlin = rules("Europe/Berlin", "01:00", "04:00");
    berlin.hours[0].days = Weekday::ALL.to_vec();
    berlin.minutes = 60;
    check(
        &berlin,
        &[],
        "2026-03-20T00:00Z",
        "2026-03-29",
        &expect![[r#"
        01:00+01:00 free
        01:30+01:00 free
        03:00+02:00 free
    "#]],
    );
    check(
        &berlin,
        &[],
        "2026-10-20T00:00Z",
        "2026-10-25",
        &expect![[r#"
        01:00+02:00 free
        01:30+02:00 free
        02:00+02:00 free
        02:30+02:00 free
        02:00+01:00 free
        02:30+01:00 free
        03:00+01:00 free
    "#]],
    );
    // Half an hour, and at two in the morning by another reckoning.
    let howe = MeetingRules { zone: "Australia/Lord_Howe".to_owned(), ..berlin };
    check(
        &howe,
        &[],
        "2026-03-28T00:00Z",
        "2026-04-05",
        &expect![[r#"
        01:00+11:00 free
        01:30+11:00 free
        01:30+10:30 free
        02:00+10:30 free
        02:30+10:30 free
        03:00+10:30 free
    "#]],
    );
}

#[test]
fn m7_rules_that_can_not_be_kept() {
    let date: Date = "2026-11-24".parse().expect("a date");
    let utc = || rules("UTC", "09:00", "10:00");
    for (rules, expected) in [
        (rules("Europe/Atlantis", "09:00", "10:00"), RulesError::NoSuchZone("Europe/Atlantis".to_owned())),
        (MeetingRules { minutes: 0, ..utc() }, RulesError::BeyondLimits("the length of a meeting")),
        (MeetingRules { step_minutes: 1, ..utc() }, RulesError::BeyondLimits("the step between slots")),
        (MeetingRules { before_minutes: 481, ..utc() }, RulesError::BeyondLimits("the time before a meeting")),
        (MeetingRules { after_minutes: 481, ..utc() }, RulesError::BeyondLimits("the time after a meeting")),
        (MeetingRules { notice_hours: 721, ..utc() }, RulesError::BeyondLimits("the notice")),
        (MeetingRules { horizon_days: u16::MAX, ..utc() }, RulesError::BeyondLimits("the horizon")),
        (
            MeetingRules { hours: vec![utc().hours[0].clone(); 51], ..utc() },
            RulesError::BeyondLimits("the number of weekly hours"),
        ),
        (MeetingRules { holidays: vec![date; 367], ..utc() }, RulesError::BeyondLimits("the number of holidays")),
    ] {
        assert_eq!(why(&rules, &[], Instant(0), date), Err(expected));
    }
}
