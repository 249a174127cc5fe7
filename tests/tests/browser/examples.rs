//! The demo's page where every call can be tried: each does what it says (W7 to W9, W12, W20).

use parlor_tests::browser::DESKTOP;
use parlor_tests::program::Demo;
use parlor_tests::visitor::Visitor;
use serde_json::json;

/// What is tried, one behind the other, and what a script of the page says then.
const TRIED: [(&str, &str); 22] = [
    ("Close it", "!Parlor('status').open"),
    ("Open the chat", "Parlor('status').open"),
    ("Close it", "!Parlor('status').open"),
    ("Open or close it", "Parlor('status').open"),
    ("Hear the next message, once", "output('Hear the next message, once') === 'done'"),
    (
        "Start a flow, with what is known already",
        "heard('triggered {\"name\":\"Book a survey\"') && !document.title.startsWith('Every call')",
    ),
    ("Close it", "!Parlor('status').open"),
    ("Show a dialogue, whatever its targeting", "heard('triggered {\"name\":\"Pricing help\"')"),
    ("Say something about the visitor", "output('Say something about the visitor') === 'done'"),
    ("Say who it is, without vouching for it", "output('Say who it is, without vouching for it') === 'done'"),
    ("Something has happened", "output('Something has happened') === 'done'"),
    ("Something without an address is viewed", "output('Something without an address is viewed') === 'done'"),
    ("Hide launcher and teaser", "launcher().visibility === 'hidden'"),
    ("Show them again", "launcher().visibility === 'visible'"),
    ("Speak German", "name() === 'Chat mit Tidemark'"),
    ("Speak English", "name() === 'Chat with Tidemark'"),
    ("Ask how the chat is", "/starting|running/.test(JSON.parse(output('Ask how the chat is')).frame)"),
    ("Stop hearing of messages", "output('Stop hearing of messages') === 'done'"),
    (
        "Forget the visitor",
        "Parlor('status').frame === 'running' && Object.keys(localStorage).some(key => key.endsWith(':forgotten'))",
    ),
    ("The visitor does not", "Parlor('status').problem === 'there is no consent.' && !Object.keys(localStorage).length"),
    ("The visitor consents", "Parlor('status').problem === null"),
    ("Take the chat out of the page", "window.Parlor === undefined && !host()"),
];

/// What is on the page besides, and what a script of the page says after a click on it.
const WITHOUT_CODE: [(&str, &str); 3] = [
    ("[data-parlor-open]", "Parlor('status').open"),
    ("[data-parlor-start]", "heard('triggered {\"name\":\"Tide quiz\"')"),
    ("[data-parlor-form] button", "heard('triggered {\"name\":\"Talk to us\"')"),
];

const WORDS: &str = "const host = () => [...document.documentElement.children].find(child => child.shadowRoot), \
    find = () => host()?.shadowRoot.querySelector('#launcher'), launcher = () => getComputedStyle(find()), \
    name = () => find()?.getAttribute('aria-label'), \
    heard = (start) => [...document.querySelectorAll('#events li')].some(({ textContent }) => textContent.startsWith(start)), \
    example = (title) => [...document.querySelectorAll('#examples li')].find(li => li.querySelector('h3').textContent === title), \
    output = (title) => example(title).querySelector('output').textContent;";

#[tokio::test]
async fn w7_every_call_of_the_demos_examples_does_what_it_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start_in(folder.path());
    let visitor = Visitor::new(DESKTOP).await;
    let browser = visitor.browser();
    browser.client().goto(&format!("{}api/", demo.printed("Website"))).await.expect("a page");
    visitor.has_chat().await;
    says(&visitor, "heard('ready')").await;
    visitor.has_rest_of_loader().await;
    let titles = visitor.runs("return [...document.querySelectorAll('#examples h3')].map(title => title.textContent)").await;
    let titles: Vec<String> = serde_json::from_value(titles).expect("titles");
    assert!(titles.iter().all(|title| TRIED.iter().any(|(tried, _)| tried == title)), "{titles:?}");
    for (part, expected) in WITHOUT_CODE {
        visitor.clicks_on_page(part).await;
        says(&visitor, expected).await;
    }
    for (title, expected) in TRIED {
        visitor.runs(&format!("{WORDS} example({title:?}).querySelector('button').click()")).await;
        says(&visitor, expected).await;
    }
    let logged = "dataLayer.map(({ event }) => event).includes('parlor:opened')";
    assert_eq!(visitor.runs(&format!("return {logged}")).await, json!(true));
    // What a call doesn't understand is told.
    let complaints = visitor.complaints().await;
    assert!(complaints.iter().all(|line| line.contains("there is no consent")), "{complaints:?}");
}

/// Waits until this is so.
async fn says(visitor: &Visitor, expected: &str) {
    let script = format!("{WORDS} return Boolean({expected})");
    visitor.browser().wait(expected, async || Ok((visitor.browser().script(&script).await? == true).then_some(()))).await;
}
