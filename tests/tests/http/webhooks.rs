//! Webhooks, from a visitor's answer to the receivers of the documentation (P16).

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver as Lines, channel};
use std::time::{Duration, Instant};

use parlor_domain::event::Outcome;
use parlor_tests::client::Client;
use parlor_tests::program::{PATIENCE, Parlor};
use parlor_tests::samples::{KEY, site, with};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::docs::{document, examples};
use crate::first_dialogue;

/// An example that runs. It ends with this value.
struct Receiver {
    child: Child,
    lines: Lines<String>,
}

impl Receiver {
    fn start(language: &str, program: &str, port: &str, secret: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        let example = folder.path().join(if language == "js" { "receiver.mjs" } else { "receiver.py" });
        std::fs::write(&example, &examples(&document("webhooks.md"), language)[0]).expect("a file");
        let mut command = Command::new(program);
        command.arg(&example).env("WEBHOOK_SECRET", secret).env("PORT", port).stdin(Stdio::null()).stderr(Stdio::null());
        let child = command.stdout(Stdio::piped()).spawn();
        let mut child = child.unwrap_or_else(|error| panic!("the tests need {program}: {error}"));
        let output = child.stdout.take().expect("an output");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            // Its file may go when it has ended, not before it was read.
            let _folder = folder;
            // Nobody listens any longer when the story is over.
            let _ = BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line));
        });
        Self { child, lines }
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line")
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A site whose dialogue calls this address when its question is answered.
pub(crate) fn calling(url: &str) -> Value {
    let cards = json!({
        "a": { "question": { "text": "Shall we call?", "choices": [{ "label": "Yes", "next": "b" }] } },
        "b": { "action": { "deeds": [{ "call_webhook": "CRM" }], "next": "c" } },
        "c": { "message": { "text": "Thank you." } }
    });
    let dialogue = json!({ "name": "Calls", "pages": { "include": ["*"] }, "flow": { "start": "a", "cards": cards } });
    with(site(&[dialogue]), "/webhooks", json!([{ "name": "CRM", "url": url }]))
}

/// A visitor answers, and so the webhook is called.
async fn call(parlor: &Parlor, seed: u8) {
    let visitor = Client::new(parlor, KEY, seed).await;
    let answer = visitor.post(&visitor.chooses(first_dialogue(parlor).await, seed + 1)).await;
    assert!(answer.outcomes.iter().all(|(_, outcome)| *outcome == Outcome::Stored), "{answer:?}");
}

/// Waits until this is told of the site's webhooks.
async fn told(parlor: &Parlor, expected: impl Fn(&str) -> bool) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let told = parlor.webhooks(KEY);
        if expected(&told) {
            return told;
        }
        assert!(Instant::now() < deadline, "{told}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn p16_the_examples_take_what_parlor_signed_and_nothing_else() {
    for (language, program, seed) in [("js", "node", 1), ("python", "python3", 11)] {
        let parlor = Parlor::with(&calling("https://crm.example/"));
        let listed = parlor.webhooks(KEY);
        let secret = listed.strip_prefix("CRM  https://crm.example/  ").expect("name, address and secret").trim();
        let wrong = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        assert_eq!(secret.len(), wrong.len());

        let stranger = Receiver::start(language, program, "0", wrong);
        let url = stranger.line();
        parlor.import(&calling(&url));
        assert_eq!(parlor.webhooks(KEY), format!("CRM  {url}  {secret}\n"), "the secret stays");
        call(&parlor, seed).await;
        let failed = told(&parlor, |told| told.contains(": ")).await;
        assert!(
            failed.contains("\n  1 waiting since 20")
                && failed.contains("Z, next try 20")
                && failed.ends_with("Z: the address answers with status 401\n"),
            "{failed}"
        );

        let port = url.trim_end_matches('/').rsplit(':').next().expect("a port").to_owned();
        drop(stranger);
        let receiver = Receiver::start(language, program, &port, secret);
        assert_eq!(receiver.line(), url);
        // On a slow machine it is tried again by itself before.
        let again = parlor.retry_webhooks(KEY);
        assert!(["due again: 1\n", "due again: 0\n"].contains(&again.as_str()), "{again}");
        assert_eq!(receiver.line(), "{}", "{language}");
        told(&parlor, |told| told == format!("CRM  {url}  {secret}\n")).await;
    }
}
