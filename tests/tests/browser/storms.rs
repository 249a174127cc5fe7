//! Browsers whose network can't be relied on: everything that was done is stored, once and in order (A10, A11, A13).

use std::collections::BTreeMap;

use parlor_domain::event::{Outcome, What};
use parlor_domain::ids::ConversationId;
use parlor_domain::state::Answer;
use parlor_tests::browser::Tab;
use parlor_tests::proxy::Proxy;
use parlor_tests::samples::site_with;
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

/// Questions of each conversation.
const QUESTIONS: usize = 10;
/// Decides in which order what goes wrong.
const SEEDS: [u64; 2] = [1, 2];

/// A flow of questions whose choices are named after the flow, the question and what they are.
fn questions(name: &str) -> Value {
    let card = |number: usize| {
        let next = format!("q{}", number + 1);
        let choice = |what: &str| {
            let label = format!("{name} {number} {what}");
            if number + 1 < QUESTIONS { json!({ "label": label, "next": next }) } else { json!({ "label": label }) }
        };
        let question = json!({ "text": format!("{name} {number}?"), "choices": [choice("yes"), choice("no")] });
        (format!("q{number}"), json!({ "question": question }))
    };
    let cards: serde_json::Map<String, Value> = (0..QUESTIONS).map(card).collect();
    json!({ "start": "q0", "cards": cards })
}

/// A website behind a bad network, and its visitor.
struct Scene {
    stage: Stage,
    proxy: Proxy,
    visitor: Visitor,
    /// What was picked, by conversation: the first choice or the second.
    picked: BTreeMap<&'static str, Vec<u8>>,
}

impl Scene {
    async fn begin(seed: u64) -> Self {
        let asked = |name: &str| json!({ "name": name, "interface": "bubble", "flow": questions(name) });
        let mut proxy = None;
        let stage = Stage::on(&site_with(&[], &[asked("Port"), asked("Starboard")]), |host| {
            let before = Proxy::start(&host.parlor, seed);
            host.parlor = before.origin();
            proxy = Some(before);
        })
        .await;
        let visitor = stage.visitor().await;
        Self { visitor, stage, proxy: proxy.expect("a proxy"), picked: BTreeMap::new() }
    }

    /// Starts a flow in the tab in front.
    async fn starts(&self, name: &str) {
        self.visitor.goes_to(&self.stage.site, "/a").await;
        self.visitor.has_chat().await;
        self.visitor.runs(&format!("Parlor('start', {name:?}); Parlor('open')")).await;
        self.visitor.sees(&format!("{name} 0?")).await;
    }

    /// Answers the next question in the tab in front, and sees that it is taken.
    async fn picks(&mut self, name: &'static str) {
        let picked = self.picked.entry(name).or_default();
        let number = picked.len();
        let which = ((number / 2 + name.len()) % 2) as u8;
        picked.push(which);
        self.visitor.picks(&format!("{name} {number} {}", ["yes", "no"][usize::from(which)])).await;
        if number + 1 < QUESTIONS {
            self.visitor.sees(&format!("{name} {}?", number + 1)).await;
        }
    }

    /// The browser loses its connection, or has it again. Chromium's own protocol does this to pages alone, not to a frame of another
    /// site: so the frame is told as a browser would tell it, and the network does as it was told.
    async fn connection(&self, tabs: [&Tab; 2], is_there: bool) {
        if is_there {
            self.proxy.lets_through(true);
        }
        for tab in tabs {
            self.visitor.browser().switch_to(tab).await;
            self.tells_of_connection(is_there).await;
        }
        self.proxy.lets_through(is_there);
    }

    async fn tells_of_connection(&self, is_there: bool) {
        let script = format!(
            "Object.defineProperty(navigator, 'onLine', {{ get: () => {is_there}, configurable: true }}); \
             dispatchEvent(new Event({is_there} ? 'online' : 'offline')); return true"
        );
        let told = async || self.visitor.browser().frame_script(&script).await;
        self.visitor.browser().wait("a frame", told).await;
    }

    /// What is stored of each conversation, by the flow's name as it is known from what was picked; and nothing else is.
    async fn stored(&self) -> Vec<Vec<u8>> {
        let store = self.stage.parlor.store();
        let audit = store.audit().await.expect("a database");
        store.close();
        assert_eq!(audit.faults, Vec::<String>::new());
        assert!(audit.events.iter().all(|event| event.outcome == Outcome::Stored), "nothing is refused");
        let mut found: BTreeMap<ConversationId, Vec<(u32, u8)>> = BTreeMap::new();
        for stored in &audit.events {
            let (Some(event), Some(position)) = (&stored.event, stored.position) else { continue };
            assert_ne!(event.what, What::Lost, "nothing is lost");
            if let What::Acted(act) = &event.what
                && let Answer::Choices(choices) = &act.answer
            {
                found.entry(event.conversation).or_default().push((position, choices[0]));
            }
        }
        let in_order = |mut acts: Vec<(u32, u8)>| {
            acts.sort_unstable();
            acts.into_iter().map(|(_, which)| which).collect()
        };
        found.into_values().map(in_order).collect()
    }
}

/// Two tabs, a reload and a while without a connection, in a storm.
async fn walks_through_a_storm(seed: u64) {
    let mut scene = Scene::begin(seed).await;
    scene.starts("Port").await;
    let port = scene.visitor.browser().tab().await;
    let starboard = scene.visitor.opens_tab().await;
    scene.starts("Starboard").await;
    for _ in 0..3 {
        scene.visitor.browser().switch_to(&port).await;
        scene.picks("Port").await;
        scene.visitor.browser().switch_to(&starboard).await;
        scene.picks("Starboard").await;
    }
    scene.visitor.refreshes().await;
    scene.visitor.sees("Starboard 3?").await;
    scene.picks("Starboard").await;
    scene.connection([&port, &starboard], false).await;
    scene.visitor.sees("No connection").await;
    let turned_away = scene.proxy.turned_away();
    scene.picks("Starboard").await;
    scene.picks("Starboard").await;
    assert_eq!(scene.proxy.turned_away(), turned_away, "nothing is tried without a connection");
    scene.connection([&port, &starboard], true).await;
    scene.visitor.no_longer_sees("No connection").await;
    while scene.picked["Starboard"].len() < QUESTIONS {
        scene.picks("Starboard").await;
    }
    scene.visitor.browser().switch_to(&port).await;
    while scene.picked["Port"].len() < QUESTIONS {
        scene.picks("Port").await;
    }
    // Whatever is still to come meets what the page gives.
    for number in 0.. {
        scene.visitor.has_sent_everything().await;
        if scene.proxy.still_to_come().is_empty() {
            break;
        }
        scene.visitor.runs(&format!("Parlor('set', {{ role: 'Sailor {number}' }})")).await;
    }
    let mut stored = scene.stored().await;
    stored.sort();
    let mut picked: Vec<_> = scene.picked.into_values().collect();
    picked.sort();
    assert_eq!(stored, picked);
    assert_eq!(scene.visitor.problems().await, Vec::<String>::new());
}

#[tokio::test]
async fn a10_a11_a13_a_storm_loses_nothing_and_stores_nothing_twice() {
    for seed in SEEDS {
        walks_through_a_storm(seed).await;
    }
}
