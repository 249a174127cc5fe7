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

/// Kilobytes smaller than the standard library's.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

fn main() {
    ui::adopt_styles();
    let mut is_waiting = true;
    // Anybody may post to a frame; what is not the loader's answer is passed over.
    let hear = Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |event| {
        is_waiting = is_waiting && !begin(&event);
    });
    host::say_hello(hear.as_ref().unchecked_ref());
    hear.forget();
}

/// Starts everything from what the loader brings; `false` if the message is not its answer.
fn begin(event: &web_sys::MessageEvent) -> bool {
    if !host::is_from_parent(event, &net::allowed_domains()) {
        return false;
    }
    let Some((host, begin)) = Host::connect(event) else { return false };
    shell::run(host, begin);
    true
}
