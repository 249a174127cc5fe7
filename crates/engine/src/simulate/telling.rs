//! What a step led to, as JSON.

use std::collections::BTreeMap;

use parlor_domain::activity::{ActivityKind, Consequence};
use parlor_domain::flow::Card;
use parlor_domain::impression::Impression;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::screens::screen;
use super::server::{Dropped, Reported, Version};
use super::world::{Happened, World};
use crate::explain::Trace;
use crate::visit::News;

/// A step and all that it led to.
#[derive(Serialize)]
pub(super) struct Told {
    step: Value,
    /// When the step was over.
    at: String,
    /// What each tab shows.
    shown: BTreeMap<String, Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    activities: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reported: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    page_hears: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    asks: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    impressions: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    timers_after_ms: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<Trace>,
}

pub(super) fn told(world: &World, step: &Value, happened: &[Happened]) -> Told {
    Told {
        step: step.clone(),
        at: world.now().text(),
        shown: world.screens().map(|(tab, of_tab)| (tab.to_owned(), screen(&of_tab, world.asks()))).collect(),
        activities: happened.iter().flat_map(|one| activities(world, one)).collect(),
        reported: happened.iter().filter_map(reported).collect(),
        page_hears: happened.iter().filter_map(heard).collect(),
        problems: happened.iter().filter_map(problem).collect(),
        asks: happened.iter().filter_map(asked).collect(),
        impressions: happened.iter().filter_map(|one| impression(world, one)).collect(),
        timers_after_ms: happened.iter().filter_map(rang).collect(),
        trace: world.visit().map(|visit| visit.explain(world.now())),
    }
}

fn activities(world: &World, happened: &Happened) -> Vec<Value> {
    match happened {
        Happened::Reported(_, of) => {
            let logged = of.outcome.iter().flatten();
            logged.map(|consequence| activity(world, of, consequence)).collect()
        }
        Happened::Dropped(Dropped { of, session, conversation }) => {
            let kind = ActivityKind::Dropped.code();
            vec![json!({"kind": kind, "of": of.0, "version": of.1, "session": session, "conversation": conversation})]
        }
        _ => Vec::new(),
    }
}

fn activity(world: &World, reported: &Reported, consequence: &Consequence) -> Value {
    let version = reported.version.and_then(|(of, number)| world.server.version(of, number));
    let mut entry = detail(version, consequence);
    if let (Value::Object(entry), Some(version)) = (&mut entry, version) {
        entry.insert("of".to_owned(), json!(version.name));
        entry.insert("source".to_owned(), json!(if version.is_flow { "flow" } else { "dialogue" }));
        entry.insert("version".to_owned(), json!(version.number));
        entry.insert("conversation".to_owned(), json!(reported.conversation));
    }
    if let Value::Object(entry) = &mut entry {
        entry.insert("session".to_owned(), json!(reported.session));
    }
    entry
}

fn detail(version: Option<&Version>, consequence: &Consequence) -> Value {
    match consequence {
        Consequence::Log(kind) => json!({"kind": kind.code()}),
        Consequence::Begun(how) => {
            json!({"kind": ActivityKind::Triggered.code(), "started_by": how.by.code(), "interface": how.interface.code()})
        }
        Consequence::Goal(card) => {
            let goals = version.map(|version| version.behind.goals.as_slice()).unwrap_or_default();
            let goal = goals.iter().find(|(other, _)| other == card).map(|(_, goal)| goal);
            let (name, score) = (goal.map(|goal| &goal.goal), goal.and_then(|goal| goal.score));
            json!({"kind": ActivityKind::Goal.code(), "goal": name, "score": score})
        }
        Consequence::Write { attribute, value } => {
            json!({"kind": ActivityKind::AttributeWritten.code(), "attribute": attribute, "value": value.text()})
        }
        Consequence::Email(email) => json!({"kind": ActivityKind::EmailGiven.code(), "email": email}),
        Consequence::Phone(phone) => json!({"kind": ActivityKind::PhoneGiven.code(), "phone": phone}),
        Consequence::Document { card, downloaded } => {
            let title = version.and_then(|version| match version.flow.card(*card) {
                Some(Card::Document(document)) => Some(&document.title),
                _ => None,
            });
            json!({"kind": ActivityKind::Document.code(), "document": title, "downloaded": downloaded})
        }
        Consequence::Read(read) => {
            json!({"kind": ActivityKind::Document.code(), "reading": read.reading, "downloaded": read.downloaded})
        }
        Consequence::Action { card, filled } => {
            let tasks = version.map(|version| version.behind.tasks(*card, filled)).unwrap_or_default();
            json!({"kind": ActivityKind::Action.code(), "does": tasks.iter().map(ToString::to_string).collect::<Vec<_>>()})
        }
        Consequence::Link(url) => json!({"kind": ActivityKind::LinkClicked.code(), "url": url}),
    }
}

fn reported(happened: &Happened) -> Option<Value> {
    let Happened::Reported(tab, of) = happened else { return None };
    let refused = of.outcome.as_ref().err().map(|refusal| refusal.code());
    let mut told = json!({"tab": tab, "number": of.client_seq, "what": of.what});
    if let (Value::Object(told), Some(refused)) = (&mut told, refused) {
        told.insert("refused".to_owned(), json!(refused));
    }
    Some(told)
}

fn heard(happened: &Happened) -> Option<Value> {
    let Happened::Heard(News { name, about, detail, .. }) = happened else { return None };
    let detail: Map<String, Value> = detail.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
    let about = about.as_ref().map(|about| about.name.as_str());
    Some(json!({"event": name, "about": about, "detail": detail}))
}

fn problem(happened: &Happened) -> Option<Value> {
    let Happened::Complained(complaint) = happened else { return None };
    Some(json!({"problem": complaint.code(), "name": complaint.name()}))
}

fn asked(happened: &Happened) -> Option<Value> {
    let Happened::Asked(question) = happened else { return None };
    Some(json!(if question.flow.is_some() { "what a flow needs to know of the person" } else { "what is known of the person" }))
}

fn impression(world: &World, happened: &Happened) -> Option<Value> {
    let Happened::Impressed(Impression { dialogue, version }) = *happened else { return None };
    let of = world.server.version(dialogue, version).map(|version| version.name.clone());
    Some(json!({"of": of, "version": version}))
}

fn rang(happened: &Happened) -> Option<Value> {
    let Happened::Rang(ms) = happened else { return None };
    Some(json!(ms))
}
