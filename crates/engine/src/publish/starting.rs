//! The check of what starts a conversational flow: the load of a page, or a form.

use parlor_domain::draft::{ConversationalFlowDraft, FormField};
use parlor_domain::limits::{FORM_FIELDS, NAME_CHARS};

use super::check::Findings;
use super::targeting::check_patterns;
use super::world::World;

/// Parts of names that fields of passwords and cards have.
const SECRETS: [&str; 6] = ["password", "passwd", "card", "cvc", "cvv", "iban"];

pub(super) fn check_starting(draft: &ConversationalFlowDraft, world: &World<'_>, findings: &mut Findings) {
    check_patterns(&draft.on_load, findings);
    let fields = &draft.form_fields;
    if fields.len() > FORM_FIELDS {
        findings.error(None, format!("There are {} form fields. The most is {FORM_FIELDS}.", fields.len()));
    }
    for (at, field) in fields.iter().enumerate() {
        if let Some(fault) = fault(field, &fields[..at], world) {
            findings.error(None, fault);
        }
    }
}

fn fault(field: &FormField, before: &[FormField], world: &World<'_>) -> Option<String> {
    let (name, key) = (&field.field, &field.attribute);
    let lower = name.to_lowercase();
    if name.trim().is_empty() {
        return Some("A form field has no name.".to_owned());
    }
    if name.chars().count() > NAME_CHARS {
        return Some(format!("The form field `{name}` is longer than {NAME_CHARS} characters."));
    }
    if SECRETS.iter().any(|secret| lower.contains(secret)) {
        return Some(format!("The form field `{name}` looks like a password or card. Such fields are never handed over."));
    }
    if before.iter().any(|other| other.field == field.field) {
        return Some(format!("The form field `{name}` stands twice."));
    }
    match world.attribute(key) {
        None => Some(format!("The form field `{name}` writes to `{key}`, which is not an attribute of this site.")),
        Some(attribute) if !attribute.visitor_may_set => {
            Some(format!("The form field `{name}` writes to `{key}`, which visitors may not set."))
        }
        Some(_) => None,
    }
}
