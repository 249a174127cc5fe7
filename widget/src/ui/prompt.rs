//! What waits for the visitor: choices to pick, or something to type.

use parlor_domain::limits::MESSAGE_CHARS;
use parlor_domain::state::{Act, Answer};
use parlor_domain::value::InputKind;
use parlor_engine::view::{self, Ask};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yew::html::Scope;
use yew::prelude::*;

use super::icon::arrow;
use crate::facts::typed;
use crate::shell::Shell;
use crate::texts;

/// What a prompt needs. What is asked, it reads from the engine's view.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The shell.
    pub shell: Shell,
}

/// Draws a prompt. It lives as long as its turn, so what is half typed or picked stays.
pub struct Prompt {
    node: NodeRef,
    /// What is picked of several; of a single one, whether *other* is open.
    picked: Vec<u8>,
}

impl Component for Prompt {
    type Message = u8;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self { node: NodeRef::default(), picked: Vec::new() }
    }

    /// A choice is toggled.
    fn update(&mut self, _: &Context<Self>, at: u8) -> bool {
        match self.picked.binary_search(&at) {
            Ok(place) => drop(self.picked.remove(place)),
            Err(place) => self.picked.insert(place, at),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let shell = &ctx.props().shell;
        let visit = shell.visit();
        let Some(prompt) = visit.prompt() else { return html! {} };
        let draw = Draw { shell, prompt: &prompt, node: &self.node, picked: &self.picked, link: ctx.link() };
        let (part, inside) = match &prompt.ask {
            Ask::Choices { labels, several: true, .. } => ("choices", draw.several(labels)),
            Ask::Choices { labels, other, .. } => ("choices", draw.choices(labels, *other)),
            Ask::Input { input, placeholder, required, known } => {
                ("composer", draw.input(input, placeholder, *required, known.map(ToString::to_string)))
            }
        };
        let many = prompt.is_long().then_some("");
        html! { <div data-part={part} data-many={many} ref={self.node.clone()} role="group" aria-label={texts::YOUR_ANSWER}>{ inside }</div> }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        focus_first(&self.node, &ctx.props().shell);
    }
}

/// Focus goes on where the visitor acted; it never moves by itself (W21).
fn focus_first(node: &NodeRef, shell: &Shell) {
    let first = node.cast::<HtmlElement>().and_then(|node| node.query_selector("input, textarea, button").ok().flatten());
    if let Some(first) = first.filter(|_| shell.takes_focus()) {
        let _ = first.unchecked_into::<HtmlElement>().focus();
    }
}

struct Draw<'a> {
    shell: &'a Shell,
    prompt: &'a view::Prompt<'a>,
    node: &'a NodeRef,
    picked: &'a [u8],
    link: &'a Scope<Prompt>,
}

