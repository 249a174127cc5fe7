//! When a webhook is called again that could not be reached or would not listen (P16).

use parlor_domain::time::Instant;

use crate::retry;

/// The status with which somebody says that calls are no longer wanted.
const GONE: u16 = 410;

/// When a call is tried again, after as many tries that failed, the last one now and with this status if there was an answer;
/// `None` if it is given up.
pub fn next_try(tries: u32, status: Option<u16>, now: Instant) -> Option<Instant> {
    if status == Some(GONE) { None } else { retry::next_try(tries, now) }
}
