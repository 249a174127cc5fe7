//! The activity log as text, with names in the place of ids.

use std::collections::BTreeMap;
use std::fmt::Display;

use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::conversation::Status;
use parlor_domain::ids::{ActivityId, VisitorId};
use parlor_domain::people::{Activity, AttributeValue, PAGE_ENTRIES, Person};
use parlor_domain::reading::Reading;
use parlor_domain::text::SiteKey;
use parlor_store::{Store, Whose};

/// Every conversation with its activities, in the order in which they happened.
///
/// What one act led to bears one time; those are put in the order in which one thinks of them: what happens in no conversation leads to
/// one.
pub async fn log_text(store: &Store, key: &str) -> String {
    let key = SiteKey::parse(key).expect("a key");
    let mut activities = everything(store, &key).await;
    let people = people(store, &key).await;
    activities.sort_by_key(|activity| (activity.browser_at, activity.within.is_some(), rank(activity.kind), activity.id));
    let mut names = Names::default();
    let mut order: Vec<String> = Vec::new();
    let mut conversations: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for activity in &activities {
        let visitor = names.name("visitor", activity.visitor);
        let session = names.name("session", activity.session);
        let head = match &activity.within {
            Some(within) => format!(
                "{} of {visitor}, {} version {}, {}{}{}",
                names.name("conversation", within.conversation),
                within.name.as_str(),
                within.version,
                status(within.status),
                within.score.map(|score| format!(", score {score}")).unwrap_or_default(),
                within.started_by.map(|by| format!(", {} by {}", within.interface.code(), by.code())).unwrap_or_default(),
            ),
            None => format!("{visitor}, in no conversation"),
        };
        let page = activity.url.splitn(4, '/').nth(3).unwrap_or_default();
        let who = people.get(&activity.id).map(String::as_str).unwrap_or("anonymous");
        let line = format!("  {}{} | /{page} | {session} | {who}", activity.kind.code(), detail(&activity.detail));
        if !conversations.contains_key(&head) {
            order.push(head.clone());
        }
        conversations.entry(head.clone()).or_insert_with(|| (head, Vec::new())).1.push(line);
    }
    let text = |head: &String| {
        let (head, lines) = &conversations[head];
        format!("{head}\n{}\n", lines.join("\n"))
    };
    order.iter().map(text).collect()
}

/// What all visitors of a site did.
pub async fn everything(store: &Store, key: &SiteKey) -> Vec<Activity> {
    let mut all = Vec::new();
    for visitor in visitors(store, key).await {
        all.extend(activities(store, key, Whose::Visitor(visitor)).await);
    }
    all
}

/// The anonymous ones, then those of persons.
async fn visitors(store: &Store, key: &SiteKey) -> Vec<VisitorId> {
    let mut all = Vec::new();
    loop {
        let page = store.visitors(key, u32::try_from(all.len()).expect("few visitors")).await.expect("visitors");
        let is_last = page.entries.len() < PAGE_ENTRIES as usize;
        all.extend(page.entries.iter().map(|visitor| visitor.id));
        if is_last {
            break;
        }
    }
    for person in persons(store, key).await {
        let page = store.person(key, person.id).await.expect("a read").expect("a person");
        all.extend(page.visitors.iter().map(|visitor| visitor.id));
    }
    all
}

/// All entries of somebody's log, the newest first.
pub async fn activities(store: &Store, key: &SiteKey, whose: Whose) -> Vec<Activity> {
    let mut all = Vec::new();
    loop {
        let skip = u32::try_from(all.len()).expect("a short log");
        let page = store.activities(key, whose, &[], skip).await.expect("a log");
        let is_last = page.entries.len() < PAGE_ENTRIES as usize;
        all.extend(page.entries);
        if is_last {
            return all;
        }
    }
}

/// What is stored about each person, by address.
pub async fn people_text(store: &Store, key: &str) -> String {
    let key = SiteKey::parse(key).expect("a key");
    let mut lines = Vec::new();
    for person in store.people(&key, "", 0).await.expect("people").entries {
        let page = store.person(&key, person.id).await.expect("a read").expect("a person");
        let email = person.email.map(|email| email.to_string()).unwrap_or_default();
        let attributes: String = page.attributes.iter().map(attribute).collect();
        let lists: String = page.lists.iter().map(|list| format!(", on {list}")).collect();
        let programs: String = page.programs.iter().map(|of| format!(", {} in {}", of.status, of.program)).collect();
        lines.push(format!("{email} | {}{lists}{programs}\n", attributes.trim_start_matches(", ")));
    }
    lines.sort();
    lines.concat()
}

