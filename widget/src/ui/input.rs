//! Something to type, with the keyboard and the help that its kind calls for.

use parlor_domain::limits::MESSAGE_CHARS;
use parlor_domain::state::Answer;
use parlor_domain::value::InputKind;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::icon::arrow;
use crate::facts::typed;
use crate::texts;

/// What an input needs.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// What is asked for.
    pub kind: InputKind,
    /// A hint inside the empty input.
    pub placeholder: String,
    /// Takes the answer.
    pub answer: Callback<Answer>,
    /// Whether it takes the focus when it appears.
    #[prop_or_default]
    pub focus: bool,
}

/// An input with its button.
#[function_component]
pub fn Input(props: &Props) -> Html {
    let node = use_node_ref();
    use_effect_with((), {
        let (node, focus) = (node.clone(), props.focus);
        move |()| {
            if let Some(input) = node.cast::<HtmlElement>().filter(|_| focus) {
                let _ = input.focus();
            }
        }
    });
    let send = Callback::from({
        let (node, kind, answer) = (node.clone(), props.kind.clone(), props.answer.clone());
        move |()| {
            let text = text_of(&node, &kind);
            if !text.trim().is_empty() {
                answer.emit(Answer::Text(typed(&text)));
            }
        }
    });
    let onsubmit = send.reform(|event: SubmitEvent| event.prevent_default());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            send.emit(());
        }
    });
    let (kind, mode, complete) = attributes(&props.kind);
    let placeholder = props.placeholder.clone();
    let field = match props.kind {
        InputKind::LongText => html! {
            <textarea ref={node} rows="3" maxlength={MESSAGE_CHARS.to_string()} aria-label={texts::YOUR_ANSWER} {placeholder} {onkeydown} />
        },
        _ => html! {
            <input ref={node} type={kind} inputmode={mode} autocomplete={complete} maxlength={MESSAGE_CHARS.to_string()}
                aria-label={texts::YOUR_ANSWER} {placeholder} />
        },
    };
    html! {
        <form class="input" novalidate=true {onsubmit}>
            { field }
            <button class="send" aria-label={texts::SEND}>{ arrow() }</button>
        </form>
    }
}

/// Input type, virtual keyboard and what the browser may fill in.
fn attributes(kind: &InputKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        InputKind::Email => ("email", "email", "email"),
        InputKind::Phone => ("tel", "tel", "tel"),
        InputKind::Number => ("text", "decimal", "off"),
        InputKind::Date => ("date", "none", "off"),
        InputKind::DateTime => ("datetime-local", "none", "off"),
        _ => ("text", "text", "on"),
    }
}

fn text_of(node: &NodeRef, kind: &InputKind) -> String {
    let element = node.get();
    let input = element.as_ref().and_then(|node| node.dyn_ref::<HtmlInputElement>()).map(HtmlInputElement::value);
    let area = element.as_ref().and_then(|node| node.dyn_ref::<HtmlTextAreaElement>()).map(HtmlTextAreaElement::value);
    let text = input.or(area).unwrap_or_default();
    match kind {
        // The browser gives local time; what is stored is UTC.
        InputKind::DateTime if !text.is_empty() => js_sys::Date::new(&text.into()).to_iso_string().into(),
        _ => text,
    }
}
