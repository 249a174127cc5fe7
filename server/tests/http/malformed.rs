//! Whatever is posted where visitors' browsers post: it is taken, or refused with a problem that says so. Nothing of it is an error of
//! the server's, and the next one is served (O14, O15).

mod bytes;
mod connections;

use parlor_domain::event::{Event, PageSeen, What};
use parlor_domain::form::Form;
use parlor_domain::impression::Impression;
use parlor_domain::state::{Act, Answer};
use parlor_domain::text::{Key, Name, Typed};
use parlor_domain::value::Value;
use parlor_store::SiteRecord;
use parlor_wire::problem::{CODE_HEADER, PROBLEM_TYPE, Problem};
use parlor_wire::visitor::{AskFacts, Asker, Batch, EVENTS, FACTS, FORM_TYPE, IDENTIFY, IMPRESSIONS, Identify, Impressed};
use reqwest::{Client, RequestBuilder, Response};

use crate::support::{App, client, header, moment, now, shown};

/// A server with a site, and a request for each path that is as it should be.
struct Target {
    app: App,
    site: SiteRecord,
    ticket: String,
    client: Client,
}

/// Where visitors' browsers post.
const PATHS: [&str; 4] = [EVENTS, IDENTIFY, FACTS, IMPRESSIONS];

/// A request that is as it should be.
struct Sound {
    path: &'static str,
    bytes: Vec<u8>,
    /// What it is answered with.
    status: u16,
}

impl Target {
    async fn start() -> Self {
        let app = App::start().await;
        let site = app.site("demo", &[]).await;
        let name = Name::parse("first").expect("a name");
        app.server.store().add_identity_key(&site.key, name, "a secret".into(), now()).await.expect("a key");
        let ticket = app.ticket("demo").await;
        Self { app, site, ticket, client: client() }
    }

    /// One for each path.
    fn sound(&self) -> [Sound; 4] {
        [
            Sound { path: EVENTS, bytes: self.batch(1).to_bytes(), status: 200 },
            // What the token says is a matter of its own: nobody has signed it.
            Sound { path: IDENTIFY, bytes: self.identify().to_bytes(), status: 403 },
            Sound { path: FACTS, bytes: self.ask_facts().to_bytes(), status: 200 },
            Sound { path: IMPRESSIONS, bytes: self.impressed().to_bytes(), status: 204 },
        ]
    }

    /// A batch with events of many kinds.
    fn batch(&self, seed: u8) -> Batch {
        let mut batch = shown(&self.site, &self.ticket, seed);
        let text = |text: &str| Typed { text: text.to_owned(), folded: text.to_owned() };
        let values = vec![
            (Key::parse("first_name").expect("a key"), Value::Text("Ada".to_owned())),
            (Key::parse("size").expect("a key"), Value::Number(2.5)),
        ];
        let act = |turn, answer| What::Acted(Act { turn, card: 0, answer });
        let whats = [
            What::Started(values),
            act(0, Answer::Choices(vec![0])),
            act(1, Answer::Text(text("Perhaps"))),
            act(2, Answer::Filled(vec!["{{".to_owned()])),
            What::Lost,
            What::Closed,
        ];
        let mut ids = moment(seed.wrapping_add(100)).ids();
        let first = batch.events[0].clone();
        for (what, number) in whats.into_iter().zip(1..) {
            batch.events.push(Event { id: ids.make(), client_seq: number, what, ..first.clone() });
        }
        batch
    }

    fn asker(&self) -> Asker {
        let Batch { site, ticket, visitor, secret, .. } = self.batch(1);
        Asker { site, ticket, visitor, secret }
    }

    fn identify(&self) -> Identify {
        let page = PageSeen { url: "https://example.com/".to_owned(), title: "Example".to_owned() };
        let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmVk".to_owned();
        Identify { asker: self.asker(), session: moment(3).ids().make(), page, token }
    }

    fn ask_facts(&self) -> AskFacts {
        let flow = self.site.dialogues[0].latest.as_ref().map(|version| version.flow);
        AskFacts { asker: self.asker(), site_file: self.site.site_files[0].1, flow, utc_offset_minutes: 60 }
    }

    fn impressed(&self) -> Impressed {
        let Batch { site, ticket, events, .. } = self.batch(1);
        Impressed { site, ticket, impression: Impression { dialogue: events[0].dialogue, version: 1 } }
    }

    fn request(&self, path: &str) -> RequestBuilder {
        self.client.post(self.app.address(path))
    }

    /// Posts bytes as a form. Returns the status; if it isn't 200 the answer is a problem.
    async fn posts(&self, path: &str, bytes: Vec<u8>) -> u16 {
        let answer = self.request(path).header("content-type", FORM_TYPE).body(bytes).send().await.expect("an answer");
        told(answer).await
    }

    /// The server does what it should still.
    async fn serves(&self) {
        for Sound { path, bytes, status } in self.sound() {
            assert_eq!(self.posts(path, bytes).await, status, "{path}");
        }
    }
}

/// The status of an answer: 200, or that of a problem which is the sender's.
async fn told(answer: Response) -> u16 {
    let status = answer.status().as_u16();
    if status < 300 {
        return status;
    }
    let (code, content_type) = (header(&answer, CODE_HEADER).to_owned(), header(&answer, "content-type").to_owned());
    let text = answer.text().await.expect("a text");
    assert!((400..500).contains(&status), "{status}: {text}");
    assert_eq!(content_type, PROBLEM_TYPE, "{text}");
    let problem: Problem = serde_json::from_str(&text).expect("a problem");
    assert_eq!((problem.status, problem.code.as_str()), (status, code.as_str()));
    assert_eq!(problem.reference, None, "nothing failed here: {text}");
    status
}
