//! What waits for the visitor: choices to pick, or something to type.

use parlor_domain::ids::ConversationId;
use parlor_domain::language::Text;
use parlor_domain::lean::decimal;
use parlor_domain::limits::MESSAGE_CHARS;
use parlor_domain::service::Slot;
use parlor_domain::state::{Act, Answer};
use parlor_domain::value::{InputKind, Value};
use parlor_engine::view::{self, Ask, yes_no_text};
use parlor_engine::visit::{Chat, Input};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::{Html, NodeRef};

use super::icon::arrow;
use super::panel::Stage;
use super::tag::{On, Tag, tag};
use super::{document, element, on_paint};
use crate::facts::typed;
use crate::shell::Shell;

/// What is done with a prompt while it waits.
#[derive(Default)]
pub struct Draft {
    /// Whose prompt it is.
    turn: Option<(ConversationId, u16)>,
    /// What is picked of several; of a single one, whether *other* is open.
    picked: Vec<u8>,
    /// Whether it is drawn otherwise than before, which is when the focus may go to it.
    is_fresh: bool,
}

impl Draft {
    /// A choice is toggled.
    pub fn toggle(&mut self, at: u8) {
        self.is_fresh = true;
        match self.picked.binary_search(&at) {
            Ok(place) => drop(self.picked.remove(place)),
            Err(place) => self.picked.insert(place, at),
        }
    }

    /// Begins anew when another turn waits. What was there before may have the focus again when the panel is opened.
    pub fn follow(&mut self, chat: Option<&Chat<'_>>, is_opened: bool) {
        self.is_fresh |= is_opened;
        let turn = chat.and_then(|chat| Some((chat.id, chat.view.prompt.as_ref()?.turn)));
        if turn != self.turn {
            *self = Self { turn, picked: Vec::new(), is_fresh: true };
        }
    }

    /// Focus goes on where the visitor acted; it never moves by itself (W21).
    pub fn focus(&mut self, stage: &Stage, shell: &Shell) {
        let is_fresh = std::mem::take(&mut self.is_fresh);
        let node = element(&stage.prompt).filter(|_| is_fresh);
        // Where *other* was opened, it is what the visitor wants.
        let find = |what| node.as_ref().and_then(|node| node.query_selector(what).ok().flatten());
        let first = find("[data-part=choices] input").or_else(|| find("input, textarea, button"));
        if let Some(first) = first.filter(|_| shell.takes_focus()) {
            focus_in_turn(first.unchecked_ref(), PAINTS);
        }
    }
}

/// How many paints long the page may take to give a box the focus that was opened in it.
const PAINTS: u8 = 60;

/// Gives this the focus, as soon as the frame has it: Firefox loses it between the two if both ask for it at the same time.
fn focus_in_turn(first: &HtmlElement, paints: u8) {
    let Some(document) = document() else { return };
    let has_focus = document.has_focus().unwrap_or_default();
    if has_focus {
        let _ = first.focus();
    }
    // A box that has just been opened may not be in view yet, and what isn't gets no focus.
    let has_none = !has_focus || document.active_element() == document.body().map(Into::into);
    if has_none && paints > 0 {
        let first = first.clone();
        on_paint(Box::new(move || focus_in_turn(&first, paints - 1)));
    }
}

/// What is said by *yes* and *no*, whatever the language: it is read by the engine.
const YES_NO: [(Text, &str); 2] = [(Text::Yes, "Yes"), (Text::No, "No")];

/// What is known, as people write it.
fn known_text(shell: &Shell, known: &Value) -> String {
    match known {
        Value::YesNo(yes) => shell.says(yes_no_text(*yes)),
        Value::DateTime(at) => shell.time(*at),
        _ => known.text(),
    }
}

/// A prompt. It is one element as long as its turn, so what is half typed stays.
pub fn prompt(shell: &Shell, chat: &Chat<'_>, prompt: &view::Prompt<'_>, stage: &Stage, draft: &Draft) -> Html {
    let picked = if draft.turn == Some((chat.id, prompt.turn)) { &draft.picked[..] } else { &[] };
    let draw = Draw { shell, prompt, stage, picked };
    let (part, inside) = match &prompt.ask {
        Ask::Choices { labels, several: true, .. } => ("choices", draw.several(labels)),
        Ask::Choices { labels, other, .. } => ("choices", draw.choices(labels, *other)),
        // An agent's chat has its own composer.
        Ask::Document { may_continue: false } | Ask::LiveChat(_) => return Html::default(),
        Ask::Slots(slots) => ("choices", draw.slots(slots)),
        Ask::Question => {
            let field = draw.field(&InputKind::Text, &shell.says(Text::Ask));
            ("composer", [Html::default(), field, draw.skip("quiet", Text::NoMoreQuestions)].into_iter().collect())
        }
        Ask::Document { .. } => ("choices", draw.skip("choice", Text::Continue)),
        Ask::Input { input, placeholder, required, known } => {
            ("composer", draw.input(input, placeholder, *required, known.map(|known| known_text(shell, known))))
        }
    };
    tag("div")
        .key([chat.id.text(), decimal(prompt.turn.into(), 1)].concat())
        .set("data-part", part)
        .set_some("data-many", prompt.is_long().then_some(""))
        .found_by(&stage.prompt)
        .set("role", "group")
        .set("aria-label", shell.says(Text::YourAnswer))
        .with(inside)
        .into()
}

struct Draw<'a> {
    shell: &'a Shell,
    prompt: &'a view::Prompt<'a>,
    stage: &'a Stage,
    picked: &'a [u8],
}

