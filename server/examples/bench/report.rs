//! What came of a measurement, as JSON.

use std::time::Duration;

use serde::Serialize;

/// What came of a measurement.
#[derive(Serialize)]
pub(crate) struct Report {
    /// Events that were acknowledged.
    events: usize,
    /// Seconds that it took.
    seconds: f64,
    /// Milliseconds within which half of the requests were answered.
    p50_ms: f64,
    /// Milliseconds within which all but one in a hundred were.
    p99_ms: f64,
}

/// What came of viewing pages.
#[derive(Serialize)]
pub(crate) struct Views {
    /// How many pages were viewed.
    views: usize,
    /// Seconds that it took.
    seconds: f64,
    /// Requests of each.
    requests: usize,
    /// Bytes of the answers to each, with their heads.
    bytes: usize,
    /// Milliseconds within which half of them were there.
    p50_ms: f64,
    /// Milliseconds within which all but one in a hundred were.
    p99_ms: f64,
}

impl Views {
    /// Views of so many requests and bytes each, with the time that each took.
    pub(crate) fn of(views: Vec<Duration>, (requests, bytes): (usize, usize), took: Duration) -> Self {
        let Report { events: views, seconds, p50_ms, p99_ms } = Report::of(views, 1, took);
        Self { views, seconds, requests, bytes, p50_ms, p99_ms }
    }
}

impl Report {
    /// Requests of so many events each, with the time that each took.
    pub(crate) fn of(mut requests: Vec<Duration>, events: usize, took: Duration) -> Self {
        requests.sort_unstable();
        let at = |part: f64| requests.get((requests.len() as f64 * part) as usize).map_or(0.0, |took| took.as_secs_f64() * 1e3);
        Self { events: requests.len() * events, seconds: took.as_secs_f64(), p50_ms: at(0.5), p99_ms: at(0.99) }
    }
}
