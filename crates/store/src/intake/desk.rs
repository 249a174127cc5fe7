//! Where the events of one batch are worked on. What several of them would write again and again is written once, at the end.

use std::collections::HashMap;
use std::sync::Arc;

use parlor_domain::activity::{ActivityKind, Consequence};
use parlor_domain::draft::Source;
use parlor_domain::event::{Case, Event, Outcome, Refusal, What};
use parlor_domain::flow::Flow;
use parlor_domain::ids::{ConversationId, DialogueId, Moment, SessionId, VisitorId};
use parlor_domain::limits::CONVERSATION_TURNS;
use parlor_domain::reading::DocumentRead;
use parlor_domain::site::FileHash;
use parlor_domain::time::{DAY, HOUR, Instant};
use parlor_domain::walk::Walk;
use rusqlite::{Connection, Result};

use super::conversation::{self, Conversation};
use super::order::Numbers;
use super::tally::Tally;
use super::{Intake, Judge, Shelf, address, answered};
use crate::erased::{self, Who};
use crate::fresh::Fresh;
use crate::identity::Giver;
use crate::log;
use crate::session::Sessions;
use crate::sites::Site;
use crate::versions::Version;

/// Inputs of one conversation: for each of its turns a showing, an act, and two of what changes nothing, like a click.
const CONVERSATION_INPUTS: u32 = 4 * CONVERSATION_TURNS as u32;

/// From when on an event counts as late (A16), in milliseconds.
const LATE: i64 = HOUR;

/// Where the events of one batch are worked on.
pub(super) struct Desk<'a> {
    pub(super) connection: &'a Connection,
    shelf: &'a mut Shelf,
    pub(super) site: Arc<Site>,
    pub(super) giver: Giver<'a>,
    pub(super) visitor: VisitorId,
    /// How far the browser's clock was behind ours, the way that the batch took included.
    late_by: i64,
    pub(super) received: Instant,
    judge: Judge,
    pub(super) document_address: fn(FileHash) -> String,
    pub(super) fresh: Fresh,
    tally: Tally,
    numbers: Numbers,
    pub(super) sessions: Sessions,
    pub(super) conversations: HashMap<ConversationId, Conversation>,
    walks: HashMap<ConversationId, Option<Walk>>,
    /// What this batch has logged that is logged once in a session, and within what (A7).
    pub(super) logged: Vec<(SessionId, ActivityKind, Option<DialogueId>)>,
    /// When the visitor did the last of what the batch tells.
    seen: Option<Instant>,
    /// Whether the visitor acted.
    pub(super) acted: bool,
    /// Whether the address given last has made a person (R4).
    pub(super) acquired: bool,
}

/// Why an event goes no further.
pub(super) enum Stop {
    Refused(Refusal),
    /// Its id was seen before.
    Taken,
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

impl<'a> Desk<'a> {
    pub(super) fn new(
        connection: &'a Connection,
        shelf: &'a mut Shelf,
        site: Arc<Site>,
        giver: Giver<'a>,
        batch: &Intake,
        sessions: Sessions,
        judge: Judge,
    ) -> Self {
        Self {
            connection,
            shelf,
            site,
            giver,
            visitor: batch.caller.visitor,
            late_by: batch.received.since(batch.sent),
            received: batch.received,
            judge,
            document_address: batch.document_address,
            fresh: Fresh::new(Moment { now: batch.received, chance: batch.chance }),
            tally: Tally::default(),
            numbers: Numbers::default(),
            sessions,
            conversations: HashMap::new(),
            walks: HashMap::new(),
            logged: Vec::new(),
            seen: None,
            acted: false,
            acquired: false,
        }
    }

    /// Takes an event, and says what became of it.
    pub(super) fn take(&mut self, event: Event) -> Result<Outcome> {
        self.tally.counts.received += 1;
        let outcome = self.work_on(event)?;
        if matches!(outcome, Outcome::Wanted(_)) {
            self.tally.counts.put_off += 1;
        }
        Ok(outcome)
    }

