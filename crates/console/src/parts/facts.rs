//! Names and what they stand for, as a description list.

use yew::prelude::*;

/// Draws a list of facts.
pub(crate) fn facts<N: Into<AttrValue>>(list: impl IntoIterator<Item = (N, Html)>) -> Html {
    html! {
        <dl class="facts">
            { for list.into_iter().map(|(name, fact)| html! { <div><dt>{ name.into() }</dt><dd>{ fact }</dd></div> }) }
        </dl>
    }
}
