//! When a dialogue may appear (T16).

use parlor_domain::schedule::{ClockTime, Schedule, ScheduleDraft};
use parlor_domain::time::{Instant, MINUTE};

/// Monday, 23 November 2026, 08:00 UTC.
const MONDAY: Instant = Instant(1_795_420_800_000);

fn schedule(json: &str) -> Schedule {
    serde_json::from_str::<ScheduleDraft>(json).unwrap_or_else(|error| panic!("{error} in {json}")).compile()
}

#[test]
fn t16_from_and_until() {
    let bounded = schedule(r#"{"from": "2026-11-23T08:00Z", "until": "2026-11-24T00:00:00Z"}"#);
    for (at, allowed) in [(-1, false), (0, true), (16 * 60 * MINUTE - 1, true), (16 * 60 * MINUTE, false)] {
        assert_eq!(bounded.allows(MONDAY.plus(at), None), Some(allowed), "{at}");
    }
    assert_eq!(Schedule::default().allows(MONDAY, None), Some(true));
}

#[test]
fn t16_weekly_hours_are_those_of_the_sites_zone() {
    let office = schedule(r#"{"hours": [{"days": ["monday", "friday"], "from": "09:00", "until": "17:30"}]}"#);
    for (hours, offset, allowed) in [
        (0, 60, true),
        (0, 0, false),
        (1, 0, true),
        (9, 0, true),
        (10, 0, false),
        (24, 60, false),
        (4 * 24, 60, true),
        (-1, 120, true),
    ] {
        assert_eq!(office.allows(MONDAY.plus(hours * 60 * MINUTE), Some(offset)), Some(allowed), "{hours} {offset}");
    }
    assert_eq!(office.allows(MONDAY, None), None, "without the zone it can't be told");
    let sunday_night = schedule(r#"{"hours": [{"days": ["sunday"], "from": "22:00", "until": "24:00"}]}"#);
    assert_eq!(sunday_night.allows(MONDAY, Some(-9 * 60)), Some(true));
    assert_eq!(sunday_night.allows(MONDAY, Some(-8 * 60)), Some(false));
}

#[test]
fn t16_what_is_no_time_is_refused() {
    for (text, expected) in
        [("00:00", Some(0)), ("24:00", Some(1440)), ("24:01", None), ("9:00", None), ("12:60", None), ("+1:00", None)]
    {
        assert_eq!(text.parse::<ClockTime>().ok().map(|time| time.0), expected, "{text}");
    }
    assert!(serde_json::from_str::<ScheduleDraft>(r#"{"from": "2026-12-01"}"#).is_err());
    let text = r#"{"from":"2026-12-01T08:00:00.000Z","until":null,"hours":[{"days":["sunday"],"from":"09:05","until":"24:00"}]}"#;
    let draft: ScheduleDraft = serde_json::from_str(text).expect("a schedule");
    assert_eq!(serde_json::to_string(&draft).expect("JSON"), text);
}
