//! Kills a server again and again while browsers post to it, and says what that did to the data: `cargo xtask soak`. It ends with 1 if
//! anything is lost, stored twice, or was never sent.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use parlor_tests::soak::{Extent, soak};

fn main() -> ExitCode {
    let numbers: Vec<u64> = std::env::args().skip(1).map(|text| text.parse().expect("a number")).collect();
    let minutes = *numbers.first().expect("how many minutes");
    let seed = numbers.get(1).copied().unwrap_or_else(seed);
    println!("seed {seed}");
    let verdict = soak(seed, Extent::Until(Instant::now() + Duration::from_secs(60 * minutes)));
    print!("{verdict}");
    if verdict.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Another one each time.
fn seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos().into())
}
