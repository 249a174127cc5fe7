//! The command line (O1, O3, O4).
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

mod demo;
mod import;
mod lint;
mod serve;
mod user;

use std::fmt;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use actix_web::rt::{self, signal};
use clap::{Args, Parser, Subcommand};
use parlor_domain::draft::SiteDraft;
use parlor_engine::publish::read_file;
use tracing_subscriber::EnvFilter;

/// Targeted conversations on websites, self-hosted, in one program
#[derive(Parser)]
#[command(name = "parlor", version, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server
    Serve(serve::Serve),
    /// Show a demo site, with its data in a throw-away folder
    Demo(demo::Demo),
    /// Take a site with its dialogues in from a file
    Import(import::Import),
    /// Say what is wrong with a file's dialogues
    Lint(lint::Lint),
    /// Add, list and remove those who may sign in to the console
    #[command(subcommand)]
    User(user::User),
}

/// Where the data is.
#[derive(Args)]
struct Data {
    /// The data folder
    #[arg(long, env = "PARLOR_DATA", default_value = "./parlor-data")]
    data: PathBuf,
}

/// Why a command was refused, for people to read.
struct Refused(String);

impl<T: fmt::Display> From<T> for Refused {
    fn from(cause: T) -> Self {
        Self(cause.to_string())
    }
}

type Done = Result<(), Refused>;

/// Runs the program: 0 done, 1 refused with a message, 2 wrong usage.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log_to_stderr();
    let done = rt::System::new().block_on(async {
        match arguments.command {
            Command::Serve(serve) => serve.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Import(import) => import.run().await,
            Command::Lint(lint) => lint.run(),
            Command::User(user) => user.run().await,
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Refused(message)) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// For people where people look, as JSON where programs do.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_env("PARLOR_LOG").unwrap_or_else(|_| EnvFilter::new("info,actix_server=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    if io::stderr().is_terminal() { log.init() } else { log.json().with_ansi(false).init() }
}

/// Reads a file that an author wrote; says everything that is wrong with it.
fn read_draft(path: &Path) -> Result<SiteDraft, Refused> {
    let json = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(read_file(&json)?)
}

/// Waits for somebody to stop the program.
async fn stop_signal() -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = signal::unix::signal(signal::unix::SignalKind::terminate())?;
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            interrupted = signal::ctrl_c() => interrupted,
        }
    }
    #[cfg(not(unix))]
    signal::ctrl_c().await
}
