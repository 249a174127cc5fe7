//! Measures how many pages with the chat one server can serve to visitors who come first and who come again, beside a server that answers
//! as many requests with nothing.

use clap::Args;

use crate::build::progress;
use crate::outcome::Outcome;
use crate::tree;

use super::server;
use super::server::parties::{Server, Viewed};
use super::server::place::{Place, many_dialogues};

/// How much is measured.
#[derive(Args)]
pub(crate) struct Extent {
    /// How long each has in each of its turns
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// How many turns each has
    #[arg(long, default_value_t = 3)]
    turns: u32,
}

/// `cargo xtask bench pages`.
pub(crate) fn run(extent: &Extent) -> Outcome {
    server::build()?;
    let place = progress("site", || Place::new(&tree::root("target/bench/pages"), &many_dialogues()))?;
    let parlor = Server::parlor(&place.copy("parlor")?)?;
    let nothing = Server::nothing()?;
    println!(
        "Pages a second to their first message, with 64 browsers at once; milliseconds of one (half, all but one in a hundred)"
    );
    for (name, again) in [("a first view", false), ("a later view", true)] {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..extent.turns {
            ours.push(parlor.view(&parlor, again, extent.seconds)?);
            theirs.push(nothing.view(&parlor, again, extent.seconds)?);
        }
        let [parlor, nothing] = [middle(ours)?, middle(theirs)?];
        print(&format!("Parlor, {name}"), &parlor);
        print(&format!("nothing, {name}"), &nothing);
        println!("  {:.2} of what nothing takes\n", rate(&parlor) / rate(&nothing));
    }
    println!("Parlor's memory: {:.0} MiB at the most", parlor.memory()? / MIB);
    parlor.stop()?;
    drop(nothing);
    place.clear()
}

/// Bytes of a mebibyte.
const MIB: f64 = 1_048_576.0;

fn rate(viewed: &Viewed) -> f64 {
    viewed.views / viewed.seconds
}

fn middle(mut turns: Vec<Viewed>) -> Outcome<Viewed> {
    turns.sort_by(|one, other| rate(one).total_cmp(&rate(other)));
    turns.get(turns.len() / 2).copied().ok_or_else(|| "no turn was measured".to_owned())
}

fn print(name: &str, viewed: &Viewed) {
    let Viewed { requests, bytes, p50_ms, p99_ms, .. } = *viewed;
    println!(
        "  {name:24} {:>7.0}   {p50_ms:>5.1} {p99_ms:>6.1}   {requests} requests, {bytes:.0} bytes each; {:.0} requests a second",
        rate(viewed),
        rate(viewed) * requests
    );
}
