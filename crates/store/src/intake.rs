//! Taking in what browsers report: a batch of events, each stored, refused for good, or put off until
//! the one before it comes (A10 to A14).

mod address;
mod answered;
mod consequence;
mod conversation;
mod door;
mod order;

pub(crate) use conversation::past;

use std::collections::HashMap;
use std::rc::Rc;

use parlor_domain::activity::Consequence;
use parlor_domain::event::{Case, Event, Outcome, Refusal, What};
use parlor_domain::ids::{ConversationId, DialogueId, EventId, Moment, VisitorId};
use parlor_domain::limits::CONVERSATION_TURNS;
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use rusqlite::Connection;

use crate::Store;
use crate::error::TakeInError;
use crate::fresh::Fresh;
use crate::identity::Giver;
use crate::sites::SiteRow;
use crate::versions::{self, Version};

/// The rules by which an event is accepted, and what follows from it.
pub type Judge = fn(&Case<'_>) -> Result<Vec<Consequence>, Refusal>;

/// Inputs of one conversation. Twice its turns: a showing and an act for each.
const CONVERSATION_INPUTS: usize = 2 * CONVERSATION_TURNS;

/// A batch of events that one visitor's browser reports.
#[derive(Clone, Debug)]
pub struct Intake {
    /// Of which site.
    pub site: SiteKey,
    /// By which visitor.
    pub visitor: VisitorId,
    /// The SHA-256 of the visitor's credential.
    pub secret_hash: [u8; 32],
    /// The browser's clock when it was sent.
    pub sent: Instant,
    /// The server's clock when it came.
    pub received: Instant,
    /// Chance for the ids that are made on the way.
    pub chance: [u8; 10],
    /// The events, in the browser's order.
    pub events: Vec<Event>,
}

impl Store {
    /// Takes in a batch. The outcomes are in the order of the events; sent again, a batch gets the same ones.
    pub async fn take_in(&self, batch: Intake, judge: Judge) -> Result<Vec<(EventId, Outcome)>, TakeInError> {
        self.inner.writer.run(move |connection| take_in(connection, batch, judge)).await
    }
}

fn take_in(connection: &Connection, batch: Intake, judge: Judge) -> Result<Vec<(EventId, Outcome)>, TakeInError> {
    if batch.events.is_empty() {
        return Ok(Vec::new());
    }
    let visit = door::enter(connection, &batch)?;
    let mut desk = Desk {
        connection,
        site: visit.site,
        giver: visit.giver,
        visitor: batch.visitor,
        late_by: batch.received.since(batch.sent),
        received: batch.received,
        judge,
        fresh: Fresh::new(Moment { now: batch.received, chance: batch.chance }),
        versions: HashMap::new(),
        pasts: HashMap::new(),
    };
    batch.events.into_iter().map(|event| Ok((event.id, desk.take(event)?))).collect()
}

/// Where the events of one batch are worked on.
struct Desk<'a> {
    connection: &'a Connection,
    site: SiteRow,
    giver: Giver<'a>,
    visitor: VisitorId,
    /// How far the browser's clock was behind ours, the way that the batch took included.
    late_by: i64,
    received: Instant,
    judge: Judge,
    fresh: Fresh,
    versions: HashMap<(DialogueId, u32), Option<Rc<Version>>>,
    pasts: HashMap<ConversationId, Vec<What>>,
}

/// Why an event goes no further.
enum Stop {
    Refused(Refusal),
    Failed(rusqlite::Error),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error)
    }
}

impl Desk<'_> {
    fn take(&mut self, mut event: Event) -> rusqlite::Result<Outcome> {
        let answered = answered::find(self.connection, event.id)?;
        if let Some((visitor, outcome)) = answered
            && visitor == self.visitor
        {
            return Ok(outcome);
        }
        let wanted = order::wanted(self.connection, self.visitor, &event)?;
        if event.client_seq > wanted {
            return Ok(Outcome::Wanted(wanted));
        }
        order::advance(self.connection, self.visitor, &event)?;
        if answered.is_some() {
            return Ok(Outcome::Refused(Refusal::TakenId));
        }
        event.page = address::clean(&event.page);
        let is_next = event.client_seq == wanted;
        match if is_next { self.accept(event.clone()) } else { Err(Refusal::DoesNotFit.into()) } {
            Ok(()) => Ok(Outcome::Stored),
            Err(Stop::Refused(refusal)) => {
                answered::refuse(self.connection, self.visitor, event.id, refusal, self.received)?;
                Ok(Outcome::Refused(refusal))
            }
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    /// Everything is checked before the first row is written, so that a refused event leaves nothing behind.
    fn accept(&mut self, event: Event) -> Result<(), Stop> {
        conversation::own_session(self.connection, self.visitor, event.session)?;
        let before = conversation::find(self.connection, self.visitor, event.conversation)?;
        if event.what == What::Lost {
            return Ok(answered::accept(self.connection, self.visitor, &event, self.received)?);
        }
        let version = self.version(event.dialogue, event.version)?.ok_or(Refusal::UnknownVersion)?;
        before.as_ref().map_or(Ok(()), |before| before.goes_on_with(&event))?;
        // What is said to happen after it was received is the work of a clock that changed on the way.
        let at = event.at.plus(self.late_by).min(self.received);
        let consequences = self.judge(&event, &version, at)?;
        answered::accept(self.connection, self.visitor, &event, self.received)?;
        conversation::go_on(self.connection, self.visitor, &event, before.as_ref(), self.received)?;
        for (consequence, nth) in consequences.into_iter().zip(0..) {
            self.follow(consequence, event.id.activity(nth), &event, &version, at)?;
        }
        self.giver.seen(at)?;
        self.pasts.entry(event.conversation).or_default().push(event.what);
        Ok(())
    }

    fn judge(&mut self, event: &Event, version: &Version, at: Instant) -> Result<Vec<Consequence>, Stop> {
        if !self.pasts.contains_key(&event.conversation) {
            self.pasts.insert(event.conversation, conversation::past(self.connection, event.conversation)?);
        }
        let past = self.pasts.get(&event.conversation).map(Vec::as_slice).unwrap_or_default();
        if past.len() >= CONVERSATION_INPUTS {
            return Err(Refusal::TooLarge.into());
        }
        let case = Case { flow: &version.flow, past, event, at, received: self.received };
        Ok((self.judge)(&case)?)
    }

    fn version(&mut self, dialogue: DialogueId, number: u32) -> rusqlite::Result<Option<Rc<Version>>> {
        if let Some(version) = self.versions.get(&(dialogue, number)) {
            return Ok(version.clone());
        }
        let version = versions::version(self.connection, self.site.id, dialogue, number)?.map(Rc::new);
        self.versions.insert((dialogue, number), version.clone());
        Ok(version)
    }
}
