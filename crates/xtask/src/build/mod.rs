//! Builds what browsers load: the two programs, compiled, hashed, compressed, in one folder.

mod bundle;
mod compress;
mod glue;
mod minify;
mod names;
mod optimise;
mod pdfjs;
mod program;
mod split;
mod stamp;
mod table;

use std::time::Instant;

pub(crate) use self::compress::{brotli, with_suffix as compressed};
pub(crate) use self::program::example;
use crate::needs;
use crate::outcome::Outcome;

/// For whom it is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// For visitors: small.
    Shipped,
    /// For who works on it: quick to build, and a panic says where it was.
    Dev,
}

impl Mode {
    pub(crate) fn of(dev: bool) -> Self {
        if dev { Self::Dev } else { Self::Shipped }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Shipped => "shipped",
            Self::Dev => "dev",
        }
    }
}

pub(crate) fn run(mode: Mode) -> Outcome {
    needs::wasm_target()?;
    if mode == Mode::Shipped {
        needs::std_source()?;
    }
    for program in [program::WIDGET, program::CONSOLE] {
        program.build(mode)?;
    }
    bundle::build(mode)
}

/// Does one step and says how long it took.
pub(crate) fn progress<T>(step: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("{step} …");
    let start = Instant::now();
    let done = work()?;
    println!("{step} … {} s", start.elapsed().as_secs());
    Ok(done)
}
