//! What the server is asked (T14): of a verified person yes or no for the conditions in use, and the values that a flow uses in
//! tokens and prefill; of anybody what only the server can know.

use parlor_domain::attribute::EMAIL;
use parlor_domain::audience::Condition;
use parlor_domain::flow::{Card, Flow};
use parlor_domain::site::SiteFile;
use parlor_domain::text::Key;

use crate::condition::is_asked;
use crate::step::asks_who;
use crate::token::tokens;

/// The conditions of a site's audiences that the server is asked about.
pub fn conditions_of_site(site: &SiteFile, verified: bool) -> impl Iterator<Item = &Condition> {
    let conditions = site.dialogues.iter().flat_map(|dialogue| dialogue.audience.conditions());
    conditions.filter(move |condition| is_asked(condition, verified))
}

/// The conditions of a flow's cards that the server is asked about.
pub fn conditions_of_flow(flow: &Flow, verified: bool) -> impl Iterator<Item = &Condition> {
    let branches = flow.cards.iter().filter_map(|card| match card {
        Card::Condition { branches, .. } => Some(branches),
        _ => None,
    });
    let conditions = branches.flatten().flat_map(|(audience, _)| audience.conditions());
    conditions.filter(move |condition| is_asked(condition, verified))
}

/// Whether the flow needs to know something that only the server knows.
pub(crate) fn needs_server(flow: &Flow, verified: bool) -> bool {
    verified && !keys_of_flow(flow).is_empty() || conditions_of_flow(flow, verified).next().is_some()
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
