//! The guard with a network of the test's own: names lead where the test says, and public addresses answer from this machine.

mod guarding;
mod ranges;
mod secure;
mod waiting;
mod world;

#[path = "../common/mod.rs"]
mod common;
