//! Who failed to sign in how often (O10). In memory alone; addresses are written nowhere.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use parlor_domain::time::{Instant, MINUTE, SECOND};

/// Attempts that may fail within [`WINDOW`].
const ATTEMPTS: u32 = 10;
/// How long a failure counts.
const WINDOW: i64 = 15 * MINUTE;
/// How many are remembered; those whose first failure is the longest ago go first.
const REMEMBERED: usize = 10_000;

/// Who tries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Who {
    /// From this address.
    Peer(IpAddr),
    /// For the user of this e-mail address, folded.
    Email(String),
}

/// Who failed how often.
#[derive(Default)]
pub(crate) struct Throttle(Mutex<HashMap<Who, Failures>>);

#[derive(Clone, Copy)]
struct Failures {
    first: Instant,
    count: u32,
}

impl Throttle {
    /// Counts an attempt as failed, until [`Self::succeeded`] says otherwise: so that attempts at once count too.
    /// The error is how many seconds to wait.
    pub(crate) fn attempt(&self, who: &[Who], now: Instant) -> Result<(), u32> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, failures| now.since(failures.first) < WINDOW);
        let blocked = who.iter().filter_map(|one| all.get(one)).filter(|failures| failures.count >= ATTEMPTS);
        if let Some(wait) = blocked.map(|failures| WINDOW - now.since(failures.first)).max() {
            return Err(u32::try_from(wait.div_euclid(SECOND) + 1).unwrap_or(u32::MAX));
        }
        for one in who {
            make_room(&mut all);
            all.entry(one.clone()).or_insert(Failures { first: now, count: 0 }).count += 1;
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
                (Who::Email(_), Some(_)) => drop(all.remove(one)),
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
        assert_eq!(throttle.attempt(&[peer(2), email("ada")], NOW), Err(901), "the user is blocked");
        assert_eq!(throttle.attempt(&[peer(2), email("bob")], NOW), Ok(()));
        assert_eq!(throttle.attempt(&[peer(1), email("ada")], NOW.plus(WINDOW)), Ok(()));
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
