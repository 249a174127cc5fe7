//! Icons: Lucide's shapes, one stroke width.

use yew::prelude::*;

/// Close, dismiss.
pub fn cross() -> Html {
    icon("M18 6 6 18M6 6l12 12")
}

/// Send.
pub fn arrow() -> Html {
    icon("m5 12 7-7 7 7M12 19V5")
}

fn icon(path: &'static str) -> Html {
    html! {
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d={path} /></svg>
    }
}
