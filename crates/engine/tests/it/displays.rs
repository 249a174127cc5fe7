//! Display events: what is met when (T17 to T21).

use parlor_domain::display::{Display, DisplayEvent};
use parlor_domain::memory::DialogueMemory;
use parlor_engine::display::{Progress, advance, is_met, next_by_time};

const SECOND: u32 = 1_000;

fn time(seconds: u32) -> DisplayEvent {
    DisplayEvent::TimeOnPage(seconds)
}

fn scroll(percent: u8) -> DisplayEvent {
    DisplayEvent::Scroll(percent)
}

/// Looks at a page several times, each time so much longer and so deep. After each: whether the events are met, and the
/// milliseconds until time alone meets one.
fn check(display: Display, looks: &[(u32, u8, bool, Option<i64>)]) {
    let mut memory = DialogueMemory::default();
    for (visible_ms, scroll, met, next) in looks {
        advance(&display, &mut memory, Progress { visible_ms: *visible_ms, scroll: *scroll });
        assert_eq!(is_met(&display, &memory), *met, "{display:?} after {visible_ms} ms, {scroll} %");
        assert_eq!(next_by_time(&display, &memory), *next, "{display:?} after {visible_ms} ms, {scroll} %");
    }
}

#[test]
fn t17_no_events_are_met_at_once() {
    for display in [Display::All(vec![]), Display::Any(vec![])] {
        check(display, &[(0, 0, true, None)]);
    }
}

#[test]
fn t17_time_on_page_and_scroll_depth() {
    check(Display::All(vec![time(30)]), &[(10 * SECOND, 100, false, Some(20_000)), (20 * SECOND, 0, true, None)]);
    check(Display::All(vec![scroll(50)]), &[(60 * SECOND, 49, false, None), (0, 50, true, None)]);
    check(Display::All(vec![time(0)]), &[(0, 0, true, None)]);
    check(Display::All(vec![scroll(0)]), &[(0, 0, true, None)]);
}

#[test]
fn t17_all_and_any() {
    let events = || vec![time(10), scroll(50)];
    check(Display::All(events()), &[(10 * SECOND, 0, false, None), (0, 60, true, None)]);
    check(Display::Any(events()), &[(9_999, 49, false, Some(1)), (1, 0, true, None)]);
    check(Display::Any(events()), &[(0, 50, true, Some(10_000))]);
}

#[test]
fn t19_time_adds_up() {
    check(
        Display::All(vec![time(30)]),
        &[(10 * SECOND, 0, false, Some(20_000)), (u32::MAX, 0, true, None), (u32::MAX, 0, true, None)],
    );
}

#[test]
fn t20_once_met_stays_met() {
    check(Display::All(vec![scroll(50), time(5)]), &[(0, 80, false, Some(5_000)), (5 * SECOND, 0, true, None)]);
}

#[test]
fn t21_the_next_look_is_at_the_next_event() {
    check(
        Display::All(vec![time(30), time(10), time(20)]),
        &[
            (0, 0, false, Some(10_000)),
            (12 * SECOND, 0, false, Some(8_000)),
            (8 * SECOND, 0, false, Some(10_000)),
            (10 * SECOND, 0, true, None),
        ],
    );
}

#[test]
fn t20_more_events_than_there_are_bits_are_never_met_and_no_panic() {
    check(Display::All(vec![scroll(0); 17]), &[(0, 100, false, None)]);
}
