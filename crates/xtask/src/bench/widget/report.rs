//! The figures, as somebody reads them.

use super::figures::{Beside, Figures, Moment, OURS, PROFILES, range};
use super::limits::{KIB, MIB};
use crate::outcome::Outcome;

pub(super) fn print(figures: &Figures) -> Outcome {
    let peers = figures.peers.iter().map(|peer| (peer.id.as_str(), peer.version.as_str()));
    let widgets: Vec<(&str, &str)> = std::iter::once((OURS, "")).chain(peers).collect();
    println!("\nFetched until then: requests, KiB raw, KiB brotli");
    println!("  {:<18} {:<8} {:>19} {:>21} {:>21}", "", "", "launcher", "first message", "opened conversation");
    for (widget, version) in &widgets {
        let weight = |moment| match figures.weight(widget, moment) {
            Some(weight) => format!("{:>4} {:>8.1} {:>7.1}", weight.requests, weight.raw / KIB, weight.brotli / KIB),
            None => "–".to_owned(),
        };
        let [launcher, first, opened] = [Moment::Launcher, Moment::First, Moment::Opened].map(weight);
        println!("  {widget:<18} {version:<8} {launcher:>19} {first:>21} {opened:>21}");
    }
    for profile in PROFILES {
        println!(
            "\nMilliseconds at {profile}: the middle (least to most). Long tasks before the click: how many, the longest, blocking"
        );
        println!("  {:<18} {:>20} {:>20} {:>20}   long tasks", "", "launcher", "first message", "from the click on");
        for (widget, _) in &widgets {
            let time = |moment| spread(range(&figures.times(widget, profile, moment)));
            let [launcher, first, opened] = [Moment::Launcher, Moment::First, Moment::Opened].map(time);
            let [count, longest, blocking] = figures.long_tasks(widget, profile).unwrap_or_default();
            println!("  {widget:<18} {launcher:>20} {first:>20} {opened:>20}   {count:.0} {longest:.0} {blocking:.0}");
        }
    }
    println!("\nMiB of JavaScript and WebAssembly heap with the first message there, the page's own included");
    for (widget, _) in &widgets {
        println!("  {widget:<18} {:>5.1}", figures.heap(widget).unwrap_or_default() / MIB);
    }
    println!("  {OURS} after {} messages: {:.1}", figures.long.messages, figures.long.bytes() / MIB);
    host_page(figures)
}

fn host_page(figures: &Figures) -> Outcome {
    let costs = &figures.costs;
    println!("\nThe host page at 4x, {} views without the tag and {} with it by turns", costs.without.len(), costs.with.len());
    println!("  {:<26} {:>22} {:>22} {:>8}", "the middle (least to most)", "without", "with", "noise");
    let line = |name: &str, Beside { without, with, noise }: &Beside| {
        println!("  {name:<26} {:>22} {:>22} {noise:>8.1}", spread(Some(*without)), spread(Some(*with)));
    };
    line("layout shift", &costs.beside(|cost| cost.shift)?);
    line("long tasks", &costs.beside(|cost| cost.long_tasks)?);
    line("total blocking time, ms", &costs.beside(|cost| cost.blocking_ms)?);
    line("first contentful paint", &costs.beside(|cost| cost.first_paint_ms)?);
    line("largest contentful paint", &costs.beside(|cost| cost.largest_paint_ms)?);
    line("longest task of ours", &costs.beside(|cost| cost.ours_longest_ms)?);
    println!();
    Ok(())
}

fn spread(range: Option<[f64; 3]>) -> String {
    range.map_or_else(|| "–".to_owned(), |[middle, least, most]| format!("{middle:.0} ({least:.0} to {most:.0})"))
}
