//! Kills a server again and again while browsers post to it, and looks at what that did to the data. `cargo xtask test` does the same for
//! a few seconds.

use crate::build::{self, Mode};
use crate::command::{self, cargo};
use crate::outcome::Outcome;
use crate::tree;

/// `cargo xtask soak`.
pub(crate) fn run(minutes: u32, seed: Option<u32>) -> Outcome {
    // What browsers load must be there for the server to start; nothing here depends on it.
    if !tree::www().is_dir() {
        build::run(Mode::Shipped)?;
    }
    command::run(&mut cargo(&["build", "--package", "parlor"]))?;
    let mut soak = cargo(&["run", "--quiet", "--package", "parlor-tests", "--bin", "soak", "--", &minutes.to_string()]);
    command::run(soak.args(seed.map(|seed| seed.to_string())))
}
