//! What is stored of visitors before they do something about it (W28 to W30).

use expect_test::expect;
use parlor_domain::delivery::Delivery;
use parlor_domain::text::SiteKey;
use parlor_tests::admin::Admin;
use parlor_tests::browser::{DESKTOP, Kind};
use parlor_tests::client::now;
use parlor_tests::samples::{KEY, site, welcome};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

const EMAIL: &str = "admin@example.com";
/// Whatever the page has stored.
const STORED: &str = "return [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie].join(' ').trim()";
/// Whether the chat is to be seen at all.
const HIDDEN: &str = "return [...document.documentElement.children].find(child => child.shadowRoot).style.display";

/// What the chat says of itself.
const STATUS: &str = "const { frame, storage, problem } = Parlor('status'); return [frame, storage, problem].join(' ')";

fn with_mode(mode: &str) -> Value {
    let mut site = site(&[welcome(&["*/a"])]);
    site["site"]["storage_mode"] = json!(mode);
    site
}

async fn delivered(stage: &Stage) -> Delivery {
    let store = stage.parlor.store();
    let delivery = store.delivery(&SiteKey::parse(KEY).expect("a key"), 2, now()).await.expect("a read");
    store.close();
    delivery
}

/// How often it was shown to somebody of whom nothing is stored.
async fn is_shown_unknown(stage: &Stage, visitor: &Visitor, times: u64) {
    let counted = async || {
        let delivery = delivered(stage).await;
        assert_eq!(delivery.total.received, 0, "nobody is told of");
        Ok((delivery.impressions.iter().map(|of| of.count).sum::<u64>() == times).then_some(()))
    };
    visitor.browser().wait("an impression", counted).await;
}

in_both_browsers!(w28_engaged_leaves_no_trace_before_the_visitor_acts);
async fn w28_engaged_leaves_no_trace_before_the_visitor_acts(kind: Kind) {
    let stage = Stage::with(&with_mode("engaged")).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    is_shown_unknown(&stage, &visitor, 1).await;
    visitor.opens().await;
    visitor.sees("Hello. What brings you here?").await;
    assert_eq!(visitor.runs(STORED).await, "");
    visitor.goes_to(&stage.site, "/on").await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    is_shown_unknown(&stage, &visitor, 2).await;
    assert_eq!(visitor.runs(STORED).await, "");
    assert_eq!(stage.log().await, "");
    let password = stage.parlor.add_user(EMAIL);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&format!("{}/console/", stage.parlor.origin()), EMAIL, &password).await;
    admin.clicks("Delivery").await;
    admin.sees("No event has come yet").await;
    admin.sees("Welcome\t2").await;

    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.has_sent_everything().await;
    visitor.refreshes().await;
    visitor.sees("Where may we write?").await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          attribute_written role = sailor | /a | session-1 | anonymous
    "#]])
        .await;
}

in_both_browsers!(w28_consent_keeps_everything_in_the_page_until_the_page_says_so);
async fn w28_consent_keeps_everything_in_the_page_until_the_page_says_so(kind: Kind) {
    let stage = Stage::with(&with_mode("consent")).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("Just looking").await;
    visitor.sees("Fair winds.").await;
    assert_eq!(visitor.runs(STORED).await, "");
    let delivery = delivered(&stage).await;
    assert_eq!((delivery.total.received, delivery.impressions.len()), (0, 0));

    visitor.calls("'consent', 'granted'").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, completed
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          attribute_written role = visitor | /a | session-1 | anonymous
          completed | /a | session-1 | anonymous
    "#]])
        .await;
    visitor.closes().await;
    visitor.refreshes().await;
    visitor.has_chat().await;
    visitor.sees_nothing().await;
}

