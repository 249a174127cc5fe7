//! Builds, tests, measures and shows Parlor: `cargo xtask COMMAND`.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

mod bench;
mod bless;
mod build;
mod check_imports;
mod command;
mod demo;
mod fuzz;
mod needs;
mod outcome;
mod screenshots;
mod size;
mod soak;
mod test;
mod tree;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::outcome::Outcome;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, tests, measures and shows Parlor", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build what browsers load into target/www
    Build {
        /// Quick to build and with readable panics, but large
        #[arg(long)]
        dev: bool,
    },
    /// Build everything and run the demo
    Demo {
        /// Arguments for `parlor demo`
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Check and test everything, browsers included
    Test {
        /// Run only the tests whose name contains this, and no other check
        filter: Option<String>,
    },
    /// Print the size of what browsers load; fail if it is above the budget
    Size {
        /// Write what was measured into the budget where it is lower
        #[arg(long)]
        lower: bool,
    },
    /// Measure, and fail if a limit isn't kept
    Bench {
        #[command(subcommand)]
        what: Bench,
    },
    /// Kill a server again and again while browsers post to it; fail if anything is lost, stored twice or unsound
    Soak {
        /// How long
        #[arg(long, default_value_t = 10)]
        minutes: u32,
        /// What browsers do and when the server is killed, as an earlier run has printed it
        #[arg(long)]
        seed: Option<u32>,
    },
    /// Make the pictures in docs/images
    Screenshots,
    /// Check that the engine, linked for WebAssembly, imports nothing
    CheckImports,
    /// Rewrite the golden files with what the tests see
    Bless,
    /// Look for inputs that break the engine, with libFuzzer
    Fuzz {
        /// What to break; everything, one after the other, if left out
        target: Option<fuzz::Target>,
        /// How long to look, for each
        #[arg(long, default_value_t = 30)]
        seconds: u32,
        /// Run this input instead, which an earlier search has found
        #[arg(long, requires = "target")]
        input: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
enum Bench {
    /// The engine alone, natively and in a browser, where other engines do the same work beside it
    Engine,
    /// How soon each page of the console is there, with a hundred thousand people and a million activities
    Console(bench::console::Extent),
    /// How many events are taken in and kept, beside other ways to do it
    Ingest(bench::ingest::Extent),
    /// How many pages with the chat are served, beside a server that answers with nothing
    Pages(bench::pages::Extent),
    /// How soon it is said when many agents can be met
    Slots,
    /// What the widget weighs, how soon it is there and what it costs the page, beside other widgets
    Widget(bench::widget::Extent),
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Outcome {
    match task {
        Task::Build { dev } => build::run(build::Mode::of(dev)),
        Task::Demo { arguments } => demo::run(&arguments),
        Task::Test { filter } => test::run(filter.as_deref()),
        Task::Size { lower } => size::run(lower),
        Task::Bench { what: Bench::Engine } => bench::engine::run(),
        Task::Bench { what: Bench::Console(extent) } => bench::console::run(&extent),
        Task::Bench { what: Bench::Ingest(extent) } => bench::ingest::run(&extent),
        Task::Bench { what: Bench::Pages(extent) } => bench::pages::run(&extent),
        Task::Bench { what: Bench::Slots } => bench::slots::run(),
        Task::Bench { what: Bench::Widget(extent) } => bench::widget::run(&extent),
        Task::Soak { minutes, seed } => soak::run(minutes, seed),
        Task::Screenshots => screenshots::run(),
        Task::CheckImports => check_imports::run(),
        Task::Bless => bless::run(),
        Task::Fuzz { target, seconds, input } => fuzz::run(target, seconds, input.as_deref()),
    }
}
