//! Where attributes of people are named.

use std::collections::BTreeSet;

use parlor_domain::draft::Draft;
use serde_json::Value;

/// The keys of the attributes that a draft names: in its audience, a condition, an input, an action, a form's field or a token. Words
/// that are none may be among them. Nothing, if it can't be said.
pub(crate) fn named(draft: &Draft) -> Option<BTreeSet<String>> {
    let written = match draft {
        Draft::Dialogue(draft) => serde_json::to_value(draft),
        Draft::Flow(draft) => serde_json::to_value(draft),
    };
    let mut found = BTreeSet::new();
    find(&written.ok()?, "", &mut found);
    Some(found)
}

/// What keys of attributes stand under, without a group before them.
const PLACES: [&str; 4] = ["attribute", "clear", "agent_name", "agent_email"];

/// What stands before a key elsewhere.
const GROUP: &str = "person.";

/// Adds what is named within a value; `place` is the name that the value stands under.
fn find(value: &Value, place: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            if PLACES.contains(&place) {
                found.insert(text.clone());
            }
            found.extend(text.match_indices(GROUP).map(|(at, _)| key_of(&text[at + GROUP.len()..])));
        }
        Value::Array(list) => list.iter().for_each(|value| find(value, place, found)),
        Value::Object(object) => object.iter().for_each(|(place, value)| find(value, place, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The key that a text begins with.
fn key_of(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn p2_a_draft_names_an_attribute_wherever_it_stands() {
        for (draft, expected) in [
            (json!({ "text": "plan" }), false),
            (json!({ "text": "Your plan is {{person.plan}}." }), true),
            (json!({ "text": "{{person.plan_b}}" }), false),
            (json!({ "capture": { "input": "text", "attribute": "plan" } }), true),
            (json!({ "deeds": [{ "set": { "attribute": "plan", "value": { "text": "A" } } }] }), true),
            (json!({ "deeds": [{ "clear": "plan" }] }), true),
            (json!({ "all": [{ "if": { "attribute": "person.plan", "test": "is_known" } }] }), true),
            (json!({ "meeting": { "agent_name": "plan" } }), true),
            (json!({ "form_fields": [{ "field": "x", "attribute": "other" }] }), false),
        ] {
            let mut found = BTreeSet::new();
            find(&draft, "", &mut found);
            assert_eq!(found.contains("plan"), expected, "{draft}");
        }
    }
}
