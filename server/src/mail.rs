//! Sends the mail that is due (M20): a few side by side, each kept until it is noted what became of it. So a stop, however sudden, sends a
//! mail twice rather than never.

pub(crate) mod invitation;

use std::time::Duration;

use actix_web::rt;
use parlor_connect::mail::PostOffice;
use parlor_engine::retry::next_try;
use parlor_store::{DueMail, Store};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::sleep;

use crate::clock;

/// How soon what is due is found.
const EVERY: Duration = Duration::from_millis(500);
/// Mails that are sent side by side: mail servers turn away who comes with many.
const AT_ONCE: u32 = 4;
/// How long the memory is left alone that could not do what was asked.
const PAUSE: Duration = Duration::from_secs(30);

/// Sends mail until aborted.
pub(crate) fn start(store: Store, office: PostOffice) -> JoinHandle<()> {
    rt::spawn(async move {
        loop {
            match store.due_mail(AT_ONCE, clock::now()).await {
                Ok(due) if due.is_empty() => sleep(EVERY).await,
                Ok(due) => {
                    let sending = due.into_iter().map(|mail| send(store.clone(), office.clone(), mail));
                    sending.collect::<JoinSet<()>>().join_all().await;
                }
                Err(error) => {
                    tracing::error!(%error, "the mail that is due could not be read");
                    sleep(PAUSE).await;
                }
            }
        }
    })
}

/// Sends a mail and notes what became of it, however long that takes: one that was sent and not noted would be sent again.
async fn send(store: Store, office: PostOffice, mail: DueMail) {
    let sent = office.send(mail.id, &mail.mail, mail.made).await;
    if let Err(reason) = &sent {
        // Its words may quote the address (O17).
        tracing::info!(mail = %mail.id, is_final = reason.is_final, "a mail was not sent");
    }
    let ended = clock::now();
    while let Err(error) = match &sent {
        Ok(()) => store.mail_sent(mail.id, ended).await,
        Err(reason) => {
            let next = if reason.is_final { None } else { next_try(mail.tries + 1, ended) };
            store.mail_failed(mail.id, reason.to_string(), next).await
        }
    } {
        tracing::error!(%error, "what became of a mail could not be noted");
        sleep(PAUSE).await;
    }
}
