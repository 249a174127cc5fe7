//! What the check makes errors of, as far as a schema can say it: so editors show it while one writes. It refuses nothing that
//! the program would accept.

use schemars::Schema;
use serde_json::{Value, json};

use super::{KEY, PARAMETER};
use crate::attribute::{BUILT_IN, INFERRED, MEMBERSHIPS, VISIT_FACTS};
use crate::language::Text;
use crate::limits::{
    ACTION_DEEDS, ALLOWED_DOMAINS, CHOICES, CONDITION_BRANCHES, DISPLAY_EVENTS, DISPLAY_SECONDS, EXCLUDED_NETWORKS, FLOW_CARDS,
    FORM_FIELDS, HIGHEST_SCORE, LARGEST_CAP, LARGEST_Z_INDEX, LAUNCHER_PIXELS, LOWEST_PRIORITY, MESSAGE_CHARS, NAME_CHARS,
    PAGE_PATTERNS, PROGRAM_STATUSES, RESPONSE_DELAY_MS, SCHEDULE_HOURS, SESSION_MINUTES, SITE_DIALOGUES, SITE_DOCUMENTS,
    SITE_FLOWS, SITE_LANGUAGES, SITE_LISTS, SPLIT_BRANCHES, URL_CHARS, WAIT_MS,
};

/// Least and most of numbers, by type and field.
const NUMBERS: [(&str, &str, u32, u32); 17] = [
    ("SiteDraft", "parlor", 1, 1),
    ("Settings", "session_minutes", SESSION_MINUTES.0 as u32, SESSION_MINUTES.2 as u32),
    ("Settings", "response_delay_ms", 0, RESPONSE_DELAY_MS as u32),
    ("Look", "side", 0, LAUNCHER_PIXELS as u32),
    ("Look", "bottom", 0, LAUNCHER_PIXELS as u32),
    ("Look", "z_index", 0, LARGEST_Z_INDEX),
    ("DialogueDraft", "priority", 1, LOWEST_PRIORITY as u32),
    ("Caps", "once_in_days", 1, LARGEST_CAP as u32),
    ("Caps", "sessions", 1, LARGEST_CAP as u32),
    ("Caps", "days_after_dismissal", 1, LARGEST_CAP as u32),
    ("DisplayEvent", "scroll", 0, 100),
    ("DisplayEvent", "time_on_page", 0, DISPLAY_SECONDS),
    ("DisplayEvent", "time_on_site", 0, DISPLAY_SECONDS),
    ("DisplayEvent", "inactivity", 0, DISPLAY_SECONDS),
    ("GoalDraft", "score", 0, HIGHEST_SCORE as u32),
    ("SplitBranchDraft", "weight", 1, u16::MAX as u32),
    ("WaitDraft", "ms", WAIT_MS.0 as u32, WAIT_MS.1 as u32),
];

/// Fewest and most entries of lists.
const LISTS: [(&str, &str, usize, usize); 23] = [
    ("SiteDraft", "documents", 0, SITE_DOCUMENTS),
    ("SiteDraft", "dialogues", 0, SITE_DIALOGUES),
    ("SiteDraft", "flows", 0, SITE_FLOWS),
    ("SiteDraft", "lists", 0, SITE_LISTS),
    ("SiteDraft", "programs", 0, SITE_LISTS),
    ("SiteDraft", "webhooks", 0, SITE_LISTS),
    ("ProgramDraft", "statuses", 1, PROGRAM_STATUSES),
    ("ActionDraft", "deeds", 1, ACTION_DEEDS),
    ("Settings", "allowed_domains", 0, ALLOWED_DOMAINS),
    ("Settings", "excluded_networks", 0, EXCLUDED_NETWORKS),
    ("Settings", "languages", 1, SITE_LANGUAGES),
    ("PagesDraft", "include", 0, PAGE_PATTERNS),
    ("PagesDraft", "exclude", 0, PAGE_PATTERNS),
    ("Display", "all", 0, DISPLAY_EVENTS),
    ("Display", "any", 0, DISPLAY_EVENTS),
    ("ScheduleDraft", "hours", 0, SCHEDULE_HOURS),
    ("HoursDraft", "days", 1, 7),
    ("ConversationalFlowDraft", "form_fields", 0, FORM_FIELDS),
    ("QuestionDraft", "choices", 1, CHOICES),
    ("InputKind", "choice", 1, CHOICES),
    ("ConditionDraft", "branches", 1, CONDITION_BRANCHES),
    ("SplitDraft", "branches", SPLIT_BRANCHES.0, SPLIT_BRANCHES.1),
    ("CardDrafts", "", 1, FLOW_CARDS),
];

