//! The worked cases of the rules of targeting.

use expect_test::expect;
use parlor_domain::form::Form;
use parlor_domain::memory::Memory;
use parlor_tests::samples::{KEY, question, site, with};
use parlor_tests::stage::Stage;
use serde_json::json;

#[tokio::test]
async fn t23_worked_case_3_an_engaged_conversation_goes_on_everywhere() {
    let stage = Stage::with(&site(&[question("D1", 10, &["*/a"]), question("D2", 20, &["*/b"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("Yes").await;
    visitor.sees("D1: once more?").await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.sees("D1: once more?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t25_worked_case_4_an_opened_dialogue_gives_way() {
    let stage = Stage::with(&site(&[question("D1", 10, &["*/a"]), question("D2", 20, &["*/b"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("D1: shall we go on?").await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.sees("D2: shall we go on?").await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees("D1: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, D2 version 1, initiated
          triggered | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t19_worked_case_5_time_on_page_adds_up() {
    let waits = with(question("D1", 10, &["*/a"]), "/display", json!({ "all": [{ "time_on_page": 3 }] }));
    let stage = Stage::with(&site(&[waits, question("D2", 20, &["*/a", "*/b"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_nothing().await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.sees_teaser("D2: shall we go on?").await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.has_sent_everything().await;
    // Once met, the wait is over for good (T20).
    visitor.refreshes().await;
    visitor.sees_teaser("D1: shall we go on?").await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D2 version 1, initiated
          triggered | /b | session-1 | anonymous
        conversation-2 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t19_what_was_seen_of_a_page_counts_also_when_it_is_left() {
    let waits = with(question("D1", 10, &["*/a"]), "/display", json!({ "all": [{ "time_on_page": 3600 }] }));
    let stage = Stage::with(&site(&[waits])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_nothing().await;
    let begun = visitor.browser().script("return performance.now()").await.expect("a page").as_f64().expect("a number");
    let seen = format!("return performance.now() > {}", begun + 600.0);
    visitor.browser().wait("some time", async || Ok(visitor.browser().script(&seen).await?.as_bool().filter(|seen| *seen))).await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.sees_nothing().await;
    let stored = format!("return localStorage.getItem('parlor:{KEY}:memory')");
    let time_on_page = async || {
        let stored = visitor.browser().script(&stored).await?;
        let data = stored.as_str().and_then(|stored| stored.split_once(':').map(|(_, data)| data)).unwrap_or_default().to_owned();
        let bytes: Option<Vec<u8>> = data.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        let memory = bytes.and_then(|bytes| Memory::from_bytes(&bytes).ok());
        Ok(memory.and_then(|memory| memory.dialogues.first().map(|(_, of)| of.time_on_page)).filter(|ms| *ms >= 600))
    };
    visitor.browser().wait("the time on the page that was left", time_on_page).await;
}

#[tokio::test]
async fn t17_a_dialogue_waits_for_the_scroll() {
    let waits = with(question("D1", 10, &["*/a"]), "/display", json!({ "all": [{ "scroll": 80 }] }));
    let stage = Stage::with(&site(&[waits])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_nothing().await;
    stage.log_is(expect![[""]]).await;
    visitor.browser().script("document.getElementById('end').scrollIntoView()").await.expect("a page");
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t24_t13_what_does_not_match_is_not_shown() {
    let known = with(
        question("Known", 10, &["*/a"]),
        "/audience",
        json!({ "all": [{ "if": { "attribute": "person.email", "test": { "text": "is_not_empty" } } }] }),
    );
    let stage = Stage::with(&site(&[known])).await;
    let visitor = stage.visitor().await;
    for path in ["/a", "/b"] {
        visitor.goes_to(&stage.site, path).await;
        visitor.sees_nothing().await;
    }
    visitor.opens().await;
    visitor.sees("There is nothing to talk about right now.").await;
    stage.log_is(expect![[""]]).await;
}
