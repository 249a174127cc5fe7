//! Measures what the widget weighs, how soon it is there and what it costs the page, beside other widgets, each loaded as its own
//! documentation says, in turns with ours. What is judged are medians.

mod figures;
mod harness;
mod limits;
mod report;

use clap::Args;

use super::server;
use super::server::parties::Server;
use super::server::place::{Place, many_dialogues, one_long_dialogue};
use crate::build::progress;
use crate::needs;
use crate::outcome::Outcome;
use crate::tree;

/// How much is measured.
#[derive(Args)]
pub(crate) struct Extent {
    /// How often each widget is loaded at each pace of processor and network
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// How often the host page is loaded without the tag, and as often with it
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    pairs: u32,
}

/// `cargo xtask bench widget`.
pub(crate) fn run(extent: &Extent) -> Outcome {
    needs::browser()?;
    server::build_for_visitors()?;
    let folder = progress("other widgets", harness::prepared)?;
    let place = |name: &str, site| Place::new(&tree::root("target/bench").join(name), &site);
    let (many, long) = (place("widget", many_dialogues())?, place("widget-long", one_long_dialogue())?);
    let (serves_many, serves_long) = (Server::parlor(&many.copy("parlor")?)?, Server::parlor(&long.copy("parlor")?)?);
    let figures = progress("browsers", || harness::measure(&folder, &serves_many, &serves_long, extent))?;
    serves_many.stop()?;
    serves_long.stop()?;
    many.clear()?;
    long.clear()?;
    report::print(&figures)?;
    let promises = limits::promises(&figures)?;
    promises.iter().for_each(|promise| println!("{promise}"));
    let missed: Vec<String> = promises.iter().filter(|promise| !promise.is_kept).map(ToString::to_string).collect();
    if missed.is_empty() { Ok(()) } else { Err(missed.join("\n")) }
}
