//! What the program tells its log: that something happened, and nothing of anybody (O17).

use std::time::{Duration, Instant};

use parlor_domain::event::{Outcome, What};
use parlor_domain::form::Form;
use parlor_domain::ids::{ConversationId, DialogueId, EventId};
use parlor_domain::text::Key;
use parlor_domain::value::Value as Given;
use parlor_tests::client::Client;
use parlor_tests::program::{PATIENCE, Parlor};
use parlor_tests::samples::KEY;
use parlor_wire::console::{CONSOLE_HEADER, SIGN_IN};
use parlor_wire::visitor::{Batch, EVENTS, FACTS, FORM_TYPE, IDENTIFY};
use serde_json::{Value, json};

use crate::first_dialogue;
use crate::webhooks::calling;

/// What stands in everything that is told to the server.
const MARKER: &str = "oyster";
const ADDRESS: &str = "203.0.113.77";

#[tokio::test]
async fn o17_a_log_is_structured_and_names_nobody() {
    // Nobody is there to take the call.
    let parlor = Parlor::with(&calling(&format!("http://127.0.0.1:9/{MARKER}?token={MARKER}")));
    is_visited(&parlor).await;
    is_bothered(&parlor).await;
    let log = until(&parlor, "a webhook did not take a call").await;
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(line["timestamp"].is_string() && line["level"].is_string() && line["fields"]["message"].is_string(), "{line}");
    }
    for secret in [MARKER, ADDRESS, "127.0.0.1", "/events?"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    let printed = parlor.printed_since();
    assert!(!printed.contains(MARKER) && !printed.contains(ADDRESS), "{printed}");
}

/// A visitor comes by who gives everything away.
async fn is_visited(parlor: &Parlor) {
    let visitor = Client::new(parlor, KEY, 1).await;
    let mut batch = visitor.chooses(first_dialogue(parlor).await, 2);
    let mut given = batch.events[0].clone();
    given.id = EventId::from_bytes([9; 16]);
    (given.conversation, given.dialogue) = (ConversationId::from_bytes([0; 16]), DialogueId::from_bytes([0; 16]));
    given.version = 0;
    let value = |key: &str, value: String| (Key::parse(key).expect("a key"), Given::Text(value));
    given.what = What::Given(vec![value("email", format!("{MARKER}@example.com")), value("last_name", MARKER.to_owned())]);
    batch.events.push(given);
    for event in &mut batch.events {
        event.page.url = format!("https://example.com/{MARKER}?token={MARKER}");
        event.page.title = MARKER.to_owned();
    }
    let answer = visitor.post(&batch).await;
    assert!(answer.outcomes.iter().all(|(_, outcome)| *outcome == Outcome::Stored), "{answer:?}");
    // The same with what is not so.
    batch.ticket = MARKER.to_owned();
    assert_eq!(visitor.send(&batch).await.status(), 403);
    sends_what_can_not_be(parlor, &batch).await;
}

async fn sends_what_can_not_be(parlor: &Parlor, batch: &Batch) {
    let http = reqwest::Client::new();
    let mut bytes = batch.to_bytes();
    bytes.truncate(bytes.len() / 2);
    for path in
        [EVENTS, FACTS, IDENTIFY, &format!("/frame/{MARKER}"), &format!("/{MARKER}.js"), &format!("/{MARKER}?token={MARKER}")]
    {
        for method in [reqwest::Method::POST, reqwest::Method::GET] {
            let request = http.request(method, format!("{}{path}", parlor.origin())).header("content-type", FORM_TYPE);
            let request = request.header("x-forwarded-for", ADDRESS).header("user-agent", MARKER).header("cookie", MARKER);
            let answer = request.body(bytes.clone()).send().await.expect("an answer");
            assert!(answer.status().is_client_error(), "{path}");
        }
    }
}

/// Somebody tries the console.
async fn is_bothered(parlor: &Parlor) {
    let asked = json!({ "email": format!("{MARKER}@example.com"), "password": format!("{MARKER}{MARKER}") });
    let request = reqwest::Client::new().post(format!("{}{SIGN_IN}", parlor.origin())).json(&asked);
    let answer = request.header("origin", parlor.origin()).header(CONSOLE_HEADER, "1").send().await.expect("an answer");
    assert_eq!(answer.status(), 401);
}

/// The log, when this stands in it.
async fn until(parlor: &Parlor, expected: &str) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let log = parlor.log();
        if log.contains(expected) {
            return log;
        }
        assert!(Instant::now() < deadline, "{log}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