    fn work_on(&mut self, mut event: Event) -> Result<Outcome> {
        if self.is_purged(&event)? {
            return self.count_refused(&event, Refusal::UnknownConversation);
        }
        let wanted = self.numbers.wanted(self.connection, self.visitor, &event)?;
        let is_next = event.client_seq == wanted;
        if !is_next {
            match answered::find(self.connection, event.id)? {
                Some((visitor, outcome)) if visitor == self.visitor => {
                    self.tally.counts.duplicates += 1;
                    return Ok(outcome);
                }
                _ if event.client_seq > wanted => return Ok(Outcome::Wanted(wanted)),
                _ => {}
            }
        }
        event.page = address::clean(event.page);
        match if is_next { self.accept(&event) } else { Err(Refusal::DoesNotFit.into()) } {
            Ok(()) => {
                self.numbers.advance(&event);
                self.count_stored(&event);
                Ok(Outcome::Stored)
            }
            Err(Stop::Refused(refusal)) => self.refuse(&event, refusal),
            Err(Stop::Taken) => self.repeat(&event),
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    /// Writes what was put off to the end.
    pub(super) fn finish(mut self) -> Result<()> {
        self.tally.write(self.connection, self.site.row.id, self.received)?;
        self.numbers.write(self.connection, self.visitor)?;
        self.sessions.write(self.connection, self.visitor, self.received)?;
        for (id, conversation) in &self.conversations {
            conversation.write(self.connection, *id)?;
        }
        self.write_seen()?;
        for (id, walk) in self.walks {
            if let Some((walk, conversation)) = walk.zip(self.conversations.get(&id)) {
                self.shelf.keep_walk(id, conversation.inputs, walk);
            }
        }
        Ok(())
    }

    /// Notes when visitor and person did something; before the visitor turns out to be somebody else, and at the end.
    pub(super) fn write_seen(&mut self) -> Result<()> {
        self.seen.take().map_or(Ok(()), |at| self.giver.seen(at, self.acted))
    }

    /// A refusal is final, and its number counts as used (A13).
    fn refuse(&mut self, event: &Event, refusal: Refusal) -> Result<Outcome> {
        if !answered::refuse(self.connection, self.visitor, event.id, refusal, self.received)? {
            return self.repeat(event);
        }
        self.count_refused(event, refusal)
    }

    fn count_stored(&mut self, event: &Event) {
        if self.sessions.is_apart(event.session) {
            self.tally.counts.apart += 1;
            return;
        }
        self.tally.counts.stored += 1;
        self.tally.counts.late += u64::from(self.received.since(self.corrected(event)) > LATE);
        self.tally.counts.lost += u64::from(event.what == What::Lost);
    }

    fn count_refused(&mut self, event: &Event, refusal: Refusal) -> Result<Outcome> {
        self.numbers.advance(event);
        self.tally.refuse(self.connection, self.site.row.id, self.visitor, (event, refusal), self.received)?;
        Ok(Outcome::Refused(refusal))
    }

    /// The id was seen before: the same visitor hears the same again.
    fn repeat(&mut self, event: &Event) -> Result<Outcome> {
        match answered::find(self.connection, event.id)? {
            Some((visitor, outcome)) if visitor == self.visitor => {
                self.tally.counts.duplicates += 1;
                Ok(outcome)
            }
            _ => self.count_refused(event, Refusal::TakenId),
        }
    }

    /// Everything is checked before the first row is written, so that a refused event leaves nothing behind.
    fn accept(&mut self, event: &Event) -> Result<(), Stop> {
        if !self.sessions.may_use(self.connection, self.visitor, event.session)? {
            return Err(Refusal::NotYours.into());
        }
        self.find_conversation(event.conversation)?;
        match &event.what {
            What::Lost => self.store(event, None),
            _ if !names_its_place(event) => Err(Refusal::DoesNotFit.into()),
            what if what.is_outside() => self.accept_outside(event),
            What::Read(read) => self.accept_reading(event, read),
            _ => self.accept_inside(event),
        }
    }

    /// Another visitor's conversation is refused.
    fn find_conversation(&mut self, id: ConversationId) -> Result<(), Stop> {
        if !self.conversations.contains_key(&id) {
            let found = conversation::find(self.connection, self.visitor, id)?;
            self.conversations.extend(found.map(|found| (id, found)));
        }
        Ok(())
    }

    /// Whether nothing is kept of what was said in the conversation, or of the visitor who had it.
    fn is_purged(&mut self, event: &Event) -> Result<bool> {
        let id = event.conversation;
        match self.find_conversation(id) {
            Err(Stop::Failed(error)) => return Err(error),
            // It is told later that it is another visitor's.
            Err(_) => return Ok(false),
            Ok(()) => {}
        }
        let kept = i64::from(self.site.row.settings.retention.anonymous_days) * DAY;
        let goes_on = self.giver.is_new && event.client_seq > 0 && !event.what.is_outside();
        let is_old = goes_on && self.received.since(id.made_at()) > kept;
        Ok(self.conversations.get(&id).map_or(is_old, |conversation| conversation.purged))
    }

    /// An address that was erased after it had been given makes no person again.
    fn refuse_erased(&self, consequences: &[Consequence], at: Instant) -> Result<(), Stop> {
        for consequence in consequences {
            let Consequence::Email(email) = consequence else { continue };
            if erased::when(self.connection, self.site.row.id, Who::Address(email))?.is_some_and(|erased| at <= erased) {
                return Err(Refusal::Erased.into());
            }
        }
        Ok(())
    }

    /// What happens in no conversation: it can't contradict anything that was before.
    fn accept_outside(&mut self, event: &Event) -> Result<(), Stop> {
        if event.what == What::Viewed && !self.site.row.settings.log_page_views {
            return Err(Refusal::DoesNotFit.into());
        }
        let at = self.corrected(event);
        let case = Case { flow: &Flow::default(), past: &[], event, at, received: self.received };
        let consequences = (self.judge)(&case, &mut None)?;
        self.refuse_erased(&consequences, at)?;
        self.store(event, None)?;
        self.sessions.put(self.connection, self.visitor, event.session, self.received)?;
        Ok(self.follow_all(consequences, event, None, at)?)
    }

    /// What is read on must have been opened, in this conversation. What it says is kept by that entry of the log alone.
    fn accept_reading(&mut self, event: &Event, read: &DocumentRead) -> Result<(), Stop> {
        let at = self.corrected(event);
        let case = Case { flow: &Flow::default(), past: &[], event, at, received: self.received };
        let consequences = (self.judge)(&case, &mut None)?;
        if log::opening(self.connection, self.visitor, event.conversation, read.opening)?.is_none() {
            return Err(Refusal::DoesNotFit.into());
        }
        self.store(event, None)?;
        self.sessions.put(self.connection, self.visitor, event.session, self.received)?;
        Ok(self.follow_all(consequences, event, None, at)?)
    }

    fn accept_inside(&mut self, event: &Event) -> Result<(), Stop> {
        let version = self.shelf.version(self.connection, self.site.row.id, event.dialogue, event.version)?;
        let version = version.ok_or(Refusal::UnknownVersion)?;
        // Targeting shows dialogues alone; flows begin.
        if event.what == What::Shown && version.source() == Source::Flow {
            return Err(Refusal::DoesNotFit.into());
        }
        let inputs = match self.conversations.get(&event.conversation) {
            Some(before) => before.goes_on_with(event).map(|()| before.inputs)?,
            None => 0,
        };
        let at = self.corrected(event);
        let consequences = self.judge(event, &version, inputs, at)?;
        let stored = self.refuse_erased(&consequences, at).and_then(|()| self.store(event, Some(inputs)));
        if let Err(stop) = stored {
            // The judge has gone on with an event that doesn't count.
            self.walks.insert(event.conversation, None);
            return Err(stop);
        }
        self.sessions.put(self.connection, self.visitor, event.session, self.received)?;
        match self.conversations.get_mut(&event.conversation) {
            Some(conversation) => conversation.go_on(event),
            None => {
                let listed = (!self.sessions.is_apart(event.session)).then_some(self.site.row.id);
                let begun = Conversation::begin(self.connection, self.visitor, self.giver.person.is_some(), listed, event)?;
                self.conversations.insert(event.conversation, begun);
            }
        }
        Ok(self.follow_all(consequences, event, Some(&version), at)?)
    }

    fn store(&self, event: &Event, position: Option<u32>) -> Result<(), Stop> {
        let is_new = answered::accept(self.connection, self.visitor, event, position, self.received)?;
        if is_new { Ok(()) } else { Err(Stop::Taken) }
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
    ) -> Result<()> {
        for (consequence, nth) in consequences.into_iter().zip(0..) {
            self.follow(consequence, event.id.activity(nth), event, version, at)?;
        }
        if self.sessions.is_apart(event.session) {
            return self.giver.seen_apart(at);
        }
        self.seen = self.seen.max(Some(at));
        Ok(())
    }

    fn judge(&mut self, event: &Event, version: &Version, inputs: u32, at: Instant) -> Result<Vec<Consequence>, Stop> {
        if inputs >= CONVERSATION_INPUTS {
            return Err(Refusal::TooLarge.into());
        }
        let id = event.conversation;
        let walk = self.walks.entry(id).or_insert_with(|| self.shelf.take_walk(id, inputs));
        let goes_on = walk.as_ref().is_some_and(|walk| walk.goes_on_with(&event.what));
        let past = if goes_on || inputs == 0 { Vec::new() } else { conversation::past(self.connection, id)? };
        let case = Case { flow: &version.flow, past: &past, event, at, received: self.received };
        Ok((self.judge)(&case, walk)?)
    }
}

/// Whether the event names a conversation if it is of one, and none if it is of none.
fn names_its_place(event: &Event) -> bool {
    let named = [*event.conversation.bytes() != [0; 16], *event.dialogue.bytes() != [0; 16], event.version != 0];
    named.iter().all(|named| *named != event.what.is_outside())
}
