//! Days in the zones of the world.

use jiff::civil;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use parlor_domain::time::{Date, Instant};
use parlor_store::Span;

/// A zone by its name in the IANA database; a name that isn't there stands for UTC.
pub(crate) struct Zone(TimeZone);

impl Zone {
    pub(crate) fn of(name: &str) -> Self {
        Self(TimeZone::get(name).unwrap_or(TimeZone::UTC))
    }

    /// The date of an instant.
    pub(crate) fn date(&self, at: Instant) -> Date {
        let date = Timestamp::from_millisecond(at.0).unwrap_or_default().to_zoned(self.0.clone()).date();
        Date(date.since(EPOCH).map(|since| since.get_days()).unwrap_or_default())
    }

    /// When a date begins: midnight, or where clocks jump over it, the moment after.
    fn begin(&self, date: Date) -> Instant {
        let civil = EPOCH.checked_add(date.0.days()).unwrap_or(EPOCH);
        Instant(civil.to_zoned(self.0.clone()).map_or(0, |zoned| zoned.timestamp().as_millisecond()))
    }

    /// The days from one to another, and as many before.
    pub(crate) fn span(&self, from: Date, to: Date) -> Span {
        let days = to.0 - from.0 + 1;
        Span {
            zone: self.0.iana_name().unwrap_or("UTC").to_owned(),
            before: self.begin(Date(from.0 - days)),
            days: (from.0..=to.0).map(|day| (Date(day), self.begin(Date(day)))).collect(),
            end: self.begin(Date(to.0 + 1)),
        }
    }
}

const EPOCH: civil::Date = civil::date(1970, 1, 1);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(zone: &str, from: &str, to: &str, expected: &[&str]) {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        let span = Zone::of(zone).span(date(from), date(to));
        let instants = std::iter::once(span.before).chain(span.days.iter().map(|(_, begin)| *begin)).chain([span.end]);
        assert_eq!(instants.map(Instant::text).collect::<Vec<_>>(), expected, "{zone}");
    }

    #[test]
    fn r13_days_are_those_of_the_zone() {
        let utc = ["2026-03-28T00:00:00.000Z", "2026-03-29T00:00:00.000Z", "2026-03-30T00:00:00.000Z"];
        check("UTC", "2026-03-29", "2026-03-29", &utc);
        check("Nowhere/Atall", "2026-03-29", "2026-03-29", &utc);
        // Clocks go forward in that night.
        let berlin = ["2026-03-27T23:00:00.000Z", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"];
        check("Europe/Berlin", "2026-03-29", "2026-03-29", &berlin);
        let kathmandu = ["2026-03-28T18:15:00.000Z", "2026-03-29T18:15:00.000Z", "2026-03-30T18:15:00.000Z"];
        check("Asia/Kathmandu", "2026-03-30", "2026-03-30", &kathmandu);
        // Clocks jump over midnight.
        let beirut = ["2026-03-27T22:00:00.000Z", "2026-03-28T22:00:00.000Z", "2026-03-29T21:00:00.000Z"];
        check("Asia/Beirut", "2026-03-29", "2026-03-29", &beirut);
    }

    #[test]
    fn r13_an_instant_is_on_another_day_elsewhere() {
        let at: Instant = "2026-11-23T23:30Z".parse().expect("an instant");
        for (zone, date) in [("UTC", "2026-11-23"), ("Europe/Berlin", "2026-11-24"), ("America/New_York", "2026-11-23")] {
            assert_eq!(Zone::of(zone).date(at).text(), date, "{zone}");
        }
    }
}
