//! What browsers have sent, and what they were told.

use std::collections::HashMap;

use parlor_domain::event::{Event, Outcome};
use parlor_domain::ids::{EventId, VisitorId};
use parlor_wire::visitor::{Batch, BatchAnswer};

/// Everything that was sent.
#[derive(Default)]
pub(super) struct Ledger {
    pub(super) events: HashMap<EventId, Sent>,
    pub(super) posts: u64,
    pub(super) failed: u64,
    /// Answers that can't be right.
    pub(super) faults: Vec<String>,
}

/// An event that was sent.
pub(super) struct Sent {
    pub(super) event: Event,
    pub(super) visitor: VisitorId,
    /// What was said of it for good.
    pub(super) outcome: Option<Outcome>,
}

/// A batch that is about to be posted.
pub(super) struct Posted {
    pub(super) batch: Batch,
    /// What was said before of its events for good.
    known: Vec<Option<Outcome>>,
}

impl Ledger {
    /// A batch is about to be posted.
    pub(super) fn sends(&mut self, batch: Batch) -> Posted {
        for event in &batch.events {
            let sent = || Sent { event: event.clone(), visitor: batch.visitor, outcome: None };
            self.events.entry(event.id).or_insert_with(sent);
        }
        let known = batch.events.iter().map(|event| self.outcome(event.id)).collect();
        Posted { batch, known }
    }

    /// A batch was answered.
    pub(super) fn hears(&mut self, posted: &Posted, answer: &BatchAnswer) {
        if !posted.batch.events.iter().map(|event| event.id).eq(answer.outcomes.iter().map(|(id, _)| *id)) {
            self.faults.push(format!("the answer is about other events than the batch: {answer:?}"));
        }
        for ((id, outcome), known) in answer.outcomes.iter().zip(&posted.known) {
            let Some(sent) = self.events.get_mut(id) else { continue };
            let before = match outcome {
                // Of two batches that are under way at the same time, the one that is answered first may have come last.
                Outcome::Wanted(_) => *known,
                _ => sent.outcome.replace(*outcome),
            };
            if let Some(before) = before.filter(|before| before != outcome) {
                self.faults.push(format!("event {id} was {before:?} and is {outcome:?}"));
            }
        }
    }

    /// What became of an event, if that is known.
    pub(super) fn outcome(&self, id: EventId) -> Option<Outcome> {
        self.events.get(&id).and_then(|sent| sent.outcome)
    }

    /// Adds what another browser has sent.
    pub(super) fn add(&mut self, other: Self) {
        let Self { events, posts, failed, faults } = other;
        self.events.extend(events);
        (self.posts, self.failed) = (self.posts + posts, self.failed + failed);
        self.faults.extend(faults);
    }
}
