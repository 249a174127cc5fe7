//! What a visitor's browser loads until the first message is there.

use parlor_tests::samples::{KEY, site, welcome};
use parlor_tests::stage::Stage;
use serde_json::Value;

const REQUESTS: usize = 6;
const BYTES: u64 = 100 * 1024;

#[tokio::test]
async fn w2_w5_few_requests_and_few_bytes_to_the_first_message() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.has_sent_everything().await;
    let entries = "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]\
        .map(e => ({ name: new URL(e.name).pathname, bytes: e.encodedBodySize }))";
    let entries = visitor.browser().frame_script(entries).await.expect("a frame").expect("a frame");
    let entries = entries.as_array().expect("a list").iter().filter(|entry| entry["name"] != "/events");
    let of = |entry: &Value| (entry["name"].as_str().unwrap_or_default().to_owned(), entry["bytes"].as_u64().unwrap_or(0));
    let mut loaded: Vec<(String, u64)> = entries.map(of).collect();
    // Other origins' bytes are not for the page to know: the loader is asked for as a browser does.
    let path = format!("/{KEY}.js");
    let request = reqwest::Client::new().get(stage.parlor.origin() + &path).header("accept-encoding", "gzip, br");
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.headers()["content-encoding"], "br");
    loaded.push((path, answer.bytes().await.expect("a body").len() as u64));
    let bytes: u64 = loaded.iter().map(|(_, bytes)| bytes).sum();
    eprintln!("{} requests, {bytes} bytes to the first message: {loaded:?}", loaded.len());
    assert!(loaded.iter().all(|(_, bytes)| *bytes > 0), "{loaded:?}");
    assert!(loaded.len() <= REQUESTS, "{loaded:?}");
    assert!(bytes <= BYTES, "{bytes}: {loaded:?}");
}
