//! The activity log as text, with names in the place of ids.

use std::collections::BTreeMap;
use std::fmt::Display;

use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::conversation::Status;
use parlor_domain::ids::ActivityId;
use parlor_domain::people::{Activity, PAGE_ENTRIES};
use parlor_domain::text::SiteKey;
use parlor_store::{Store, Whose};

/// Every conversation with its activities, in the order in which they happened.
///
/// What one act led to bears one time; those are put in the order in which one thinks of them.
pub async fn log_text(store: &Store, key: &str) -> String {
    let key = SiteKey::parse(key).expect("a key");
    let mut activities = activities(store, &key, Whose::Everyone).await;
    let people = people(store, &key).await;
    activities.sort_by_key(|activity| (activity.browser_at, rank(activity.kind), activity.id));
    let mut names = Names::default();
    let mut order: Vec<String> = Vec::new();
    let mut conversations: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for activity in &activities {
        let visitor = names.name("visitor", activity.visitor);
        let session = names.name("session", activity.session);
        let conversation = names.name("conversation", activity.conversation);
        let head = format!(
            "{conversation} of {visitor}, {} version {}, {}{}",
            activity.dialogue_name.as_str(),
            activity.version,
            status(activity.status),
            activity.score.map(|score| format!(", score {score}")).unwrap_or_default(),
        );
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

/// All entries of the log, the newest first.
pub async fn activities(store: &Store, key: &SiteKey, whose: Whose) -> Vec<Activity> {
    let mut all = Vec::new();
    loop {
        let skip = u32::try_from(all.len()).expect("a short log");
        let page = store.activities(key, whose, skip).await.expect("a log");
        let is_last = page.entries.len() < PAGE_ENTRIES as usize;
        all.extend(page.entries);
        if is_last {
            return all;
        }
    }
}

/// In whose log each activity stands.
async fn people(store: &Store, key: &SiteKey) -> BTreeMap<ActivityId, String> {
    let mut found = BTreeMap::new();
    for person in store.people(key, 0).await.expect("people").entries {
        let email = person.email.map(|email| email.to_string()).unwrap_or_default();
        for activity in activities(store, key, Whose::Person(person.id)).await {
            found.insert(activity.id, email.clone());
        }
    }
    found
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
    }
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
        ActivityKind::Goal => 5,
        ActivityKind::Completed => 6,
        ActivityKind::Dropped => 7,
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
