//! A visitor without a mouse.

use expect_test::expect;
use parlor_tests::browser::ROOT;
use parlor_tests::samples::{site, welcome};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

/// What has the focus: in the page, or in the frame when the page says that it is there.
async fn focus(visitor: &Visitor) -> String {
    let in_page = format!("{ROOT} return (root?.activeElement || document.activeElement).id || document.activeElement.tagName");
    let in_page = visitor.browser().script(&in_page).await.expect("a page");
    if in_page != "frame" {
        return in_page.as_str().unwrap_or_default().to_owned();
    }
    let in_frame = "const e = document.activeElement; return e.getAttribute('aria-label') || e.innerText || e.tagName";
    let in_frame = visitor.browser().frame_script(in_frame).await.expect("a frame").unwrap_or_default();
    in_frame.as_str().unwrap_or_default().to_owned()
}

async fn focus_is(visitor: &Visitor, expected: &str) {
    visitor
        .browser()
        .wait(&format!("the focus on {expected}"), async || {
            let focus = focus(visitor).await;
            Ok(focus.contains(expected).then_some(()))
        })
        .await;
}

/// Presses Tab until this has the focus.
async fn tabs_to(visitor: &Visitor, expected: &str) {
    let mut passed = Vec::new();
    for _ in 0..12 {
        let focus = focus(visitor).await;
        if focus.contains(expected) {
            return;
        }
        passed.push(focus);
        visitor.browser().press(TAB).await;
    }
    visitor.browser().fail(&format!("Tab doesn't lead to {expected}, but over {passed:?}")).await;
}

#[tokio::test]
async fn w21_a_conversation_by_keyboard_alone() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    // By targeting, focus never moves.
    assert_eq!(focus(&visitor).await, "BODY");
    tabs_to(&visitor, "launcher").await;
    visitor.browser().press(ENTER).await;
    visitor.has_panel("panel").await;
    // Opened by the visitor, focus goes in.
    focus_is(&visitor, "I sail").await;
    visitor.browser().press(ESCAPE).await;
    visitor.has_panel("none").await;
    focus_is(&visitor, "launcher").await;
    visitor.browser().press(ENTER).await;
    focus_is(&visitor, "I sail").await;
    visitor.browser().press(ENTER).await;
    focus_is(&visitor, "Your answer").await;
    for key in "ada@example.com".chars() {
        visitor.browser().press(&key.to_string()).await;
    }
    visitor.browser().press(ENTER).await;
    visitor.sees("Thank you. We will write.").await;
    visitor.browser().press(ESCAPE).await;
    visitor.has_panel("none").await;
    focus_is(&visitor, "launcher").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, completed, score 3
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          attribute_written role = sailor | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          goal Contact (3) | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
    "#]])
        .await;
}

#[tokio::test]
async fn w21_the_teaser_is_dismissed_by_keyboard() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    tabs_to(&visitor, "Dismiss").await;
    visitor.browser().press(ENTER).await;
    visitor.has_panel("none").await;
}