fn attribute(of: &AttributeValue) -> String {
    let claimed: String = of.claimed.iter().map(|value| format!(" (claimed: {value})")).collect();
    format!(", {} = {}{claimed}", of.key, of.value.as_ref().map(ToString::to_string).unwrap_or_default())
}

/// In whose log each activity stands.
pub async fn people(store: &Store, key: &SiteKey) -> BTreeMap<ActivityId, String> {
    let mut found = BTreeMap::new();
    for person in persons(store, key).await {
        let email = person.email.map(|email| email.to_string()).unwrap_or_default();
        for activity in activities(store, key, Whose::Person(person.id)).await {
            found.insert(activity.id, email.clone());
        }
    }
    found
}

async fn persons(store: &Store, key: &SiteKey) -> Vec<Person> {
    let mut all = Vec::new();
    loop {
        let page = store.people(key, "", u32::try_from(all.len()).expect("few people")).await.expect("people");
        let is_last = page.entries.len() < PAGE_ENTRIES as usize;
        all.extend(page.entries);
        if is_last {
            return all;
        }
    }
}

fn detail(detail: &Detail) -> String {
    match detail {
        Detail::None => String::new(),
        Detail::Goal { goal, score } => {
            format!(" {}{}", goal.as_str(), score.map(|score| format!(" ({score})")).unwrap_or_default())
        }
        Detail::Email(email) => format!(" {email}"),
        Detail::Phone(number) => format!(" {number}"),
        Detail::Attribute { attribute, value, claimed } => {
            format!(" {attribute} = {value}{}", if *claimed { " (claimed)" } else { "" })
        }
        Detail::Document { document, opened, downloaded, reading, .. } => {
            let how = match (opened, downloaded) {
                (true, true) => "opened and downloaded",
                (false, true) => "downloaded",
                (_, false) => "opened",
            };
            format!(" {document} {how}{}", reading.as_ref().map(read).unwrap_or_default())
        }
        Detail::Action { task, held_back } => format!(" {task}{}", if *held_back { " (held back)" } else { "" }),
        Detail::Link { url } => format!(" {url}"),
        Detail::Identified { email, external_id } => {
            let email = email.as_ref().map(|email| format!(" {email}")).unwrap_or_default();
            format!("{email}{}", external_id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default())
        }
    }
}

/// How far it was read. How long that took is nobody's to foretell.
fn read(reading: &Reading) -> String {
    let words = if reading.words.is_empty() { String::new() } else { format!(", searched for {:?}", reading.words) };
    format!(", {} of {} pages{words}", reading.pages, reading.of)
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Initiated => "initiated",
        Status::Dropped => "dropped",
        Status::Completed => "completed",
    }
}

const fn rank(kind: ActivityKind) -> u8 {
    match kind {
        ActivityKind::Triggered => 0,
        ActivityKind::Engaged => 1,
        ActivityKind::EmailGiven => 2,
        ActivityKind::PhoneGiven => 3,
        ActivityKind::AttributeWritten => 4,
        ActivityKind::Document => 5,
        ActivityKind::Goal => 6,
        ActivityKind::Completed => 7,
        ActivityKind::Dropped => 8,
        ActivityKind::Identified => 9,
        ActivityKind::LinkClicked => 10,
        ActivityKind::Closed => 11,
        ActivityKind::PageViewed => 12,
        ActivityKind::Action => 13,
    }
}

/// Names for ids, in the order in which they are seen.
#[derive(Default)]
struct Names(BTreeMap<&'static str, Vec<String>>);

impl Names {
    fn name(&mut self, what: &'static str, id: impl Display) -> String {
        let (id, seen) = (id.to_string(), self.0.entry(what).or_default());
        let place = seen.iter().position(|other| *other == id).unwrap_or_else(|| {
            seen.push(id);
            seen.len() - 1
        });
        format!("{what}-{}", place + 1)
    }
}
