//! What the visitor sees: the engine's screen, drawn.

mod app;
mod document;
mod front;
mod icon;
mod list;
mod messages;
mod panel;
mod prompt;
mod reader;
mod rich;
mod tag;

use parlor_domain::colour::Colour;
use parlor_domain::look::{Corner, OWN_FONT, PublishedLook};
use parlor_wire::visitor::{FONT, hashed};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{CssStyleSheet, Document, EventTarget, HtmlElement, KeyboardEvent, Window};
use yew::NodeRef;

pub use self::front::Front;
use crate::shell::Shell;

/// Puts the style sheet in place.
pub fn adopt_styles() {
    adopt(include_str!("../style.css"));
}

/// Adds a style sheet. A constructed one needs no permission of any policy.
fn adopt(style: &str) {
    if let (Some(document), Ok(sheet)) = (document(), CssStyleSheet::new()) {
        let _ = sheet.replace_sync(style);
        let sheets = document.adopted_style_sheets();
        sheets.push(&sheet);
        document.set_adopted_style_sheets(&sheets);
    }
}

/// How launcher and box look in the host page. It is brought along, so that the launcher needn't wait for it.
pub const BOX_STYLE: &str = include_str!("../box.css");

/// Draws the chat for the first time.
pub fn begin(shell: &Shell) -> Option<Front> {
    set_look(&shell.visit().site().look);
    if !shell.visit().is_inside() {
        close_on_escape(shell.clone());
    }
    let front = Front::new(&document()?, shell).ok()?;
    front.draw(shell);
    Some(front)
}

/// What is drawn at a place; all of it is HTML.
fn element(node: &NodeRef) -> Option<HtmlElement> {
    node.get().map(JsCast::unchecked_into)
}

/// The site's colours, as far as they can be read, and its typeface.
fn set_look(look: &PublishedLook) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let root = root.unchecked_into::<HtmlElement>();
    let set = |name: &str, value: &str| {
        let _ = root.style().set_property(name, value);
    };
    for (names, accent, ground) in [
        (["--light", "--light-ink", "--light-text"], look.accent, Colour::LIGHT_GROUND),
        (["--dark", "--dark-ink", "--dark-text"], look.accent_dark, Colour::DARK_GROUND),
    ] {
        for (name, colour) in names.iter().zip([accent, accent.ink(), accent.legible_on(ground)]) {
            set(name, &String::from(colour));
        }
    }
    set("font-family", &look.font);
    if let Some(file) = look.font_file {
        adopt(&["@font-face{font-family:", OWN_FONT, ";src:url(", &hashed(FONT, file), ");font-display:swap}"].concat());
    }
    if look.corner == Corner::Left {
        let _ = root.class_list().add_1("left");
    }
}

/// Esc closes the panel (W21), also when an answer took the focus away with its prompt.
fn close_on_escape(shell: Shell) {
    let close = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.key() == "Escape" && shell.will_be_open() {
            shell.close();
        }
    });
    if let Some(document) = document() {
        let _ = document.add_event_listener_with_callback("keydown", close.as_ref().unchecked_ref());
    }
    close.forget();
}

/// Calls back when the page goes out of view or comes back.
pub fn on_visibility(then: Box<dyn FnMut()>) {
    listen(document(), "visibilitychange", then);
}

/// Calls back at an event of the window.
pub fn on_window(name: &str, then: Box<dyn FnMut()>) {
    listen(window(), name, then);
}

/// Calls back once, when the browser is about to paint what was drawn.
pub fn on_paint(then: Box<dyn FnMut()>) {
    let then = Closure::wrap(then);
    if let Some(window) = window() {
        let _ = window.request_animation_frame(then.as_ref().unchecked_ref());
    }
    then.forget();
}

fn listen(target: Option<impl Into<EventTarget>>, name: &str, then: Box<dyn FnMut()>) {
    let then = Closure::wrap(then);
    if let Some(target) = target {
        let _ = target.into().add_event_listener_with_callback(name, then.as_ref().unchecked_ref());
    }
    then.forget();
}

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window().and_then(|window| window.document())
}
