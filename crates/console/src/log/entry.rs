//! An entry of the activity log.

use parlor_domain::text::SiteKey;
use parlor_wire::console::Activity;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use super::details::details;
use super::labels::Labels;
use super::sentence::sentence;
use crate::icons::Icon;
use crate::parts::text::page_link;
use crate::parts::when::clock;

/// What an [`Entry`] tells.
#[derive(PartialEq, Properties)]
pub(crate) struct EntryProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// What attributes are called.
    pub(crate) labels: Labels,
    /// What happened.
    pub(crate) activity: Activity,
    /// Whether the entry above it happened on the same page.
    pub(crate) same_page: bool,
}

/// An entry; all that is known of it is drawn when it is opened.
#[component]
pub(crate) fn Entry(props: &EntryProps) -> Html {
    let node = use_node_ref();
    let open = use_state_eq(|| false);
    let toggled = {
        let (node, open) = (node.clone(), open.setter());
        Callback::from(move |_: Event| open.set(node.cast::<HtmlDetailsElement>().is_some_and(|details| details.open())))
    };
    let activity = &props.activity;
    html! {
        <li class={classes!("entry", activity.kind.code())}>
            { clock(activity.at) }
            <span class="entry-icon">{ Icon::of(activity.kind).draw() }</span>
            <div class="entry-line">
                <p>{ sentence(activity, &props.labels) }</p>
                if !props.same_page {
                    <div class="entry-page">{ page_link(&activity.url, &activity.title) }</div>
                }
            </div>
            <details ref={node} ontoggle={toggled}>
                <summary><span class="unseen">{ "Details" }</span>{ Icon::Down.draw() }</summary>
                if *open {
                    { details(&props.site, activity, &props.labels) }
                }
            </details>
        </li>
    }
}
