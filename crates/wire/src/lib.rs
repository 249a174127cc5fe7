//! The contract: every path, request, answer and error code that crosses between browsers and server.
//!
//! Visitors' browsers speak [`parlor_domain::form`]s: compact bytes with a version in front. The console speaks JSON.

pub mod console;
pub mod operations;
pub mod problem;
pub mod visitor;
