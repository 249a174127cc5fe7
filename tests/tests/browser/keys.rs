//! The console without a mouse (W21).

use parlor_tests::admin::Admin;
use parlor_tests::browser::DESKTOP;
use parlor_tests::keyboard::{ENTER, ESCAPE, TAB};
use parlor_tests::samples::{site, welcome};
use parlor_tests::stage::Stage;

const EMAIL: &str = "admin@example.com";

/// Presses keys, wherever the focus is.
async fn presses(admin: &Admin, keys: &str) {
    let focused = admin.browser().client().active_element().await.expect("a focus");
    focused.send_keys(keys).await.expect("keys");
}

/// Presses Tab until something with this text, or this id, has the focus.
async fn tabs_to(admin: &Admin, what: &str) {
    let script = format!(
        "const e = document.activeElement; return e.id === {what:?} || e.textContent.trim() === {what:?} && e.tabIndex >= 0 && e !== document.body"
    );
    for _ in 0..60 {
        if admin.browser().script(&script).await.expect("a page").as_bool() == Some(true) {
            return;
        }
        presses(admin, TAB).await;
    }
    panic!("{what} is not reached");
}

async fn at(admin: &Admin, title: &str) {
    let heading = "return document.querySelector('h1')?.innerText ?? null";
    let there = async || Ok(admin.browser().script(heading).await?.as_str().filter(|there| *there == title).map(|_| ()));
    admin.browser().wait(title, there).await;
}

#[tokio::test]
async fn w21_the_console_is_used_by_keys_alone() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    let admin = Admin::new(DESKTOP).await;
    admin.goes_to(&format!("{}/console/", stage.parlor.origin())).await;
    admin.sees("E-mail address").await;
    tabs_to(&admin, "email").await;
    presses(&admin, EMAIL).await;
    tabs_to(&admin, "password").await;
    presses(&admin, &format!("{password}{ENTER}")).await;
    at(&admin, "Dialogues").await;

    presses(&admin, "/").await;
    admin.sees("Visitors").await;
    presses(&admin, "accent").await;
    admin.sees("Accent in the dark").await;
    presses(&admin, ENTER).await;
    at(&admin, "Look").await;
    presses(&admin, "gr").await;
    at(&admin, "Reports").await;

    presses(&admin, "?").await;
    admin.sees("Search everything").await;
    tabs_to(&admin, "Close").await;
    presses(&admin, ESCAPE).await;
    admin
        .browser()
        .wait("the sheet's end", async || {
            let there = admin.browser().script("return !document.querySelector('dialog')").await?;
            Ok(there.as_bool().filter(|gone| *gone))
        })
        .await;

    // Publishing, and the question before taking it back.
    presses(&admin, "gd").await;
    at(&admin, "Dialogues").await;
    tabs_to(&admin, "Unpublish…").await;
    presses(&admin, ENTER).await;
    admin.sees("Unpublish “Welcome”?").await;
    tabs_to(&admin, "Unpublish").await;
    presses(&admin, ENTER).await;
    admin.sees("Unpublished").await;
    tabs_to(&admin, "Publish version 2").await;
    presses(&admin, ENTER).await;
    admin.sees("Published version 2").await;
}

#[tokio::test]
async fn w21_single_keys_can_be_switched_off() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&format!("{}/console/", stage.parlor.origin()), EMAIL, &password).await;
    at(&admin, "Dialogues").await;
    presses(&admin, "?").await;
    admin.sees("Single keys lead somewhere").await;
    admin.browser().script("document.querySelector('.keys input').click()").await.expect("a page");
    presses(&admin, ESCAPE).await;
    presses(&admin, "gp").await;
    // With Ctrl it opens all the same, where one is still.
    presses(&admin, "\u{e009}k\u{e000}").await;
    let open = "return document.querySelector('.palette') && document.querySelector('h1').innerText";
    let shown = async || Ok(admin.browser().script(open).await?.as_str().map(str::to_owned));
    assert_eq!(admin.browser().wait("the search", shown).await, "Dialogues");
}
