//! Browsers of new visitors, each of which reports what happened in one conversation.

use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use clap::Args;
use parlor_domain::event::{Event, Outcome, PageSeen, What};
use parlor_domain::form::Form;
use parlor_domain::ids::{DialogueId, Moment, Secret};
use parlor_domain::state::{Act, Answer};
use parlor_domain::text::SiteKey;
use parlor_domain::time;
use parlor_wire::visitor::{Batch, BatchAnswer, EVENTS, FORM_TYPE};

use crate::Failed;
use crate::front::Front;
use crate::http::{Connection, between};
use crate::report::Report;

#[derive(Args)]
pub(crate) struct Browsers {
    /// Where to post
    host: String,
    /// Where the site is; the posts are about its first dialogue
    #[arg(long)]
    site_at: String,
    /// The site's key
    #[arg(long)]
    key: String,
    /// Events of each batch
    #[arg(long)]
    batch: u16,
    /// How long to post
    #[arg(long)]
    seconds: f64,
    /// Connections that post at the same time
    #[arg(long, default_value_t = 64)]
    connections: u32,
    /// What is posted to stores nothing, and so says nothing of events
    #[arg(long)]
    unanswered: bool,
}

impl Browsers {
    pub(crate) fn run(self) -> Result<(), Failed> {
        let site = Site::ask(&self.site_at, &self.key)?;
        let began = Instant::now();
        let post = |number| self.post(&site, number);
        let requests: Result<Vec<_>, Failed> = thread::scope(|scope| {
            let all: Vec<_> = (0..self.connections).map(|number| scope.spawn(move || post(number))).collect();
            all.into_iter().map(|one| one.join().unwrap_or_else(|_| Err("a browser panicked".into()))).collect()
        });
        let report = Report::of(requests?.concat(), usize::from(self.batch), began.elapsed());
        println!("{}", serde_json::to_string(&report)?);
        Ok(())
    }

    /// One connection. Returns how long each request took.
    fn post(&self, site: &Site, number: u32) -> Result<Vec<Duration>, Failed> {
        let mut connection = Connection::open(&self.host)?;
        let mut took = Vec::new();
        let began = Instant::now();
        for nth in 0_u32.. {
            if began.elapsed().as_secs_f64() >= self.seconds {
                break;
            }
            let batch = site.batch(self.batch, number, nth);
            let body = batch.to_bytes();
            let asked = Instant::now();
            let answer = connection.post(EVENTS, FORM_TYPE, &body)?;
            took.push(asked.elapsed());
            if !self.unanswered {
                acknowledged(&answer)?;
            }
        }
        Ok(took)
    }
}

/// Only what is stored counts.
fn acknowledged(answer: &[u8]) -> Result<(), Failed> {
    let answer = BatchAnswer::from_bytes(answer).map_err(|bad| bad.to_string())?;
    match answer.outcomes.iter().find(|(_, outcome)| *outcome != Outcome::Stored) {
        Some((_, outcome)) => Err(format!("not stored: {outcome:?}").into()),
        None => Ok(()),
    }
}

/// What the posts are about.
struct Site {
    key: SiteKey,
    ticket: String,
    dialogue: DialogueId,
    version: u32,
}

impl Site {
    fn ask(host: &str, key: &str) -> Result<Self, Failed> {
        let mut connection = Connection::open(host)?;
        let Front { document, site, .. } = Front::ask(&mut connection, key)?;
        let dialogue = site.dialogues.first().ok_or("the site has no dialogue")?;
        Ok(Self {
            key: SiteKey::parse(key).map_err(|bad| bad.to_string())?,
            ticket: between(&document, "name=\"parlor-ticket\" content=\"", "\"").ok_or("the frame has no ticket")?.to_owned(),
            dialogue: dialogue.id,
            version: dialogue.version,
        })
    }

    /// What a new visitor's browser reports: the dialogue is shown, the visitor begins, and answers one question after the other.
    fn batch(&self, events: u16, connection: u32, nth: u32) -> Batch {
        let mut chance = [0; 10];
        chance[..4].copy_from_slice(&connection.to_be_bytes());
        chance[4..8].copy_from_slice(&nth.to_be_bytes());
        let now = now();
        let mut ids = Moment { now, chance }.ids();
        let (visitor, session, conversation, tab) = (ids.make(), ids.make(), ids.make(), ids.make());
        let event = |number: u16| Event {
            id: ids.make(),
            at: now,
            session,
            conversation,
            tab,
            client_seq: u32::from(number),
            dialogue: self.dialogue,
            version: self.version,
            page: PageSeen { url: "https://www.example.com/products/pricing".to_owned(), title: "Prices – Example".to_owned() },
            what: what(number),
        };
        Batch {
            site: self.key.clone(),
            ticket: self.ticket.clone(),
            visitor,
            secret: Secret::new([7; 16]),
            sent: now,
            events: (0..events).map(event).collect(),
        }
    }
}

fn what(number: u16) -> What {
    match number {
        0 => What::Shown,
        1 => What::Started(Vec::new()),
        _ => What::Acted(Act { turn: number - 2, card: number - 2, answer: Answer::Choices(vec![0]) }),
    }
}

fn now() -> time::Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    time::Instant(since.as_millis() as i64)
}
