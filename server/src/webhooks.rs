//! Makes the calls of webhooks that are due (P16): a few side by side, each kept until it is noted what became of it. So a
//! stop, however sudden, makes a call once too often rather than never.

mod standard;

use std::collections::HashMap;
use std::time::Duration;

use actix_web::rt;
use parlor_connect::{Outside, Refused};
use parlor_domain::draft::SiteDraft;
use parlor_domain::ids::EventId;
use parlor_engine::webhook::next_try;
use parlor_store::{DueCall, NewWebhook, Store, StoreError};
use tokio::task::{Id, JoinHandle, JoinSet};
use tokio::time::{MissedTickBehavior, interval, sleep};

pub(crate) use self::standard::secret_text;
use crate::clock;

/// How soon what is due is found.
const EVERY: Duration = Duration::from_millis(500);
/// Calls that are made side by side.
const AT_ONCE: u32 = 32;
/// How long the memory is left alone that could not do what was asked.
const PAUSE: Duration = Duration::from_secs(30);

/// The webhooks of a file, with fresh secrets.
pub(crate) fn fresh(draft: &SiteDraft) -> Vec<NewWebhook> {
    let webhooks = draft.webhooks.iter().cloned();
    webhooks.map(|webhook| NewWebhook { webhook, secret: clock::chance() }).collect()
}

/// Makes calls until aborted.
pub(crate) fn start(store: Store, outside: Outside) -> JoinHandle<()> {
    rt::spawn(async move {
        let mut desk = Desk { store, outside, calls: JoinSet::new(), under_way: HashMap::new() };
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                Some(ended) = desk.calls.join_next_with_id() => {
                    desk.under_way.remove(&ended.map_or_else(|error| error.id(), |(id, ())| id));
                }
            }
            if let Err(error) = desk.begin().await {
                tracing::error!(%error, "the calls of webhooks that are due could not be read");
                sleep(PAUSE).await;
            }
        }
    })
}

struct Desk {
    store: Store,
    outside: Outside,
    calls: JoinSet<()>,
    under_way: HashMap<Id, EventId>,
}

impl Desk {
    /// Begins the calls that are due, as many as there is room for.
    async fn begin(&mut self) -> Result<(), StoreError> {
        if self.under_way.len() >= AT_ONCE as usize {
            return Ok(());
        }
        // Those under way are due still, and the longest; they count among the most that there may be.
        for call in self.store.due_calls(AT_ONCE, clock::now()).await? {
            if self.under_way.len() < AT_ONCE as usize && !self.under_way.values().any(|id| *id == call.id) {
                let id = call.id;
                let task = self.calls.spawn(make(self.store.clone(), self.outside.clone(), call));
                self.under_way.insert(task.id(), id);
            }
        }
        Ok(())
    }
}

/// Makes a call and notes what became of it, however long that takes: a call that was taken and not noted would be made again.
async fn make(store: Store, outside: Outside, call: DueCall) {
    let taken = outside.post(&call.url, &standard::message(&call, clock::now())).await;
    if let Err(reason) = &taken {
        tracing::info!(call = %call.id, ?reason, "a webhook did not take a call");
    }
    let ended = clock::now();
    while let Err(error) = match &taken {
        Ok(()) => store.call_taken(call.id).await,
        Err(reason) => store.call_failed(call.id, reason.to_string(), next_try(call.tries + 1, status(reason), ended)).await,
    } {
        tracing::error!(%error, "what became of a webhook's call could not be noted");
        sleep(PAUSE).await;
    }
}

const fn status(reason: &Refused) -> Option<u16> {
    if let Refused::Status(status) = reason { Some(*status) } else { None }
}
