//! What is said of a page on which the chat should be.

use parlor_wire::console::{CHECKS, InstallChecked};
use serde_json::{Value, json};

use crate::access::filled;
use crate::support::App;

#[actix_web::test]
async fn w6_a_page_is_judged_by_what_it_tells_or_by_its_source() {
    let app = App::start().await;
    app.site("demo", &["example.com"]).await;
    let admin = app.admin().await;
    let says = async |url: &str, heard: Value| {
        let answer = admin.post(&filled(CHECKS, "demo"), &json!({ "url": url, "heard": heard })).await;
        let checked: InstallChecked = answer.json().await.expect("findings");
        checked.findings.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time").as_millis() as u64;
    let mut heard = json!({ "mark": "x", "origin": "https://example.com", "tags": ["demo"], "blocked": [], "now": now });
    assert_eq!(says("https://example.com/", heard.clone()).await, [""; 0]);
    heard["origin"] = json!("https://example.org");
    assert_eq!(says("https://example.org/", heard).await.len(), 1);
    // This server's own pages have no tag.
    let silent = says(&format!("{}/console/", app.url), Value::Null).await;
    assert!(silent[0].starts_with("The tag is not on this page."), "{silent:?}");
    let gone = says(&format!("{}/nowhere", app.url), Value::Null).await;
    assert!(gone[0].contains("because the address answers with status 404"), "{gone:?}");
}
