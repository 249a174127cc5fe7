//! Keys that lead somewhere from everywhere in the console.
//!
//! Single keys can be switched off, because who speaks to a machine, or hits keys by mistake, would set them off (WCAG 2.1.4). The search opens by
//! Ctrl and K all the same.

mod sheet;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

pub(crate) use self::sheet::Sheet;

/// What a key asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The search over everything.
    Search,
    /// The sheet that tells the keys.
    Keys,
    /// The page behind this letter.
    Page(char),
}

/// The letters that lead to pages, after `g`.
pub(crate) const LETTERS: [(char, &str); 8] = [
    ('d', "Dialogues"),
    ('p', "People"),
    ('v', "Visitors"),
    ('r', "Reports"),
    ('l', "Look"),
    ('s', "Settings"),
    ('u', "Users"),
    ('c', "Changes"),
];

/// What is kept in the browser when single keys are switched off.
const OFF: &str = "parlor-keys-off";

/// Whether single keys lead anywhere.
fn are_on() -> bool {
    storage().is_none_or(|storage| storage.get_item(OFF).ok().flatten().is_none())
}

fn switch(on: bool) {
    if let Some(storage) = storage() {
        // Where nothing can be kept, they are on again after a reload.
        let _ = if on { storage.remove_item(OFF) } else { storage.set_item(OFF, "1") };
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Hears the keys of the whole page.
#[hook]
pub(crate) fn use_keys(asked: Callback<Asked>) {
    let before = use_mut_ref(|| false);
    use_effect_with((), move |()| {
        let hear = move |event: &Event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let is_after_g = std::mem::take(&mut *before.borrow_mut());
            match key(event, is_after_g) {
                Key::Asks(what) => {
                    event.prevent_default();
                    asked.emit(what);
                }
                Key::Begins => *before.borrow_mut() = true,
                Key::Nothing => {}
            }
        };
        let listener =
            EventListener::new_with_options(&document(), "keydown", EventListenerOptions::enable_prevent_default(), hear);
        move || drop(listener)
    });
}

enum Key {
    Asks(Asked),
    /// The first of two.
    Begins,
    Nothing,
}

fn key(event: &KeyboardEvent, is_after_g: bool) -> Key {
    let is_command = event.ctrl_key() || event.meta_key();
    if is_command && event.key() == "k" {
        return Key::Asks(Asked::Search);
    }
    if is_command || event.alt_key() || is_typed_somewhere(event) || !are_on() {
        return Key::Nothing;
    }
    meaning(&event.key(), is_after_g)
}

fn meaning(key: &str, is_after_g: bool) -> Key {
    match key {
        letter if is_after_g => {
            let letter = LETTERS.into_iter().map(|(of, _)| of).find(|of| of.to_string() == letter);
            letter.map_or(Key::Nothing, |letter| Key::Asks(Asked::Page(letter)))
        }
        "/" => Key::Asks(Asked::Search),
        "?" => Key::Asks(Asked::Keys),
        "g" => Key::Begins,
        _ => Key::Nothing,
    }
}

/// Whether the key goes into a field, or a dialog is open.
fn is_typed_somewhere(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let in_field = target.is_some_and(|target| target.matches("input, textarea, select").unwrap_or_default());
    in_field || document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(key: &str, is_after_g: bool) -> Option<Asked> {
        if let Key::Asks(asked) = meaning(key, is_after_g) { Some(asked) } else { None }
    }

    #[test]
    fn keys_ask_for_what_the_sheet_says() {
        assert_eq!(asked("/", false), Some(Asked::Search));
        assert_eq!(asked("?", false), Some(Asked::Keys));
        assert_eq!(asked("p", true), Some(Asked::Page('p')));
        assert_eq!((asked("p", false), asked("x", true), asked("/", true)), (None, None, None));
        assert!(matches!(meaning("g", false), Key::Begins) && matches!(meaning("g", true), Key::Nothing));
    }
}
