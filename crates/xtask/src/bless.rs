//! Rewrites the golden files with what the tests see.

use crate::command::{self, cargo};
use crate::outcome::Outcome;
use crate::test::TESTS;

pub(crate) fn run() -> Outcome {
    command::run(cargo(&TESTS).env("UPDATE_EXPECT", "1"))
}
