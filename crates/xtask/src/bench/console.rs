//! Measures how soon the console's pages are there with a large site: in a browser, from the click to the frame in which all of the
//! next view is drawn. What it is held against is a limit in milliseconds, because nobody else's console is to be had.

use std::collections::BTreeMap;

use clap::Args;
use serde::Deserialize;

use crate::build::progress;
use crate::command::{cargo, told};
use crate::needs;
use crate::outcome::{During, Outcome};
use crate::tree;

use super::engine::figures::{median, quantile};
use super::promise::Promise;
use super::server;
use super::server::parties::{self, Server};
use super::server::place::{Place, dialogues};

/// Dialogues of the site.
const DIALOGUES: usize = 200;
/// Milliseconds from a click to the next view, in the middle of all rounds.
const MOST_MS: f64 = 100.0;
/// Bytes of the console until its first page is there.
const MOST_BYTES: f64 = 350.0 * 1024.0;
const EMAIL: &str = "admin@example.com";

/// How large the site is.
#[derive(Args)]
pub(crate) struct Extent {
    /// How many people it has, and as many anonymous visitors
    #[arg(long, default_value_t = 100_000)]
    people: u32,
    /// How many activities they left in a year
    #[arg(long, default_value_t = 1_000_000)]
    activities: u32,
}

/// What the browser measured.
#[derive(Deserialize)]
struct Measured {
    /// Milliseconds of each round, by what was clicked.
    clicks: BTreeMap<String, Vec<f64>>,
    /// Bytes of the console on the wire.
    bytes: f64,
}

/// `cargo xtask bench console`.
pub(crate) fn run(extent: &Extent) -> Outcome {
    needs::browser()?;
    server::build_for_the_console()?;
    let place = progress("site", || Place::new(&tree::root("target/bench/console"), &dialogues(DIALOGUES)))?;
    let data = place.copy("parlor")?;
    progress("people", || parties::fill(&data, extent.people, extent.activities))?;
    let password = parties::add_user(EMAIL, &data)?;
    let parlor = Server::parlor(&data)?;
    let measured = progress("clicks", || click(&format!("{}/console/", parlor.origin()), &password))?;
    parlor.stop()?;
    place.clear()?;
    println!("Milliseconds from the click to the next view: the middle, and the slowest");
    for (name, all) in &measured.clicks {
        println!("  {name:24} {:>6.0} {:>6.0}", median(all).unwrap_or_default(), quantile(all, 1.0).unwrap_or_default());
    }
    let promises = promises(&measured);
    promises.iter().for_each(|promise| println!("{promise}"));
    let missed: Vec<String> = promises.iter().filter(|promise| !promise.is_kept).map(ToString::to_string).collect();
    if missed.is_empty() { Ok(()) } else { Err(missed.join("\n")) }
}

fn click(console: &str, password: &str) -> Outcome<Measured> {
    let words = ["run", "--quiet", "--package", "parlor-tests", "--bin", "clicks", "--"];
    serde_json::from_str(&told(cargo(&words).args([console, EMAIL, password]))?).during("the browser")
}

fn promises(measured: &Measured) -> Vec<Promise> {
    let of_click = |(name, all): (&String, &Vec<f64>)| {
        let ms = median(all).unwrap_or(f64::MAX);
        Promise { text: format!("{name} within {MOST_MS} ms"), measured: format!("{ms:.0}"), is_kept: ms <= MOST_MS }
    };
    let weight = Promise {
        text: format!("the console in {MOST_BYTES} bytes"),
        measured: measured.bytes.to_string(),
        is_kept: measured.bytes <= MOST_BYTES,
    };
    measured.clicks.iter().map(of_click).chain([weight]).collect()
}
