//! What waits to be posted, as a list. When it is posted, [`crate::sending`] says.

use parlor_domain::event::{Event, Outcome, Refusal, What};
use parlor_domain::form::Form;
use parlor_domain::ids::{ConversationId, EventId, Moment, TabId};
use parlor_domain::limits::{BATCH_BYTES, BATCH_EVENTS};

/// Bytes of a batch that are left to its envelope.
const ENVELOPE_BYTES: usize = 2_048;

/// Events that are not yet acknowledged, in the order in which they must arrive.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    events: Vec<Event>,
}

impl Outbox {
    /// Takes events in: fresh ones, and what an earlier page or a dead tab left behind. One that is here already is not taken twice.
    pub fn take(&mut self, events: Vec<Event>) {
        for event in events {
            if !self.events.iter().any(|other| other.id == event.id) {
                let at = self.events.partition_point(|other| place(other) <= place(&event));
                self.events.insert(at, within_a_batch(event));
            }
        }
    }

    /// Whether everything is acknowledged.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// What to post next: from the front, within the limits of a batch.
    pub fn batch(&self) -> Vec<Event> {
        self.batch_within(BATCH_BYTES).0
    }

    /// The same in so many bytes at the most, and how many it takes with its envelope.
    pub(crate) fn batch_within(&self, bytes: usize) -> (Vec<Event>, usize) {
        let mut batch = (Vec::new(), ENVELOPE_BYTES);
        for event in &self.events {
            let with_it = batch.1 + event.to_bytes().len();
            if with_it > bytes || batch.0.len() == BATCH_EVENTS {
                break;
            }
            batch.0.push(event.clone());
            batch.1 = with_it;
        }
        batch
    }

    /// Takes note of an answer. What is stored or refused leaves the outbox (A10); for a number that is wanted but gone, a *lost*
    /// marker is made (A13), if the answer is `fresh`: nothing that it is about was answered since.
    pub fn answered(&mut self, outcomes: &[(EventId, Outcome)], fresh: bool, moment: Moment) -> Answered {
        let mut answered = Answered::default();
        let mut ids = moment.ids();
        for (id, outcome) in outcomes {
            match outcome {
                Outcome::Stored => answered.done.push(*id),
                Outcome::Refused(refusal) => {
                    match refusal {
                        Refusal::UnknownVersion | Refusal::UnknownConversation => {
                            answered
                                .unknown
                                .extend(self.events.iter().find(|event| event.id == *id).map(|event| event.conversation));
                        }
                        Refusal::Erased => answered.erased = true,
                        _ => {}
                    }
                    answered.done.push(*id);
                }
                Outcome::Wanted(number) if fresh => {
                    let lost = self.lost(*id, *number, ids.make());
                    let is_news = |lost: &Event| !answered.made.iter().any(|made| place(made) == place(lost));
                    answered.made.extend(lost.filter(is_news));
                }
                Outcome::Wanted(_) => {}
            }
        }
        self.let_go(&answered.done);
        self.take(answered.made.clone());
        answered
    }

    fn let_go(&mut self, ids: &[EventId]) {
        self.events.retain(|event| !ids.contains(&event.id));
    }

    fn lost(&self, waiting: EventId, number: u32, id: EventId) -> Option<Event> {
        let event = self.events.iter().find(|event| event.id == waiting)?;
        let is_same = |other: &&Event| other.conversation == event.conversation && other.tab == event.tab;
        let is_here = self.events.iter().filter(is_same).any(|other| other.client_seq == number);
        (!is_here).then(|| Event { id, client_seq: number, what: What::Lost, ..event.clone() })
    }
}

/// Where an event belongs: what must come before it is in the same conversation and tab.
fn place(event: &Event) -> (ConversationId, TabId, u32) {
    (event.conversation, event.tab, event.client_seq)
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
    /// The person of this browser was erased.
    pub erased: bool,
}
