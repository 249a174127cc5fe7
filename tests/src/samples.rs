//! Sites and dialogues that stories are about.

use serde_json::{Value, json};

/// The key of the site.
pub const KEY: &str = "harbour";

/// A site with these dialogues.
pub fn site(dialogues: &[Value]) -> Value {
    json!({
        "parlor": 1,
        "site": { "name": "Harbour", "key": KEY, "look": { "bot_name": "Harbour" } },
        "attributes": [{ "key": "role", "label": "Role", "kind": "choice" }],
        "goals": ["Contact"],
        "dialogues": dialogues,
    })
}

/// A dialogue that asks for a role and an address, on these pages.
pub fn welcome(pages: &[&str]) -> Value {
    json!({
        "name": "Welcome",
        "pages": { "include": pages },
        "priority": 10,
        "flow": {
            "start": "role",
            "cards": {
                "role": { "question": {
                    "text": "Hello. What brings you here?",
                    "attribute": "role",
                    "choices": [
                        { "label": "I sail", "value": "sailor", "next": "email" },
                        { "label": "Just looking", "value": "visitor", "next": "bye" }
                    ]
                } },
                "email": { "capture": {
                    "text": "Where may we write?",
                    "input": "email",
                    "attribute": "email",
                    "next": "contact",
                    "could_not_answer": "bye"
                } },
                "contact": { "goal": { "goal": "Contact", "score": 3, "next": "thanks" } },
                "thanks": { "message": { "text": "Thank you. We will write." } },
                "bye": { "message": { "text": "Fair winds." } }
            }
        }
    })
}

/// A dialogue of one question.
pub fn question(name: &str, priority: u16, pages: &[&str]) -> Value {
    json!({
        "name": name,
        "pages": { "include": pages },
        "priority": priority,
        "flow": asks(name),
    })
}

/// A flow of one question.
pub fn tour(name: &str) -> Value {
    json!({ "name": name, "interface": "bubble", "flow": asks(name) })
}

/// A flow that asks for an address, unless a form has brought one.
pub fn contact() -> Value {
    json!({
        "name": "Contact",
        "interface": "bubble",
        "form_fields": [
            { "field": "mail", "attribute": "email" },
            { "field": "pin", "attribute": "job_title" },
            { "field": "number", "attribute": "phone" },
            { "field": "news", "attribute": "newsletter" }
        ],
        "flow": {
            "start": "email",
            "cards": {
                "email": { "capture": {
                    "text": "Where may we write?",
                    "input": "email",
                    "attribute": "email",
                    "next": "thanks"
                } },
                "thanks": { "question": { "text": "Thank you. Anything else?", "choices": [{ "label": "That is all" }] } }
            }
        }
    })
}

/// A site with these dialogues and flows.
pub fn site_with(dialogues: &[Value], flows: &[Value]) -> Value {
    let attributes = json!([
        { "key": "role", "label": "Role", "kind": "choice" },
        { "key": "newsletter", "label": "Newsletter", "kind": "yes_no" },
        { "key": "berths", "label": "Berths", "kind": "whole_number" },
        { "key": "contract", "label": "Contract", "kind": "text", "visitor_may_set": false }
    ]);
    with(with(site(dialogues), "/flows", json!(flows)), "/attributes", attributes)
}

fn asks(name: &str) -> Value {
    json!({
        "start": "ask",
        "cards": {
            "ask": { "question": {
                "text": format!("{name}: shall we go on?"),
                "choices": [{ "label": "Yes", "next": "more" }, { "label": "No" }]
            } },
            "more": { "question": { "text": format!("{name}: once more?"), "choices": [{ "label": "Enough" }] } }
        }
    })
}

/// The same value with another part in the place of one of its parts.
pub fn with(mut value: Value, pointer: &str, part: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = value.pointer_mut(parent).expect("a parent");
    parent[key] = part;
    value
}
