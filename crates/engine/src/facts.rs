//! What conditions can ask: facts of the page and visit, and what was given in this browser.

use std::borrow::Cow;

use parlor_domain::attribute::{Attribute, Group};
use parlor_domain::flow::{Card, Flow};
use parlor_domain::memory::{Given, Memory};
use parlor_domain::page::PageAddress;
use parlor_domain::state::{Answer, State};
use parlor_domain::time::{Date, Instant};
use parlor_domain::value::Value;
use serde::{Deserialize, Serialize};

use crate::capture::read;
use crate::step::answered;

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
    /// Minutes that clocks in the site's zone are ahead of UTC; `None` if that isn't known.
    pub site_offset_minutes: Option<i16>,
}

/// A value that a condition sees.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact<'a> {
    /// Known to be absent or "" (T12).
    Empty,
    /// A text in lower case.
    Text(Cow<'a, str>),
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
    /// The conversation whose answers a condition of its flow may ask for.
    pub conversation: Option<(&'a Flow, &'a State)>,
}

impl<'a> Facts<'a> {
    /// The value of an attribute; `None` if it can't be told (T15).
    pub fn of(&self, attribute: &Attribute) -> Option<Fact<'a>> {
        match attribute.group {
            Group::Person => {
                Some(self.given(&attribute.name).map_or(Fact::Empty, |given| self.value(&given.value, &given.folded)))
            }
            Group::Visit => self.visit(&attribute.name),
            Group::Answer => self.answer(&attribute.name),
            // Nobody vouches for who it is, and what is stored of others counts as empty (I2).
            Group::Membership => Some(Fact::Empty),
            Group::History | Group::Company | Group::Inferred | Group::Live => None,
        }
    }

    /// Today, where the visitor is.
    pub fn today(&self) -> Date {
        self.now.date(self.page.utc_offset_minutes)
    }

    /// What was given in this browser *is* the person here; all else counts as empty (I2).
    pub(crate) fn given(&self, key: &str) -> Option<&'a Given> {
        self.memory.given.iter().find(|(other, _)| other.as_str() == key).map(|(_, given)| given)
    }

    fn value(&self, value: &Value, folded: &'a str) -> Fact<'a> {
        match value {
            Value::Text(_) => text(folded),
            other => self.plain(other),
        }
    }

    /// A value that is no text.
    fn plain(&self, value: &Value) -> Fact<'a> {
        match value {
            Value::Text(_) => Fact::Empty,
            Value::Number(number) => Fact::Number(*number),
            Value::YesNo(yes) => Fact::YesNo(*yes),
            Value::Date(date) => Fact::Date(*date),
            Value::DateTime(instant) => Fact::Date(instant.date(self.page.utc_offset_minutes)),
        }
    }

    /// The last answer to a card, which is named by its place.
    fn answer(&self, card: &str) -> Option<Fact<'a>> {
        let (flow, state) = self.conversation?;
        let card = card.parse().ok()?;
        let Some(answer) = answered(state, card) else { return Some(Fact::Empty) };
        match (answer, flow.card(card)?) {
            (Answer::Text(typed), Card::Capture(capture)) => match read(&capture.input, typed).ok()? {
                // Of what was confirmed only what was given here is known in lower case.
                read if matches!(read.value, Value::Text(_)) && typed.folded.is_empty() => Some(text(
                    &self.given(capture.attribute.as_ref()?.as_str()).filter(|given| given.value == read.value)?.folded,
                )),
                read if matches!(read.value, Value::Text(_)) => Some(text(typed.folded.trim())),
                read => Some(self.plain(&read.value)),
            },
            (Answer::Text(typed), _) => Some(text(typed.folded.trim())),
            (Answer::Choices(places), Card::Question(question)) => {
                let picked = places.iter().filter_map(|place| question.choices.get(usize::from(*place)));
                let folded: Vec<&str> = picked.map(|choice| choice.folded.as_str()).collect();
                Some(Fact::Text(folded.join("; ").into()))
            }
            _ => Some(Fact::Empty),
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
    if text.is_empty() { Fact::Empty } else { Fact::Text(text.into()) }
}
