//! Taking in what browsers report: a batch of events, each stored, refused for good, or put off until
//! the one before it comes (A10 to A14).

mod action;
mod address;
mod answered;
mod consequence;
mod conversation;
mod counted;
mod desk;
mod order;
mod shelf;
mod tally;

pub(crate) use address::clean;
pub(crate) use answered::outcome;
pub(crate) use conversation::past;
pub(crate) use shelf::Shelf;

use std::sync::{Arc, PoisonError};

use parlor_domain::activity::Consequence;
use parlor_domain::apart::Client;
use parlor_domain::event::{Case, Event, Outcome, Refusal};
use parlor_domain::ids::EventId;
use parlor_domain::site::{FileHash, Settings};
use parlor_domain::time::Instant;
use parlor_domain::walk::Walk;
use rusqlite::Connection;

use crate::Store;
use crate::door::{self, Caller};
use crate::error::CallerError;
use crate::session::Sessions;
use crate::sites::Site;
use desk::Desk;

/// The rules by which an event is accepted, and what follows from it. The past may be left out where the walk goes on with the event.
pub type Judge = fn(&Case<'_>, &mut Option<Walk>) -> Result<Vec<Consequence>, Refusal>;

/// A batch of events that one visitor's browser reports.
#[derive(Clone, Debug)]
pub struct Intake {
    /// Whose browser it is.
    pub caller: Caller,
    /// What else is known of that browser; nothing of it is written.
    pub client: Client,
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
    /// Takes in a batch, if the site as it is now (if there is one) admits it. Says what the admission gave, and the outcomes in the order of the
    /// events; sent again, a batch gets the same ones.
    pub async fn take_in<A, E>(
        &self,
        batch: Intake,
        admit: impl Fn(Option<&Settings>) -> Result<A, E> + Send + 'static,
        judge: Judge,
    ) -> Result<(A, Vec<(EventId, Outcome)>), NotTaken<E>>
    where
        A: Send + 'static,
        E: Send + 'static,
    {
        let shelf = Arc::clone(&self.inner.shelf);
        self.inner
            .writer
            .run_repeatable(move |connection| {
                // What a panic leaves on the shelf is whole: it is put there at the end.
                let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
                let site = shelf.site(connection, &batch.caller.site)?;
                let admission = admit(site.as_ref().map(|site| &site.row.settings)).map_err(NotTaken::NotAdmitted)?;
                let site = site.ok_or(CallerError::NotYours)?;
                Ok((admission, take_in(connection, &batch, site, judge, &mut shelf)?))
            })
            .await
    }
}

/// Why a batch was not taken in.
#[derive(Debug)]
pub enum NotTaken<E> {
    /// The site doesn't admit it.
    NotAdmitted(E),
    /// Who sent it is nobody, or the memory failed.
    Caller(CallerError),
}

impl<E, C: Into<CallerError>> From<C> for NotTaken<E> {
    fn from(cause: C) -> Self {
        Self::Caller(cause.into())
    }
}

fn take_in(
    connection: &Connection,
    batch: &Intake,
    site: Arc<Site>,
    judge: Judge,
    shelf: &mut Shelf,
) -> Result<Vec<(EventId, Outcome)>, CallerError> {
    if batch.events.is_empty() {
        return Ok(Vec::new());
    }
    let site_id = site.row.id;
    let apart = batch.client.is_apart(&site.row.settings.excluded_networks);
    let Some(giver) = door::enter(connection, &site, &batch.caller, batch.received, apart)? else {
        return Ok(tally::refuse_all(connection, site_id, batch, Refusal::Erased)?);
    };
    let mut desk = Desk::new(connection, shelf, site, giver, batch, Sessions::new(apart), judge);
    let outcomes = batch.events.iter().map(|event| Ok((event.id, desk.take(event.clone())?)));
    let outcomes = outcomes.collect::<Result<_, CallerError>>()?;
    desk.finish()?;
    Ok(outcomes)
}
