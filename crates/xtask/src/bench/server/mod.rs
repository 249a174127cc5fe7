//! What the measurements of the server share: the programs that run, and the folder in which they do.

pub(super) mod parties;
pub(super) mod place;

use crate::build::{self, Mode, progress};
use crate::command::{self, cargo};
use crate::outcome::Outcome;
use crate::tree;

/// Makes everything that is measured.
pub(super) fn build() -> Outcome {
    // What browsers load must be there for the server to start.
    if !tree::www().is_dir() {
        build::run(Mode::Shipped)?;
    }
    progress("server", || {
        released(&["--package", "parlor", "--bin", "parlor", "--example", "bench"])?;
        released(&["--package", "parlor-store", "--example", "bare"])
    })
}

/// Makes what visitors get, as it is now: the server with everything that it gives to browsers.
pub(super) fn build_for_visitors() -> Outcome {
    build::run(Mode::Shipped)?;
    progress("server", || released(&["--package", "parlor", "--bin", "parlor"]))
}

/// Makes what those get who work in the console, and what fills it.
pub(super) fn build_for_the_console() -> Outcome {
    build_for_visitors()?;
    progress("filling", || released(&["--package", "parlor-store", "--example", "filled"]))
}

fn released(words: &[&str]) -> Outcome {
    let target = tree::root("target");
    command::run(cargo(&["build", "--quiet", "--release"]).args(words).arg("--target-dir").arg(target))
}
