//! When a webhook is called again that could not be reached or would not listen (P16).

use parlor_domain::time::{Instant, MINUTE, SECOND};

const HOUR: i64 = 60 * MINUTE;

/// How long to wait after each failed try: three days and some hours together.
const WAITS: [i64; 9] = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/// The status with which somebody says that calls are no longer wanted.
const GONE: u16 = 410;

/// When a call is tried again, after as many tries that failed, the last one now and with this status if there was an answer;
/// `None` if it is given up.
pub fn next_try(tries: u32, status: Option<u16>, now: Instant) -> Option<Instant> {
    if status == Some(GONE) {
        return None;
    }
    let wait = usize::try_from(tries).ok()?.checked_sub(1).and_then(|failed| WAITS.get(failed))?;
    Some(now.plus(*wait))
}
