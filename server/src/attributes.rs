//! Where attributes of people are named.

use parlor_domain::draft::Draft;
use parlor_domain::text::Key;
use serde_json::Value;

/// Whether a draft names an attribute: in its audience, a condition, an input, an action, a form's field or a token.
pub(crate) fn uses(draft: &Draft, key: &Key) -> bool {
    let written = match draft {
        Draft::Dialogue(draft) => serde_json::to_value(draft),
        Draft::Flow(draft) => serde_json::to_value(draft),
    };
    // What can't be written names everything, so that nothing goes that may be needed.
    written.map_or(true, |written| names(&written, "", key.as_str()))
}

/// What keys of attributes stand under, without a group before them.
const PLACES: [&str; 4] = ["attribute", "clear", "agent_name", "agent_email"];

/// Whether something within a value names an attribute; `place` is the name that the value stands under.
fn names(value: &Value, place: &str, key: &str) -> bool {
    match value {
        Value::String(text) => (PLACES.contains(&place) && text == key) || names_in_full(text, key),
        Value::Array(list) => list.iter().any(|value| names(value, place, key)),
        Value::Object(object) => object.iter().any(|(place, value)| names(value, place, key)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether a text has `person.KEY` in it, and not just the beginning of a longer key.
fn names_in_full(text: &str, key: &str) -> bool {
    let full = format!("person.{key}");
    let ends = |at: usize| !text[at + full.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices(&full).any(|(at, _)| ends(at))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn p2_a_draft_names_an_attribute_wherever_it_stands() {
        let key = Key::parse("plan").expect("a key");
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
            assert_eq!(names(&draft, "", key.as_str()), expected, "{draft}");
        }
    }
}
