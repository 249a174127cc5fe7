//! What waits for the visitor: choices to pick, or something to type.

use parlor_domain::state::{Act, Answer};
use parlor_domain::value::InputKind;
use parlor_engine::view::{self, Ask};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::input::Input;
use crate::shell::Shell;
use crate::texts;

/// A prompt that owns its texts, so that it can be compared with the one before.
#[derive(Clone, PartialEq)]
pub struct Prop {
    turn: u16,
    card: u16,
    ask: OwnedAsk,
}

#[derive(Clone, PartialEq)]
enum OwnedAsk {
    Choices { labels: Vec<String>, several: bool, other: Option<String> },
    Input { input: InputKind, placeholder: String, required: bool, known: Option<String> },
}

impl Prop {
    /// From what the engine's view has.
    pub fn of(prompt: &view::Prompt<'_>) -> Self {
        let ask = match &prompt.ask {
            Ask::Choices { labels, several, other } => OwnedAsk::Choices {
                labels: labels.iter().map(|label| (*label).to_owned()).collect(),
                several: *several,
                other: other.map(str::to_owned),
            },
            Ask::Input { input, placeholder, required, known } => OwnedAsk::Input {
                input: (*input).clone(),
                placeholder: (*placeholder).to_owned(),
                required: *required,
                known: known.map(ToString::to_string),
            },
        };
        Self { turn: prompt.turn, card: prompt.card, ask }
    }
}

/// What a prompt needs.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The shell.
    pub shell: Shell,
    /// What is asked.
    pub prompt: Prop,
}

/// Draws a prompt. It lives as long as its turn, so what is half typed or picked stays.
#[function_component]
pub fn Prompt(props: &Props) -> Html {
    let node = use_node_ref();
    use_effect_with((), {
        let (node, shell) = (node.clone(), props.shell.clone());
        move |()| focus_first(&node, &shell)
    });
    let answer = Callback::from({
        let (shell, turn, card) = (props.shell.clone(), props.prompt.turn, props.prompt.card);
        move |answer: Answer| shell.act(Act { turn, card, answer })
    });
    let inside = match &props.prompt.ask {
        OwnedAsk::Choices { labels, several: false, other } => html! { <>
            { for labels.iter().enumerate().map(|(at, label)| choice(label, pick(&answer, at))) }
            if let Some(other) = other { <Other label={other.clone()} answer={answer.clone()} /> }
        </> },
        OwnedAsk::Choices { labels, several: true, .. } => html! { <Several labels={labels.clone()} answer={answer.clone()} /> },
        OwnedAsk::Input { input: InputKind::Choice(labels), required, .. } => html! { <>
            { for labels.iter().map(|label| choice(label, say(&answer, label))) }
            { skip(*required, &answer) }
        </> },
        OwnedAsk::Input { input: InputKind::YesNo, required, .. } => html! { <>
            { choice(texts::YES, say(&answer, "yes")) }
            { choice(texts::NO, say(&answer, "no")) }
            { skip(*required, &answer) }
        </> },
        OwnedAsk::Input { input, placeholder, required, known } => html! { <>
            if let Some(known) = known {
                <p class="known">{ known.clone() }</p>
                { choice(texts::RIGHT, confirm(&answer)) }
                <p class="hint">{ texts::OR_CHANGE }</p>
            }
            <Input kind={input.clone()} placeholder={placeholder.clone()} answer={answer.clone()} />
            { skip(*required, &answer) }
        </> },
    };
    let class = if matches!(props.prompt.ask, OwnedAsk::Choices { .. }) { "choices" } else { "composer" };
    html! { <div {class} ref={node} role="group" aria-label={texts::YOUR_ANSWER}>{ inside }</div> }
}

/// Focus goes on where the visitor acted; it never moves by itself (W21).
fn focus_first(node: &NodeRef, shell: &Shell) {
    let first = node.cast::<HtmlElement>().and_then(|node| node.query_selector("input, textarea, button").ok().flatten());
    if let Some(first) = first.filter(|_| shell.takes_focus()) {
        use wasm_bindgen::JsCast;
        let _ = first.unchecked_into::<HtmlElement>().focus();
    }
}

fn choice(label: &str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button class="choice" {onclick}>{ label.to_owned() }</button> }
}

fn skip(required: bool, answer: &Callback<Answer>) -> Html {
    let onclick = answer.reform(|_: MouseEvent| Answer::Skipped);
    html! { if !required { <button class="quiet" {onclick}>{ texts::SKIP }</button> } }
}

fn pick(answer: &Callback<Answer>, at: usize) -> Callback<MouseEvent> {
    answer.reform(move |_| Answer::Choices(vec![at as u8]))
}

fn say(answer: &Callback<Answer>, text: &str) -> Callback<MouseEvent> {
    let typed = crate::facts::typed(text);
    answer.reform(move |_| Answer::Text(typed.clone()))
}

fn confirm(answer: &Callback<Answer>) -> Callback<MouseEvent> {
    answer.reform(|_| Answer::Confirmed)
}

#[derive(Clone, PartialEq, Properties)]
struct OtherProps {
    label: String,
    answer: Callback<Answer>,
}

/// A choice that opens an input.
#[function_component]
fn Other(props: &OtherProps) -> Html {
    let is_open = use_state(|| false);
    let open = Callback::from({
        let is_open = is_open.clone();
        move |_: MouseEvent| is_open.set(true)
    });
    if !*is_open {
        return choice(&props.label, open);
    }
    html! { <Input kind={InputKind::Text} placeholder={props.label.clone()} answer={props.answer.clone()} focus=true /> }
}

#[derive(Clone, PartialEq, Properties)]
struct SeveralProps {
    labels: Vec<String>,
    answer: Callback<Answer>,
}

/// Choices of which several may be picked.
#[function_component]
fn Several(props: &SeveralProps) -> Html {
    let picked = use_state(Vec::<u8>::new);
    let toggle = |at: u8| {
        let picked = picked.clone();
        Callback::from(move |_: MouseEvent| {
            let mut next = (*picked).clone();
            match next.binary_search(&at) {
                Ok(place) => {
                    next.remove(place);
                }
                Err(place) => next.insert(place, at),
            }
            picked.set(next);
        })
    };
    let button = |(at, label): (usize, &String)| {
        let at = at as u8;
        let pressed = picked.contains(&at);
        html! { <button class="choice" aria-pressed={pressed.to_string()} onclick={toggle(at)}>{ label.clone() }</button> }
    };
    let done = {
        let picked = (*picked).clone();
        props.answer.reform(move |_: MouseEvent| Answer::Choices(picked.clone()))
    };
    html! { <>
        <p class="hint">{ texts::PICK_SOME }</p>
        { for props.labels.iter().enumerate().map(button) }
        <button class="primary" disabled={picked.is_empty()} onclick={done}>{ texts::DONE }</button>
    </> }
}
