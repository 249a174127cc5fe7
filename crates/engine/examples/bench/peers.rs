//! The same sites and visitors for other engines: as JsonLogic, and as conditions of GrowthBook. Whatever can be worked out
//! beforehand is: days instead of dates, what happened by its name, addresses as regular expressions that are compiled once.

mod growthbook;
mod json_logic;

use std::collections::BTreeMap;

use parlor_domain::audience::{Condition, Happening};
use parlor_domain::memory::Past;
use parlor_domain::page::{HostPattern, PagePattern, PathPattern};
use parlor_domain::site::SiteFile;
use parlor_domain::time::Date;
use parlor_domain::value::Value as Given;
use parlor_engine::facts::{Fact, Facts};
use serde_json::{Map, Value, json};

use crate::scene::View;
use crate::world::NOW;

/// Everything that a peer needs: each dialogue's rule, and each visitor's attributes.
pub(crate) fn peers(site: &SiteFile, views: &[View]) -> Value {
    // These visitors' clocks all go alike.
    let today = views.first().map_or(Date(0), |(_, page)| NOW.date(page.utc_offset_minutes));
    json!({
        "views": views.iter().map(attributes).collect::<Vec<_>>(),
        "json_logic": site.dialogues.iter().map(|dialogue| json_logic::rule(dialogue, today)).collect::<Vec<_>>(),
        "growthbook": site.dialogues.iter().map(|dialogue| growthbook::rule(dialogue, today)).collect::<Vec<_>>(),
    })
}

/// What conditions ask for, in an object. A text that isn't there is empty.
fn attributes((memory, page): &View) -> Value {
    let facts = Facts { memory, page, now: NOW, conversation: None };
    let mut visit = Map::new();
    for (name, _) in parlor_domain::attribute::VISIT_FACTS {
        let fact = format!("visit.{name}").parse().ok().and_then(|attribute| facts.of(&attribute));
        let value = match fact {
            Some(Fact::Text(text)) => json!(text),
            Some(Fact::Number(number)) => json!(number),
            Some(Fact::YesNo(yes)) => json!(yes),
            _ => json!(""),
        };
        visit.insert(name.to_owned(), value);
    }
    let query: BTreeMap<_, _> = page.query.iter().cloned().collect();
    visit.insert("query".to_owned(), json!({ "plan": query.get("plan").map_or("", String::as_str) }));
    let empty = ["company_name", "country", "job_title"].map(|key| (key.to_owned(), json!("")));
    let mut person: Map<String, Value> = empty.into_iter().collect();
    person.extend(memory.given.iter().map(|(key, given)| {
        let value = if let Given::Number(number) = given.value { json!(number) } else { json!(given.folded) };
        (key.as_str().to_owned(), value)
    }));
    let address = [page.address.host.as_str(), &page.address.path].concat();
    json!({ "page": { "address": address, "query": query }, "visit": visit, "person": person, "history": history(&facts) })
}

/// The last day of everything that happened, by kind and name.
fn history(facts: &Facts<'_>) -> Value {
    let mut days: BTreeMap<&str, BTreeMap<String, i32>> = BTreeMap::new();
    for (past, at) in &facts.memory.history {
        let (kind, of) = match past {
            Past::Shown(id) => ("shown", id.text()),
            Past::Engaged(id) => ("engaged", id.text()),
            Past::Completed(id) => ("completed", id.text()),
            Past::Goal(name) => ("goal", name.clone()),
            Past::Document(name) => ("document", name.clone()),
        };
        let day = at.date(facts.page.utc_offset_minutes).0;
        let last = days.entry(kind).or_default().entry(of).or_insert(day);
        *last = day.max(*last);
    }
    json!(days)
}

/// Where an address must match.
enum Address {
    Everywhere,
    At(String),
    Like(String),
}

/// Host and path of a pattern, as the cheapest thing that tells them.
fn address(pattern: &PagePattern) -> Address {
    let host = match &pattern.host {
        HostPattern::Any => "^[^/]*".to_owned(),
        HostPattern::Exact(host) => format!("^{}", escaped(host)),
        HostPattern::Domain(domain) => format!(r"^(?:[^/]*\.)?{}", escaped(domain)),
    };
    match (&pattern.host, &pattern.path) {
        (HostPattern::Any, PathPattern::Any) => Address::Everywhere,
        (HostPattern::Exact(host), PathPattern::Like(path)) if !path.contains('*') => Address::At(format!("{host}{path}")),
        (_, PathPattern::Any) => Address::Like(host + "(?:/|$)"),
        (_, PathPattern::Like(path)) => Address::Like(host + &path_like(path)),
    }
}

/// What stands behind a last `*` needn't be looked at. The slash before it may be the one that pages lack at their end.
fn path_like(path: &str) -> String {
    match (path.strip_suffix("/*"), path.strip_suffix('*')) {
        (Some(start), _) => like(start) + "(?:/|$)",
        (None, Some(start)) => like(start),
        (None, None) => like(path) + "$",
    }
}

/// A pattern with `*` as the inside of a regular expression.
fn like(pattern: &str) -> String {
    pattern.split('*').map(escaped).collect::<Vec<_>>().join(".*")
}

/// The whole of a text.
fn whole(pattern: &str) -> String {
    match pattern.strip_suffix('*') {
        Some(start) => format!("^{}", like(start)),
        None => format!("^{}$", like(pattern)),
    }
}

fn escaped(text: &str) -> String {
    let escape = |c: char| if r"\^$.|?*+()[]{}".contains(c) { format!("\\{c}") } else { c.to_string() };
    text.chars().map(escape).collect()
}

/// What is asked of the history: the full name of what happened, and the day since when it counts.
fn happening(condition: &Condition, of: &Happening, today: Date) -> (String, Option<i32>) {
    let since = of.within.map(|(count, unit)| today.plus(-i32::from(count), unit).0);
    (format!("{}.{}", condition.attribute.text(), of.of), since)
}

fn unasked(test: &impl std::fmt::Debug) -> Value {
    unreachable!("no site of the bench asks {test:?}")
}
