//! A visitor who has no mouse.

use serde_json::Value;

use crate::browser::ROOT;
use crate::visitor::Visitor;

/// The key that leads on.
pub const TAB: &str = "\u{e004}";
/// The key that uses what has the focus.
pub const ENTER: &str = "\u{e007}";
/// The key that closes.
pub const ESCAPE: &str = "\u{e00c}";
/// How often somebody presses Tab before giving up.
const TABS: usize = 80;

/// What has the focus: in the page, or in the frame when the page says that it is there.
pub async fn focus(visitor: &Visitor) -> String {
    let in_page = format!("{ROOT} return (root?.activeElement || document.activeElement).id || document.activeElement.tagName");
    let in_page = visitor.browser().script(&in_page).await.expect("a page");
    if in_page != "frame" {
        return in_page.as_str().unwrap_or_default().to_owned();
    }
    let in_frame = "const e = document.activeElement; \
        return e === document.body ? 'frame' : e.getAttribute('aria-label') || e.innerText || e.tagName";
    let in_frame = visitor.browser().frame_script(in_frame).await.expect("a frame").unwrap_or_default();
    in_frame.as_str().unwrap_or_default().to_owned()
}

/// This gets the focus.
pub async fn focus_is(visitor: &Visitor, expected: &str) {
    visitor
        .browser()
        .wait(&format!("the focus on {expected}"), async || {
            let focus = focus(visitor).await;
            Ok(focus.contains(expected).then_some(()))
        })
        .await;
}

/// Presses Tab until this has the focus.
pub async fn tabs_to(visitor: &Visitor, expected: &str) {
    let mut passed = Vec::new();
    for _ in 0..TABS {
        let focus = focus(visitor).await;
        if focus.contains(expected) {
            return;
        }
        passed.push(focus);
        visitor.browser().press(TAB).await;
    }
    visitor.browser().fail(&format!("Tab doesn't lead to {expected}, but over {passed:?}")).await;
}

/// Presses the keys of a text, one after the other.
pub async fn keys(visitor: &Visitor, text: &str) {
    for key in text.chars() {
        visitor.browser().press(&key.to_string()).await;
    }
}

/// Whether a ring is drawn around what has the focus in Parlor's frame.
pub async fn has_ring(visitor: &Visitor) -> bool {
    let ring = "const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement); \
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2";
    visitor.browser().frame_script(ring).await.expect("a frame") == Some(Value::Bool(true))
}
