//! Whether the chat is on a page as it should be, as the console tells.

use parlor_tests::admin::Admin;
use parlor_tests::browser::DESKTOP;
use parlor_tests::host_site::Host;
use parlor_tests::samples::{site, welcome, with};
use parlor_tests::stage::Stage;
use serde_json::json;

const EMAIL: &str = "admin@example.com";

/// What the console says of a page of this website.
async fn checked(change: impl FnOnce(&mut Host), says: &[&str]) {
    let stage = Stage::on(&site(&[welcome(&["*/a"])]), change).await;
    is_told(&stage, says).await;
}

async fn is_told(stage: &Stage, says: &[&str]) {
    let password = stage.parlor.add_user(EMAIL);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&format!("{}/console/", stage.parlor.origin()), EMAIL, &password).await;
    admin.clicks("Install").await;
    admin.fills("check-url", &stage.site.address("/b")).await;
    admin.clicks("Open and check").await;
    for text in says {
        admin.sees(text).await;
    }
}

#[tokio::test]
async fn w6_a_page_with_the_chat_says_so() {
    checked(|_| {}, &["The chat is on this page."]).await;
}

#[tokio::test]
async fn w6_a_page_without_the_tag_is_told_of() {
    checked(|host| host.tags = 0, &["The tag is not on this page."]).await;
}

#[tokio::test]
async fn w6_a_page_with_two_tags_is_told_of() {
    checked(|host| host.tags = 2, &["The tag is on the page 2 times."]).await;
}

#[tokio::test]
async fn w6_a_page_whose_policy_keeps_the_frame_out_is_told_of() {
    checked(|host| host.allows_frame = false, &["Add to its Content-Security-Policy: frame-src http://127.0.0.1:"]).await;
}

#[tokio::test]
async fn o9_a_page_of_another_domain_is_told_of() {
    let elsewhere = with(site(&[welcome(&["*/a"])]), "/site/allowed_domains", json!(["example.com"]));
    let stage = Stage::with(&elsewhere).await;
    is_told(&stage, &["is none of the allowed domains"]).await;
}
