//! What is promised of the intake.

use super::figures::{Figures, MIB, Party};
use crate::bench::promise::Promise;
use crate::outcome::Outcome;

/// Every promise.
pub(super) fn promises(figures: &Figures) -> Outcome<Vec<Promise>> {
    use Party::{Bare, Nothing, OneByOne, Parlor};
    let rate = |party, batch| figures.rate(party, batch).ok_or_else(|| format!("not measured: {party}, batches of {batch}"));
    let mut promises = vec![
        at_least("batches of 10 against bare rusqlite", 0.35, rate(Parlor, 10)? / rate(Bare, 10)?),
        at_least("batches of 10 against one transaction per request", 5.0, rate(Parlor, 10)? / rate(OneByOne, 10)?),
        at_least("batches of 1 against nothing stored", 0.15, rate(Parlor, 1)? / rate(Nothing, 1)?),
    ];
    // Not of the largest batches: with as many events under way at once the bare storage itself takes longer than that.
    for batch in [1, super::USUAL] {
        let slower = figures.p99(Parlor, batch).zip(figures.p99(Nothing, batch)).map_or(f64::MAX, |(ours, theirs)| ours / theirs);
        promises.push(at_most(
            &format!("the slowest of a hundred requests, batches of {batch}, against nothing stored"),
            5.0,
            slower,
        ));
    }
    if let Some(grown) = figures.most_stored() {
        promises.push(at_least(&format!("{grown}, against none"), 0.85, rate(grown, 10)? / rate(Parlor, 10)?));
    }
    promises.push(Promise {
        text: "memory at most 150 MiB".to_owned(),
        measured: format!("{:.0} MiB", figures.memory() / MIB),
        is_kept: figures.memory() <= 150.0 * MIB,
    });
    Ok(promises)
}

fn at_least(what: &str, least: f64, measured: f64) -> Promise {
    Promise { text: format!("{what}: at least {least} times"), measured: format!("{measured:.2}"), is_kept: measured >= least }
}

fn at_most(what: &str, most: f64, measured: f64) -> Promise {
    Promise { text: format!("{what}: at most {most} times"), measured: format!("{measured:.2}"), is_kept: measured <= most }
}
