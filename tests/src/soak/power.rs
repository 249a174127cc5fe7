//! Cutting the server's power.

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use tokio::sync::watch::Sender;

use super::Extent;
use super::mail::Power;
use crate::crowd::Chance;
use crate::program::{PATIENCE, Parlor};

/// Posts that are begun between two kills, at the most.
const POSTS: usize = 120;
/// Microseconds from the beginning of a post to the kill, at the most: the time that a post takes, and some more.
const AFTER_POST: usize = 5_000;
/// Microseconds of a start that is cut short, at the most.
const OF_START: usize = 60_000;

/// Kills the server, starts it again, and so on; returns it running, and how many times it was killed.
pub(super) fn cut(
    mut parlor: Parlor,
    mut chance: Chance,
    extent: Extent,
    posts: &Receiver<()>,
    power: &Sender<Power>,
) -> (Parlor, u32) {
    let mut kills = 0;
    while goes_on(extent, kills) {
        posts.try_iter().for_each(drop);
        for _ in 0..=chance.below(POSTS) {
            posts.recv_timeout(PATIENCE).expect("browsers post");
        }
        // Not a wait for something: it chooses the instant.
        std::thread::sleep(Duration::from_micros(chance.below(AFTER_POST) as u64));
        power.send_replace(Power::Off);
        parlor.kill9();
        kills += 1;
        while chance.below(4) == 0 {
            parlor.start_in_vain(Duration::from_micros(chance.below(OF_START) as u64));
            kills += 1;
        }
        parlor.start_again();
        power.send_replace(Power::On);
    }
    power.send_replace(Power::Stays);
    (parlor, kills)
}

fn goes_on(extent: Extent, kills: u32) -> bool {
    match extent {
        Extent::Kills(most) => kills < most,
        Extent::Until(end) => Instant::now() < end,
    }
}
