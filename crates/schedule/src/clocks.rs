//! What clocks show: stretches of time in which those of a zone are the same distance ahead of UTC.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use parlor_domain::time::{DAY, Instant, SECOND};

/// Clocks are set less than this far from UTC, and never jump further.
pub(crate) const MOST_OFFSET: i64 = 2 * DAY;

/// A stretch of time in which clocks go evenly.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub(crate) start: Instant,
    /// The moment after it.
    pub(crate) end: Instant,
    /// Milliseconds that clocks are ahead of UTC.
    pub(crate) ahead: i64,
}

/// The stretches from one instant to another, in their order, without a gap.
pub(crate) fn stretches(zone: &TimeZone, start: Instant, end: Instant) -> Vec<Stretch> {
    let mut all = Vec::new();
    let mut at = start;
    let ahead = |at: Instant| i64::from(zone.to_offset(timestamp(at)).seconds()) * SECOND;
    for change in zone.following(timestamp(start)) {
        let change = Instant(change.timestamp().as_millisecond());
        if change >= end {
            break;
        }
        if change > at && ahead(change) != ahead(at) {
            all.push(Stretch { start: at, end: change, ahead: ahead(at) });
            at = change;
        }
    }
    if at < end {
        all.push(Stretch { start: at, end, ahead: ahead(at) });
    }
    all
}

/// The nearest that there is: years are four digits long.
fn timestamp(at: Instant) -> Timestamp {
    Timestamp::from_millisecond(at.0).unwrap_or(if at.0 < 0 { Timestamp::MIN } else { Timestamp::MAX })
}
