//! The chat as it would look: the real one, in a page of its own.

use gloo_timers::callback::Timeout;
use js_sys::{Function, Reflect};
use parlor_domain::finding::Finding;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{PREVIEW, PREVIEWS, Preview as Answer, fill};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlIFrameElement, Window};
use yew::prelude::*;

use crate::api::post;

/// Milliseconds without a change after which it is drawn anew.
const PAUSE_MS: u32 = 300;
/// How often it is asked whether the chat is there, and how long.
const LOOK_MS: u32 = 50;
const LOOKS: u32 = 200;

/// What a [`Preview`] shows.
#[derive(PartialEq, Properties)]
pub(crate) struct PreviewProps {
    /// Whose chat.
    pub(crate) site: SiteKey,
    /// How it is set up.
    pub(crate) settings: Value,
    /// Hears what could be better about it.
    pub(crate) found: Callback<Vec<Finding>>,
}

/// The chat, closed or open, light or dark.
#[component]
pub(crate) fn Preview(props: &PreviewProps) -> Html {
    let frame = use_node_ref();
    let key = use_state_eq(|| None::<SiteKey>);
    let (open, dark) = (use_state_eq(|| true), use_state_eq(|| false));
    {
        let (site, key, found) = (props.site.clone(), key.setter(), props.found.clone());
        use_effect_with(props.settings.clone(), move |settings| {
            let (path, body) = (fill(PREVIEWS, &[&site]), settings.clone());
            let due = Timeout::new(PAUSE_MS, move || {
                spawn_local(async move {
                    // What can't be shown is told beside the fields when it is saved; until then the last one stays.
                    if let Ok(answer) = post::<Answer>(&path, &body).await {
                        found.emit(answer.findings);
                        key.set(Some(answer.key));
                    }
                });
            });
            move || drop(due)
        });
    }
    {
        let frame = frame.clone();
        use_effect_with((*open, (*key).clone()), move |(open, _)| show(frame, *open, LOOKS));
    }
    let turn = |state: &UseStateHandle<bool>| {
        let state = state.clone();
        move |_: MouseEvent| state.set(!*state)
    };
    let pressed = |is: bool| if is { "true" } else { "false" };
    html! {
        <aside class="preview" aria-label="Preview">
            <div class="actions">
                <button type="button" aria-pressed={pressed(*open)} onclick={turn(&open)}>{ "Open" }</button>
                <button type="button" aria-pressed={pressed(*dark)} onclick={turn(&dark)}>{ "Dark" }</button>
            </div>
            <div class={classes!("stage", dark.then_some("dark"))}>
                if let Some(key) = &*key {
                    <iframe ref={frame} title="The chat as it would look" src={fill(PREVIEW, &[key])} />
                }
            </div>
            <p class="help">{ "This is the real chat. Nothing that you say there is kept." }</p>
        </aside>
    }
}

/// Opens or closes the chat in the frame, as soon as it is there.
fn show(frame: NodeRef, open: bool, looks: u32) {
    let window = frame.cast::<HtmlIFrameElement>().and_then(|frame| frame.content_window());
    let is_done = window.is_some_and(|window| call(&window, if open { "open" } else { "close" }));
    if !is_done && looks > 0 {
        Timeout::new(LOOK_MS, move || show(frame, open, looks - 1)).forget();
    }
}

/// Asks the chat of a page for something. False while it isn't there.
fn call(window: &Window, what: &str) -> bool {
    let parlor = Reflect::get(window, &"Parlor".into()).ok().and_then(|parlor| parlor.dyn_into::<Function>().ok());
    parlor.is_some_and(|parlor| parlor.call1(&JsValue::UNDEFINED, &what.into()).is_ok())
}
