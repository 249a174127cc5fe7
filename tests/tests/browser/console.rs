//! The console, from the first login to a person's log.

use expect_test::expect;
use parlor_tests::admin::Admin;
use parlor_tests::browser::DESKTOP;
use parlor_tests::program::Parlor;
use parlor_tests::samples::{question, site, welcome, with};
use parlor_tests::stage::Stage;
use serde_json::json;

const EMAIL: &str = "admin@example.com";

#[tokio::test]
async fn o10_the_first_user_comes_by_the_link() {
    let stage = Stage::with(&site(&[])).await;
    let link = stage.parlor.printed("Make the first user at ");
    let admin = Admin::new(DESKTOP).await;
    admin.goes_to(&link).await;
    admin.fills("email", EMAIL).await;
    admin.fills("password", "too short").await;
    admin.clicks("Make the first user").await;
    admin.sees("Type at least 10 characters.").await;
    admin.fills("password", "correct horse battery").await;
    admin.clicks("Make the first user").await;
    admin.sees("No dialogues yet").await;
    admin.clicks("Sign out").await;
    admin.signs_in(&format!("{}/console/", stage.parlor.origin()), EMAIL, "correct horse battery").await;
    // The link works once.
    drop(admin);
    let other = Admin::new(DESKTOP).await;
    other.goes_to(&link).await;
    other.fills("email", "other@example.com").await;
    other.fills("password", "correct horse battery").await;
    other.clicks("Make the first user").await;
    other.sees("This link has been used or replaced.").await;
}

#[tokio::test]
async fn c25_t27_publishing_with_its_findings() {
    let lost = with(question("Lost", 20, &["*/b"]), "/flow/cards/ask/question/choices/0/next", json!("nowhere"));
    let stage = Stage::with(&site(&[])).await;
    let password = stage.parlor.add_user(EMAIL);
    stage.parlor.import_with(&site(&[welcome(&["*/a"]), lost]), &[]);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&format!("{}/console/", stage.parlor.origin()), EMAIL, &password).await;
    admin.sees("Draft").await;
    admin.sees("nowhere").await;
    admin.sees("first, then import it again.").await;
    admin.clicks("Publish version 1").await;
    admin.sees("Published version 1").await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    admin.clicks("Unpublish…").await;
    admin.sees("Unpublish “Welcome”?").await;
    admin.clicks("Unpublish").await;
    admin.sees("Unpublished").await;
    visitor.comes_back_later().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_nothing().await;
}

#[tokio::test]
async fn a1_i1_the_logs_of_a_person_and_of_an_anonymous_visitor() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. We will write.").await;
    visitor.has_sent_everything().await;
    drop(visitor);
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.has_sent_everything().await;
    drop(visitor);

    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&format!("{}/console/", stage.parlor.origin()), EMAIL, &password).await;
    admin.clicks("People").await;
    admin.clicks("ada@example.com").await;
    admin.sees("Reached a goal").await;
    expect![[r#"
        Completed Welcome, version 1
        Reached a goal: Contact Welcome, version 1
        E-mail given: ada@example.com Welcome, version 1
        Attribute written: role = sailor Welcome, version 1
        Engaged Welcome, version 1
        Triggered Welcome, version 1"#]]
    .assert_eq(&admin.log().await);
    for at in 0..6 {
        admin.clicks_nth("Details", at).await;
    }
    admin.sees("Transcript").await;
    admin.sees("Where may we write?").await;
    admin.sees("3 of 3").await;
    admin.clicks("Visitors").await;
    admin.sees("First seen").await;
    admin.clicks_row().await;
    admin.sees("not linked; anonymous").await;
    expect!["Triggered Welcome, version 1"].assert_eq(&admin.log().await);
    // Who is not signed in yet is told so; the browser writes that down.
    let is_wrong = |line: &String| line.starts_with("SEVERE") && !line.contains("401 (Unauthorized)");
    let wrong: Vec<String> = admin.browser().console().await.into_iter().filter(is_wrong).collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn o1_users_are_added_at_the_command_line() {
    let parlor = Parlor::empty();
    assert!(parlor.add_user(EMAIL).len() >= 10);
}
