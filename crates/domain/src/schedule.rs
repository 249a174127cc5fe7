//! When a dialogue may appear (T16): from and until instants, and weekly hours in the site's zone.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::pack::Packed;
use crate::time::{Date, Instant, MINUTE, NotATime};

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// When a dialogue may appear, as browsers decide it. The default is always.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Schedule {
    /// Not before this instant.
    pub from: Option<Instant>,
    /// Not from this instant on.
    pub until: Option<Instant>,
    /// In one of these, on clocks in the site's zone; at any hour, when there are none.
    pub hours: Vec<Hours>,
}

/// The same hours on some days of each week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Hours {
    /// A bit for each day, the lowest for Monday.
    pub days: u8,
    /// The first minute of the day.
    pub from: u16,
    /// The minute after the last one.
    pub until: u16,
}

impl Schedule {
    /// Whether it allows every instant.
    pub fn is_always(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it allows this instant, where clocks in the site's zone are so many minutes ahead of UTC. `None` if that isn't
    /// known and matters.
    pub fn allows(&self, now: Instant, site_offset_minutes: Option<i16>) -> Option<bool> {
        if self.from.is_some_and(|from| now < from) || self.until.is_some_and(|until| now >= until) {
            return Some(false);
        }
        if self.hours.is_empty() {
            return Some(true);
        }
        let (day, minute) = local(now, site_offset_minutes?);
        Some(self.hours.iter().any(|hours| hours.days >> day & 1 == 1 && (hours.from..hours.until).contains(&minute)))
    }
}

/// The day of the week, counted from Monday, and the minute of the day.
fn local(now: Instant, offset_minutes: i16) -> (u8, u16) {
    let date = now.date(offset_minutes);
    let minute = now.plus(i64::from(offset_minutes) * MINUTE).0.div_euclid(MINUTE).rem_euclid(i64::from(DAY_MINUTES));
    (weekday(date) as u8, minute as u16)
}

/// The day of the week of a date.
pub const fn weekday(date: Date) -> Weekday {
    // The first day of 1970 was a Thursday.
    Weekday::ALL[(date.0 as i64 + 3).rem_euclid(7) as usize]
}

/// A schedule as its author writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ScheduleDraft {
    /// Not before this instant: `2026-12-01T08:00Z`.
    #[serde(with = "written")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Written>"))]
    pub from: Option<Instant>,
    /// Not from this instant on.
    #[serde(with = "written")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Written>"))]
    pub until: Option<Instant>,
    /// Weekly hours in the site's zone; at any hour, when there are none.
    pub hours: Vec<HoursDraft>,
}

/// Weekly hours as their author writes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HoursDraft {
    /// On which days.
    pub days: Vec<Weekday>,
    /// From when on: `09:00`.
    pub from: ClockTime,
    /// Until when: `17:30`. `24:00` is the end of the day.
    pub until: ClockTime,
}

impl ScheduleDraft {
    /// The schedule as browsers decide it.
    pub fn compile(&self) -> Schedule {
        let bit = |days: u8, day: &Weekday| days | 1 << *day as u8;
        let hours = |hours: &HoursDraft| Hours { days: hours.days.iter().fold(0, bit), from: hours.from.0, until: hours.until.0 };
        Schedule { from: self.from, until: self.until, hours: self.hours.iter().map(hours).collect() }
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// The first day of the working week.
    Monday,
    /// The day after Monday.
    Tuesday,
    /// The day after Tuesday.
    Wednesday,
    /// The day after Wednesday.
    Thursday,
    /// The day after Thursday.
    Friday,
    /// The day after Friday.
    Saturday,
    /// The day before Monday.
    Sunday,
}

impl Weekday {
    /// Every day, from Monday on.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// Its name in lower case, as conditions compare it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }
}

/// A time of day in minutes, written `09:00`; at most `24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClockTime(pub u16);

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for ClockTime {
    type Err = NotAClockTime;

    fn from_str(text: &str) -> Result<Self, NotAClockTime> {
        let part = |part: &str| part.parse::<u16>().ok().filter(|_| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()));
        let (hour, minute) = text.split_once(':').ok_or(NotAClockTime)?;
        let (hour, minute) = (part(hour).ok_or(NotAClockTime)?, part(minute).ok_or(NotAClockTime)?);
        let time = hour * 60 + minute;
        if minute < 60 && time <= DAY_MINUTES { Ok(Self(time)) } else { Err(NotAClockTime) }
    }
}

impl TryFrom<String> for ClockTime {
    type Error = NotAClockTime;

    fn try_from(text: String) -> Result<Self, NotAClockTime> {
        text.parse()
    }
}

impl From<ClockTime> for String {
    fn from(time: ClockTime) -> Self {
        time.to_string()
    }
}

/// A text that is no time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAClockTime;

impl fmt::Display for NotAClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a time of day like 09:00 or 17:30; the last one is 24:00")
    }
}

/// Instants as authors write them.
mod written {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::{Instant, NotATime};

    pub(super) fn serialize<S: Serializer>(instant: &Option<Instant>, serializer: S) -> Result<S::Ok, S::Error> {
        match instant {
            Some(instant) => serializer.collect_str(instant),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Instant>, D::Error> {
        let wrong = |_: NotATime| D::Error::custom("not an instant in UTC like 2026-12-01T08:00Z");
        Option::<String>::deserialize(deserializer)?.map(|text| text.parse().map_err(wrong)).transpose()
    }
}
