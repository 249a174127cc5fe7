//! Makes the pictures in docs/images.

use crate::build::{self, Mode};
use crate::command::{self, cargo};
use crate::needs;
use crate::outcome::Outcome;

pub(crate) fn run() -> Outcome {
    needs::browser()?;
    build::run(Mode::Shipped)?;
    command::run(&mut cargo(&["build", "--release", "--package", "parlor"]))?;
    command::run(&mut cargo(&["run", "--release", "--package", "parlor-tests", "--bin", "screenshots"]))
}
