//! Tokens: as authors write them, as they are published, and as browsers fill them (C15).

use parlor_domain::attribute::built_in;
use parlor_domain::draft::{ConversationalFlowDraft, Draft};
use parlor_domain::finding::Severity;
use parlor_domain::flow::RichText;
use parlor_engine::publish::{World, check, compile_flow};
use parlor_engine::token::{fill, has_tokens, tokens};
use serde_json::json;

use crate::chance::Chance;
use crate::markdown;
use crate::walk::walk;

/// A text of a card behind a question.
pub(crate) fn run(bytes: &[u8]) {
    let (text, mut chance) = Chance::behind_text(bytes);
    let draft: ConversationalFlowDraft = serde_json::from_value(json!({
        "name": "Fuzzed",
        "interface": "bubble",
        "flow": { "start": "ask", "cards": {
            "ask": { "question": { "text": "Which?", "choices": [{ "label": "This" }], "next": "say" } },
            "say": { "message": { "text": text } },
        } },
    }))
    .expect("a flow");
    let attributes: Vec<_> = built_in().collect();
    let world = World { attributes: &attributes, ..World::default() };
    let compiled = compile_flow(&draft.flow, &world);
    let findings = check(&Draft::Flow(draft), &world);
    let is_sound = findings.iter().all(|finding| finding.severity != Severity::Error);
    match compiled {
        Err(bad) => assert!(!is_sound, "the check lets it pass: {bad}"),
        Ok(compiled) => {
            let said = compiled.flow.cards.get(1).and_then(|card| card.text()).expect("a text");
            markdown::check(said);
            check_filled(said);
            walk(&compiled.flow, &mut chance);
        }
    }
}

/// Every token is found, and every value comes out in its place.
fn check_filled(text: &RichText) {
    let found = tokens(text);
    assert_eq!(has_tokens(text), !found.is_empty(), "{text:?}");
    assert!(found.iter().all(|token| ["person", "answer", "page", "visit"].contains(&token.group)), "{found:?}");
    let values: Vec<String> = (0..found.len()).map(|number| format!("\u{1}{number}\u{2}")).collect();
    let filled = fill(text, &values);
    let told: String = markdown::spans(&filled).map(|span| span.text.as_str()).collect();
    let mut rest = told.as_str();
    for value in &values {
        rest = rest.split_once(value.as_str()).unwrap_or_else(|| panic!("{value:?} is not in {rest:?}")).1;
    }
}
