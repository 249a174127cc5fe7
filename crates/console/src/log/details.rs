//! All that is known of an activity.

use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::conversation::Status;
use parlor_domain::draft::Source;
use parlor_domain::event::StartedBy;
use parlor_domain::reading::Reading;
use parlor_domain::site::Interface;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{Activity, Within};
use yew::prelude::*;

use super::labels::Labels;
use super::reading::{lasted, pages};
use crate::parts::attributes::value;
use crate::parts::facts::facts;
use crate::parts::text::{page_link, said};
use crate::parts::when::When;
use crate::route::{Section, link};

type Facts = Vec<(&'static str, Html)>;

/// All attributes of an activity.
pub(super) fn details(site: &SiteKey, activity: &Activity, labels: &Labels) -> Html {
    let visitor = link(site, Section::visitor(activity.visitor));
    let mut list: Facts = vec![("Kind", html! { kind(activity.kind) })];
    list.extend(own_facts(&activity.detail, labels));
    list.extend(activity.within.iter().flat_map(of_conversation));
    list.extend([
        ("Page", page_link(&activity.url, "")),
        ("Page title", said(&activity.title)),
        ("Time", html! { <When at={activity.at} exact=true /> }),
        ("Browser time", html! { <When at={activity.browser_at} exact=true /> }),
        ("Server time", html! { <When at={activity.received_at} exact=true /> }),
        ("Id", code(activity.id)),
        ("Visitor", html! { <a href={visitor}>{ code(activity.visitor) }</a> }),
        ("Session", code(activity.session)),
    ]);
    list.extend(activity.within.iter().flat_map(ids_of_conversation));
    facts(list)
}

/// The kind in the words of the product.
const fn kind(kind: ActivityKind) -> &'static str {
    match kind {
        ActivityKind::Triggered => "triggered",
        ActivityKind::Engaged => "engaged",
        ActivityKind::Goal => "reached a goal",
        ActivityKind::Completed => "completed",
        ActivityKind::Dropped => "dropped",
        ActivityKind::EmailGiven => "e-mail given",
        ActivityKind::PhoneGiven => "phone given",
        ActivityKind::AttributeWritten => "attribute written",
        ActivityKind::Document => "interacted with a document",
        ActivityKind::Closed => "closed",
        ActivityKind::LinkClicked => "link clicked",
        ActivityKind::PageViewed => "page viewed",
        ActivityKind::Identified => "identified",
        ActivityKind::Action => "action",
    }
}

/// What only entries of this kind have.
fn own_facts(detail: &Detail, labels: &Labels) -> Facts {
    match detail {
        Detail::None => Vec::new(),
        Detail::Goal { goal, score: given } => {
            vec![("Goal", html! { goal.as_str() }), ("Goal score", html! { score(*given) })]
        }
        Detail::Email(email) => vec![("E-mail", said(email.as_str()))],
        Detail::Phone(number) => vec![("Phone", said(number))],
        Detail::Attribute { attribute, value: written, claimed } => vec![
            ("Attribute", html! { <>{ labels.label(attribute) }{ ", " }{ code(attribute) }</> }),
            ("Value", value(written)),
            ("Claimed", html! { if_claim(*claimed) }),
        ],
        Detail::Document { document, url, opened, downloaded, reading } => {
            let facts = [
                ("Document", html! { document.clone() }),
                ("Document address", page_link(url, "")),
                ("Opened", html! { yes_or_no(*opened) }),
                ("Downloaded", html! { yes_or_no(*downloaded) }),
            ];
            facts.into_iter().chain(reading.iter().flat_map(of_reading)).collect()
        }
        Detail::Action { held_back, .. } => vec![("Held back", html! { yes_or_no(*held_back) })],
        Detail::Link { url } => vec![("Link", page_link(url, ""))],
        Detail::Identified { email, external_id } => {
            let email = email.as_ref().map(|email| ("E-mail", said(email.as_str())));
            let external_id = external_id.as_ref().map(|id| ("External id", said(id)));
            email.into_iter().chain(external_id).collect()
        }
    }
}

fn of_reading(reading: &Reading) -> Facts {
    let mut list = vec![("Pages viewed", html! { pages(reading) }), ("On screen", html! { lasted(reading.seconds) })];
    if !reading.words.is_empty() {
        let words = reading.words.iter().map(|word| html! { <li>{ said(word) }</li> });
        list.push(("Searched for", html! { <ul class="plain">{ for words }</ul> }));
    }
    list
}

fn of_conversation(within: &Within) -> Facts {
    let (what, source) = match within.source {
        Source::Dialogue => ("Dialogue", "dialogue"),
        Source::Flow => ("Flow", "flow"),
    };
    let status = match within.status {
        Status::Initiated => "initiated",
        Status::Dropped => "dropped",
        Status::Completed => "completed",
    };
    let interface = match within.interface {
        Interface::Bubble => "bubble",
        Interface::Popup => "pop-up",
        Interface::Inline => "inside the page",
    };
    let mut list = vec![
        (what, html! { <>{ within.name.as_str() }{ ", version " }{ within.version }</> }),
        ("Conversation status", html! { status }),
        ("Conversation score", html! { score(within.score) }),
        ("Source", html! { source }),
        ("Interface", html! { interface }),
    ];
    list.extend(within.started_by.map(|by| ("Started by", html! { started_by(by) })));
    list
}

fn ids_of_conversation(within: &Within) -> Facts {
    let what = match within.source {
        Source::Dialogue => "Dialogue id",
        Source::Flow => "Flow id",
    };
    vec![("Conversation", code(within.conversation)), (what, code(within.dialogue))]
}

const fn started_by(by: StartedBy) -> &'static str {
    match by {
        StartedBy::Link => "a link or button",
        StartedBy::Form => "a form",
        StartedBy::Code => "page code",
        StartedBy::Load => "the load of a page",
    }
}

fn code(text: impl ToString) -> Html {
    html! { <code>{ text.to_string() }</code> }
}

fn score(score: Option<u8>) -> String {
    score.map_or_else(|| "none".to_owned(), |score| format!("{score} of 3"))
}

const fn if_claim(is_claim: bool) -> &'static str {
    if is_claim { "yes, kept beside the stored value" } else { "no, stored" }
}

const fn yes_or_no(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}
