//! Display events: what has been met, and when the next one can be (T17 to T21).

use parlor_domain::display::{Display, DisplayEvent};
use parlor_domain::memory::DialogueMemory;
use parlor_domain::time::SECOND;

use crate::condition::mark;

/// What has happened so far on a page that the dialogue's patterns match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress<'a> {
    /// Visible milliseconds since the last look.
    pub visible_ms: u32,
    /// The deepest scroll on this page, in percent.
    pub scroll: u8,
    /// Milliseconds since the session began; 0 while the page is out of view.
    pub on_site_ms: i64,
    /// Milliseconds since the visitor last did something; 0 while the page is out of view.
    pub idle_ms: i64,
    /// Pages viewed in the session.
    pub pages: u32,
    /// Whether the visitor is about to leave.
    pub leaves: bool,
    /// What the page's code says has happened.
    pub tracked: Option<&'a str>,
}

/// Takes note of progress on a page that the dialogue's patterns match. Events once met stay met (T20).
pub fn advance(display: &Display, memory: &mut DialogueMemory, progress: Progress<'_>) {
    let mark = mark(display);
    if memory.display != mark {
        // Other events than those that were met: none of these has been.
        memory.display = mark;
        memory.met = 0;
    }
    memory.time_on_page = memory.time_on_page.saturating_add(progress.visible_ms);
    for (bit, event) in bits(display) {
        let met = match event {
            DisplayEvent::Scroll(percent) => progress.scroll >= *percent,
            DisplayEvent::ExitIntent => progress.leaves,
            DisplayEvent::PagesViewed(pages) => progress.pages >= *pages,
            DisplayEvent::Custom(name) => progress.tracked == Some(name),
            timed => left_ms(timed, memory, &Progress { visible_ms: 0, ..progress }).is_some_and(|left| left <= 0),
        };
        if met {
            memory.met |= bit;
        }
    }
}

/// Whether the dialogue may be shown.
pub fn is_met(display: &Display, memory: &DialogueMemory) -> bool {
    let met = met_bits(display, memory);
    let met = |(bit, _): (u16, _)| met & bit != 0;
    match display {
        Display::All(_) => bits(display).all(met),
        Display::Any(events) => events.is_empty() || bits(display).any(met),
    }
}

/// The events that are not met yet, each with the milliseconds until time alone meets it; `None`: time doesn't.
pub fn unmet<'a>(
    display: &'a Display,
    memory: &'a DialogueMemory,
    progress: Progress<'a>,
) -> impl Iterator<Item = (&'a DisplayEvent, Option<i64>)> {
    let met = met_bits(display, memory);
    bits(display).filter(move |(bit, _)| met & bit == 0).map(move |(_, event)| (event, left_ms(event, memory, &progress)))
}

/// Milliseconds until the next event can be met by time alone (T21); `None`: time alone meets none.
pub fn next_by_time(display: &Display, memory: &DialogueMemory, progress: Progress<'_>) -> Option<i64> {
    unmet(display, memory, progress).filter_map(|(_, left)| left).min()
}

/// What the host page has to report for the display events of a site, by the names of browsers' events.
pub fn watched<'a>(displays: impl Iterator<Item = &'a Display>) -> Vec<&'static str> {
    let mut names = Vec::new();
    for event in displays.flat_map(Display::events) {
        let wanted: &[&str] = match event {
            DisplayEvent::ExitIntent => &["mouseout", "touchmove", "scroll"],
            DisplayEvent::Inactivity(_) => &["pointermove", "pointerdown", "keydown", "touchmove", "scroll"],
            _ => &[],
        };
        for name in wanted {
            if !names.contains(name) {
                names.push(*name);
            }
        }
    }
    names
}

/// What was seen of the visitor on the page, as far as the next thing seen needs it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Watch {
    /// When activity was told last, in milliseconds.
    told: f64,
    /// When a finger last moved.
    touched: f64,
    /// How far the page was scrolled, and when.
    scrolled: (f64, f64),
}

/// What something that was seen says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The visitor is about to leave (T17).
    Leaving,
    /// The visitor does something.
    Active,
}

impl Watch {
    /// Takes in a watched event: its name, how far below the top of the window the pointer was, how
    /// far the page is scrolled, and when. Of the ways out only those that lead out of the page are told. `None`: it says nothing new.
    pub fn saw(&mut self, name: &str, pointer: f64, scrolled: f64, now: f64) -> Option<Sight> {
        /// Milliseconds in which further activity says nothing new, and in which a throw follows the finger.
        const PAUSE_MS: f64 = 1_000.0;
        let (before, at) = std::mem::replace(&mut self.scrolled, (scrolled, now));
        if name == "touchmove" {
            self.touched = now;
        }
        let is_thrown = name == "scroll" && now - self.touched <= PAUSE_MS && is_thrown(before - scrolled, now - at);
        if is_thrown || (name == "mouseout" && pointer <= 0.0) {
            return Some(Sight::Leaving);
        }
        let is_news = now - self.told > PAUSE_MS;
        if is_news {
            self.told = now;
        }
        is_news.then_some(Sight::Active)
    }
}

/// Whether the page comes up so fast, and so far, that a finger must have thrown it.
fn is_thrown(pixels: f64, ms: f64) -> bool {
    const PIXELS_PER_MS: f64 = 1.5;
    const PIXELS: f64 = 50.0;
    pixels >= PIXELS && pixels >= ms * PIXELS_PER_MS
}

/// Whether visible time matters to the dialogue.
pub fn counts_time(display: &Display) -> bool {
    display.events().iter().any(|event| matches!(event, DisplayEvent::TimeOnPage(_)))
}

fn left_ms(event: &DisplayEvent, memory: &DialogueMemory, progress: &Progress<'_>) -> Option<i64> {
    let (seconds, passed) = match event {
        DisplayEvent::TimeOnPage(seconds) => (*seconds, i64::from(memory.time_on_page) + i64::from(progress.visible_ms)),
        DisplayEvent::TimeOnSite(seconds) => (*seconds, progress.on_site_ms),
        DisplayEvent::Inactivity(seconds) => (*seconds, progress.idle_ms),
        _ => return None,
    };
    Some(i64::from(seconds) * SECOND - passed)
}

/// The events that were met, one bit each; none when they were others.
fn met_bits(display: &Display, memory: &DialogueMemory) -> u16 {
    if memory.display == mark(display) { memory.met } else { 0 }
}

fn bits(display: &Display) -> impl Iterator<Item = (u16, &DisplayEvent)> {
    display.events().iter().enumerate().map(|(at, event)| (1u16.checked_shl(at as u32).unwrap_or(0), event))
}
