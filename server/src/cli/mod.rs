//! The command line (O1, O3, O4).
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

mod backup;
mod demo;
mod doctor;
mod environment;
mod erase;
mod export;
mod files;
mod import;
mod key;
mod lint;
mod mail;
mod options;
mod report;
mod schema;
mod serve;
mod simulate;
mod site;
mod user;
mod webhook;

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use actix_web::rt::{self, signal};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use parlor_connect::Outside;
use parlor_domain::text::{Name, SiteKey};
use parlor_store::Store;
use tracing_subscriber::EnvFilter;

use crate::places::{NotPlaces, Places};

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
    /// Take a site with its dialogues, flows and documents in from a file
    Import(import::Import),
    /// Write a site into a file that can be imported
    Export(export::Export),
    /// Write a copy of all data into a file, also while the server runs
    Backup(backup::Backup),
    /// Check a backup, and put it into the place of the data
    Restore(backup::Restore),
    /// Say whether everything is as it should be, and what to do
    Doctor(doctor::Doctor),
    /// Say what is wrong with a file's dialogues and flows
    Lint(lint::Lint),
    /// Play a visitor's story, and say what is shown, logged and why
    Simulate(simulate::Simulate),
    /// Print the JSON Schema of the file that import reads
    Schema(schema::Schema),
    /// Add, list and remove sites
    #[command(subcommand)]
    Site(site::Site),
    /// Add, list and remove the keys that sign who a site's visitors are
    #[command(subcommand)]
    Key(key::Key),
    /// List a site's webhooks and the calls that nobody has taken, and make those again
    #[command(subcommand)]
    Webhook(webhook::Webhook),
    /// Count anew what reports say
    #[command(subcommand)]
    Report(report::Report),
    /// Erase everything that is known of a person
    ErasePerson(erase::ErasePerson),
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

impl Data {
    /// Does something with the data that are there: a folder that was named by mistake isn't taken for an empty one.
    async fn with<T>(&self, work: impl AsyncFnOnce(&Store) -> Result<T, Refused>) -> Result<T, Refused> {
        finish(Store::open_present(&self.data)?, work).await
    }

    /// The same for what may be the first to be done in a folder.
    async fn with_new<T>(&self, work: impl AsyncFnOnce(&Store) -> Result<T, Refused>) -> Result<T, Refused> {
        finish(Store::open(&self.data)?, work).await
    }
}

/// Does something with the memory, and closes it however that ends.
async fn finish<T>(store: Store, work: impl AsyncFnOnce(&Store) -> Result<T, Refused>) -> Result<T, Refused> {
    let done = work(&store).await;
    store.close();
    done
}

/// How far the server reaches for what authors name.
#[derive(Args)]
struct Reach {
    /// Ask private networks too: for hosted documents and images, and with webhooks
    #[arg(long, env = "PARLOR_ALLOW_PRIVATE_ADDRESSES", value_parser = clap::builder::BoolishValueParser::new())]
    allow_private_addresses: bool,
}

impl Reach {
    fn outside(&self) -> Outside {
        Outside::new(self.allow_private_addresses)
    }
}

/// What is known of the places that visitors are in.
#[derive(Args)]
struct Whereabouts {
    /// A database that says where addresses are, to infer visitors' places; may be given several times
    #[arg(long = "places", env = "PARLOR_PLACES", value_name = "FILE", value_delimiter = ',')]
    files: Vec<PathBuf>,
}

impl Whereabouts {
    fn places(&self) -> Result<Places, NotPlaces> {
        Places::open(&self.files)
    }
}

fn site_key(text: &str) -> Result<SiteKey, String> {
    SiteKey::parse(text).map_err(|error| error.to_string())
}

fn name(text: &str) -> Result<Name, String> {
    Name::parse(text).map_err(|error| error.to_string())
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
    let matches = environment::without_empty(Arguments::command()).get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Refused(message)) => {
            // Nobody may be there to read it.
            let _ = writeln!(io::stderr(), "{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Done {
    log_to_stderr(environment::log_filter()?);
    rt::System::new().block_on(async {
        outlive_file_limits()?;
        match command {
            Command::Serve(serve) => serve.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Import(import) => import.run().await,
            Command::Export(export) => export.run().await,
            Command::Backup(backup) => backup.run(),
            Command::Restore(restore) => restore.run(),
            Command::Doctor(doctor) => doctor.run().await,
            Command::Lint(lint) => lint.run(),
            Command::Simulate(simulate) => simulate.run(),
            Command::Schema(schema) => schema.run(),
            Command::Site(site) => site.run().await,
            Command::Key(key) => key.run().await,
            Command::Webhook(webhook) => webhook.run().await,
            Command::Report(report) => report.run().await,
            Command::ErasePerson(erase) => erase.run().await,
            Command::User(user) => user.run().await,
        }
    })
}

/// For people where people look, as JSON where programs do.
fn log_to_stderr(filter: EnvFilter) {
    // What the log can't take is lost. To complain of that there would be a panic.
    let log = tracing_subscriber::fmt().with_env_filter(filter).log_internal_errors(false).with_writer(io::stderr);
    if io::stderr().is_terminal() {
        log.init()
    } else {
        log.json().with_ansi(false).init()
    }
    panic::set_hook(Box::new(|panicked| {
        let at = panicked.location().map(ToString::to_string);
        // A message that was made up on the way may quote what somebody has typed (O17).
        let message = panicked.payload().downcast_ref::<&'static str>();
        tracing::error!(at, said = message, "a thread panicked");
    }));
}

/// A file that has come to the system's limit is an error of who writes to it, and no reason to die.
fn outlive_file_limits() -> io::Result<()> {
    // SIGXFSZ, on Linux and macOS. What handles it stays when the listener is gone.
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    drop(signal::unix::signal(signal::unix::SignalKind::from_raw(25))?);
    Ok(())
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
