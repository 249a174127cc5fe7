//! Taking in what browsers report: a batch of events, each stored, refused for good, or put off until
//! the one before it comes (A10 to A14).

mod action;
mod address;
mod answered;
mod consequence;
mod conversation;
mod order;

pub(crate) use address::clean;
pub(crate) use conversation::past;

use std::collections::HashMap;
use std::rc::Rc;

use parlor_domain::activity::Consequence;
use parlor_domain::draft::Source;
use parlor_domain::event::{Case, Event, Outcome, Refusal, What};
use parlor_domain::flow::Flow;
use parlor_domain::ids::{ConversationId, DialogueId, EventId, Moment, VisitorId};
use parlor_domain::limits::CONVERSATION_TURNS;
use parlor_domain::site::FileHash;
use parlor_domain::time::Instant;
use rusqlite::Connection;

use crate::door::{self, Caller};
use crate::error::CallerError;
use crate::fresh::Fresh;
use crate::identity::Giver;
use crate::sites::SiteRow;
use crate::versions::{self, Version};
use crate::{Store, session};

/// The rules by which an event is accepted, and what follows from it.
pub type Judge = fn(&Case<'_>) -> Result<Vec<Consequence>, Refusal>;

/// Inputs of one conversation: for each of its turns a showing, an act, and two of what changes nothing, like a click.
const CONVERSATION_INPUTS: usize = 4 * CONVERSATION_TURNS;

/// A batch of events that one visitor's browser reports.
#[derive(Clone, Debug)]
pub struct Intake {
    /// Whose browser it is.
    pub caller: Caller,
    /// The browser's clock when it was sent.
    pub sent: Instant,
    /// The server's clock when it came.
    pub received: Instant,
    /// Chance for the ids that are made on the way.
    pub chance: [u8; 10],
    /// Where an uploaded document is, for the log.
    pub document_address: fn(FileHash) -> String,
    /// The events, in the browser's order.
    pub events: Vec<Event>,
}

impl Store {
    /// Takes in a batch. The outcomes are in the order of the events; sent again, a batch gets the same ones.
    pub async fn take_in(&self, batch: Intake, judge: Judge) -> Result<Vec<(EventId, Outcome)>, CallerError> {
        self.inner.writer.run(move |connection| take_in(connection, batch, judge)).await
    }
}

fn take_in(connection: &Connection, batch: Intake, judge: Judge) -> Result<Vec<(EventId, Outcome)>, CallerError> {
    if batch.events.is_empty() {
        return Ok(Vec::new());
    }
    let visit = door::enter(connection, &batch.caller, batch.received)?;
    let mut desk = Desk {
        connection,
        site: visit.site,
        giver: visit.giver,
        visitor: batch.caller.visitor,
        late_by: batch.received.since(batch.sent),
        received: batch.received,
        judge,
        document_address: batch.document_address,
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
    document_address: fn(FileHash) -> String,
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
        if !session::may_use(self.connection, self.visitor, event.session)? {
            return Err(Refusal::NotYours.into());
        }
        let before = conversation::find(self.connection, self.visitor, event.conversation)?;
        match &event.what {
            What::Lost => Ok(answered::accept(self.connection, self.visitor, &event, self.received)?),
            _ if !names_its_place(&event) => Err(Refusal::DoesNotFit.into()),
            what if what.is_outside() => self.accept_outside(&event),
            _ => self.accept_inside(event, before.as_ref()),
        }
    }

    /// What happens in no conversation: it can't contradict anything that was before.
    fn accept_outside(&mut self, event: &Event) -> Result<(), Stop> {
        if event.what == What::Viewed && !self.site.settings.log_page_views {
            return Err(Refusal::DoesNotFit.into());
        }
        let at = self.corrected(event);
        let case = Case { flow: &Flow::default(), past: &[], event, at, received: self.received };
        let consequences = (self.judge)(&case)?;
        answered::accept(self.connection, self.visitor, event, self.received)?;
        session::put(self.connection, self.visitor, event.session, self.received)?;
        Ok(self.follow_all(consequences, event, None, at)?)
    }

    fn accept_inside(&mut self, event: Event, before: Option<&conversation::Before>) -> Result<(), Stop> {
        let version = self.version(event.dialogue, event.version)?.ok_or(Refusal::UnknownVersion)?;
        // Targeting shows dialogues alone; flows begin.
        if event.what == What::Shown && version.source() == Source::Flow {
            return Err(Refusal::DoesNotFit.into());
        }
        before.map_or(Ok(()), |before| before.goes_on_with(&event))?;
        let at = self.corrected(&event);
        let consequences = self.judge(&event, &version, at)?;
        answered::accept(self.connection, self.visitor, &event, self.received)?;
        conversation::go_on(self.connection, self.visitor, &event, before, self.received)?;
        self.follow_all(consequences, &event, Some(&version), at)?;
        self.pasts.entry(event.conversation).or_default().push(event.what);
        Ok(())
    }

    /// When it happened, by our clock.
    fn corrected(&self, event: &Event) -> Instant {
        // What is said to happen after it was received is the work of a clock that changed on the way.
        event.at.plus(self.late_by).min(self.received)
    }

    fn follow_all(
        &mut self,
        consequences: Vec<Consequence>,
        event: &Event,
        version: Option<&Version>,
        at: Instant,
    ) -> rusqlite::Result<()> {
        for (consequence, nth) in consequences.into_iter().zip(0..) {
            self.follow(consequence, event.id.activity(nth), event, version, at)?;
        }
        self.giver.seen(at)
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

/// Whether the event names a conversation if it is of one, and none if it is of none.
fn names_its_place(event: &Event) -> bool {
    let named = [*event.conversation.bytes() != [0; 16], *event.dialogue.bytes() != [0; 16], event.version != 0];
    named.iter().all(|named| *named != event.what.is_outside())
}
