//! Display events: what has been met, and when the next one can be (T17 to T21).

use parlor_domain::display::{Display, DisplayEvent};
use parlor_domain::memory::DialogueMemory;
use parlor_domain::time::SECOND;

use crate::condition::mark;

/// What has happened on the page so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Visible milliseconds since the last look.
    pub visible_ms: u32,
    /// The deepest scroll on this page, in percent.
    pub scroll: u8,
}

/// Takes note of progress on a page that the dialogue's patterns match. Events once met stay met (T20).
pub fn advance(display: &Display, memory: &mut DialogueMemory, progress: Progress) {
    let mark = mark(display);
    if memory.display != mark {
        // Other events than those that were met: none of these has been.
        memory.display = mark;
        memory.met = 0;
    }
    memory.time_on_page = memory.time_on_page.saturating_add(progress.visible_ms);
    for (bit, event) in bits(display) {
        let met = match event {
            DisplayEvent::TimeOnPage(seconds) => i64::from(memory.time_on_page) >= i64::from(*seconds) * SECOND,
            DisplayEvent::Scroll(percent) => progress.scroll >= *percent,
        };
        if met {
            memory.met |= bit;
        }
    }
}

/// Whether the dialogue may be shown.
pub fn is_met(display: &Display, memory: &DialogueMemory) -> bool {
    let is_same = memory.display == mark(display);
    let met = |(bit, _): (u16, _)| is_same && memory.met & bit != 0;
    match display {
        Display::All(_) => bits(display).all(met),
        Display::Any(events) => events.is_empty() || bits(display).any(met),
    }
}

/// Visible milliseconds until the next event can be met by time alone (T21); `None`: time alone meets none.
pub fn next_by_time(display: &Display, memory: &DialogueMemory) -> Option<i64> {
    let is_same = memory.display == mark(display);
    let left = bits(display).filter(|(bit, _)| !is_same || memory.met & bit == 0).filter_map(|(_, event)| match event {
        DisplayEvent::TimeOnPage(seconds) => Some(i64::from(*seconds) * SECOND - i64::from(memory.time_on_page)),
        DisplayEvent::Scroll(_) => None,
    });
    left.min()
}

/// Whether visible time matters to the dialogue.
pub fn counts_time(display: &Display) -> bool {
    display.events().iter().any(|event| matches!(event, DisplayEvent::TimeOnPage(_)))
}

fn bits(display: &Display) -> impl Iterator<Item = (u16, &DisplayEvent)> {
    display.events().iter().enumerate().map(|(at, event)| (1u16.checked_shl(at as u32).unwrap_or(0), event))
}
