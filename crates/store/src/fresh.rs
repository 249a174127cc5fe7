//! Ids in any number from one moment.

use parlor_domain::ids::{FromIds, Ids, Moment};

/// Ids that one [`Moment`] safely makes: they are 256 apart in two bytes.
const IDS_OF_A_MOMENT: u16 = 256;

/// Makes ids; after as many as a moment makes it goes on in the next millisecond.
pub(crate) struct Fresh {
    moment: Moment,
    ids: Ids,
    made: u16,
}

impl Fresh {
    /// Ids of this moment.
    pub(crate) fn new(moment: Moment) -> Self {
        Self { moment, ids: moment.ids(), made: 0 }
    }

    /// The next id.
    pub(crate) fn id<Id: FromIds>(&mut self) -> Id {
        if self.made == IDS_OF_A_MOMENT {
            self.moment.now = self.moment.now.plus(1);
            *self = Self::new(self.moment);
        }
        self.made += 1;
        self.ids.make()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlor_domain::ids::PersonId;
    use parlor_domain::time::Instant;

    #[test]
    fn many_ids_of_one_moment_differ() {
        let mut fresh = Fresh::new(Moment { now: Instant(1_800_000_000_000), chance: [7; 10] });
        let mut ids: Vec<PersonId> = (0..1_000).map(|_| fresh.id()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 1_000);
    }
}
