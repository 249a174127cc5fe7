//! What the log holds of a visitor, in the words of the expectation.

use std::collections::BTreeMap;

use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::conversation::Status;
use parlor_domain::ids::{ActivityId, ConversationId, VisitorId};
use parlor_domain::people::Activity;
use parlor_domain::text::SiteKey;
use parlor_store::{Store, Whose};

use super::expected::{ending, path_of, row};
use crate::log::{activities, people};

/// What the log holds of all these visitors, by visitor, sorted.
pub async fn rows(store: &Store, key: &str, visitors: &[VisitorId]) -> Vec<Vec<String>> {
    let key = SiteKey::parse(key).expect("a key");
    let people = people(store, &key).await;
    let mut all = Vec::new();
    for visitor in visitors {
        all.push(of_visitor(&activities(store, &key, Whose::Visitor(*visitor)).await, &people));
    }
    all
}

fn of_visitor(entries: &[Activity], people: &BTreeMap<ActivityId, String>) -> Vec<String> {
    let mut ends: BTreeMap<ConversationId, String> = BTreeMap::new();
    let mut rows = Vec::new();
    for entry in entries {
        let name = entry.within.as_ref().map_or("", |within| within.name.as_str());
        let person = people.get(&entry.id).map_or("anonymous", String::as_str);
        rows.push(format!("{} | {person}", row(&text(entry), name, &path_of(&entry.url))));
        if let Some(within) = &entry.within {
            let end = ending(name, within.status == Status::Completed, within.score);
            ends.insert(within.conversation, end);
        }
    }
    rows.extend(ends.into_values());
    rows.sort();
    rows
}

fn text(entry: &Activity) -> String {
    let kind = entry.kind.code();
    match &entry.detail {
        Detail::None => kind.to_owned(),
        Detail::Goal { goal, score } => format!("{kind} {goal}{}", score.map(|score| format!(" ({score})")).unwrap_or_default()),
        Detail::Email(email) => format!("{kind} {email}"),
        Detail::Phone(phone) => format!("{kind} {phone}"),
        Detail::Attribute { attribute, value, claimed } => {
            format!("{kind} {attribute} = {value}{}", if *claimed { " (claimed)" } else { "" })
        }
        Detail::Document { document, downloaded, .. } => {
            format!("{kind} {document} {}", if *downloaded { "downloaded" } else { "opened" })
        }
        Detail::Action { task, .. } => format!("{kind} {task}"),
        Detail::Link { url } => format!("{kind} {url}"),
        Detail::Identified { email, .. } => {
            format!("{} {}", ActivityKind::Identified.code(), email.as_ref().map(ToString::to_string).unwrap_or_default())
        }
    }
}
