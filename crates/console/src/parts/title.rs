//! The heading of a page: it names the document, and takes the focus when one arrives.

use gloo_utils::document;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::route::Route;
use crate::session::Session;

/// What a [`Title`] says.
#[derive(PartialEq, Properties)]
pub(crate) struct TitleProps {
    /// The page's name.
    pub(crate) text: AttrValue,
}

/// The one `h1` of a page.
#[component]
pub(crate) fn Title(props: &TitleProps) -> Html {
    // At the door the first field takes the focus instead.
    let place = use_context::<Session>().and(use_context::<Route>()).map(|route| route.arrival());
    let node = use_node_ref();
    use_effect_with(props.text.clone(), |text| document().set_title(&format!("{text} – Parlor")));
    {
        let node = node.clone();
        use_effect_with(place, move |place| {
            if place.is_none() {
                return;
            }
            if let Some(heading) = node.cast::<HtmlElement>() {
                // An element that can't take the focus keeps it where it is.
                let _ = heading.focus();
            }
            gloo_utils::window().scroll_to_with_x_and_y(0.0, 0.0);
        });
    }
    html! { <h1 ref={node} tabindex="-1" dir="auto">{ &props.text }</h1> }
}
