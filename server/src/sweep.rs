//! A timer of the server: conversations whose session is over are marked as dropped (C18).

use std::time::Duration;

use actix_web::rt;
use parlor_store::Store;
use tokio::task::JoinHandle;

use crate::clock;

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
