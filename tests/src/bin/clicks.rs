//! Has a browser click through the console, and prints as JSON how many milliseconds each click took until the next view was there:
//! `cargo xtask bench console` fills a site, starts this, and judges.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::collections::BTreeMap;

use parlor_tests::admin::Admin;
use parlor_tests::browser::DESKTOP;
use serde_json::json;

/// How often each is clicked.
const ROUNDS: usize = 7;

/// What is clicked, in turn: its name, the selector of its link, and what is there when its view is.
const CLICKS: [(&str, &str, &str); 17] = [
    ("dialogues", ".rail a[href$='/dialogues']", "tbody tr"),
    ("people", ".rail a[href$='/people']", "tbody tr"),
    ("a person", "tbody tr:nth-child(3) a", ".entry-line, .empty"),
    ("companies", ".rail a[href$='/companies']", ".empty"),
    ("conversations", ".rail a[href$='/conversations']", "tbody tr"),
    ("visitors", ".rail a[href$='/visitors']", "tbody tr"),
    ("a visitor", "tbody tr:nth-child(3) a", ".entry-line, .empty"),
    ("reports", ".rail a[href$='/reports']", ".chart"),
    (
        "a report's dialogue",
        "section[aria-label^=Dialogues] tbody tr:nth-child(2) a",
        "section[aria-label^=Dialogues] tbody tr:only-child",
    ),
    ("attributes", ".rail a[href$='/attributes']", "tbody tr"),
    ("look", ".rail a[href$='/look']", ".look-editor"),
    ("settings", ".rail a[href$='/settings']", "fieldset.settings"),
    ("users", ".rail a[href$='/users']", "tbody tr"),
    ("documents", ".rail a[href$='/documents']", ".empty"),
    ("delivery", ".rail a[href$='/delivery']", ".empty"),
    ("install", ".rail a[href$='/install']", "pre, code"),
    ("changes", ".rail a[href$='/changes']", "tbody tr"),
];

/// Clicks once the page has come to rest, and looks at every frame whether what is to be there is, and is not what was there before.
const CLICK: &str = "const [link, there, done] = arguments; \
    const main = document.querySelector('main'), hash = location.hash; \
    let began, had; \
    const look = () => { \
        const found = location.hash !== hash && !main.querySelector('.loading') && main.querySelector(there); \
        requestAnimationFrame(found && found !== had ? () => done(performance.now() - began) : look); \
    }; \
    requestIdleCallback(() => { \
        had = main.querySelector(there); \
        began = performance.now(); \
        document.querySelector(link).click(); \
        look(); \
    })";

/// What the console itself weighs on the wire, as its first page is there.
const WEIGHT: &str = "return performance.getEntriesByType('resource').filter(e => !e.name.includes('/api/')) \
    .reduce((sum, e) => sum + e.transferSize, performance.getEntriesByType('navigation')[0].transferSize)";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [console, email, password] = &arguments[..] else { panic!("the console's address, a user's and the password") };
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(console, email, password).await;
    let client = admin.browser().client();
    let bytes = admin.browser().script(WEIGHT).await.expect("a page").as_f64().expect("a number");
    let mut clicks: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    // The first page is there already: a click on it would lead nowhere.
    let leave =
        "const link = document.querySelector('.rail a[href$=\"/install\"]'); if (link) location.hash = link.hash; return !!link";
    let left = async || Ok(admin.browser().script(leave).await?.as_bool().filter(|left| *left));
    admin.browser().wait("the rail", left).await;
    for _ in 0..ROUNDS {
        for (name, link, there) in CLICKS {
            admin
                .browser()
                .wait(link, async || admin.browser().element(&format!("return document.querySelector({link:?})")).await)
                .await;
            let took = client.execute_async(CLICK, vec![json!(link), json!(there)]).await;
            let took = took.unwrap_or_else(|error| panic!("a click to {name}: {error}"));
            clicks.entry(name).or_default().push(took.as_f64().expect("milliseconds"));
        }
    }
    println!("{}", json!({ "clicks": clicks, "bytes": bytes }));
}
