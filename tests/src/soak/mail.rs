//! Posts to a server that may be gone.

use std::sync::mpsc::Sender;

use parlor_domain::form::Form;
use parlor_wire::visitor::{Batch, BatchAnswer, EVENTS, FORM_TYPE, FRAME};
use tokio::sync::watch::Receiver;

use crate::client::meta;
use crate::program::PATIENCE;
use crate::samples::KEY;

/// Whether there is a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Power {
    /// There is one.
    On,
    /// There is none, for now.
    Off,
    /// There is one, and it will not be killed again.
    Stays,
}

/// A browser's connections.
pub(super) struct Mail {
    http: reqwest::Client,
    origin: String,
    power: Receiver<Power>,
    began: Sender<()>,
    /// Posts that were begun.
    pub(super) posts: u64,
    /// Posts that got no answer.
    pub(super) failed: u64,
}

impl Mail {
    /// A browser's connections. `began` hears of every post.
    pub(super) fn new(origin: &str, power: Receiver<Power>, began: Sender<()>) -> Self {
        let http = reqwest::Client::builder().timeout(PATIENCE).build().expect("a client");
        Self { http, origin: origin.to_owned(), power, began, posts: 0, failed: 0 }
    }

    /// Whether the server will not be killed again.
    pub(super) fn is_calm(&self) -> bool {
        *self.power.borrow() == Power::Stays
    }

    /// Waits until there is a server.
    pub(super) async fn waits(&mut self) {
        self.power.wait_for(|power| *power != Power::Off).await.expect("somebody starts it again");
    }

    /// A ticket for the site, however long that takes.
    pub(super) async fn ticket(&mut self) -> String {
        let frame = format!("{}{}", self.origin, FRAME.replace("{key}", KEY));
        loop {
            if let Ok(answer) = self.http.get(&frame).send().await
                && let Ok(html) = answer.text().await
            {
                return meta(&html, "parlor-ticket");
            }
            self.waits().await;
        }
    }

    /// Posts a batch once.
    pub(super) fn post(&mut self, batch: &Batch) -> impl Future<Output = Option<BatchAnswer>> + use<> {
        self.posts += 1;
        let request = self.http.post(format!("{}{EVENTS}", self.origin)).header("content-type", FORM_TYPE);
        let request = request.body(batch.to_bytes());
        let began = self.began.clone();
        async move {
            // Nobody counts any longer when the kills are over.
            let _ = began.send(());
            let answer = request.send().await.inspect_err(|error| assert!(!error.is_timeout(), "no answer")).ok()?;
            let status = answer.status();
            let bytes = answer.bytes().await.ok()?;
            assert!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&bytes));
            Some(BatchAnswer::from_bytes(&bytes).expect("an answer"))
        }
    }
}
