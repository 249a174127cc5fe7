//! A point in time: in words, and exactly on hover.

use parlor_domain::time::Instant;
use yew::prelude::*;

use crate::time::{Now, exactly, in_words, time_of_day};

/// What a [`When`] tells.
#[derive(PartialEq, Properties)]
pub(crate) struct WhenProps {
    /// The point in time.
    pub(crate) at: Instant,
    /// Whether to write it out to the second.
    #[prop_or_default]
    pub(crate) exact: bool,
}

/// A point in time.
#[component]
pub(crate) fn When(props: &WhenProps) -> Html {
    let now = use_context::<Now>().map_or(props.at, |Now(now)| now);
    let exact = exactly(props.at);
    let text = if props.exact { exact.clone() } else { in_words(props.at, now) };
    html! { <time datetime={props.at.to_string()} title={exact}>{ text }</time> }
}

/// A point in time on a day that is known from around it.
pub(crate) fn clock(at: Instant) -> Html {
    html! { <time datetime={at.to_string()} title={exactly(at)}>{ time_of_day(at) }</time> }
}

/// A point in time that may not have come.
pub(crate) fn when_or(at: Option<Instant>, otherwise: &'static str) -> Html {
    match at {
        Some(at) => html! { <When {at} /> },
        None => html! { <span class="soft">{ otherwise }</span> },
    }
}
