//! Measuring natively: works in batches that are long enough for a clock, many times.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long a batch takes: less than others on a busy machine leave to it at a time.
const BATCH: Duration = Duration::from_micros(200);
/// Batches that are measured.
const ROUNDS: usize = 1_000;

/// Microseconds of one work, batch by batch. The work is told which time it is.
pub(crate) fn samples(mut work: impl FnMut(usize) -> u32) -> Vec<f64> {
    let mut batch = |count: usize| {
        let start = Instant::now();
        for at in 0..count {
            black_box(work(at));
        }
        start.elapsed()
    };
    let mut count = 1;
    while batch(count) < BATCH {
        count *= 2;
    }
    (0..ROUNDS).map(|_| batch(count).as_secs_f64() * 1e6 / count as f64).collect()
}
