//! What a dialogue may wait for besides time on its page and scrolling, and when it may appear (T16, T17).

use std::time::{SystemTime, UNIX_EPOCH};

use expect_test::expect;
use parlor_domain::schedule::{Weekday, weekday};
use parlor_domain::time::Instant;
use parlor_tests::samples::{question, site, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

const TEASER: &str = "D1: shall we go on?";

/// A page with a dialogue that waits for this, and a visitor who sees nothing of it yet.
async fn waiting_for(event: Value) -> (Stage, Visitor) {
    let waits = with(question("D1", 10, &["*/a", "*/b"]), "/display", json!({ "all": [event] }));
    let stage = Stage::with(&site(&[waits])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    (stage, visitor)
}

async fn is_triggered(stage: &Stage, visitor: &Visitor) {
    visitor.sees_teaser(TEASER).await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

/// The pointer leaves something at this height of the window.
async fn pointer_leaves(visitor: &Visitor, height: i32) {
    visitor
        .runs(&format!("document.body.dispatchEvent(new MouseEvent('mouseout', {{ clientY: {height}, bubbles: true }}))"))
        .await;
}

#[tokio::test]
async fn t17_a_dialogue_waits_until_the_pointer_leaves_at_the_top() {
    let (stage, visitor) = waiting_for(json!("exit_intent")).await;
    visitor.sees_nothing().await;
    pointer_leaves(&visitor, 300).await;
    visitor.sees_nothing().await;
    pointer_leaves(&visitor, -1).await;
    is_triggered(&stage, &visitor).await;
}

#[tokio::test]
async fn t17_a_dialogue_waits_for_what_the_pages_code_tracks() {
    let (stage, visitor) = waiting_for(json!({ "custom": "video_watched" })).await;
    visitor.runs("Parlor('track', 'video_started')").await;
    visitor.sees_nothing().await;
    visitor.runs("Parlor('track', 'video_watched')").await;
    is_triggered(&stage, &visitor).await;
}

#[tokio::test]
async fn t17_t21_a_dialogue_waits_until_the_visitor_does_nothing() {
    let (stage, visitor) = waiting_for(json!({ "inactivity": 2 })).await;
    is_triggered(&stage, &visitor).await;
}

#[tokio::test]
async fn t17_t21_a_dialogue_waits_for_time_on_the_site() {
    let (stage, visitor) = waiting_for(json!({ "time_on_site": 2 })).await;
    is_triggered(&stage, &visitor).await;
}

#[tokio::test]
async fn t17_a_dialogue_waits_for_the_second_page() {
    let (stage, visitor) = waiting_for(json!({ "pages_viewed": 2 })).await;
    visitor.sees_nothing().await;
    visitor.goes_to(&stage.site, "/a").await;
    is_triggered(&stage, &visitor).await;
}

#[tokio::test]
async fn t16_weekly_hours_are_decided_by_the_clocks_of_the_sites_zone() {
    // Clocks there are 14 hours ahead, so that on most machines it is another day.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_millis();
    let today = weekday(Instant(i64::try_from(now).expect("a clock")).date(14 * 60));
    let others: Vec<Weekday> = Weekday::ALL.into_iter().filter(|day| *day != today).collect();
    let hours = |days: &[Weekday]| json!({ "hours": [{ "days": days, "from": "00:00", "until": "24:00" }] });
    let dialogue = |name, priority, schedule| with(question(name, priority, &["*/a"]), "/schedule", schedule);
    let over = json!({ "until": "2026-01-01T00:00Z" });
    let dialogues =
        [dialogue("Over", 10, over), dialogue("Other days", 20, hours(&others)), dialogue("Today", 30, hours(&[today]))];
    let stage = Stage::with(&with(site(&dialogues), "/site/zone", json!("Pacific/Kiritimati"))).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Today: shall we go on?").await;
}