impl Draw<'_> {
    fn choices(&self, labels: &[&str], other: Option<&str>) -> Html {
        let is_open = !self.picked.is_empty();
        let other = other.map(|label| match is_open {
            true => self.field(&InputKind::Text, label),
            false => {
                let (link, shell) = (self.link.clone(), self.shell.clone());
                let open = move || {
                    shell.wants_focus();
                    link.send_message(0);
                };
                button("choice", label, open)
            }
        });
        let pick = |(at, label): (usize, &&str)| {
            let act = self.act();
            button("choice", label, move || act(Answer::Choices(vec![at as u8])))
        };
        html! { <>{ labels.iter().enumerate().map(pick).collect::<Html>() }{ other }</> }
    }

    fn several(&self, labels: &[&str]) -> Html {
        let toggle = |(at, label): (usize, &&str)| {
            let (link, at) = (self.link.clone(), at as u8);
            let pressed = if self.picked.contains(&at) { "true" } else { "false" };
            let onclick = move |_: MouseEvent| link.send_message(at);
            html! { <button data-part="choice" aria-pressed={pressed} {onclick}>{ (*label).to_owned() }</button> }
        };
        let (act, picked) = (self.act(), self.picked.to_vec());
        let disabled = picked.is_empty();
        let done = move |_: MouseEvent| act(Answer::Choices(picked.clone()));
        html! { <>
            <p class="hint">{ texts::PICK_SOME }</p>
            { labels.iter().enumerate().map(toggle).collect::<Html>() }
            <button class="primary" {disabled} onclick={done}>{ texts::DONE }</button>
        </> }
    }

    fn input(&self, input: &InputKind, placeholder: &str, required: bool, known: Option<String>) -> Html {
        let confirm = known.map(|known| {
            let act = self.act();
            html! { <>
                <p class="known">{ known }</p>
                { button("choice", texts::RIGHT, move || act(Answer::Confirmed)) }
                <p class="hint">{ texts::OR_CHANGE }</p>
            </> }
        });
        let field = match input {
            InputKind::Choice(labels) => labels.iter().map(|label| self.say(label, label)).collect(),
            InputKind::YesNo => {
                [(texts::YES, "yes"), (texts::NO, "no")].iter().map(|(label, text)| self.say(label, text)).collect()
            }
            _ => self.field(input, placeholder),
        };
        let act = self.act();
        let skip = (!required).then(|| button("quiet", texts::SKIP, move || act(Answer::Skipped)));
        html! { <>{ confirm }{ field }{ skip }</> }
    }

    fn say(&self, label: &str, text: &str) -> Html {
        let (act, typed) = (self.act(), typed(text));
        button("choice", label, move || act(Answer::Text(typed.clone())))
    }

    /// Something to type, with the keyboard and the help that its kind calls for.
    fn field(&self, kind: &InputKind, placeholder: &str) -> Html {
        let (act, node, is_moment) = (self.act(), self.node.clone(), *kind == InputKind::DateTime);
        let send = move || {
            let text = text_of(&node, is_moment);
            if !text.trim().is_empty() {
                act(Answer::Text(typed(&text)));
            }
        };
        let placeholder = placeholder.to_owned();
        let (kind, mode, complete) = attributes(kind);
        let most = MESSAGE_CHARS.to_string();
        let field = if kind == "textarea" {
            let send = send.clone();
            let onkeydown = move |event: KeyboardEvent| {
                if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                    event.prevent_default();
                    send();
                }
            };
            html! { <textarea rows="3" maxlength={most} aria-label={texts::YOUR_ANSWER} {placeholder} {onkeydown} /> }
        } else {
            html! {
                <input type={kind} inputmode={mode} autocomplete={complete} maxlength={most} aria-label={texts::YOUR_ANSWER} {placeholder} />
            }
        };
        let onsubmit = move |event: SubmitEvent| {
            event.prevent_default();
            send();
        };
        html! {
            <form class="input" novalidate=true {onsubmit}>
                { field }
                <button class="send" aria-label={texts::SEND}>{ arrow() }</button>
            </form>
        }
    }

    fn act(&self) -> impl Fn(Answer) + Clone + 'static {
        let (shell, turn, card) = (self.shell.clone(), self.prompt.turn, self.prompt.card);
        move |answer| shell.act(Act { turn, card, answer })
    }
}

fn button(part: &'static str, label: &str, then: impl Fn() + 'static) -> Html {
    let onclick = move |_: MouseEvent| then();
    html! { <button data-part={part} {onclick}>{ label.to_owned() }</button> }
}

/// Input type, virtual keyboard and what the browser may fill in.
fn attributes(kind: &InputKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        InputKind::LongText => ("textarea", "text", "off"),
        InputKind::Email => ("email", "email", "email"),
        InputKind::Phone => ("tel", "tel", "tel"),
        InputKind::Number => ("text", "decimal", "off"),
        InputKind::WholeNumber => ("text", "numeric", "off"),
        InputKind::Date => ("date", "none", "off"),
        InputKind::DateTime => ("datetime-local", "none", "off"),
        _ => ("text", "text", "on"),
    }
}

/// What the field of a prompt holds. The browser gives local time; what is stored is UTC.
fn text_of(prompt: &NodeRef, is_moment: bool) -> String {
    let field = prompt.cast::<HtmlElement>().and_then(|prompt| prompt.query_selector("input, textarea").ok().flatten());
    let text = match field.map(JsCast::dyn_into::<HtmlInputElement>) {
        Some(Ok(input)) => input.value(),
        Some(Err(area)) => area.unchecked_into::<HtmlTextAreaElement>().value(),
        None => String::new(),
    };
    if is_moment && !text.is_empty() { js_sys::Date::new(&text.into()).to_iso_string().into() } else { text }
}
