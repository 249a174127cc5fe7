//! Timers of the server: conversations whose session is over are marked as dropped (C18), reports follow the log (R15), and
//! what is kept for a while only goes (O8).

use std::time::Duration;

use actix_web::rt;
use parlor_engine::drop_off::passings;
use parlor_store::{Purged, Store};
use tokio::task::JoinHandle;

use crate::clock;

/// How often what is kept no longer is removed: once a day, and at each start.
const PURGE_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// Purges once a day until aborted.
pub(crate) fn start_purging(store: Store) -> JoinHandle<()> {
    rt::spawn(async move {
        let mut days = tokio::time::interval(PURGE_EVERY);
        loop {
            days.tick().await;
            match store.purge(clock::now()).await {
                Ok(purged) if purged == Purged::default() => {}
                Ok(Purged { visitors, transcripts, entries }) => {
                    tracing::info!(visitors, transcripts, entries, "removed what is kept no longer");
                }
                Err(error) => tracing::error!(%error, "what is kept no longer could not be removed"),
            }
        }
    })
}

const EVERY: Duration = Duration::from_secs(60);

/// Sweeps once a minute until aborted.
pub(crate) fn start(store: Store) -> JoinHandle<()> {
    rt::spawn(async move {
        let mut ticks = tokio::time::interval(EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match store.sweep_dropped(clock::moment()).await {
                Ok(0) => {}
                Ok(dropped) => tracing::debug!(dropped, "conversations whose session is over"),
                Err(error) => tracing::error!(%error, "the sweep failed"),
            }
        }
    })
}

/// Steps in which what conversations did is counted in one go: then others have their turn.
const STEPS: usize = 50;

/// How often reports catch up with the log. Who asks for one has it at once.
const ROLL_UP_EVERY: Duration = Duration::from_secs(10);

/// Keeps reports near the end of the log until aborted.
pub(crate) fn start_rolling_up(store: Store) -> JoinHandle<()> {
    rt::spawn(async move {
        let mut ticks = tokio::time::interval(ROLL_UP_EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = store.roll_up().await {
                tracing::error!(%error, "reports could not follow the log");
            }
            if let Err(error) = store.count_passings(passings, STEPS).await {
                tracing::error!(%error, "reports could not follow the conversations");
            }
        }
    })
}
