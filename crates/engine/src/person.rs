//! What the server is asked about a verified person, and what it answers (T14): yes or no for the conditions in
//! use, and the values that a flow uses in tokens and prefill.

use parlor_domain::attribute::{EMAIL, Group};
use parlor_domain::audience::Condition;
use parlor_domain::flow::{Card, Flow};
use parlor_domain::ids::{Secret, VisitorId};
use parlor_domain::memory::{Given, Memory};
use parlor_domain::site::SiteFile;
use parlor_domain::text::Key;
use parlor_domain::time::Instant;
use parlor_domain::value::Value;

use crate::condition::{Verdict, holds, mark};
use crate::facts::{Facts, PageFacts};
use crate::publish::fold_text;
use crate::step::asks_who;
use crate::token::tokens;
use crate::visit::blank_memory;

/// The conditions of a site's audiences that ask about the person.
pub fn conditions_of_site(site: &SiteFile) -> impl Iterator<Item = &Condition> {
    site.dialogues.iter().flat_map(|dialogue| dialogue.audience.conditions()).filter(|condition| is_personal(condition))
}

/// The conditions of a flow's cards that ask about the person.
pub fn conditions_of_flow(flow: &Flow) -> impl Iterator<Item = &Condition> {
    let branches = flow.cards.iter().filter_map(|card| match card {
        Card::Condition { branches, .. } => Some(branches),
        _ => None,
    });
    branches.flatten().flat_map(|(audience, _)| audience.conditions()).filter(|condition| is_personal(condition))
}

/// Whether the flow needs to know something of the person.
pub(crate) fn needs_person(flow: &Flow) -> bool {
    !keys_of_flow(flow).is_empty() || conditions_of_flow(flow).next().is_some()
}

fn is_personal(condition: &Condition) -> bool {
    condition.attribute.group == Group::Person
}

/// The attributes of the person that a flow uses in tokens and prefill, each once, in order.
pub fn keys_of_flow(flow: &Flow) -> Vec<Key> {
    let asked = flow.cards.iter().filter_map(asked_attribute);
    let texts = flow.cards.iter().filter_map(Card::to_fill).flat_map(tokens);
    let told = texts.filter(|token| token.group == "person").map(|token| token.name);
    let mut keys: Vec<Key> = Vec::new();
    for key in asked.chain(told).filter_map(|key| Key::parse(key).ok()) {
        if let Err(at) = keys.binary_search(&key) {
            keys.insert(at, key);
        }
    }
    keys
}

/// The attribute that a card asks for and need not ask for when it is known.
pub(crate) fn asked_attribute(card: &Card) -> Option<&str> {
    match card {
        Card::Capture(capture) if asks_who(capture) => Some(EMAIL),
        Card::Capture(capture) => capture.attribute.as_ref().map(Key::as_str),
        _ => None,
    }
}

/// Whether conditions hold for a person with these values; one that can't be told is left out (T15).
pub fn verdicts<'a>(
    conditions: impl Iterator<Item = &'a Condition>,
    values: &[(Key, Value)],
    now: Instant,
    utc_offset_minutes: i16,
) -> Vec<(u32, bool)> {
    let given =
        |(key, value): &(Key, Value)| (key.clone(), Given { at: now, folded: fold_text(&value.text()), value: value.clone() });
    let blank = blank_memory(VisitorId::from_bytes([0; 16]), Secret::new([0; 16]));
    let memory = Memory { given: values.iter().map(given).collect(), ..blank };
    let page = PageFacts { utc_offset_minutes, ..PageFacts::default() };
    let facts = Facts { memory: &memory, page: &page, now, conversation: None };
    let decided = conditions.filter_map(|condition| match holds(condition, &facts) {
        Verdict::Unknown => None,
        verdict => Some((mark(condition), verdict == Verdict::True)),
    });
    let mut verdicts: Vec<(u32, bool)> = decided.collect();
    verdicts.sort_unstable();
    verdicts.dedup();
    verdicts
}
