//! Instants, dates and their civil arithmetic. Nobody here reads a clock.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::lean::decimal;
use crate::pack::Packed;

/// A point in time: UTC milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Packed)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// Milliseconds of a second.
pub const SECOND: i64 = 1_000;
/// Milliseconds of a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Milliseconds of an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds of a day.
pub const DAY: i64 = 24 * HOUR;

impl Instant {
    /// This many milliseconds later (or earlier, when negative).
    pub const fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this; negative when it is the other way round.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The calendar date at this instant, where clocks are `offset_minutes` ahead of UTC.
    pub const fn date(self, offset_minutes: i16) -> Date {
        Date(self.plus(offset_minutes as i64 * MINUTE).0.div_euclid(DAY) as i32)
    }

    /// As RFC 3339 writes it, in UTC with milliseconds.
    pub fn text(self) -> String {
        let ms = self.0.rem_euclid(DAY);
        let part = |unit: i64, of: i64, digits| decimal((ms / unit % of) as u64, digits);
        let (hours, minutes) = (part(60 * MINUTE, 24, 2), part(MINUTE, 60, 2));
        [&self.date(0).text(), "T", &hours, ":", &minutes, ":", &part(SECOND, 60, 2), ".", &part(1, SECOND, 3), "Z"].concat()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// Reads `2026-11-21T09:30Z`, with or without seconds and their fraction. Only UTC.
impl FromStr for Instant {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let (date, time) = text.strip_suffix('Z').and_then(|text| text.split_once('T')).ok_or(NotATime)?;
        let date: Date = date.parse()?;
        let mut parts = time.splitn(3, ':');
        let hour = two_digits(parts.next(), 23)?;
        let minute = two_digits(parts.next(), 59)?;
        let (seconds, fraction) = match parts.next().map(|text| text.split_once('.').unwrap_or((text, "0"))) {
            None => (0, 0),
            Some((seconds, fraction)) => (two_digits(Some(seconds), 59)?, thousandths(fraction)?),
        };
        Ok(Self(i64::from(date.0) * DAY + (hour * 60 + minute) * MINUTE + seconds * SECOND + fraction))
    }
}

/// The first three digits after the point.
fn thousandths(digits: &str) -> Result<i64, NotATime> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotATime);
    }
    Ok(digits.bytes().chain(*b"00").take(3).fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}

/// A calendar date: days since 1970-01-01. JSON has it as `2026-11-21`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Packed)]
pub struct Date(pub i32);

impl Date {
    /// The date of a year, month (1 to 12) and day (1 to 31), if there is such a day.
    pub fn from_civil(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        // Years begin in March here, so that the leap day comes last.
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let day_of_year = (153 * ((month as i32 + 9) % 12) + 2) / 5 + day as i32 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Self(era * 146_097 + day_of_era - 719_468))
    }

    /// Year, month and day.
    pub fn civil(self) -> (i32, u32, u32) {
        let days = self.0.saturating_add(719_468);
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month as u32, day as u32)
    }

    /// The date as ISO 8601 writes it.
    pub fn text(self) -> String {
        let (year, month, day) = self.civil();
        let sign = if year < 0 { "-" } else { "" };
        [sign, &decimal(year.unsigned_abs().into(), 4), "-", &decimal(month.into(), 2), "-", &decimal(day.into(), 2)].concat()
    }

    /// This many units later; a month that is too short gives its last day.
    pub fn plus(self, count: i32, unit: Unit) -> Self {
        match unit {
            Unit::Days => Self(self.0.saturating_add(count)),
            Unit::Weeks => Self(self.0.saturating_add(count.saturating_mul(7))),
            Unit::Months => self.plus_months(count),
            Unit::Years => self.plus_months(count.saturating_mul(12)),
        }
    }

    fn plus_months(self, count: i32) -> Self {
        let (year, month, day) = self.civil();
        let months = year.saturating_mul(12).saturating_add(month as i32 - 1).saturating_add(count);
        let (year, month) = (months.div_euclid(12).clamp(0, 9999), months.rem_euclid(12) as u32 + 1);
        Self::from_civil(year, month, day.min(days_in_month(year, month))).unwrap_or(self)
    }
}

/// What relative dates count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Seven days.
    Weeks,
    /// Calendar months.
    Months,
    /// Calendar years.
    Years,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl FromStr for Date {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let mut parts = text.splitn(3, '-');
        let year = parts
            .next()
            .filter(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|year| year.parse().ok())
            .ok_or(NotATime)?;
        let month = two_digits(parts.next(), 12)?;
        let day = two_digits(parts.next(), 31)?;
        Self::from_civil(year, month as u32, day as u32).ok_or(NotATime)
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_i32(self.0) }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return i32::deserialize(deserializer).map(Self);
        }
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A text that is neither date nor time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATime;

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date: expected one like 2026-11-21")
    }
}

fn two_digits(text: Option<&str>, most: i64) -> Result<i64, NotATime> {
    text.filter(|text| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .filter(|number| *number <= most)
        .ok_or(NotATime)
}

const fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_eight_centuries_reads_back() {
        for day in -140_000..150_000 {
            let date = Date(day);
            let (year, month, day_of_month) = date.civil();
            assert_eq!(Date::from_civil(year, month, day_of_month), Some(date));
            assert_eq!(date.to_string().parse(), Ok(date));
        }
    }

    #[test]
    fn instants_are_written_and_read_in_utc() {
        let instant = Instant(1_795_255_200_123);
        assert_eq!(instant.to_string(), "2026-11-21T10:00:00.123Z");
        assert_eq!("2026-11-21T10:00:00.123Z".parse(), Ok(instant));
        assert_eq!("2026-11-21T10:00Z".parse(), Ok(Instant(1_795_255_200_000)));
        for wrong in ["", "2026-11-21", "2026-11-21T10:00", "2026-11-21T24:00Z", "2026-02-29T10:00Z", "2026-11-21T10:00:xxZ"] {
            assert_eq!(wrong.parse::<Instant>(), Err(NotATime), "{wrong}");
        }
    }

    #[test]
    fn a_month_after_the_31st_is_the_last_day_of_a_short_month() {
        let date: Date = "2027-01-31".parse().expect("a date");
        assert_eq!(date.plus(1, Unit::Months).to_string(), "2027-02-28");
        assert_eq!(date.plus(-11, Unit::Months).to_string(), "2026-02-28");
        assert_eq!(date.plus(1, Unit::Years).to_string(), "2028-01-31");
        assert_eq!(date.plus(2, Unit::Weeks).to_string(), "2027-02-14");
    }
}
