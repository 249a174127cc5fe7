//! The time line: days, in them visits, in them conversations, in them entries.

use parlor_domain::conversation::Status;
use parlor_domain::draft::Source;
use parlor_domain::ids::ConversationId;
use parlor_domain::site::Interface;
use parlor_wire::console::{Activity, Within};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::LogProps;
use super::entry::Entry;
use super::runs::runs;
use crate::icons::Icon;
use crate::pages::people::called;
use crate::parts::text::{said, short};
use crate::parts::when::clock;
use crate::route::{Route, Section, go, link};
use crate::time::{Now, day_in_words, day_of, time_of_day};

/// Draws entries of the log. `beside` is the conversation that is read beside it.
pub(super) fn days(props: &LogProps, entries: &[Activity], beside: Option<ConversationId>, now: Option<Now>) -> Html {
    let days = entries.chunk_by(|one, other| day_of(one.at) == day_of(other.at));
    days.map(|day| {
        let (name, date) = day.first().map(|newest| day_in_words(newest.at, now)).unwrap_or_default();
        let visits = day.chunk_by(|one, other| one.session == other.session);
        html! {
            <section class="day">
                <h3>
                    if let Some(name) = name {
                        { name }{ " " }<span class="soft">{ date }</span>
                    } else {
                        { date }
                    }
                </h3>
                { for visits.map(|visit| self::visit(props, visit, beside)) }
            </section>
        }
    })
    .collect()
}

/// A session, which is a visit.
fn visit(props: &LogProps, entries: &[Activity], beside: Option<ConversationId>) -> Html {
    let (Some(newest), Some(oldest)) = (entries.first(), entries.last()) else {
        return html! {};
    };
    html! {
        <div class="visit">
            <p class="visit-head">
                <span title={newest.session.to_string()}>
                    { "Session " }{ clock(oldest.at) }
                    if time_of_day(oldest.at) != time_of_day(newest.at) {
                        { " to " }{ clock(newest.at) }
                    }
                </span>
                // A visitor's page is about one visitor only.
                if matches!(props.section, Section::Person { .. }) {
                    <a href={link(&props.site, Section::visitor(newest.visitor))} title={newest.visitor.to_string()}>
                        { "Visitor " }<code>{ short(newest.visitor) }</code>
                    </a>
                }
                if let Some(person) = &newest.person {
                    <a href={link(&props.site, Section::person(person.id))}>{ said(&called(person)) }</a>
                }
            </p>
            { for runs(entries, |activity| activity.within.as_ref().map(|within| within.conversation)).into_iter()
                .map(|run| self::run(props, run, beside)) }
        </div>
    }
}

/// What happened in a conversation, or in none.
fn run(props: &LogProps, run: &[Activity], beside: Option<ConversationId>) -> Html {
    let above = std::iter::once(None).chain(run.iter().map(Some));
    let entry = |(activity, above): (&Activity, Option<&Activity>)| {
        let same_page = above.is_some_and(|above| (&above.url, &above.title) == (&activity.url, &activity.title));
        html! {
            <Entry key={activity.id.to_string()} site={props.site.clone()} labels={props.labels.clone()}
                activity={activity.clone()} {same_page} />
        }
    };
    let entries = html! { <ol class="entries">{ for run.iter().zip(above).map(entry) }</ol> };
    let Some(within) = run.iter().find_map(|activity| activity.within.as_ref()) else {
        return html! { <div class="run">{ entries }</div> };
    };
    let to = props.section.at(props.place.beside(Some(within.conversation)));
    let (href, chosen) = (link(&props.site, &to), beside == Some(within.conversation));
    let route = Route::Site(props.site.clone(), to);
    let choose = Callback::from(move |event: MouseEvent| {
        if !means_something_else(&event) {
            go(&route);
        }
    });
    html! {
        // The link is there for keyboards; for a mouse the whole run is.
        <div class={classes!("run", "talk", chosen.then_some("chosen"))} onclick={choose}>
            <div class="run-head">
                <div>
                    <h4>{ within.name.as_str() }</h4>
                    <p class="soft">{ what(within) }</p>
                    { standing(within.status, within.score) }
                </div>
                <a class="to-transcript" {href} aria-current={chosen.then_some("true")}>
                    { Icon::Transcript.draw() }{ "Transcript" }
                </a>
            </div>
            { entries }
        </div>
    }
}

/// Whether a click was meant for something that acts by itself, or for selecting text.
fn means_something_else(event: &MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let acts = target.and_then(|target| target.closest("a, summary, dl").ok().flatten()).is_some();
    let selection = gloo_utils::window().get_selection().ok().flatten();
    acts || selection.is_some_and(|selection| !selection.is_collapsed())
}

/// Of what a conversation is.
pub(super) fn what(within: &Within) -> String {
    let what = match within.source {
        Source::Dialogue => "Dialogue",
        Source::Flow => "Flow",
    };
    let place = match within.interface {
        Interface::Bubble => "",
        Interface::Popup => ", in a pop-up",
        Interface::Inline => ", inside the page",
    };
    format!("{what}, version {}{place}", within.version)
}

/// Where a conversation stands.
pub(crate) fn standing(status: Status, score: Option<u8>) -> Html {
    let (class, word) = match status {
        Status::Initiated => ("quiet", "Initiated"),
        Status::Dropped => ("warn", "Dropped"),
        Status::Completed => ("good", "Completed"),
    };
    html! {
        <>
            <span class={classes!("badge", class)}>{ word }</span>
            if let Some(score) = score {
                <span class="badge quiet">{ format!("Score {score}") }</span>
            }
        </>
    }
}
