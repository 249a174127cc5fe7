//! The closed panel, which is drawn before anybody opens it: there with the next frame, and until then in nobody's way.

use parlor_tests::browser::{Kind, ROOT};
use parlor_tests::keyboard::{TAB, focus};
use parlor_tests::samples::{site, welcome};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

in_both_browsers!(w25_w21_the_closed_panel_is_drawn_and_in_nobodys_way);
async fn w25_w21_the_closed_panel_is_drawn_and_in_nobodys_way(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    has_closed_panel(&visitor, "Just looking").await;
    // It can't be seen, nor be reached by keyboard.
    let hidden = "return getComputedStyle(document.querySelector('.panel[inert]')).visibility";
    assert_eq!(visitor.browser().frame_script(hidden).await.expect("a frame"), Some(json!("hidden")));
    let mut passed = Vec::new();
    for _ in 0..5 {
        visitor.browser().press(TAB).await;
        passed.push(focus(&visitor).await);
    }
    assert!(passed.iter().any(|focus| focus.contains("launcher")), "{passed:?}");
    assert!(!passed.iter().any(|focus| focus.contains("Just looking") || focus.contains("Close")), "{passed:?}");
    // In the task of the click its box is open, and what is in there is seen with the next frame.
    let open = format!(
        "{ROOT} root.querySelector('#launcher').click(); return root.querySelector('#frame').getBoundingClientRect().height > 400"
    );
    assert_eq!(visitor.runs(&open).await, true);
    visitor.picks("I sail").await;
    visitor.closes().await;
    has_closed_panel(&visitor, "I sail").await;
    visitor.opens().await;
    visitor.sees("I sail").await;
}

#[tokio::test]
async fn w5_pictures_are_asked_for_when_the_chat_is_opened() {
    let stage = Stage::with(&site(&[])).await;
    let text = format!("This is the harbour:\n![Boats at the quay]({})", stage.site.address("/picture.png"));
    let shows = json!({
        "name": "Shows",
        "pages": { "include": ["*/a"] },
        "flow": { "start": "look", "cards": { "look": { "message": { "text": text } } } }
    });
    stage.parlor.import_with(&site(&[shows]), &["--publish", "--allow-private-addresses"]);
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    has_closed_panel(&visitor, "This is the harbour").await;
    let asked = "return performance.getEntriesByType('resource').filter(entry => entry.name.includes('/cover/')).length";
    assert_eq!(visitor.browser().frame_script(asked).await.expect("a frame"), Some(json!(0)));
    visitor.opens().await;
    let browser = visitor.browser();
    browser.wait("the picture", async || Ok(browser.frame_script(asked).await?.filter(|asked| *asked == 1).map(drop))).await;
}

/// The panel is closed, and this stands in it.
async fn has_closed_panel(visitor: &Visitor, text: &str) {
    let drawn = "return document.querySelector('.panel[inert]')?.textContent";
    let holds = |drawn: Value| drawn.as_str().is_some_and(|drawn| drawn.contains(text)).then_some(());
    let browser = visitor.browser();
    browser.wait(&format!("“{text}” in the closed panel"), async || Ok(browser.frame_script(drawn).await?.and_then(holds))).await;
}
