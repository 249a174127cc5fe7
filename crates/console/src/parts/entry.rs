//! An entry of the activity log.

use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::conversation::Status;
use parlor_domain::text::SiteKey;
use parlor_wire::console::Activity;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use crate::icons::Icon;
use crate::parts::attributes::{claimed, value};
use crate::parts::facts::facts;
use crate::parts::text::{page_link, said};
use crate::parts::transcript::Transcript;
use crate::parts::when::When;
use crate::route::{Section, link};

/// What an [`Entry`] tells.
#[derive(PartialEq, Properties)]
pub(crate) struct EntryProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// What happened.
    pub(crate) activity: Activity,
}

/// An entry; all that is known of it is drawn when it is opened.
#[component]
pub(crate) fn Entry(props: &EntryProps) -> Html {
    let details = use_node_ref();
    let open = use_state_eq(|| false);
    let toggled = {
        let (details, open) = (details.clone(), open.setter());
        Callback::from(move |_: Event| open.set(details.cast::<HtmlDetailsElement>().is_some_and(|details| details.open())))
    };
    let activity = &props.activity;
    html! {
        <li class={classes!("entry", activity.kind.code())}>
            { Icon::of(activity.kind).draw() }
            <div class="entry-body">
                <div class="entry-line">
                    <p>
                        <strong>{ kind_in_words(activity) }</strong>
                        <span class="soft">{ activity.dialogue_name.as_str() }{ ", version " }{ activity.version }</span>
                    </p>
                    <When at={activity.at} />
                </div>
                if !activity.url.is_empty() || !activity.title.is_empty() {
                    <p class="entry-page">{ page_link(&activity.url, &activity.title) }</p>
                }
                <details ref={details} ontoggle={toggled}>
                    <summary>{ "Details" }</summary>
                    if *open {
                        { all_facts(&props.site, activity) }
                        if activity.kind == ActivityKind::Engaged {
                            <Transcript site={props.site.clone()} conversation={activity.conversation} />
                        }
                    }
                </details>
            </div>
        </li>
    }
}

fn kind_in_words(activity: &Activity) -> Html {
    let word = match activity.kind {
        ActivityKind::Triggered => "Triggered",
        ActivityKind::Engaged => "Engaged",
        ActivityKind::Goal => "Reached a goal",
        ActivityKind::Completed => "Completed",
        ActivityKind::Dropped => "Dropped",
        ActivityKind::EmailGiven => "E-mail given",
        ActivityKind::PhoneGiven => "Phone given",
        ActivityKind::AttributeWritten => "Attribute written",
    };
    let what = match &activity.detail {
        Detail::None => return html! { word },
        Detail::Goal { goal, .. } => html! { goal.as_str() },
        Detail::Email(email) => said(email.as_str()),
        Detail::Phone(number) => said(number),
        Detail::Attribute { attribute, value, claimed: true } => html! { <>{ attribute.as_str() }{ " = " }{ claimed(value) }</> },
        Detail::Attribute { attribute, value: stored, claimed: false } => {
            html! { <>{ attribute.as_str() }{ " = " }{ value(stored) }</> }
        }
    };
    html! { <>{ word }{ ": " }{ what }</> }
}

fn all_facts(site: &SiteKey, activity: &Activity) -> Html {
    let visitor = link(site, Section::visitor(activity.visitor));
    let mut list = vec![("Kind", code(activity.kind.code()))];
    list.extend(own_facts(&activity.detail));
    list.extend([
        ("Time", html! { <When at={activity.at} exact=true /> }),
        ("Browser time", html! { <When at={activity.browser_at} exact=true /> }),
        ("Server time", html! { <When at={activity.received_at} exact=true /> }),
        ("Page", page_link(&activity.url, "")),
        ("Page title", said(&activity.title)),
        ("Dialogue", html! { <>{ activity.dialogue_name.as_str() }{ ", version " }{ activity.version }</> }),
        ("Conversation status", html! { status(activity.status) }),
        ("Conversation score", html! { score(activity.score) }),
        ("Source", html! { activity.source.clone() }),
        ("Interface", html! { activity.interface.clone() }),
        ("Activity", code(activity.id)),
        ("Visitor", html! { <a href={visitor}>{ code(activity.visitor) }</a> }),
        ("Session", code(activity.session)),
        ("Conversation", code(activity.conversation)),
        ("Dialogue id", code(activity.dialogue)),
    ]);
    facts(list)
}

/// What only entries of this kind have.
fn own_facts(detail: &Detail) -> Vec<(&'static str, Html)> {
    match detail {
        Detail::None => Vec::new(),
        Detail::Goal { goal, score: given } => {
            vec![("Goal", html! { goal.as_str() }), ("Goal score", html! { score(*given) })]
        }
        Detail::Email(email) => vec![("E-mail", said(email.as_str()))],
        Detail::Phone(number) => vec![("Phone", said(number))],
        Detail::Attribute { attribute, value: written, claimed: is_claim } => {
            vec![("Attribute", code(attribute)), ("Value", value(written)), ("Claimed", html! { if_claim(*is_claim) })]
        }
    }
}

fn code(text: impl ToString) -> Html {
    html! { <code>{ text.to_string() }</code> }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Initiated => "initiated",
        Status::Dropped => "dropped",
        Status::Completed => "completed",
    }
}

fn score(score: Option<u8>) -> String {
    score.map_or_else(|| "none".to_owned(), |score| format!("{score} of 3"))
}

const fn if_claim(claim: bool) -> &'static str {
    if claim { "yes, kept beside the stored value" } else { "no, stored" }
}
