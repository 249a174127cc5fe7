//! The figures, and how somebody reads them.

use std::fmt;

use crate::bench::server::parties::Measured;

/// Who was measured.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Party {
    /// Parlor with an empty database.
    Parlor,
    /// Parlor with so many millions of events stored.
    Grown(f64),
    /// A server that stores nothing.
    Nothing,
    /// A server that stores each request in a transaction of its own.
    OneByOne,
    /// The same rows, put by rusqlite alone.
    Bare,
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parlor => f.write_str("Parlor"),
            Self::Grown(millions) => write!(f, "Parlor, {millions} million stored"),
            Self::Nothing => f.write_str("nothing stored"),
            Self::OneByOne => f.write_str("one transaction per request"),
            Self::Bare => f.write_str("bare rusqlite, 500 events at a time"),
        }
    }
}

/// Everything that was measured.
#[derive(Default)]
pub(super) struct Figures {
    lines: Vec<(Party, u16, Vec<Measured>)>,
    memory: f64,
}

impl Figures {
    /// Adds what a turn came to.
    pub(super) fn add(&mut self, party: Party, batch: u16, measured: Measured) {
        match self.lines.iter_mut().find(|(other, size, _)| (*other, *size) == (party, batch)) {
            Some((.., all)) => all.push(measured),
            None => self.lines.push((party, batch, vec![measured])),
        }
    }

    /// Takes note of how many bytes of memory Parlor had.
    pub(super) fn used_memory(&mut self, bytes: f64) {
        self.memory = self.memory.max(bytes);
    }

    /// The most bytes of memory that Parlor had.
    pub(super) fn memory(&self) -> f64 {
        self.memory
    }

    /// How many millions were stored at the most.
    pub(super) fn most_stored(&self) -> Option<Party> {
        self.lines.iter().map(|(party, ..)| *party).rfind(|party| matches!(party, Party::Grown(_)))
    }

    /// Events a second, in the middle of the turns.
    pub(super) fn rate(&self, party: Party, batch: u16) -> Option<f64> {
        self.middle(party, batch, |one| one.events / one.seconds)
    }

    /// Milliseconds within which all but one in a hundred requests were answered, in the middle of the turns.
    pub(super) fn p99(&self, party: Party, batch: u16) -> Option<f64> {
        self.middle(party, batch, |one| one.p99_ms)
    }

    fn middle(&self, party: Party, batch: u16, of: impl Fn(&Measured) -> f64) -> Option<f64> {
        let (.., all) = self.lines.iter().find(|(other, size, _)| (*other, *size) == (party, batch))?;
        let mut values: Vec<f64> = all.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    }

    pub(super) fn print(&self) {
        println!("\nEvents acknowledged a second, and milliseconds of a request (half, all but one in a hundred)");
        for (party, batch, all) in &self.lines {
            let rate = self.rate(*party, *batch).unwrap_or_default();
            let p50 = self.middle(*party, *batch, |one| one.p50_ms).unwrap_or_default();
            let p99 = self.p99(*party, *batch).unwrap_or_default();
            let turns: Vec<String> = all.iter().map(|one| format!("{:.0}", one.events / one.seconds)).collect();
            let name = format!("{party}, batches of {batch}");
            println!("  {name:52} {rate:>8.0}   {p50:>6.1} {p99:>6.1}   of {}", turns.join(", "));
        }
        println!("Parlor's memory: {:.0} MiB at the most\n", self.memory / MIB);
    }
}

/// Bytes of a mebibyte.
pub(super) const MIB: f64 = 1_048_576.0;