impl Draw<'_> {
    fn choices(&self, labels: &[&str], other: Option<&str>) -> Html {
        let is_open = !self.picked.is_empty();
        // The button stays: what is clicked twice is to be the same twice.
        let other: Option<Html> = other.map(|label| {
            let (toggled, shell) = (self.stage.toggled.clone(), self.shell.clone());
            let open = move || {
                if !is_open {
                    shell.wants_focus();
                    toggled.emit(0);
                }
            };
            let opens = Html::from(button("choice", label, open).set_some("aria-pressed", is_open.then_some("true")));
            let field = if is_open { self.field(&InputKind::Text, label) } else { Html::default() };
            [opens, field].into_iter().collect()
        });
        let pick = |(at, label): (usize, &&str)| {
            let act = self.act();
            Html::from(button("choice", label, move || act(Answer::Choices(vec![at as u8]))))
        };
        [labels.iter().enumerate().map(pick).collect(), other.unwrap_or_default()].into_iter().collect()
    }

    fn several(&self, labels: &[&str]) -> Html {
        let toggle = |(at, label): (usize, &&str)| {
            let (toggled, at) = (self.stage.toggled.clone(), at as u8);
            let pressed = if self.picked.contains(&at) { "true" } else { "false" };
            Html::from(button("choice", label, move || toggled.emit(at)).set("aria-pressed", pressed))
        };
        let (act, picked) = (self.act(), self.picked.to_vec());
        let disabled = picked.is_empty().then_some("disabled");
        let done = tag("button")
            .class("primary")
            .set_some("disabled", disabled)
            .on_click(move || act(Answer::Choices(picked.clone())))
            .text(self.shell.says(Text::Done));
        let hint = tag("p").class("hint").text(self.shell.says(Text::PickSome));
        [Html::from(hint), labels.iter().enumerate().map(toggle).collect(), done.into()].into_iter().collect()
    }

    fn input(&self, input: &InputKind, placeholder: &str, required: bool, known: Option<String>) -> Html {
        let confirm = known.map(|known| {
            let act = self.act();
            let known = tag("p").class("known").text(known);
            let right = button("choice", &self.shell.says(Text::Right), move || act(Answer::Confirmed));
            let hint = tag("p").class("hint").text(self.shell.says(Text::OrChange));
            [known, right, hint].into_iter().map(Html::from).collect()
        });
        let field = match input {
            InputKind::Choice(labels) => labels.iter().map(|label| self.say(label, label)).collect(),
            InputKind::YesNo => YES_NO.iter().map(|(of, said)| self.say(&self.shell.says(*of), said)).collect(),
            _ => self.field(input, placeholder),
        };
        let skip = (!required).then(|| self.skip("quiet", Text::Skip));
        [confirm.unwrap_or_default(), field, skip.unwrap_or_default()].into_iter().collect()
    }

    fn slots(&self, slots: &[Slot]) -> Html {
        let pick = |slot: &Slot| {
            let (act, slot) = (self.act(), *slot);
            Html::from(button("choice", &self.shell.time(slot.start), move || act(Answer::Picked(slot))))
        };
        [slots.iter().map(pick).collect(), Html::default(), self.skip("quiet", Text::Skip)].into_iter().collect()
    }

    fn skip(&self, part: &'static str, label: Text) -> Html {
        let act = self.act();
        button(part, &self.shell.says(label), move || act(Answer::Skipped)).into()
    }

    /// A button that says something as if it were typed.
    fn say(&self, label: &str, said: &str) -> Html {
        let (act, typed) = (self.act(), typed(said));
        button("choice", label, move || act(Answer::Text(typed.clone()))).into()
    }

    /// Something to type, with the keyboard and the help that its kind calls for.
    fn field(&self, kind: &InputKind, placeholder: &str) -> Html {
        let (act, node, is_moment) = (self.act(), self.stage.prompt.clone(), *kind == InputKind::DateTime);
        let send = move || {
            let text = text_of(&node, is_moment);
            if !text.trim().is_empty() {
                act(Answer::Text(typed(&text)));
            }
        };
        let placeholder = placeholder.to_owned();
        let (kind, mode, complete) = attributes(kind);
        let most = decimal(MESSAGE_CHARS as u64, 1);
        let field = if kind == "textarea" {
            let send = send.clone();
            tag("textarea").set("rows", "3").on(On::KeyDown, move |event| {
                let key = event.unchecked_ref::<KeyboardEvent>();
                if key.key() == "Enter" && !key.shift_key() && !key.is_composing() {
                    event.prevent_default();
                    send();
                }
            })
        } else {
            tag("input").set("type", kind).set("inputmode", mode).set("autocomplete", complete)
        };
        let field =
            field.set("maxlength", most).set("aria-label", self.shell.says(Text::YourAnswer)).set("placeholder", placeholder);
        let submit = move |event: Event| {
            event.prevent_default();
            send();
        };
        let send = tag("button").class("send").set("aria-label", self.shell.says(Text::Send)).with(arrow());
        tag("form").class("input").set("novalidate", "novalidate").on(On::Submit, submit).with(field).with(send).into()
    }

    fn act(&self) -> impl Fn(Answer) + Clone + 'static {
        let (shell, turn, card) = (self.shell.clone(), self.prompt.turn, self.prompt.card);
        move |answer| shell.act(Input::Acted(Act { turn, card, answer }))
    }
}

fn button(part: &'static str, label: &str, then: impl Fn() + 'static) -> Tag {
    tag("button").set("data-part", part).on_click(then).text(label.to_owned())
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
    let field = element(prompt).and_then(|prompt| prompt.query_selector("input, textarea").ok().flatten());
    // The browser keeps the value of either under the same name.
    let text = field.map(|field| field.unchecked_into::<HtmlInputElement>().value()).unwrap_or_default();
    if is_moment && !text.is_empty() { js_sys::Date::new(&text.into()).to_iso_string().into() } else { text }
}
