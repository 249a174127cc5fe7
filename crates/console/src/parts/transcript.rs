//! What was said in a conversation.

use parlor_domain::conversation::{Line, Speaker};
use parlor_domain::ids::ConversationId;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{CONVERSATION, Conversation, fill};
use yew::prelude::*;

use crate::load::use_load;

/// Which conversation a [`Transcript`] shows.
#[derive(PartialEq, Properties)]
pub(crate) struct TranscriptProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The conversation.
    pub(crate) conversation: ConversationId,
}

/// What was said, asked for when it is shown.
#[component]
pub(crate) fn Transcript(props: &TranscriptProps) -> Html {
    let conversation = use_load::<Conversation>(fill(CONVERSATION, &[&props.site, &props.conversation]));
    html! {
        <section class="transcript" aria-label="Transcript">
            <h3>{ "Transcript" }</h3>
            { conversation.show(|conversation| lines(&conversation.transcript)) }
        </section>
    }
}

fn lines(transcript: &[Line]) -> Html {
    if transcript.is_empty() {
        return html! { <p class="soft">{ "Nothing was said, or it is no longer kept." }</p> };
    }
    html! { <ol>{ for transcript.iter().map(line) }</ol> }
}

fn line(line: &Line) -> Html {
    let (class, speaker) = match line.speaker {
        Speaker::Bot => ("bot", "Bot"),
        Speaker::Visitor => ("visitor", "Visitor"),
    };
    html! {
        <li {class}><span class="speaker">{ speaker }</span><p dir="auto">{ &line.text }</p></li>
    }
}
