//! What waits to be posted. Pure: the shell keeps the entries in storage and talks to the network.

use parlor_domain::event::{Event, Outcome, Refusal, What};
use parlor_domain::form::Form;
use parlor_domain::ids::{ConversationId, EventId, Moment};
use parlor_domain::limits::{BATCH_BYTES, BATCH_EVENTS};

/// Bytes of a batch that are left to its envelope.
const ENVELOPE_BYTES: usize = 2_048;
/// The shortest and the longest pause after a failure, in milliseconds.
const PAUSE_MS: (u32, u32) = (1_000, 30_000);

/// Events that are not yet acknowledged, in the order in which they must arrive.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    events: Vec<Event>,
    failures: u8,
}

impl Outbox {
    /// Takes events in: fresh ones, and what an earlier page or a dead tab left behind. One that is here already is not taken twice.
    pub fn take(&mut self, events: Vec<Event>) {
        for event in events {
            if !self.events.iter().any(|other| other.id == event.id) {
                let order = |event: &Event| (event.conversation, event.tab, event.client_seq);
                let place = self.events.partition_point(|other| order(other) <= order(&event));
                self.events.insert(place, within_a_batch(event));
            }
        }
    }

    /// Whether everything is acknowledged.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// What to post next: from the front, within the limits of a batch.
    pub fn batch(&self) -> Vec<Event> {
        let mut bytes = ENVELOPE_BYTES;
        let fits = |event: &&Event| {
            bytes += event.to_bytes().len();
            bytes <= BATCH_BYTES
        };
        self.events.iter().take(BATCH_EVENTS).take_while(fits).cloned().collect()
    }

    /// Takes note of an answer. What is stored or refused leaves the outbox (A10); for a number
    /// that is wanted but gone, a *lost* marker is made (A13).
    pub fn answered(&mut self, outcomes: &[(EventId, Outcome)], moment: Moment) -> Answered {
        self.failures = 0;
        let mut answered = Answered::default();
        let mut ids = moment.ids();
        for (id, outcome) in outcomes {
            match outcome {
                Outcome::Stored => answered.done.push(*id),
                Outcome::Refused(refusal) => {
                    if matches!(refusal, Refusal::UnknownVersion | Refusal::UnknownConversation) {
                        answered.unknown.extend(self.events.iter().find(|event| event.id == *id).map(|event| event.conversation));
                    }
                    answered.done.push(*id);
                }
                Outcome::Wanted(number) => answered.made.extend(self.lost(*id, *number, ids.make())),
            }
        }
        self.events.retain(|event| !answered.done.contains(&event.id));
        self.take(answered.made.clone());
        answered
    }

    /// Takes note that posting failed. Returns the milliseconds to wait before the next try: longer
    /// each time, and not the same for everybody.
    pub fn failed(&mut self, moment: Moment) -> u32 {
        self.failures = self.failures.saturating_add(1);
        let longest = PAUSE_MS.0.saturating_mul(1 << u32::from(self.failures.min(6))).min(PAUSE_MS.1);
        longest / 2 + longest / 2 * u32::from(moment.chance[0]) / 255
    }

    fn lost(&self, waiting: EventId, number: u32, id: EventId) -> Option<Event> {
        let event = self.events.iter().find(|event| event.id == waiting)?;
        let is_same = |other: &&Event| other.conversation == event.conversation && other.tab == event.tab;
        let is_here = self.events.iter().filter(is_same).any(|other| other.client_seq == number);
        (!is_here).then(|| Event { id, client_seq: number, what: What::Lost, ..event.clone() })
    }
}

/// An event that no batch can carry is as good as lost, and must not hold up those behind it.
fn within_a_batch(event: Event) -> Event {
    if event.to_bytes().len() + ENVELOPE_BYTES <= BATCH_BYTES { event } else { Event { what: What::Lost, ..event } }
}

/// What an answer changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answered {
    /// These are done and leave the storage.
    pub done: Vec<EventId>,
    /// These were made and enter the storage.
    pub made: Vec<Event>,
    /// The server doesn't know these conversations, or the version that they are about.
    pub unknown: Vec<ConversationId>,
}
