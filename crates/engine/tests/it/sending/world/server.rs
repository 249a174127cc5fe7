//! A server that does what A13 says and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use parlor_domain::event::{Event, Outcome};
use parlor_domain::ids::{EventId, TabId};

use super::STRANGE;

#[derive(Default)]
pub(super) struct Server {
    /// In the order in which they came.
    pub(super) stored: Vec<Event>,
    pub(super) refused: usize,
    known: BTreeSet<EventId>,
    wanted: BTreeMap<TabId, u32>,
}

impl Server {
    pub(super) fn knows(&self, id: EventId) -> bool {
        self.known.contains(&id)
    }

    pub(super) fn take(&mut self, events: Vec<Event>) -> Vec<(EventId, Outcome)> {
        events.into_iter().map(|event| (event.id, self.take_one(event))).collect()
    }

    fn take_one(&mut self, event: Event) -> Outcome {
        let wanted = self.wanted.entry(event.tab).or_default();
        if self.known.contains(&event.id) {
            return Outcome::Stored;
        }
        if event.client_seq > *wanted {
            return Outcome::Wanted(*wanted);
        }
        if event.client_seq < *wanted {
            self.refused += 1;
            return STRANGE;
        }
        *wanted += 1;
        self.known.insert(event.id);
        self.stored.push(event);
        Outcome::Stored
    }
}
