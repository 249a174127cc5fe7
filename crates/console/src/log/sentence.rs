//! Activities in plain words. Who did it is known from the page.

use parlor_domain::action::{Change, Task};
use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::draft::Source;
use parlor_domain::event::StartedBy;
use parlor_wire::console::{Activity, Within};
use yew::prelude::*;

use super::labels::Labels;
use super::reading::pages;
use crate::parts::attributes::{claimed, value};
use crate::parts::text::{page_link, said};

/// What happened, in a sentence.
pub(super) fn sentence(activity: &Activity, labels: &Labels) -> Html {
    let within = activity.within.as_ref();
    // What comes in no conversation comes from the page.
    let by_visitor = within.is_some();
    match (activity.kind, &activity.detail) {
        (_, Detail::Goal { goal, score }) => {
            let score = score.map(|score| format!(", score {score}"));
            html! { <>{ "Reached the goal " }<strong>{ goal.as_str() }</strong>{ score }</> }
        }
        (_, Detail::Email(email)) => {
            let start = if by_visitor { "Said who they are: " } else { "The website gave the address " };
            html! { <>{ start }<strong>{ said(email.as_str()) }</strong></> }
        }
        (_, Detail::Phone(number)) => {
            let start = if by_visitor { "Gave a phone number: " } else { "The website gave the phone number " };
            html! { <>{ start }<strong>{ said(number) }</strong></> }
        }
        (_, Detail::Attribute { attribute, value: given, claimed: is_claim }) => {
            let start = if by_visitor { "Gave " } else { "The website gave " };
            let given = if *is_claim { claimed(given) } else { value(given) };
            html! { <>{ start }{ labels.label(attribute) }{ ": " }<strong>{ given }</strong></> }
        }
        (_, Detail::Document { document, opened, downloaded, reading, .. }) => {
            let read = reading.as_ref().filter(|reading| reading.pages > 0);
            let read = read.map(|reading| format!(", viewed {} pages", pages(reading)));
            html! { <>{ used(*opened, *downloaded) }{ " the document " }<strong>{ document.clone() }</strong>{ read }</> }
        }
        (_, Detail::Action { task, held_back }) => {
            html! { <>{ done(task, labels) }{ held_back.then_some(", held back: who it is isn't verified") }</> }
        }
        (_, Detail::Link { url }) => html! { <>{ "Clicked a link to " }{ page_link(url, without_scheme(url)) }</> },
        (_, Detail::Identified { email, external_id }) => {
            let (name, more) = match email {
                Some(email) => (Some(email.as_str()), external_id.as_deref()),
                None => (external_id.as_deref(), None),
            };
            html! {
                <>
                    { "Was identified by the website" }
                    if let Some(name) = name {
                        { " as " }<strong>{ said(name) }</strong>
                    }
                    if let Some(more) = more {
                        { " (" }{ said(more) }{ ")" }
                    }
                </>
            }
        }
        (kind, Detail::None) => html! { plain(kind, within) },
    }
}

/// What the flow's author has made the flow do.
fn done(task: &Task, labels: &Labels) -> Html {
    match task {
        Task::Set(key, given) | Task::Write(key, given) => {
            html! { <>{ "Action: set " }{ labels.label(key) }{ " to " }<strong>{ value(given) }</strong></> }
        }
        Task::Change(Change::Clear(key)) => html! { <>{ "Action: emptied " }{ labels.label(key) }</> },
        Task::Change(Change::Join(list)) => html! { <>{ "Action: added to the list " }<strong>{ list.as_str() }</strong></> },
        Task::Change(Change::Leave(list)) => {
            html! { <>{ "Action: removed from the list " }<strong>{ list.as_str() }</strong></> }
        }
        Task::Change(Change::Program(of)) => html! {
            <>{ "Action: " }<strong>{ of.status.as_str() }</strong>{ " in the program " }<strong>{ of.program.as_str() }</strong></>
        },
        Task::Webhook(name) => html! { <>{ "Action: called the webhook " }<strong>{ name.as_str() }</strong></> },
    }
}

fn plain(kind: ActivityKind, within: Option<&Within>) -> String {
    let what = match within.map(|within| within.source) {
        Some(Source::Flow) => "flow",
        Some(Source::Dialogue) | None => "dialogue",
    };
    match kind {
        ActivityKind::Triggered => shown(what, within.and_then(|within| within.started_by)),
        ActivityKind::Engaged => format!("Engaged with the {what}"),
        ActivityKind::Completed => format!("Completed the {what}"),
        ActivityKind::Dropped => format!("Dropped out of the {what}"),
        ActivityKind::Goal => "Reached a goal".to_owned(),
        ActivityKind::EmailGiven => "Gave an e-mail address".to_owned(),
        ActivityKind::PhoneGiven => "Gave a phone number".to_owned(),
        ActivityKind::AttributeWritten => "Gave a detail".to_owned(),
        ActivityKind::Document => "Opened a document".to_owned(),
        ActivityKind::Closed => "Closed the chat".to_owned(),
        ActivityKind::LinkClicked => "Clicked a link".to_owned(),
        ActivityKind::PageViewed => "Viewed a page".to_owned(),
        ActivityKind::Identified => "Was identified by the website".to_owned(),
        ActivityKind::Action => format!("The {what} did something"),
    }
}

fn shown(what: &str, started_by: Option<StartedBy>) -> String {
    match started_by {
        None => format!("Was shown the {what}"),
        Some(StartedBy::Link) => format!("Started the {what} by clicking a link"),
        Some(StartedBy::Form) => format!("Started the {what} by sending a form"),
        Some(StartedBy::Code) => format!("Was shown the {what}, started by page code"),
        Some(StartedBy::Load) => format!("Was shown the {what}, started by the load of the page"),
    }
}

const fn used(opened: bool, downloaded: bool) -> &'static str {
    match (opened, downloaded) {
        (true, true) => "Opened and downloaded",
        (false, true) => "Downloaded",
        (_, false) => "Opened",
    }
}

fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest.trim_end_matches('/'))
}
