//! How long it takes to say when many agents can be met: `cargo xtask bench slots` starts this, and judges.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::hint::black_box;
use std::time::Instant as Clock;

use parlor_domain::meeting::{Busy, MeetingRules};
use parlor_domain::schedule::{ClockTime, HoursDraft, Weekday};
use parlor_domain::time::{DAY, HOUR, Instant, MINUTE};
use parlor_schedule::{Range, slots};

const AGENTS: i64 = 50;
const EVENTS: i64 = 500;
const ROUNDS: usize = 51;
/// The beginning of a month in which clocks are set in two of the zones.
const NOW: Instant = Instant(1_772_323_200_000);
const ZONES: [&str; 5] = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"];

fn main() {
    let agents: Vec<(MeetingRules, Vec<Busy>)> = (0..AGENTS).map(|n| (rules(n), busy(n))).collect();
    let range = Range { from: NOW, until: NOW.plus(30 * DAY) };
    let mut ms = Vec::new();
    let mut count = 0;
    for _ in 0..ROUNDS {
        let began = Clock::now();
        count = agents.iter().map(|(rules, busy)| black_box(slots(rules, busy, NOW, range)).map_or(0, |slots| slots.len())).sum();
        ms.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    ms.sort_by(f64::total_cmp);
    println!("{{ \"ms\": {}, \"slots\": {count} }}", ms[ROUNDS / 2]);
}

fn rules(n: i64) -> MeetingRules {
    let hours = |from: u16, until: u16| HoursDraft {
        days: Weekday::ALL[..5].to_vec(),
        from: ClockTime(from * 60),
        until: ClockTime(until * 60),
    };
    MeetingRules {
        zone: ZONES[(n % 5) as usize].to_owned(),
        hours: vec![hours(8, 12), hours(13, 18)],
        step_minutes: 15,
        before_minutes: 5,
        after_minutes: 10,
        ..MeetingRules::default()
    }
}

/// Half an hour each, spread over the month and the days beside it, at other times for each agent.
fn busy(n: i64) -> Vec<Busy> {
    let event = |k: i64| {
        let start = NOW.plus(-DAY + k * (32 * DAY / EVENTS) + (n * 7 + k * 13) % 60 * MINUTE);
        Busy { start, end: start.plus(HOUR / 2), is_meeting: k % 9 == 0 }
    };
    (0..EVENTS).map(event).collect()
}