/// The most characters of texts that may not be empty.
const TEXTS: [(&str, &str, usize); 13] = [
    ("MessageDraft", "text", MESSAGE_CHARS),
    ("QuestionDraft", "text", MESSAGE_CHARS),
    ("CaptureDraft", "text", MESSAGE_CHARS),
    ("DocumentCardDraft", "text", MESSAGE_CHARS),
    ("MeetingDraft", "text", MESSAGE_CHARS),
    ("LiveChatDraft", "text", MESSAGE_CHARS),
    ("AnswersDraft", "text", MESSAGE_CHARS),
    ("WebhookDraft", "url", URL_CHARS),
    ("ChoiceDraft", "label", NAME_CHARS),
    ("ChoiceDraft", "value", NAME_CHARS),
    ("OtherDraft", "label", NAME_CHARS),
    ("FormField", "field", NAME_CHARS),
    ("DocumentDraft", "url", URL_CHARS),
];

/// Patterns of a list's texts: no blanks, and in a domain nothing of a path.
const PATTERNS: [(&str, &str, &str); 3] =
    [("PagesDraft", "include", r"^\S+$"), ("PagesDraft", "exclude", r"^\S+$"), ("Settings", "allowed_domains", r"^[^\s/?#]+$")];

/// Adds every limit.
pub(super) fn add(schema: &mut Schema) {
    for (of, field, least, most) in NUMBERS {
        set(schema, of, field, "minimum", least);
        set(schema, of, field, "maximum", most);
    }
    for (of, field, fewest, most) in LISTS {
        let (at_least, at_most) = if field.is_empty() { ("minProperties", "maxProperties") } else { ("minItems", "maxItems") };
        set(schema, of, field, at_least, fewest);
        set(schema, of, field, at_most, most);
    }
    for (of, field, most) in TEXTS {
        set(schema, of, field, "minLength", 1);
        set(schema, of, field, "maxLength", most);
    }
    for (of, field, pattern) in PATTERNS {
        set(schema, of, field, "items", json!({ "type": "string", "pattern": pattern }));
    }
    set(schema, "Settings", "texts", "additionalProperties", own_texts());
    set(schema, "DocumentDraft", "", "oneOf", json!([has("file"), has("url")]));
    set(schema, "Attribute", "", "anyOf", json!([known_attributes(), other_attributes()]));
}

/// Sets a keyword of a type's field, or of the type itself.
fn set(schema: &mut Schema, of: &str, field: &str, keyword: &str, value: impl Into<Value>) {
    match place(schema, of, field) {
        Some(place) => place[keyword] = value.into(),
        None => unreachable!("the schema has no field `{field}` of {of}"),
    }
}

/// A field of a type, or of one of its variants.
fn place<'a>(schema: &'a mut Schema, of: &str, field: &str) -> Option<&'a mut Value> {
    let of = schema.pointer_mut(&format!("/$defs/{of}"))?;
    if field.is_empty() {
        return Some(of);
    }
    let has_field = |variant: &Value| variant["properties"].get(field).is_some();
    let variant = of["oneOf"].as_array().and_then(|variants| variants.iter().position(has_field));
    let fields = variant.map_or("/properties".to_owned(), |at| format!("/oneOf/{at}/properties"));
    of.pointer_mut(&fields)?.get_mut(field)
}

/// What a site may say in words of its own, in one language.
fn own_texts() -> Value {
    let names: Vec<_> = Text::ALL.iter().map(|(_, name)| name).collect();
    let text = json!({ "type": "string", "minLength": 1, "maxLength": MESSAGE_CHARS });
    json!({ "type": "object", "propertyNames": { "enum": names }, "additionalProperties": text })
}

/// A document that has this field.
fn has(field: &str) -> Value {
    json!({ "required": [field], "properties": { field: { "type": "string" } } })
}

/// The attributes that every site has, for editors to offer.
fn known_attributes() -> Value {
    let of_person = BUILT_IN.iter().map(|(key, ..)| format!("person.{key}"));
    let of_visit = VISIT_FACTS.iter().map(|(fact, _)| format!("visit.{fact}"));
    let of_history = ["shown", "engaged", "completed", "goal", "document"].iter().map(|name| format!("history.{name}"));
    let inferred = INFERRED.iter().map(|name| format!("inferred.{name}"));
    let of_membership = MEMBERSHIPS.iter().map(|name| format!("membership.{name}"));
    let others = ["company.name", "live.agent"].map(str::to_owned);
    let all = of_person.chain(of_visit).chain(of_history).chain(inferred).chain(of_membership).chain(others);
    json!({ "enum": all.collect::<Vec<_>>() })
}

/// Those that only some have.
fn other_attributes() -> Value {
    json!({ "pattern": format!(r"^(?:person\.{KEY}|visit\.query\.{PARAMETER}|answer\.{KEY})$") })
}
