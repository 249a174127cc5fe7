//! The works of the bench as a WebAssembly module that imports nothing. `cargo xtask bench engine` builds it as visitors get the
//! widget, and a page measures it.
#![allow(unsafe_code, reason = "an export without a mangled name counts as unsafe; there is no unsafe block")]

#[path = "bench/scene.rs"]
mod scene;
#[path = "bench/works.rs"]
mod works;
#[path = "bench/world.rs"]
#[allow(dead_code, reason = "what scenes are made of is needed where they are made")]
mod world;

use std::sync::{Mutex, PoisonError};

use works::Works;

/// As in the widget.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static WORKS: Mutex<Option<Works>> = Mutex::new(None);

/// Appends a byte to the scene.
#[unsafe(no_mangle)]
pub extern "C" fn input(byte: u32) {
    INPUT.lock().unwrap_or_else(PoisonError::into_inner).push(byte.to_le_bytes()[0]);
}

/// Reads the scene. How many visitors come to pages; 0: the scene can't be read.
#[unsafe(no_mangle)]
pub extern "C" fn load() -> u32 {
    let input = std::mem::take(&mut *INPUT.lock().unwrap_or_else(PoisonError::into_inner));
    *WORKS.lock().unwrap_or_else(PoisonError::into_inner) = postcard::from_bytes(&input).ok().and_then(Works::new);
    work(|works| works.views.len() as u32)
}

/// How many dialogues there are.
#[unsafe(no_mangle)]
pub extern "C" fn dialogues() -> u32 {
    work(|works| works.dialogues() as u32)
}

/// See [`Works::resolve`].
#[unsafe(no_mangle)]
pub extern "C" fn resolve(view: u32) -> u32 {
    work(|works| works.resolve(view as usize))
}

/// See [`Works::verdict`].
#[unsafe(no_mangle)]
pub extern "C" fn verdict(view: u32, dialogue: u32) -> u32 {
    work(|works| works.verdict(view as usize, dialogue as usize).into())
}

/// See [`Works::step`].
#[unsafe(no_mangle)]
pub extern "C" fn step() -> u32 {
    work(Works::step)
}

/// See [`Works::replay`].
#[unsafe(no_mangle)]
pub extern "C" fn replay() -> u32 {
    work(Works::replay)
}

/// See [`Works::read`].
#[unsafe(no_mangle)]
pub extern "C" fn read() -> u32 {
    work(Works::read)
}

fn work(of: impl FnOnce(&Works) -> u32) -> u32 {
    WORKS.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map_or(0, of)
}
