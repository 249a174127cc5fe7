//! The website's own code: what it hears of the chat, and the identities that its server signs.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::program::Parlor;
use crate::samples::KEY;
use crate::visitor::Visitor;

/// What the manual puts in front of the script tag.
pub const QUEUE: &str = "window.Parlor = window.Parlor || function () { (Parlor.q = Parlor.q || []).push(arguments) };";
/// Takes note of every event, with the name under which it came.
const LISTEN: &str = "window.heard = []; Parlor('on', '*', (event, name) => heard.push([name, event]));";
/// What many events have, besides what is their own.
const COMMON: [&str; 7] = ["site", "session", "event", "id", "name", "kind", "interface"];

impl Visitor {
    /// From now on the code of each page takes note of what it hears.
    pub async fn is_listened_to(&self) {
        self.runs_first(&format!("{QUEUE}{LISTEN}")).await;
    }

    /// Calls for something from page code, as in `Parlor('open')`.
    pub async fn calls(&self, arguments: &str) -> Value {
        self.runs(&format!("return Parlor({arguments}) ?? null")).await
    }

    /// The page's code hears this event, for the first time or again.
    pub async fn is_heard(&self, name: &str) {
        let heard = format!("return window.heard.some(([name]) => name === {name:?})");
        self.browser()
            .wait(&format!("the event {name}"), async || {
                Ok(self.browser().script(&heard).await?.as_bool().filter(|heard| *heard))
            })
            .await;
    }

    /// The page's author is told this in the browser's console, and so often.
    pub async fn is_warned(&self, text: &str, times: usize) {
        let told = async || {
            let lines = self.complaints().await;
            let count = lines.iter().filter(|line| line.contains("Parlor: ") && line.contains(text)).count();
            Ok((count == times).then_some(()))
        };
        self.browser().wait(&format!("“{text}” in the console, {times} times"), told).await;
    }

    /// What this page's code heard: a line for each event.
    pub async fn heard(&self) -> String {
        let mut names = Names::default();
        let heard = self.runs("return window.heard").await;
        let line = |entry: &Value| names.line(entry[0].as_str().unwrap_or_default(), &entry[1]);
        heard.as_array().into_iter().flatten().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// Names for ids, in the order in which they are heard.
#[derive(Default)]
struct Names(BTreeMap<&'static str, Vec<String>>);

impl Names {
    fn line(&mut self, name: &str, event: &Value) -> String {
        let own = event.as_object().into_iter().flatten().filter(|(key, _)| !COMMON.contains(&key.as_str()));
        let own: String = own.map(|(key, value)| format!(" {key} = {value}")).collect();
        let text = |key: &str| event[key].as_str().map(str::to_owned);
        let about = text("id").map(|id| {
            let id = self.name("id", id);
            let [kind, name, interface] = ["kind", "name", "interface"].map(|key| text(key).unwrap_or_default());
            format!("{kind} {name} ({id}, {interface})")
        });
        let session = text("session").map(|id| self.name("session", id));
        let stored = text("event").map(|id| self.name("event", id));
        let parts = [about, text("site"), session, stored].into_iter().flatten();
        [format!("{name}{own}")].into_iter().chain(parts).collect::<Vec<_>>().join(" | ")
    }

    fn name(&mut self, what: &'static str, id: String) -> String {
        let seen = self.0.entry(what).or_default();
        let place = seen.iter().position(|other| *other == id).unwrap_or_else(|| {
            seen.push(id);
            seen.len() - 1
        });
        format!("{what}-{}", place + 1)
    }
}

/// The website's server, as far as it says who is signed in (I3).
pub struct Signer {
    secret: String,
}

impl Signer {
    /// With a key of its own.
    pub fn of(parlor: &Parlor) -> Self {
        Self { secret: parlor.add_key(KEY, "website") }
    }

    /// With a key that Parlor doesn't know.
    pub fn stranger() -> Self {
        Self { secret: "another secret".to_owned() }
    }

    /// A token with these claims that is good for an hour.
    pub fn token(&self, mut claims: Value) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs();
        claims["exp"] = json!(now + 3600);
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&json!({ "alg": "HS256", "typ": "JWT" })), part(&claims));
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).expect("a key of any length");
        mac.update(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }
}
