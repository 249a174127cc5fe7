//! A short run of what `cargo xtask soak` does for long.

use parlor_tests::soak::{Extent, soak};

/// Enough for every kind of kill, and soon done.
const KILLS: u32 = 20;

#[test]
fn a12_kills_lose_nothing_that_was_acknowledged_and_store_nothing_twice() {
    let verdict = soak(12, Extent::Kills(KILLS));
    eprintln!("{verdict}");
    assert!(verdict.is_good(), "{verdict}");
    assert!(verdict.acknowledged > 0 && verdict.logged > 0 && verdict.kills >= KILLS, "{verdict}");
}
