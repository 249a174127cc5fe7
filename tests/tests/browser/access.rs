//! A visitor without a mouse.

use expect_test::expect;
use parlor_tests::browser::Kind;
use parlor_tests::keyboard::{ENTER, ESCAPE, focus, focus_is, tabs_to};
use parlor_tests::samples::{site, welcome, with};
use parlor_tests::stage::Stage;
use serde_json::{Value, json};

in_both_browsers!(w21_a_conversation_by_keyboard_alone);
async fn w21_a_conversation_by_keyboard_alone(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
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
    // There is nothing to do any more, but to read.
    visitor.browser().press(ENTER).await;
    visitor.has_panel("panel").await;
    focus_is(&visitor, "frame").await;
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

in_both_browsers!(w21_the_teaser_is_dismissed_by_keyboard);
async fn w21_the_teaser_is_dismissed_by_keyboard(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    tabs_to(&visitor, "Dismiss").await;
    visitor.browser().press(ENTER).await;
    visitor.has_panel("none").await;
}

in_both_browsers!(w21_opened_and_closed_by_keyboard);
async fn w21_opened_and_closed_by_keyboard(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    tabs_to(&visitor, "launcher").await;
    visitor.browser().press(ENTER).await;
    visitor.has_panel("panel").await;
    focus_is(&visitor, "I sail").await;
    visitor.browser().press(ENTER).await;
    focus_is(&visitor, "Your answer").await;
    visitor.browser().press(ESCAPE).await;
    visitor.has_panel("none").await;
    focus_is(&visitor, "launcher").await;
}
