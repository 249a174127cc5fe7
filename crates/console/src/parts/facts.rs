//! Names and what they stand for, as a description list.

use yew::prelude::*;

/// Draws a list of facts.
pub(crate) fn facts(list: impl IntoIterator<Item = (&'static str, Html)>) -> Html {
    html! {
        <dl class="facts">
            { for list.into_iter().map(|(name, fact)| html! { <div><dt>{ name }</dt><dd>{ fact }</dd></div> }) }
        </dl>
    }
}
