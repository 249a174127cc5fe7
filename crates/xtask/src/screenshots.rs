//! Makes the pictures in docs/images.

use crate::build::{self, Mode};
use crate::command::{self, cargo};
use crate::needs;
use crate::outcome::Outcome;

pub(crate) fn run() -> Outcome {
    needs::browser()?;
    build::run(Mode::Shipped)?;
    // As the tests are built: what a picture shows is the same.
    command::run(&mut cargo(&["build", "--package", "parlor"]))?;
    command::run(&mut cargo(&["run", "--package", "parlor-tests", "--bin", "screenshots"]))
}
