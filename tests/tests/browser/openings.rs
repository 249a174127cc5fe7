//! The first words: there before the flow is, and no sooner than what the page wants first (W25).

use expect_test::expect;
use parlor_tests::host_site::Host;
use parlor_tests::proxy::Proxy;
use parlor_tests::samples::{site, welcome};
use parlor_tests::stage::Stage;

/// A chat whose flows don't get through.
async fn stage_without_flows() -> (Stage, Proxy) {
    let mut proxy = None;
    let through = |host: &mut Host| {
        let before = Proxy::start(&host.parlor, 1);
        host.parlor = before.origin();
        before.holds(Some("/flow/"));
        proxy = Some(before);
    };
    let stage = Stage::on(&site(&[welcome(&["*/a"])]), through).await;
    (stage, proxy.expect("a proxy"))
}

#[tokio::test]
async fn w25_a1_the_first_words_are_read_and_told_without_the_flow_and_the_conversation_begins_with_it() {
    let (stage, proxy) = stage_without_flows().await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
    visitor.opens().await;
    visitor.has_panel("panel").await;
    assert_eq!(visitor.conversation().await, "");
    proxy.holds(None);
    visitor.picks("Just looking").await;
    visitor.sees("Fair winds.").await;
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
}
