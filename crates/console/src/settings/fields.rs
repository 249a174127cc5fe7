//! The fields of settings, drawn from [`super::table`].

use serde_json::Value;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::draft::Draft;
use super::lines::Lines;
use super::table::{Field, Kind};
use crate::icons::Icon;

/// A group of fields under a heading.
pub(crate) fn group(draft: &Draft, id: &'static str, title: &'static str, fields: &'static [Field], more: Html) -> Html {
    html! {
        <section aria-labelledby={id}>
            <h2 {id}>{ title }</h2>
            <div class="card">{ for fields.iter().map(|field| one(draft, field)) }{ more }</div>
        </section>
    }
}

/// One field, with its label above, and below it what is wrong or what it does.
fn one(draft: &Draft, field: &'static Field) -> Html {
    let wrong = draft.wrong(field.place);
    let about = (wrong.is_some() || !field.help.is_empty()).then(|| format!("{}-about", field.place));
    let below = match &wrong {
        Some(wrong) => html! { <p class="wrong" id={about.clone()} role="alert">{ Icon::Error.draw() }{ wrong }</p> },
        None if field.help.is_empty() => html! {},
        None => html! { <p class="help" id={about.clone()}>{ field.help }</p> },
    };
    let at = Place { draft, field, invalid: wrong.is_some(), about };
    if matches!(field.kind, Kind::Tick) {
        return html! { <div class="tick">{ at.tick() }{ below }</div> };
    }
    html! { <div class="field"><label for={field.place}>{ field.name }</label>{ at.input() }{ below }</div> }
}

/// A field where it is drawn.
struct Place<'a> {
    draft: &'a Draft,
    field: &'static Field,
    invalid: bool,
    /// The id of what stands below it.
    about: Option<String>,
}

impl Place<'_> {
    fn input(&self) -> Html {
        match self.field.kind {
            Kind::Line | Kind::Tick => self.line(),
            Kind::Lines => self.lines(),
            Kind::Number => self.number(),
            Kind::Choice(all) => self.choice(all),
            Kind::Colour => self.colour(),
            Kind::ColourOr(other) => self.colour_or(other),
        }
    }

    fn value(&self) -> &Value {
        self.draft.at(self.field.place)
    }

    fn text(&self) -> String {
        self.value().as_str().unwrap_or_default().to_owned()
    }

    /// Puts what was typed or chosen there.
    fn set(&self) -> Callback<Value> {
        let (draft, place) = (self.draft.clone(), self.field.place);
        Callback::from(move |value| draft.put(place, value))
    }

    fn line(&self) -> Html {
        let typed = hears_typing(self.set().reform(Value::String));
        html! {
            <input id={self.field.place} value={self.text()} oninput={typed} autocomplete="off" aria-invalid={self.is_invalid()}
                aria-describedby={self.about.clone()} />
        }
    }

    fn lines(&self) -> Html {
        let lines = self.value().as_array().into_iter().flatten().filter_map(Value::as_str);
        let lines: Vec<String> = lines.map(ToOwned::to_owned).collect();
        let set = self.set().reform(|lines: Vec<String>| lines.into_iter().map(Value::String).collect());
        html! { <Lines id={self.field.place} invalid={self.invalid} about={self.about.clone()} {lines} {set} /> }
    }

    /// What is no number leaves the number as it was.
    fn number(&self) -> Html {
        let (number, set) = (self.value().as_u64().unwrap_or_default(), self.set());
        let changed = move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            match input.value().trim().parse::<u32>() {
                Ok(number) => set.emit(number.into()),
                Err(_) => input.set_value(&number.to_string()),
            }
        };
        html! {
            <input id={self.field.place} type="number" min="0" inputmode="numeric" value={number.to_string()} onchange={changed}
                aria-invalid={self.is_invalid()} aria-describedby={self.about.clone()} />
        }
    }

    fn choice(&self, all: &'static [(&'static str, &'static str)]) -> Html {
        let (present, set) = (self.text(), self.set());
        let changed = move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                set.emit(select.value().into());
            }
        };
        html! {
            <select id={self.field.place} onchange={changed} aria-describedby={self.about.clone()}>
                { for all.iter().map(|(code, word)| html! { <option value={*code} selected={*code == present}>{ *word }</option> }) }
            </select>
        }
    }

    fn tick(&self) -> Html {
        let (is_on, set) = (self.value().as_bool().unwrap_or_default(), self.set().reform(Value::Bool));
        html! { <label class="check">{ tick(self.field.place, is_on, self.about.clone(), set) }{ self.field.name }</label> }
    }

    /// Picked, or typed like `#0e6f73`.
    fn colour(&self) -> Html {
        let set = self.set().reform(Value::String);
        html! {
            <div class="colour">
                <input type="color" aria-label={format!("{}, picked", self.field.name)} value={self.text()} oninput={hears_typing(set.clone())} />
                <input id={self.field.place} value={self.text()} oninput={hears_typing(set)} spellcheck="false" autocomplete="off"
                    aria-invalid={self.is_invalid()} aria-describedby={self.about.clone()} />
            </div>
        }
    }

    fn colour_or(&self, other: &'static str) -> Html {
        let id = format!("{}-same", self.field.place);
        let (set, of_other) = (self.set(), self.draft.at(other).clone());
        let same = Callback::from(move |same: bool| set.emit(if same { Value::Null } else { of_other.clone() }));
        let is_same = self.value().is_null();
        html! {
            <>
                <label class="check">{ tick(&id, is_same, None, same) }{ "The same" }</label>
                if !is_same {
                    { self.colour() }
                }
            </>
        }
    }

    fn is_invalid(&self) -> Option<&'static str> {
        self.invalid.then_some("true")
    }
}

/// What an input does that tells what it holds with every key.
pub(crate) fn hears_typing(set: Callback<String>) -> Callback<InputEvent> {
    Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            set.emit(input.value());
        }
    })
}

fn tick(id: &str, is_on: bool, about: Option<String>, set: Callback<bool>) -> Html {
    let changed = move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            set.emit(input.checked());
        }
    };
    html! { <input id={id.to_owned()} type="checkbox" checked={is_on} onchange={changed} aria-describedby={about} /> }
}
