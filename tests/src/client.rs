//! A browser's requests without the browser: what a widget would post.

use std::time::{SystemTime, UNIX_EPOCH};

use parlor_domain::event::{Event, PageSeen, What};
use parlor_domain::form::Form;
use parlor_domain::ids::{DialogueId, Ids, Moment, Secret, SessionId, VisitorId};
use parlor_domain::state::{Act, Answer};
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use parlor_wire::visitor::{Batch, BatchAnswer, EVENTS, FORM_TYPE, FRAME};

use crate::program::Parlor;

/// Somebody's browser, in one session.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    origin: String,
    key: SiteKey,
    ticket: String,
    visitor: VisitorId,
    session: SessionId,
    secret: Secret,
}

impl Client {
    /// A visitor of a site; the seed tells visitors apart.
    pub async fn new(parlor: &Parlor, key: &str, seed: u8) -> Self {
        let http = reqwest::Client::new();
        let frame = format!("{}{}", parlor.origin(), FRAME.replace("{key}", key));
        let html = http.get(frame).send().await.expect("a frame").text().await.expect("a frame");
        let mut ids = ids(seed);
        Self {
            http,
            origin: parlor.origin(),
            key: SiteKey::parse(key).expect("a key"),
            ticket: meta(&html, "parlor-ticket"),
            visitor: ids.make(),
            session: ids.make(),
            secret: Secret::new([seed; 16]),
        }
    }

    /// A tab of this browser that is shown a dialogue.
    pub fn shown(&self, dialogue: DialogueId, seed: u8) -> Batch {
        let mut ids = ids(seed);
        let event = Event {
            id: ids.make(),
            at: now(),
            session: self.session,
            conversation: ids.make(),
            tab: ids.make(),
            client_seq: 0,
            dialogue,
            version: 1,
            page: PageSeen { url: "http://localhost/a".to_owned(), title: "Page".to_owned() },
            what: What::Shown,
        };
        Batch {
            site: self.key.clone(),
            ticket: self.ticket.clone(),
            visitor: self.visitor,
            secret: self.secret.clone(),
            sent: now(),
            events: vec![event],
        }
    }

    /// The same, and the first choice of its first question is made.
    pub fn chooses(&self, dialogue: DialogueId, seed: u8) -> Batch {
        let mut batch = self.shown(dialogue, seed);
        let act = Act { turn: 0, card: 0, answer: Answer::Choices(vec![0]) };
        let id = ids(seed + 100).make();
        batch.events.push(Event { id, client_seq: 1, what: What::Acted(act), ..batch.events[0].clone() });
        batch
    }

    /// Posts a batch. Returns what became of it.
    pub async fn post(&self, batch: &Batch) -> BatchAnswer {
        let answer = self.send(batch).await;
        let (status, bytes) = (answer.status(), answer.bytes().await.expect("an answer"));
        assert!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&bytes));
        BatchAnswer::from_bytes(&bytes).expect("an answer")
    }

    /// Posts a batch. Returns the answer, whatever it is.
    pub async fn send(&self, batch: &Batch) -> reqwest::Response {
        let request = self.http.post(format!("{}{EVENTS}", self.origin)).header("content-type", FORM_TYPE);
        request.body(batch.to_bytes()).send().await.expect("an answer")
    }
}

fn ids(seed: u8) -> Ids {
    Moment { now: now(), chance: [seed; 10] }.ids()
}

/// What the clock says.
pub fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock");
    Instant(i64::try_from(since.as_millis()).expect("a clock"))
}

/// What a `meta` element of a document says.
pub(crate) fn meta(html: &str, name: &str) -> String {
    let (_, rest) = html.split_once(&format!("name=\"{name}\" content=\"")).expect("the element");
    rest.split('"').next().unwrap_or_default().to_owned()
}