in_both_browsers!(w29_denied_deletes_everything_and_stops_in_every_tab);
async fn w29_denied_deletes_everything_and_stops_in_every_tab(kind: Kind) {
    let stage = Stage::with(&with_mode("always")).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.has_sent_everything().await;
    let first = visitor.browser().tab().await;
    visitor.opens_tab().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("Where may we write?").await;
    visitor.calls("'consent', 'denied'").await;
    assert_eq!(visitor.runs(STORED).await, "");
    assert_eq!(visitor.runs(HIDDEN).await, "none");
    assert_eq!(visitor.runs(STATUS).await, "none none there is no consent.");
    visitor.calls("'start', 'Welcome'").await;
    visitor.is_warned("'start' is not done: there is no consent.", 1).await;
    visitor.browser().switch_to(&first).await;
    let hidden = async || Ok((visitor.browser().script(HIDDEN).await? == "none").then_some(()));
    visitor.browser().wait("the other tab to stop too", hidden).await;
    assert_eq!(visitor.runs(STORED).await, "");
    let before = delivered(&stage).await.total;

    // Nothing is brought back, and who consents later is somebody else.
    visitor.calls("'consent', 'granted'").await;
    visitor.has_sent_everything().await;
    visitor.opens().await;
    visitor.sees("Hello. What brings you here?").await;
    assert_eq!(visitor.runs(STATUS).await, "running kept ");
    assert_eq!(delivered(&stage).await.total.received, before.received + 1);
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          attribute_written role = sailor | /a | session-1 | anonymous
        conversation-2 of visitor-2, Welcome version 1, initiated
          triggered | /a | session-2 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w28_w29_denied_before_anything_was_stored_stores_nothing() {
    let stage = Stage::with(&with_mode("consent")).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.calls("'consent', 'denied'").await;
    assert_eq!(visitor.runs(STORED).await, "");
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    assert_eq!(visitor.runs(STORED).await, "");
    assert_eq!(delivered(&stage).await.total.received, 0);
    visitor.calls("'consent', 'perhaps'").await;
    visitor.is_warned("consent is granted or denied.", 1).await;
}

in_both_browsers!(w30_global_privacy_control_is_taken_as_engaged);
async fn w30_global_privacy_control_is_taken_as_engaged(kind: Kind) {
    let stage = Stage::with(&with_mode("always")).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.runs_first("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })").await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    is_shown_unknown(&stage, &visitor, 1).await;
    assert_eq!(visitor.runs(STORED).await, "");
    visitor.opens().await;
    visitor.picks("Just looking").await;
    visitor.has_sent_everything().await;
}

in_both_browsers!(w28_who_acts_in_one_tab_is_the_same_in_the_other);
async fn w28_who_acts_in_one_tab_is_the_same_in_the_other(kind: Kind) {
    let stage = Stage::with(&with_mode("engaged")).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    let first = visitor.browser().tab().await;
    visitor.opens_tab().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.has_sent_everything().await;
    visitor.browser().switch_to(&first).await;
    visitor.opens().await;
    visitor.sees("Where may we write?").await;
    visitor.types("ada@example.com").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
            conversation-1 of visitor-1, Welcome version 1, completed, score 3
              triggered | /a | session-1 | ada@example.com
              engaged | /a | session-1 | ada@example.com
              attribute_written role = sailor | /a | session-1 | ada@example.com
              email_given ada@example.com | /a | session-1 | ada@example.com
              goal Contact (3) | /a | session-1 | ada@example.com
              completed | /a | session-1 | ada@example.com
        "#]])
        .await;
}

#[tokio::test]
async fn w29_going_back_brings_back_nothing_that_was_denied_or_forgotten() {
    for (word, mode) in [("'consent', 'denied'", "consent"), ("'reset'", "engaged")] {
        let stage = Stage::on(&with_mode(mode), |host| host.may_be_kept = true).await;
        let visitor = stage.visitor().await;
        visitor.goes_to(&stage.site, "/a").await;
        visitor.opens().await;
        visitor.picks("I sail").await;
        visitor.calls("'consent', 'granted'").await;
        visitor.has_sent_everything().await;
        let before = delivered(&stage).await.total.received;
        visitor.clicks_on_page("#on").await;
        visitor.is_on("/on").await;
        visitor.has_chat().await;
        visitor.calls(word).await;
        visitor.browser().client().back().await.expect("a page");
        visitor.is_on("/a").await;
        if mode == "consent" {
            let hidden = async || Ok((visitor.browser().script(HIDDEN).await? == "none").then_some(()));
            visitor.browser().wait("the page that was kept to stop too", hidden).await;
        } else {
            visitor.sees("Hello. What brings you here?").await;
        }
        let kept = visitor.runs("return Object.keys(localStorage).filter(key => !key.endsWith(':forgotten')).join(' ')").await;
        assert_eq!(kept, "", "{word}");
        assert_eq!(delivered(&stage).await.total.received, before, "{word}");
    }
}
