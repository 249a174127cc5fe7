//! Measures how long it takes to say when many agents can be met.

use serde::Deserialize;

use super::promise::Promise;
use crate::command::{cargo, told};
use crate::outcome::{During, Outcome};

/// Milliseconds for a month of 50 agents with 500 events each, in the middle of all rounds.
const MOST_MS: f64 = 20.0;

/// What was measured.
#[derive(Deserialize)]
struct Measured {
    ms: f64,
    /// How many were found.
    slots: usize,
}

/// `cargo xtask bench slots`.
pub(crate) fn run() -> Outcome {
    let words = ["run", "--quiet", "--release", "--package", "parlor-schedule", "--example", "bench"];
    let measured: Measured = serde_json::from_str(&told(&mut cargo(&words))?).during("the slots")?;
    let Measured { ms, slots } = measured;
    let promise = Promise {
        text: format!("a month of 50 agents with 500 events each, {slots} slots, within {MOST_MS} ms"),
        measured: format!("{ms:.1}"),
        is_kept: slots > 0 && ms <= MOST_MS,
    };
    println!("{promise}");
    if promise.is_kept { Ok(()) } else { Err(promise.to_string()) }
}
