//! Display events: what is met when (T17 to T21).

use parlor_domain::display::{Display, DisplayEvent};
use parlor_domain::memory::DialogueMemory;
use parlor_engine::display::{Progress, Sight, Watch, advance, is_met, next_by_time};

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
        let progress = Progress { visible_ms: *visible_ms, scroll: *scroll, ..Progress::default() };
        advance(&display, &mut memory, progress);
        assert_eq!(is_met(&display, &memory), *met, "{display:?} after {visible_ms} ms, {scroll} %");
        assert_eq!(next_by_time(&display, &memory, Progress::default()), *next, "{display:?} after {visible_ms} ms, {scroll} %");
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

/// Events as the page tells them: name, how far below the window's top the pointer went out, how far the page is scrolled, and when.
fn sights(events: &[(&str, f64, f64, f64)]) -> Vec<Option<Sight>> {
    let mut watch = Watch::default();
    events.iter().map(|(name, pointer, scrolled, now)| watch.saw(name, *pointer, *scrolled, 1e6 + now)).collect()
}

#[test]
fn t17_a_visitor_is_about_to_leave_where_the_pointer_goes_out_at_the_top() {
    let (leaving, active) = (Some(Sight::Leaving), Some(Sight::Active));
    assert_eq!(
        sights(&[("pointermove", 40.0, 0.0, 0.0), ("mouseout", 1.0, 0.0, 10.0), ("mouseout", 0.0, 0.0, 20.0)]),
        [active, None, leaving]
    );
    assert_eq!(sights(&[("mouseout", -3.0, 900.0, 0.0)]), [leaving]);
}

#[test]
fn t17_a_visitor_is_about_to_leave_who_throws_the_page_downwards_with_a_finger() {
    let (leaving, active) = (Some(Sight::Leaving), Some(Sight::Active));
    let by_finger = [("touchmove", 1.0, 900.0, 0.0), ("scroll", 1.0, 900.0, 10.0), ("scroll", 1.0, 800.0, 26.0)];
    assert_eq!(sights(&by_finger), [active, None, leaving]);
    let slowly = [("touchmove", 1.0, 900.0, 0.0), ("scroll", 1.0, 900.0, 10.0), ("scroll", 1.0, 840.0, 110.0)];
    assert_eq!(sights(&slowly), [active, None, None]);
    let by_key = [("keydown", 1.0, 900.0, 0.0), ("scroll", 1.0, 900.0, 10.0), ("scroll", 1.0, 0.0, 26.0)];
    assert_eq!(sights(&by_key), [active, None, None], "the Home key leads nowhere else");
}

#[test]
fn t17_activity_is_told_once_a_second() {
    let moves = [0.0, 400.0, 1_001.0, 1_200.0].map(|now| ("pointermove", 9.0, 0.0, now));
    assert_eq!(sights(&moves).iter().flatten().count(), 2);
}
