//! When something is tried again that others did not take (M20, P16).

use parlor_domain::time::{Instant, MINUTE, SECOND};

const HOUR: i64 = 60 * MINUTE;

/// How long to wait after each failed try: three days and some hours together.
const WAITS: [i64; 9] = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/// When it is tried again after as many tries that failed, the last one now; `None` if it is given up.
pub fn next_try(tries: u32, now: Instant) -> Option<Instant> {
    let wait = usize::try_from(tries).ok()?.checked_sub(1).and_then(|failed| WAITS.get(failed))?;
    Some(now.plus(*wait))
}
