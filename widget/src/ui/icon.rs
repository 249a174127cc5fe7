//! Icons: Lucide's shapes, one stroke width.

use yew::Html;

use super::tag::tag;

/// The shape of what closes and dismisses.
pub const CROSS: &str = "M18 6 6 18M6 6l12 12";

/// Close.
pub fn cross() -> Html {
    icon(CROSS)
}

/// Back.
pub fn arrow_back() -> Html {
    icon("m12 19-7-7 7-7M19 12H5")
}

/// Down to the newest message.
pub fn arrow_down() -> Html {
    icon("M12 5v14M19 12l-7 7-7-7")
}

/// All conversations.
pub fn lines() -> Html {
    icon("M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01")
}

/// A document without a picture.
pub fn sheet() -> Html {
    icon("M14 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8ZM14 2v6h6M8 13h8M8 17h8")
}

/// Change.
pub fn pencil() -> Html {
    icon("M12 20h9M16.5 3.5a2.1 2.1 0 0 1 3 3L7 19l-4 1 1-4Z")
}

/// Send.
pub fn arrow() -> Html {
    icon("m5 12 7-7 7 7M12 19V5")
}

fn icon(path: &'static str) -> Html {
    tag("svg").set("viewBox", "0 0 24 24").set("aria-hidden", "true").with(tag("path").set("d", path)).into()
}
