//! What `cargo xtask bench ingest` runs beside `parlor serve`: browsers that post as fast as they are answered, and two servers to
//! compare with. One stores nothing: what HTTP itself takes. The other stores each request in a transaction of its own.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

mod browsers;
mod http;
mod peers;
mod report;

use std::path::PathBuf;

use clap::Parser;

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// One party of the measurement.
#[derive(Parser)]
enum Party {
    /// Posts batches of new visitors, one after the other on each connection, and prints as JSON what came of it
    Browsers(browsers::Browsers),
    /// Answers every post with 204
    Nothing,
    /// Stores every request in a transaction of its own, judged by the same rules
    OneByOne {
        /// The folder of its database
        data: PathBuf,
    },
}

fn main() -> Result<(), Failed> {
    match Party::parse() {
        Party::Browsers(browsers) => browsers.run(),
        Party::Nothing => peers::nothing(),
        Party::OneByOne { data } => peers::one_by_one(&data),
    }
}
