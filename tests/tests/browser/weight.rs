//! What a visitor's browser loads until the first message is there, and when the rest of the program comes.

use expect_test::expect;
use parlor_engine::publish::languages;
use parlor_tests::samples::{KEY, site, site_with, tour, welcome, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

const REQUESTS: usize = 6;
const BYTES: u64 = 79 * 1024;
/// Of the loader with the settings of a site that speaks every language (W23).
const LOADER_BYTES: u64 = 4 * 1024;

/// How the name of the program's rest begins.
const REST: &str = "/assets/widget_later-";

#[tokio::test]
async fn w2_w5_few_requests_and_few_bytes_to_the_first_message() {
    let languages: Vec<_> = languages().collect();
    let stage = Stage::with(&with(site(&[welcome(&["*/a"])]), "/site/languages", json!(languages))).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.has_sent_everything().await;
    // What was painted first in the frame is the teaser.
    let entries = "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource'), \
        ...performance.getEntriesByName('first-contentful-paint')]\
        .map(e => ({ name: e.entryType === 'paint' ? e.name : new URL(e.name).pathname, bytes: e.encodedBodySize, start: e.startTime, end: e.responseEnd }))";
    let is_rest = |entry: &Value| entry["name"].as_str().is_some_and(|name| name.starts_with(REST));
    let (entries, painted, rest) = visitor
        .browser()
        .wait("the rest of the program, behind the teaser", async || {
            let entries = visitor.browser().frame_script(entries).await?;
            let entries = entries.as_ref().and_then(Value::as_array).cloned().unwrap_or_default();
            let start =
                |is: &dyn Fn(&Value) -> bool| entries.iter().find(|entry| is(entry)).and_then(|entry| entry["start"].as_f64());
            let times = start(&|entry| entry["name"] == "first-contentful-paint").zip(start(&is_rest));
            Ok(times.map(|(painted, rest)| (entries, painted, rest)))
        })
        .await;
    assert!(painted < rest, "the teaser was painted at {painted}, and the rest asked for at {rest}");
    let counts = |entry: &&Value| entry["name"] != "/events" && entry["name"] != "first-contentful-paint" && !is_rest(entry);
    let of = |entry: &Value| (entry["name"].as_str().unwrap_or_default().to_owned(), entry["bytes"].as_u64().unwrap_or(0));
    let mut loaded: Vec<(String, u64)> = entries.iter().filter(counts).map(of).collect();
    // Other origins' bytes are not for the page to know: the loader is asked for as a browser does.
    let path = format!("/{KEY}.js");
    let request = reqwest::Client::new().get(stage.parlor.origin() + &path).header("accept-encoding", "gzip, br");
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.headers()["content-encoding"], "br");
    let loader = answer.bytes().await.expect("a body").len() as u64;
    assert!(loader <= LOADER_BYTES, "W23: the loader has {loader} bytes");
    loaded.push((path, loader));
    let bytes: u64 = loaded.iter().map(|(_, bytes)| bytes).sum();
    eprintln!("{} requests, {bytes} bytes to the first message: {loaded:?}", loaded.len());
    assert!(loaded.iter().all(|(_, bytes)| *bytes > 0), "{loaded:?}");
    assert!(loaded.len() <= REQUESTS, "{loaded:?}");
    assert!(bytes <= BYTES, "{bytes}: {loaded:?}");
}

/// From now on the frame asks for the rest as this says, of which `ask` is the browser's way.
async fn asks(visitor: &Visitor, how: &str) {
    let script = format!(
        "window.asked = 0; window.real ??= fetch; \
        window.fetch = (what, ...how) => String(what).includes('{REST}') ? (ask => {how})(() => real(what)) : real(what, ...how); return 1"
    );
    let done = visitor.browser().frame_script(&script).await.expect("a frame");
    assert_eq!(done, Some(1.into()));
}

/// A visitor on a page where nothing is shown, so that nobody has asked for the rest yet.
async fn visitor_without_rest(stage: &Stage) -> Visitor {
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.sees_nothing().await;
    let rest = format!("return performance.getEntriesByType('resource').filter(e => e.name.includes('{REST}')).length");
    assert_eq!(visitor.browser().frame_script(&rest).await.expect("a frame"), Some(0.into()));
    visitor
}

#[tokio::test]
async fn w5_the_rest_is_asked_for_until_it_comes() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = visitor_without_rest(&stage).await;
    asks(&visitor, "asked++ < 2 ? Promise.reject(Error('no way')) : ask()").await;
    visitor.opens().await;
    visitor.sees("One moment").await;
    visitor.closes().await;
    visitor.opens().await;
    visitor.sees("There is nothing to talk about right now.").await;
    visitor.no_longer_sees("One moment").await;
    assert_eq!(visitor.browser().frame_script("return asked").await.expect("a frame"), Some(3.into()));
    assert_eq!(visitor.problems().await, [""; 0]);
    assert_eq!(visitor.complaints().await, [""; 0]);
}

#[tokio::test]
async fn w5_w7_what_is_called_for_before_the_rest_is_there_is_done_in_order() {
    let stage = Stage::with(&site_with(&[welcome(&["*/a"])], &[tour("Tour")])).await;
    let visitor = visitor_without_rest(&stage).await;
    asks(&visitor, "new Promise(done => window.goOn = () => done(ask()))").await;
    let calls = "Parlor('set', { first_name: 'Ada' }); Parlor('start', 'Tour'); Parlor('set', { first_name: 'Grace' }); return 1";
    visitor.runs(calls).await;
    visitor.opens().await;
    visitor.sees("One moment").await;
    let went_on = visitor.browser().frame_script("goOn(); return 1").await.expect("a frame");
    assert_eq!(went_on, Some(1.into()));
    visitor.sees("Tour: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        visitor-1, in no conversation
          attribute_written first_name = Ada | /b | session-1 | anonymous
          attribute_written first_name = Grace | /b | session-1 | anonymous
        conversation-1 of visitor-1, Tour version 1, initiated, bubble by code
          triggered | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w5_w7_when_the_server_has_another_program_by_now_a_new_frame_goes_on() {
    let stage = Stage::with(&site_with(&[welcome(&["*/a"])], &[tour("Tour")])).await;
    let visitor = visitor_without_rest(&stage).await;
    asks(&visitor, "new Promise(done => setTimeout(done, 300, new Response('', { status: 404 })))").await;
    visitor.runs("Parlor('set', { first_name: 'Ada' }); Parlor('start', 'Tour'); return 1").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        visitor-1, in no conversation
          attribute_written first_name = Ada | /b | session-1 | anonymous
        conversation-1 of visitor-1, Tour version 1, initiated, bubble by code
          triggered | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w6_when_the_rest_never_comes_the_chat_says_so_and_goes() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = visitor_without_rest(&stage).await;
    asks(&visitor, "Promise.reject(Error('no way'))").await;
    // A minute of trying, in less.
    let hurry = "const later = setTimeout; window.setTimeout = (then, ms) => later(then, ms / 100); return 1";
    assert_eq!(visitor.browser().frame_script(hurry).await.expect("a frame"), Some(1.into()));
    visitor.opens().await;
    visitor
        .browser()
        .wait("a word in the console", async || {
            let said = visitor.complaints().await;
            Ok(said.iter().any(|line| line.contains("a part of the chat could not be loaded")).then_some(()))
        })
        .await;
    assert_eq!(visitor.complaints().await.len(), 1, "{:?}", visitor.complaints().await);
    assert_eq!(visitor.problems().await, [""; 0]);
}
