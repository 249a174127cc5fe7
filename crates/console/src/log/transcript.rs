//! What was said in a conversation, beside the log.

use gloo_utils::document;
use parlor_domain::conversation::{Line, Speaker, Status};
use parlor_domain::ids::ConversationId;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{CONVERSATION, Conversation, Within, fill};
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};
use yew::prelude::*;

use super::days::{standing, what};
use super::place::LogPlace;
use crate::icons::Icon;
use crate::load::use_load;
use crate::route::{Route, Section, go_instead};

/// Which conversation a [`Transcript`] shows.
#[derive(PartialEq, Properties)]
pub(crate) struct TranscriptProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The page.
    pub(crate) section: Section,
    /// Where in the log one is.
    pub(crate) place: LogPlace,
    /// The conversation.
    pub(crate) conversation: ConversationId,
    /// What the log says of it, if it is in the part that is shown.
    pub(crate) within: Option<Within>,
}

/// What was said. Where there is no room beside the log it appears only when it was chosen, and then over everything else.
#[component]
pub(crate) fn Transcript(props: &TranscriptProps) -> Html {
    let conversation = use_load::<Conversation>(fill(CONVERSATION, &[&props.site, &props.conversation]));
    let chosen = props.place.conversation;
    let (pane, heading) = use_focus(chosen);
    let leave = {
        let route = Route::Site(props.site.clone(), props.section.at(props.place.beside(None)));
        Callback::from(move |()| go_instead(&route))
    };
    let escape = {
        let leave = leave.clone();
        Callback::from(move |event: KeyboardEvent| {
            if chosen.is_some() && event.key() == "Escape" {
                leave.emit(());
            }
        })
    };
    html! {
        <aside class={classes!("beside", chosen.map(|_| "chosen"))} aria-labelledby="transcript-title" ref={pane} onkeydown={escape}>
            <button type="button" class="plain leave" onclick={leave.reform(|_: MouseEvent| ())}>
                { Icon::Back.draw() }{ "Back to the log" }
            </button>
            <h3 id="transcript-title" tabindex="-1" ref={heading}>{ "Transcript" }</h3>
            if let Some(within) = &props.within {
                <p class="beside-name">{ within.name.as_str() }<span class="soft">{ what(within) }</span></p>
            }
            { conversation.show(|conversation| html! {
                <>
                    <p class="badges">{ standing(conversation.status, conversation.score) }</p>
                    { lines(conversation) }
                </>
            }) }
        </aside>
    }
}

/// The pane and its heading, which takes the focus when a conversation is chosen and gives it back afterwards.
#[hook]
fn use_focus(chosen: Option<ConversationId>) -> (NodeRef, NodeRef) {
    let (pane, heading) = (use_node_ref(), use_node_ref());
    {
        let (pane, heading) = (pane.clone(), heading.clone());
        use_effect_with(chosen, move |chosen| {
            let from = chosen.and_then(|_| document().active_element());
            if chosen.is_some() {
                focus(heading.cast());
            }
            move || {
                let now = document().active_element();
                let is_here = now.is_none_or(|now| {
                    now.tag_name() == "BODY" || pane.cast::<HtmlElement>().is_some_and(|pane| pane.contains(Some(&now)))
                });
                // Who has gone elsewhere meanwhile, to another conversation say, is not called back.
                if is_here {
                    focus(from.and_then(|from| from.dyn_into().ok()));
                }
            }
        });
    }
    (pane, heading)
}

/// Gives the focus to an element, where the page stands.
fn focus(element: Option<HtmlElement>) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(element) = element {
        // An element that can't take it leaves it where it is.
        let _ = element.focus_with_options(&options);
    }
}

fn lines(conversation: &Conversation) -> Html {
    if conversation.transcript.is_empty() {
        let why = match conversation.status {
            Status::Initiated => "The visitor has not answered.",
            Status::Dropped | Status::Completed => "Nothing was said, or it is no longer kept.",
        };
        return html! { <p class="soft">{ why }</p> };
    }
    let turns = conversation.transcript.chunk_by(|one, other| one.speaker == other.speaker);
    html! { <ol class="transcript">{ for turns.map(turn) }</ol> }
}

/// What one of them said without being interrupted.
fn turn(lines: &[Line]) -> Html {
    let (class, speaker) = match lines.first().map(|line| line.speaker) {
        Some(Speaker::Visitor) => ("visitor", "Visitor"),
        Some(Speaker::Bot) | None => ("bot", "Bot"),
    };
    html! {
        <li {class}>
            <span class="speaker">{ speaker }</span>
            { for lines.iter().map(|line| html! { <p dir="auto">{ &line.text }</p> }) }
        </li>
    }
}
