//! The visitor's shell: the chat in its frame. It feeds the engine with what happens, performs the
//! engine's effects, and draws what the engine's screen says. It has no rule of its own.

mod facts;
mod host;
mod net;
mod shell;
mod texts;
mod ui;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use crate::host::Host;

fn main() {
    ui::adopt_styles();
    host::say_hello(Closure::once_into_js(begin).unchecked_ref());
}

/// The loader has answered: everything starts from what it brings.
fn begin(event: web_sys::MessageEvent) {
    if !host::is_from_parent(&event, &net::allowed_domains()) {
        return;
    }
    if let Some((host, begin)) = Host::connect(&event) {
        wasm_bindgen_futures::spawn_local(shell::run(host, begin));
    }
}
