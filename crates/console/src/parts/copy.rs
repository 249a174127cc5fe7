//! A piece of code to take along.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Node;
use yew::prelude::*;

use crate::icons::Icon;

/// What a [`Copyable`] shows.
#[derive(PartialEq, Properties)]
pub(crate) struct CopyableProps {
    /// The code.
    pub(crate) code: AttrValue,
    /// Whether taking it along is what the page is for.
    #[prop_or_default]
    pub(crate) primary: bool,
}

/// Code with a button that copies it; where a page may not copy, the code is selected instead.
#[component]
pub(crate) fn Copyable(props: &CopyableProps) -> Html {
    let node = use_node_ref();
    let outcome = use_state(|| "");
    let copy = {
        let (node, outcome, code) = (node.clone(), outcome.clone(), props.code.clone());
        Callback::from(move |_: MouseEvent| {
            let (node, outcome, code) = (node.clone(), outcome.clone(), code.clone());
            spawn_local(async move {
                if to_clipboard(&code).await {
                    outcome.set("Copied.");
                } else {
                    select(&node);
                    outcome.set("The browser doesn't let this page copy. It is selected: press Ctrl+C or ⌘C.");
                }
            });
        })
    };
    html! {
        <div class="copyable">
            <pre><code ref={node}>{ &props.code }</code></pre>
            <button type="button" class={classes!(props.primary.then_some("primary"))} onclick={copy}>
                { Icon::Copy.draw() }{ "Copy" }
            </button>
            <p role="status">{ *outcome }</p>
        </div>
    }
}

async fn to_clipboard(text: &str) -> bool {
    let navigator = gloo_utils::window().navigator();
    // Browsers offer the clipboard to https and localhost only.
    let offered = Reflect::get(&navigator, &JsValue::from_str("clipboard")).is_ok_and(|clipboard| clipboard.is_object());
    offered && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

fn select(node: &NodeRef) {
    let selection = gloo_utils::window().get_selection().ok().flatten();
    if let (Some(selection), Some(node)) = (selection, node.cast::<Node>()) {
        // Without a selection there is still the text to read.
        let _ = selection.select_all_children(&node);
    }
}
