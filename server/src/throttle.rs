//! Who failed to sign in how often (O10). In memory alone; addresses are written nowhere.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use parlor_domain::time::{Instant, MINUTE, SECOND};

/// Attempts from one address that may fail within [`WINDOW`].
const OF_A_PEER: u32 = 10;
/// The same for one user, from wherever: more, so that it takes many to shut somebody else out.
const OF_A_USER: u32 = 100;
/// How long a failure counts.
const WINDOW: i64 = 15 * MINUTE;
/// How many are remembered; those whose first failure is the longest ago go first.
const REMEMBERED: usize = 10_000;

/// Who tries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Who {
    /// From this address, or network of IPv6.
    Peer(IpAddr),
    /// For the user of this e-mail address, folded, from an address that isn't known.
    Unplaced(String),
    /// For the user of this e-mail address, folded.
    Email(String),
}

impl Who {
    const fn may_fail(&self) -> u32 {
        match self {
            Self::Peer(_) | Self::Unplaced(_) => OF_A_PEER,
            Self::Email(_) => OF_A_USER,
        }
    }

    /// Says that this one has to wait, without saying who it is (O17).
    fn warn(&self) {
        match self {
            Self::Peer(_) => tracing::warn!("{OF_A_PEER} attempts to sign in from one address failed; it has to wait"),
            Self::Unplaced(_) => tracing::warn!("{OF_A_PEER} attempts to sign in as one user failed; that user has to wait"),
            Self::Email(_) => tracing::warn!("{OF_A_USER} attempts to sign in as one user failed; that user has to wait"),
        }
    }
}

/// Who failed how often.
#[derive(Default)]
pub(crate) struct Throttle(Mutex<HashMap<Who, Failures>>);

#[derive(Clone, Copy)]
struct Failures {
    first: Instant,
    count: u32,
    is_told: bool,
}

impl Failures {
    /// How long this one has to wait, if it has to. The log hears it the first time.
    fn wait(&mut self, of: &Who, now: Instant) -> Option<i64> {
        if self.count < of.may_fail() {
            return None;
        }
        if !std::mem::replace(&mut self.is_told, true) {
            of.warn();
        }
        Some(WINDOW - now.since(self.first))
    }
}

impl Throttle {
    /// Counts an attempt as failed, until [`Self::succeeded`] says otherwise: so that attempts at once count too.
    /// The error is how many seconds to wait.
    pub(crate) fn attempt(&self, who: &[Who], now: Instant) -> Result<(), u32> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, failures| now.since(failures.first) < WINDOW);
        if let Some(wait) = who.iter().filter_map(|one| all.get_mut(one)?.wait(one, now)).max() {
            return Err(u32::try_from(wait.div_euclid(SECOND) + 1).unwrap_or(u32::MAX));
        }
        for one in who {
            make_room(&mut all);
            all.entry(one.clone()).or_insert(Failures { first: now, count: 0, is_told: false }).count += 1;
        }
        Ok(())
    }

    /// Takes the attempt back. The user's earlier failures are forgotten; those of the address stay, or one known
    /// password would let somebody try all others.
    pub(crate) fn succeeded(&self, who: &[Who]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for one in who {
            match (one, all.get_mut(one)) {
                (Who::Peer(_), Some(failures)) => failures.count = failures.count.saturating_sub(1),
                (Who::Unplaced(_) | Who::Email(_), Some(_)) => drop(all.remove(one)),
                (_, None) => {}
            }
        }
    }
}

fn make_room(all: &mut HashMap<Who, Failures>) {
    if all.len() >= REMEMBERED
        && let Some(oldest) = all.iter().min_by_key(|(_, failures)| failures.first).map(|(who, _)| who.clone())
    {
        all.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn peer(last: u8) -> Who {
        Who::Peer(IpAddr::from([10, 0, 0, last]))
    }

    fn email(name: &str) -> Who {
        Who::Email(format!("{name}@example.com"))
    }

    #[test]
    fn o10_the_eleventh_attempt_waits() {
        let throttle = Throttle::default();
        for _ in 0..10 {
            assert_eq!(throttle.attempt(&[peer(1), email("ada")], NOW), Ok(()));
        }
        assert_eq!(throttle.attempt(&[peer(1), email("bob")], NOW), Err(901), "the address is blocked");
        assert_eq!(throttle.attempt(&[peer(2), email("ada")], NOW), Ok(()), "the user isn't shut out by somebody else");
        assert_eq!(throttle.attempt(&[peer(1), email("ada")], NOW.plus(WINDOW)), Ok(()));
    }

    #[test]
    fn o10_attempts_from_many_addresses_wait_in_the_end() {
        let throttle = Throttle::default();
        for at in 0..100 {
            assert_eq!(throttle.attempt(&[peer(at / 10), email("ada")], NOW), Ok(()));
        }
        assert_eq!(throttle.attempt(&[peer(200), email("ada")], NOW), Err(901), "the user is blocked");
        assert_eq!(throttle.attempt(&[peer(200), email("bob")], NOW), Ok(()));
    }

    #[test]
    fn o10_success_is_no_failure() {
        let throttle = Throttle::default();
        for _ in 0..30 {
            let who = [peer(1), email("ada")];
            assert_eq!(throttle.attempt(&who, NOW), Ok(()));
            throttle.succeeded(&who);
        }
    }

    #[test]
    fn o14_it_remembers_no_more_than_it_may() {
        let throttle = Throttle::default();
        for at in 0..REMEMBERED + 5 {
            let at = i64::try_from(at).expect("a small number");
            assert_eq!(throttle.attempt(&[email(&at.to_string())], NOW.plus(at / 1_000)), Ok(()));
        }
        assert_eq!(throttle.0.lock().expect("nobody panicked").len(), REMEMBERED);
    }
}
