//! The figures, as somebody reads them.

use super::Weight;
use super::figures::{Figures, OURS, Samples, least, median, quantile};
use super::limits::{PEERS, SLOW, promises};
use crate::outcome::Outcome;

/// Cases of sites, and their sizes.
const CASES: [(&str, &str); 2] = [
    ("worst", "no dialogue matches, and the last condition of each decides"),
    ("usual", "most dialogues fail at the page or early, and the first that matches is chosen"),
];
const SIZES: [u32; 3] = [10, 200, 1_000];
/// Other works.
const WORKS: [(&str, &str); 3] = [
    ("step", "one step of a conversation half-way through 100 cards, its state copied"),
    ("replay", "a conversation of 100 cards replayed"),
    ("read", "the site file of 200 dialogues read"),
];

pub(crate) fn print(figures: &Figures, file: &Weight) -> Outcome {
    for (case, what) in CASES {
        println!("\nA page view, {case} case: {what}. Dialogues with 10 conditions each.");
        for size in SIZES {
            resolve(figures, &format!("{case}-{size}"), size);
        }
    }
    println!("\nEach further dialogue in the worst case, by the quickest batches");
    slope("native", |size| figures.native.get(&worst(size)));
    // At its own pace only: the quickest batches of a page that is slowed down are those that slipped through.
    slope("browser 1x", |size| figures.browser.get(&1)?.measured.get(&worst(size))?.get(OURS));
    println!("\nThe first page view in a fresh page, 200 dialogues, worst case, at {SLOW}x");
    for (who, samples) in figures.browser.get(&SLOW).into_iter().flat_map(|browser| &browser.first) {
        line(who, samples);
    }
    for (work, what) in WORKS {
        println!("\n{work}: {what}");
        each_place(figures, work);
    }
    println!("\nThe site file of 200 dialogues: {} bytes raw, {} bytes brotli", file.raw, file.brotli);
    println!("The browser's processor at {SLOW}x was {:.1} times slower", figures.slow_down(SLOW).unwrap_or_default());
    println!();
    for promise in promises(figures)? {
        println!("{promise}");
    }
    Ok(())
}

/// One size in all places.
fn resolve(figures: &Figures, site: &str, size: u32) {
    println!("  {size} dialogues, of which on average {} match", figures.matching.get(site).copied().unwrap_or_default());
    let work = format!("resolve {site}");
    each_place(figures, &work);
    for slow_down in figures.browser.keys() {
        for (peer, _) in PEERS {
            if let Ok(ratio) = figures.ratio(*slow_down, &work, peer) {
                println!("    at {slow_down}x {ratio:.1} times faster than {peer}");
            }
        }
    }
}

/// A work natively, and in the browser by everybody who does it.
fn each_place(figures: &Figures, work: &str) {
    if let Some(samples) = figures.native.get(work) {
        line("native", samples);
    }
    for (slow_down, browser) in &figures.browser {
        let everybody = browser.measured.get(work).into_iter().flatten();
        // Ours first.
        let (ours, theirs): (Vec<_>, Vec<_>) = everybody.partition(|(who, _)| *who == OURS);
        for (who, samples) in ours.into_iter().chain(theirs) {
            line(&format!("browser {slow_down}x {who}"), samples);
        }
    }
}

fn line(name: &str, samples: &Samples) {
    if let (Some(median), Some(most), Some(least)) = (median(samples), quantile(samples, 0.95), least(samples)) {
        println!("    {name:<24} median {median:>9.2} µs, p95 {most:>9.2} µs, least {least:>9.2} µs");
    }
}

/// The work of the worst case among so many dialogues.
fn worst(size: u32) -> String {
    format!("resolve {}-{size}", CASES[0].0)
}

/// What one further dialogue takes: the same from 10 to 200 as from 200 to 1,000, if it grows as they do.
fn slope<'a>(place: &str, samples: impl Fn(u32) -> Option<&'a Samples>) {
    let took = |size: u32| samples(size).and_then(|samples| least(samples));
    let slope = |from: u32, to: u32| Some((took(to)? - took(from)?) / f64::from(to - from));
    let [few, some, many] = SIZES;
    if let (Some(first), Some(then)) = (slope(few, some), slope(some, many)) {
        let times = then / first;
        println!("    {place:<24} {first:.3} µs from {few} to {some}, {then:.3} µs from {some} to {many}: {times:.2} times");
    }
}
