//! A visitor without a mouse.

use expect_test::expect;
use parlor_tests::browser::ROOT;
use parlor_tests::samples::{site, welcome, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

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
    for _ in 0..20 {
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
          closed | /a | session-1 | ada@example.com
    "#]])
        .await;
}

#[tokio::test]
async fn w21_every_prompt_by_keyboard_alone() {
    let stage = Stage::with(&site(&[])).await;
    stage.parlor.puts_beside("guide.pdf", b"%PDF-1.7\n%%EOF\n");
    let documents = ["Guide", "Manual"].map(|name| json!({ "name": name, "file": "guide.pdf" }));
    stage.parlor.import(&with(site(&[every_prompt()]), "/documents", json!(documents)));
    let visitor = stage.visitor().await;
    visitor.browser().devtools("Browser.setDownloadBehavior", json!({ "behavior": "deny" })).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Which sea is it?").await;
    tabs_to(&visitor, "launcher").await;
    visitor.browser().press(ENTER).await;
    for (focus, then) in [
        ("North Sea", "Baltic"),
        ("Tide", "Swell"),
        ("Tide", "Done"),
        ("Your answer", "Skip"),
        ("Yes", "No"),
        ("Small", "Large"),
        ("Continue", "Continue"),
    ] {
        // The focus stays where something was picked of several.
        if then != "Done" {
            focus_is(&visitor, focus).await;
        }
        tabs_to(&visitor, then).await;
        visitor.browser().press(ENTER).await;
    }
    visitor.sees("Now read it.").await;
    tabs_to(&visitor, "Download Manual").await;
    visitor.browser().press(ENTER).await;
    focus_is(&visitor, "Your answer").await;
    visitor.browser().press("x").await;
    visitor.browser().press(ENTER).await;
    visitor.sees("This conversation has ended.").await;
    expect![[r#"
        Harbour says: Which sea is it?
        You said: Baltic
        Harbour says: What shall we look at?
        You said: Swell
        Harbour says: Your name?
        Harbour says: Our news?
        You said: No
        Harbour says: How large?
        You said: Large
        Harbour says: Have a look.
        Harbour says: GuidePDF, 1 KBOpenDownload
        Harbour says: Now read it.
        Harbour says: ManualPDF, 1 KBOpenDownload
        Harbour says: Anything else?
        You said: x"#]]
    .assert_eq(&visitor.conversation().await);
    visitor.browser().press(ESCAPE).await;
    visitor.has_panel("none").await;
    focus_is(&visitor, "launcher").await;
    assert_eq!(visitor.problems().await, [""; 0]);
}

/// A dialogue that asks in every way there is.
fn every_prompt() -> Value {
    let seas =
        ["North Sea", "Irish Sea", "Channel", "Atlantic", "Baltic", "Mediterranean"].map(|label| json!({ "label": label }));
    let readings = ["Tide", "Wind", "Swell"].map(|label| json!({ "label": label }));
    let flow = json!({
        "start": "sea",
        "cards": {
            "sea": { "question": { "text": "Which sea is it?", "choices": seas, "next": "measure" } },
            "measure": { "question": { "text": "What shall we look at?", "choices": readings, "several": true, "next": "name" } },
            "name": { "capture": { "text": "Your name?", "input": "text", "required": false, "next": "news" } },
            "news": { "capture": { "text": "Our news?", "input": "yes_no", "next": "size" } },
            "size": { "capture": { "text": "How large?", "input": { "choice": ["Small", "Large"] }, "next": "guide" } },
            "guide": { "document": { "text": "Have a look.", "document": "Guide", "next": "read" } },
            "read": { "document": { "text": "Now read it.", "document": "Manual", "may_continue": false, "next": "tell" } },
            "tell": { "capture": { "text": "Anything else?", "input": "long_text" } }
        }
    });
    json!({ "name": "Every prompt", "pages": { "include": ["*/a"] }, "flow": flow })
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
