//! The clock and chance: read here, and handed to whatever needs them.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parlor_domain::ids::Moment;
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;

/// What the clock says.
pub(crate) fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Fresh random bytes.
///
/// # Panics
///
/// If the system has no randomness to give: nothing here may run without.
pub(crate) fn chance<const COUNT: usize>() -> [u8; COUNT] {
    let mut bytes = [0; COUNT];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

/// Time and chance together.
pub(crate) fn moment() -> Moment {
    Moment { now: now(), chance: chance() }
}

/// A text that nobody guesses: 256 random bits.
pub(crate) fn token() -> String {
    URL_SAFE_NO_PAD.encode(chance::<32>())
}

/// A password for people to copy: 96 random bits.
pub(crate) fn password() -> String {
    URL_SAFE_NO_PAD.encode(chance::<12>())
}

/// A key for a site that brings none.
pub(crate) fn site_key() -> SiteKey {
    let digits: String =
        chance::<10>().iter().map(|byte| char::from(b"abcdefghjkmnpqrstuvwxyz23456789xy"[usize::from(byte % 32)])).collect();
    SiteKey::parse(&digits).unwrap_or_else(|_| unreachable!("letters and digits make a site key"))
}
