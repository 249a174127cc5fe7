//! The site that browsers post about.

use parlor_domain::flow::Flow;
use parlor_domain::form::Form;
use parlor_domain::ids::DialogueId;
use parlor_domain::site::SiteFile;
use parlor_domain::text::SiteKey;
use parlor_wire::visitor::{FLOW, FRAME, META_SITE_FILE, SITE_FILE, hashed};
use serde_json::{Value, json};

use crate::samples;

/// What browsers know of the site.
#[derive(Clone)]
pub(super) struct Scene {
    pub(super) key: SiteKey,
    pub(super) dialogue: DialogueId,
    pub(super) version: u32,
    pub(super) flow: Flow,
}

/// A site with one dialogue: questions, an address, a goal in the middle, and an end.
pub(super) fn site() -> Value {
    let question = |text: &str, next: &str| {
        let choices = ["Yes", "No"].map(|label| json!({ "label": label, "next": next }));
        json!({ "question": { "text": text, "choices": choices } })
    };
    let role = json!({ "question": { "text": "What brings you here?", "attribute": "role", "choices": [
        { "label": "I sail", "value": "sailor", "next": "berth" },
        { "label": "Just looking", "value": "visitor", "next": "bye" },
        { "label": "I row", "value": "rower", "next": "berth" },
    ] } });
    let email = json!({ "capture": {
        "text": "Where may we write?", "input": "email", "attribute": "email", "next": "contact", "could_not_answer": "bye"
    } });
    let cards = json!({
        "role": role,
        "berth": question("Do you need a berth?", "length"),
        "length": question("Is she longer than ten metres?", "email"),
        "email": email,
        "contact": { "goal": { "goal": "Contact", "score": 3, "next": "winter" } },
        "winter": question("Over winter, too?", "crane"),
        "crane": question("With a crane?", "thanks"),
        "thanks": { "message": { "text": "Thank you. We will write." } },
        "bye": { "message": { "text": "Fair winds." } },
    });
    let flow = json!({ "start": "role", "cards": cards });
    samples::site(&[samples::with(samples::welcome(&["*/a"]), "/flow", flow)])
}

impl Scene {
    /// Fetches what a browser fetches.
    pub(super) async fn ask(origin: &str) -> Self {
        let get = async |path: String| {
            let answer = reqwest::get(format!("{origin}{path}")).await.expect("an answer");
            answer.bytes().await.expect("an answer")
        };
        let frame = get(FRAME.replace("{key}", samples::KEY)).await;
        let frame = String::from_utf8_lossy(&frame).into_owned();
        let (_, rest) = frame.split_once(&format!("name=\"{META_SITE_FILE}\" content=\"")).expect("a published site");
        let file = get(SITE_FILE.replace("{hash}", rest.split('"').next().unwrap_or_default())).await;
        let file = SiteFile::from_bytes(&file).expect("a site file");
        let dialogue = file.dialogues.first().expect("a dialogue");
        let flow = Flow::from_bytes(&get(hashed(FLOW, dialogue.flow)).await).expect("a flow");
        let key = SiteKey::parse(samples::KEY).expect("a key");
        Self { key, dialogue: dialogue.id, version: dialogue.version, flow }
    }
}
