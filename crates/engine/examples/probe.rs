//! The runtime engine as a WebAssembly module that imports nothing (C20) and says what the native one says (C23).
//!
//! The host writes bytes one by one, runs, and reads bytes one by one: no pointer crosses the border.
#![allow(unsafe_code, reason = "an export without a mangled name counts as unsafe; there is no unsafe block")]

#[path = "probe/conformance.rs"]
mod conformance;
#[path = "probe/lines.rs"]
mod lines;
#[path = "probe/prose.rs"]
mod prose;
#[path = "probe/told.rs"]
mod told;
#[path = "probe/tried.rs"]
mod tried;

use std::sync::{Mutex, PoisonError};

static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static OUTPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Appends a byte to the input.
#[unsafe(no_mangle)]
pub extern "C" fn input(byte: u32) {
    INPUT.lock().unwrap_or_else(PoisonError::into_inner).push(byte.to_le_bytes()[0]);
}

/// Takes the input and tells the conversation in it. Returns the output's length.
#[unsafe(no_mangle)]
pub extern "C" fn run() -> u32 {
    answer(told::tell)
}

/// Takes the input and tries the cases in it, or plays the story. Returns the output's length.
#[unsafe(no_mangle)]
pub extern "C" fn try_cases() -> u32 {
    answer(|input| tried::tried(&String::from_utf8_lossy(input)))
}

fn answer(work: impl FnOnce(&[u8]) -> String) -> u32 {
    let input = std::mem::take(&mut *INPUT.lock().unwrap_or_else(PoisonError::into_inner));
    let output = work(&input).into_bytes();
    let length = u32::try_from(output.len()).unwrap_or(0);
    *OUTPUT.lock().unwrap_or_else(PoisonError::into_inner) = output;
    length
}

/// A byte of the output.
#[unsafe(no_mangle)]
pub extern "C" fn output(index: u32) -> u32 {
    let output = OUTPUT.lock().unwrap_or_else(PoisonError::into_inner);
    usize::try_from(index).ok().and_then(|at| output.get(at)).map_or(0, |byte| u32::from(*byte))
}
