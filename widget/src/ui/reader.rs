//! The viewer of documents, which is a page of its own in an element of the panel. It shows and removes itself; here it is only put
//! there and heard.

use js_sys::Array;
use parlor_domain::reading::Reading;
use parlor_engine::visit::Input;
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use super::front::Make;
use super::{BOX_STYLE, document};
use crate::shell::Shell;

/// Opens the viewer at this address, over the panel. It goes when the panel does.
pub fn read(shell: Shell, address: &str) {
    let Some(document) = document() else { return };
    let frame = Make(&document).tag("iframe", &[("src", address), ("hidden", "")], &[]);
    if let (Ok(frame), Ok(Some(panel))) = (frame, document.query_selector(".panel")) {
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| hear(&shell, &Array::from(&event.data())));
        let _ = frame.add_event_listener_with_callback("message", hear.as_ref().unchecked_ref());
        hear.forget();
        // Of two that were opened, what is read is told of the one that was opened last.
        if let Ok(Some(before)) = panel.query_selector("iframe") {
            before.remove();
        }
        let _ = panel.append_child(&frame);
    }
}

/// Closes it with the panel.
pub fn close() {
    if let Some(Ok(Some(frame))) = document().map(|document| document.query_selector(".panel > iframe")) {
        frame.remove();
    }
}

/// How the box is to look besides, and how far the document has been read if there is news of that: pages, of how many, seconds, whether
/// it was downloaded, and words.
fn hear(shell: &Shell, said: &Array) {
    let text = |at| said.get(at).as_string();
    shell.style(&[BOX_STYLE, &text(0).unwrap_or_default()].concat());
    let number = |at| said.get(at).as_f64();
    if let (Some(pages), Some(of), Some(seconds)) = (number(1), number(2), number(3)) {
        let words = (5..said.length()).filter_map(text).collect();
        let reading = Reading { pages: pages as u16, of: of as u16, seconds: seconds as u32, words };
        shell.feed(Input::Read(reading, said.get(4).is_truthy()));
    }
    // Inside a page the viewer makes the panel higher.
    if let Some(redraw) = shell.redraw_panel() {
        redraw.emit(());
    }
}
