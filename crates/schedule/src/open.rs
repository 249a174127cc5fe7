//! When an agent is there: the weekly hours, laid over what clocks show.

use jiff::tz::TimeZone;
use parlor_domain::meeting::MeetingRules;
use parlor_domain::schedule::weekday;
use parlor_domain::time::{DAY, Date, Instant, MINUTE};

use crate::clocks::{MOST_OFFSET, Stretch, stretches};

/// A stretch of an agent's hours on one date, in which clocks go evenly.
#[derive(Clone, Copy, Debug)]
struct Piece {
    date: Date,
    start: Instant,
    end: Instant,
    /// When the hours begin, or would, were clocks never set: slots are counted from there.
    anchor: Instant,
}

/// The hours of an agent on some dates.
pub(crate) struct Open {
    pieces: Vec<Piece>,
    /// The same, those that touch or overlap as one.
    whole: Vec<(Instant, Instant)>,
}

impl Open {
    /// The hours on the dates from one to another.
    pub(crate) fn of(rules: &MeetingRules, zone: &TimeZone, from: Date, to: Date) -> Self {
        let clocks = stretches(zone, midnight(from).plus(-MOST_OFFSET), midnight(to).plus(DAY + MOST_OFFSET));
        let mut pieces = Vec::new();
        for date in (from.0..=to.0).map(Date).filter(|date| !rules.holidays.contains(date)) {
            let minute = |minutes: u16| midnight(date).plus(i64::from(minutes) * MINUTE);
            let of_day = rules.hours.iter().filter(|hours| hours.days.contains(&weekday(date)));
            let mut readings: Vec<_> = of_day.map(|hours| (minute(hours.from.0), minute(hours.until.0))).collect();
            readings.retain(|(from, until)| from < until);
            readings.sort_unstable();
            for reading in joined(readings.into_iter()) {
                add(&mut pieces, &clocks, date, reading);
            }
        }
        pieces.sort_by_key(|piece| (piece.start, piece.anchor));
        let whole = joined(pieces.iter().map(|piece| (piece.start, piece.end)));
        Self { pieces, whole }
    }

    /// Where slots of this length, so far apart, can begin, each with its date; in their order, none twice.
    pub(crate) fn starts(&self, length: i64, step: i64) -> Vec<(Date, Instant)> {
        let mut starts: Vec<(Date, Instant)> =
            self.pieces.iter().flat_map(|piece| piece.starts(step)).filter(|(_, start)| self.holds(*start, length)).collect();
        starts.sort_by_key(|(_, start)| *start);
        starts.dedup_by_key(|(_, start)| *start);
        starts
    }

    /// Whether all of a stretch is within the hours.
    fn holds(&self, start: Instant, length: i64) -> bool {
        let at = self.whole.partition_point(|(begin, _)| *begin <= start);
        at.checked_sub(1).and_then(|at| self.whole.get(at)).is_some_and(|(_, end)| start.plus(length) <= *end)
    }
}

impl Piece {
    /// The beginnings in it, at the same minutes as without a change of clocks.
    fn starts(self, step: i64) -> impl Iterator<Item = (Date, Instant)> {
        let gone = self.start.since(self.anchor);
        let first = self.start.plus((step - gone.rem_euclid(step)) % step);
        (0..)
            .map(move |n: i64| first.plus(n * step))
            .take_while(move |start| *start < self.end)
            .map(move |start| (self.date, start))
    }
}

/// Adds what clocks show from one reading to another: nothing where they jump over it, twice where they are set back.
fn add(pieces: &mut Vec<Piece>, clocks: &[Stretch], date: Date, (from, until): (Instant, Instant)) {
    let near = |stretch: &&Stretch| stretch.start < until.plus(MOST_OFFSET) && stretch.end > from.plus(-MOST_OFFSET);
    for stretch in clocks.iter().filter(near) {
        let anchor = from.plus(-stretch.ahead);
        let (start, end) = (anchor.max(stretch.start), until.plus(-stretch.ahead).min(stretch.end));
        if start < end {
            pieces.push(Piece { date, start, end, anchor });
        }
    }
}

/// Those that touch or overlap as one; they come by their beginnings.
fn joined(stretches: impl Iterator<Item = (Instant, Instant)>) -> Vec<(Instant, Instant)> {
    let mut whole: Vec<(Instant, Instant)> = Vec::new();
    for (start, end) in stretches {
        match whole.last_mut().filter(|(_, latest)| start <= *latest) {
            Some((_, latest)) => *latest = end.max(*latest),
            None => whole.push((start, end)),
        }
    }
    whole
}

/// What clocks in UTC would call the beginning of a date.
pub(crate) fn midnight(date: Date) -> Instant {
    Instant(i64::from(date.0) * DAY)
}
