//! The chat as it would look: the real one, in a page of its own.

use std::cell::Cell;
use std::rc::Rc;

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

use crate::api::{Failure, post};
use crate::parts::state::Fault;

/// Milliseconds without a change after which it is drawn anew.
const PAUSE_MS: u32 = 300;
/// How often it is asked whether the chat is there, and how long.
const LOOK_MS: u32 = 50;
const LOOKS: u32 = 100;
/// Milliseconds in which a chat that opens has taken the focus, if it can.
const BEGINNING_MS: u32 = 1_500;

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
    let shown = use_state(|| None::<Result<SiteKey, Failure>>);
    let (open, dark) = (use_state_eq(|| true), use_state_eq(is_dark));
    // While it begins it takes no focus: whoever types goes on typing.
    let begins = use_state_eq(|| true);
    {
        let (site, shown, begins, found) = (props.site.clone(), shown.setter(), begins.setter(), props.found.clone());
        use_effect_with(props.settings.clone(), move |settings| {
            let (path, body) = (fill(PREVIEWS, &[&site]), settings.clone());
            let wanted = Rc::new(Cell::new(true));
            let still = Rc::clone(&wanted);
            let due = Timeout::new(PAUSE_MS, move || {
                spawn_local(async move {
                    let answer = post(&path, &body).ask().await.and_then(|body| body.read::<Answer>());
                    // Of settings that are others by now nothing is shown.
                    if still.get() {
                        begins.set(true);
                        shown.set(Some(answer.map(|answer| {
                            found.emit(answer.findings);
                            answer.key
                        })));
                    }
                });
            });
            move || {
                wanted.set(false);
                drop(due);
            }
        });
    }
    {
        let frame = frame.clone();
        use_effect_with(*open, move |open| {
            // Where there is no chat yet, it begins as it is to be.
            let _ = show(&frame, *open);
        });
    }
    let loaded = {
        let (frame, open, begins) = (frame.clone(), *open, begins.setter());
        move |_: Event| {
            begun(frame.clone(), open, LOOKS);
            let begins = begins.clone();
            Timeout::new(BEGINNING_MS, move || begins.set(false)).forget();
        }
    };
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
                { match &*shown {
                    None => html! {},
                    Some(Ok(key)) => html! {
                        <iframe key={key.to_string()} ref={frame} title="The chat as it would look" src={fill(PREVIEW, &[key])} inert={*begins}
                            onload={loaded} />
                    },
                    Some(Err(failure)) => html! { <Fault failure={failure.clone()} /> },
                } }
            </div>
            <p class="help">{ "This is the real chat. Nothing that you say there is kept." }</p>
        </aside>
    }
}

/// Whether this system is.
fn is_dark() -> bool {
    let query = gloo_utils::window().match_media("(prefers-color-scheme: dark)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// Opens the chat in the frame, if it is to be open, as soon as it is there.
fn begun(frame: NodeRef, open: bool, looks: u32) {
    if open && !show(&frame, true) && looks > 0 {
        Timeout::new(LOOK_MS, move || begun(frame, open, looks - 1)).forget();
    }
}

/// Opens or closes the chat in the frame. False while it isn't there.
fn show(frame: &NodeRef, open: bool) -> bool {
    let window = frame.cast::<HtmlIFrameElement>().and_then(|frame| frame.content_window());
    window.is_some_and(|window| call(&window, if open { "open" } else { "close" }))
}

/// Asks the chat of a page for something. False while it isn't there.
fn call(window: &Window, what: &str) -> bool {
    let parlor = Reflect::get(window, &"Parlor".into()).ok().and_then(|parlor| parlor.dyn_into::<Function>().ok());
    parlor.is_some_and(|parlor| parlor.call1(&JsValue::UNDEFINED, &what.into()).is_ok())
}
