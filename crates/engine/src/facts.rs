//! What conditions can ask: facts of the page and visit, and what was given in this browser.

use parlor_domain::attribute::{Attribute, Group};
use parlor_domain::memory::Memory;
use parlor_domain::page::PageAddress;
use parlor_domain::time::{Date, Instant};
use parlor_domain::value::Value;
use serde::{Deserialize, Serialize};

/// What a shell reports about the page on screen. Texts are in NFC and lower case, but for `url` and `title`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageFacts {
    /// The address as patterns see it.
    pub address: PageAddress,
    /// The address as people read it.
    pub url: String,
    /// The title as people read it.
    pub title: String,
    /// Whether it is as narrow as a phone.
    pub narrow: bool,
    /// Where the visitor came from; empty if unknown.
    pub referrer: String,
    /// The query parameters.
    pub query: Vec<(String, String)>,
    /// The browser's language, like `de-at`.
    pub language: String,
    /// `phone`, `tablet` or `desktop`.
    pub device: String,
    /// Like `firefox`.
    pub browser: String,
    /// Like `android`.
    pub os: String,
    /// The hour where the visitor is, 0 to 23.
    pub hour: u8,
    /// The day where the visitor is, like `monday`.
    pub weekday: String,
    /// Minutes that clocks where the visitor is are ahead of UTC.
    pub utc_offset_minutes: i16,
}

impl PageFacts {
    /// The first value of a query parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// A value that a condition sees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fact<'a> {
    /// Known to be absent or "" (T12).
    Empty,
    /// A text in lower case.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// Yes or no.
    YesNo(bool),
    /// A date; an instant by its date where the visitor is.
    Date(Date),
}

/// Everything that conditions of an audience may ask at one instant.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// What the browser remembers.
    pub memory: &'a Memory,
    /// The page on screen.
    pub page: &'a PageFacts,
    /// The clock's reading.
    pub now: Instant,
}

impl<'a> Facts<'a> {
    /// The value of an attribute; `None` if it can't be told (T15).
    pub fn of(&self, attribute: &Attribute) -> Option<Fact<'a>> {
        match attribute.group {
            Group::Person => Some(self.given(&attribute.name)),
            Group::Visit => self.visit(&attribute.name),
        }
    }

    /// Today, where the visitor is.
    pub fn today(&self) -> Date {
        self.now.date(self.page.utc_offset_minutes)
    }

    /// What was given in this browser *is* the person here; all else counts as empty (I2).
    fn given(&self, key: &str) -> Fact<'a> {
        let Some((_, given)) = self.memory.given.iter().find(|(other, _)| other.as_str() == key) else {
            return Fact::Empty;
        };
        match &given.value {
            Value::Text(_) => text(&given.folded),
            Value::Number(number) => Fact::Number(*number),
            Value::YesNo(yes) => Fact::YesNo(*yes),
            Value::Date(date) => Fact::Date(*date),
            Value::DateTime(instant) => Fact::Date(instant.date(self.page.utc_offset_minutes)),
        }
    }

    fn visit(&self, name: &str) -> Option<Fact<'a>> {
        let (memory, page) = (self.memory, self.page);
        if let Some(parameter) = name.strip_prefix("query.") {
            return Some(text(page.query.iter().find(|(other, _)| other == parameter).map_or("", |(_, value)| value)));
        }
        if name.starts_with("utm_") {
            return Some(text(memory.session.campaign.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value)));
        }
        Some(match name {
            "returning" => Fact::YesNo(memory.sessions > 1),
            "sessions" => Fact::Number(f64::from(memory.sessions)),
            "pages_in_session" => Fact::Number(f64::from(memory.session.pages)),
            "pages_ever" => Fact::Number(f64::from(memory.pages)),
            "entry_page" => text(&memory.session.entry_page),
            "referrer" => text(&memory.session.referrer),
            "language" => text(&page.language),
            "device" => text(&page.device),
            "browser" => text(&page.browser),
            "os" => text(&page.os),
            "hour" => Fact::Number(f64::from(page.hour)),
            "weekday" => text(&page.weekday),
            _ => return None,
        })
    }
}

fn text(text: &str) -> Fact<'_> {
    if text.is_empty() { Fact::Empty } else { Fact::Text(text) }
}
