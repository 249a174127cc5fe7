//! Measures how many events a second Parlor takes in and keeps, beside a server that keeps nothing, one that keeps each request by itself,
//! and the bare storage. All have their turns one after the other, several times; what is judged are medians.

mod figures;
mod limits;

use clap::Args;

use crate::build::progress;
use crate::outcome::Outcome;
use crate::tree;

use self::figures::{Figures, Party};
use super::server;
use super::server::parties::{self, Posts, Server};
use super::server::place::{Place, one_long_dialogue};

/// The sizes of batches that are measured.
const BATCHES: [u16; 3] = [50, 10, 1];
/// The size of batches that the others are compared by, and in which the database is filled.
const USUAL: u16 = 10;
const LARGE: u16 = 50;
/// How long is posted at a time while the database is filled.
const FILLING_SECONDS: f64 = 10.0;

/// How much is measured.
#[derive(Args)]
pub(crate) struct Extent {
    /// How long each has to post in each of its turns
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// How many turns each has
    #[arg(long, default_value_t = 3)]
    turns: u32,
    /// Millions of events that are stored before it is measured once more, in several steps
    #[arg(long, value_delimiter = ',', default_values_t = [1.0, 10.0])]
    millions: Vec<f64>,
}

/// `cargo xtask bench ingest`.
pub(crate) fn run(extent: &Extent) -> Outcome {
    server::build()?;
    let place = progress("site", || Place::new(&tree::root("target/bench/ingest"), &one_long_dialogue()))?;
    let guide = Server::parlor(&place.copy("guide")?)?;
    let mut figures = Figures::default();
    for turn in 1..=extent.turns {
        progress(&format!("turn {turn}"), || take_turns(extent, &place, &guide, &mut figures))?;
    }
    grow(extent, &place, &guide, &mut figures)?;
    drop(guide);
    place.clear()?;
    figures.print();
    let promises = limits::promises(&figures)?;
    promises.iter().for_each(|promise| println!("{promise}"));
    let missed: Vec<String> = promises.iter().filter(|promise| !promise.is_kept).map(ToString::to_string).collect();
    if missed.is_empty() { Ok(()) } else { Err(missed.join("\n")) }
}

/// One turn of each.
fn take_turns(extent: &Extent, place: &Place, guide: &Server, figures: &mut Figures) -> Outcome {
    for batch in BATCHES {
        let posts = Posts { batch, seconds: extent.seconds };
        let nothing = Server::nothing()?;
        figures.add(Party::Nothing, batch, nothing.measure(guide, &posts)?);
        drop(nothing);
        let data = place.copy("parlor")?;
        let parlor = Server::parlor(&data)?;
        figures.add(Party::Parlor, batch, parlor.measure(guide, &posts)?);
        figures.used_memory(parlor.memory()?);
        parlor.stop()?;
        if batch == USUAL {
            figures.add(Party::Bare, batch, parties::bare(&data, &place.empty("bare")?)?);
            let alone = Server::one_by_one(&place.copy("alone")?)?;
            figures.add(Party::OneByOne, batch, alone.measure(guide, &posts)?);
        }
    }
    Ok(())
}

/// The same with ever more stored already.
fn grow(extent: &Extent, place: &Place, guide: &Server, figures: &mut Figures) -> Outcome {
    let parlor = Server::parlor(&place.copy("grown")?)?;
    let mut stored = 0.0;
    for millions in &extent.millions {
        progress(&format!("{millions} million"), || fill(&parlor, guide, &mut stored, millions * 1e6))?;
        for _ in 0..extent.turns {
            let posts = Posts { batch: USUAL, seconds: extent.seconds };
            let measured = parlor.measure(guide, &posts)?;
            stored += measured.events;
            figures.add(Party::Grown(*millions), USUAL, measured);
        }
        figures.used_memory(parlor.memory()?);
    }
    parlor.stop()
}

fn fill(parlor: &Server, guide: &Server, stored: &mut f64, wanted: f64) -> Outcome {
    while *stored < wanted {
        *stored += parlor.measure(guide, &Posts { batch: LARGE, seconds: FILLING_SECONDS })?.events;
    }
    Ok(())
}
