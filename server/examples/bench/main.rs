//! What `cargo xtask bench ingest` and `pages` run beside `parlor serve`: browsers that post, or view pages, as fast as they are answered,
//! and two servers to compare with. One stores nothing: what HTTP itself takes. The other stores each request in a transaction of its own.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

mod browsers;
mod front;
mod http;
mod pages;
mod peers;
mod report;

use std::path::PathBuf;

use clap::Parser;
use mimalloc::MiMalloc;

/// The same as Parlor's, so that it makes no difference.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// One party of the measurement.
#[derive(Parser)]
enum Party {
    /// Posts batches of new visitors, one after the other on each connection, and prints as JSON what came of it
    Browsers(browsers::Browsers),
    /// Views pages with the chat, and prints as JSON what came of it
    Pages(pages::Pages),
    /// Answers everything with 204
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
        Party::Pages(pages) => pages.run(),
        Party::Nothing => peers::nothing(),
        Party::OneByOne { data } => peers::one_by_one(&data),
    }
}
