//! Builds everything and runs the demo.

use crate::build::{self, Mode};
use crate::command::{self, cargo, program};
use crate::outcome::Outcome;
use crate::tree;

pub(crate) fn run(arguments: &[String]) -> Outcome {
    build::run(Mode::Shipped)?;
    let server = ["build", "--release", "--package", "parlor", "--target-dir"];
    build::progress("server", || command::run(cargo(&server).arg(tree::root("target"))))?;
    command::run(program(tree::root("target/release/parlor"), &["demo"]).args(arguments))
}
