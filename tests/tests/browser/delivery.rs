//! Servers that go away and come back.

use expect_test::expect;
use parlor_tests::browser::Kind;
use parlor_tests::samples::{site, welcome};
use parlor_tests::stage::Stage;

in_both_browsers!(a10_a12_the_server_is_killed_in_mid_conversation);
async fn a10_a12_the_server_is_killed_in_mid_conversation(kind: Kind) {
    let mut stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("I sail").await;
    visitor.has_sent_everything().await;
    stage.parlor.kill9();
    visitor.picks("I sail").await;
    visitor.sees("Where may we write?").await;
    visitor.sees("No connection. What you write is kept").await;
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. We will write.").await;
    stage.parlor.start_again();
    visitor.no_longer_sees("No connection.").await;
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
async fn a10_what_waited_in_a_closed_tab_is_sent_by_the_next() {
    let mut stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("I sail").await;
    visitor.has_sent_everything().await;
    let first = visitor.browser().tab().await;
    stage.parlor.kill9();
    visitor.picks("I sail").await;
    visitor.sees("No connection.").await;
    let second = visitor.opens_tab().await;
    visitor.browser().switch_to(&first).await;
    visitor.browser().client().close_window().await.expect("it closes");
    visitor.browser().switch_to(&second).await;
    stage.parlor.start_again();
    visitor.goes_to(&stage.site, "/b").await;
    visitor.opens().await;
    visitor.sees("Where may we write?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          attribute_written role = sailor | /a | session-1 | anonymous
    "#]])
        .await;
}
