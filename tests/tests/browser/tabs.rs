//! Two tabs of one visitor, and pages that are left at once.

use expect_test::expect;
use parlor_tests::browser::Kind;
use parlor_tests::samples::{question, site, welcome};
use parlor_tests::stage::Stage;

in_both_browsers!(a9_t23_two_tabs_are_one_visitor_in_one_conversation);
async fn a9_t23_two_tabs_are_one_visitor_in_one_conversation(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    let first = visitor.browser().tab().await;
    let second = visitor.opens_tab().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.sees("Where may we write?").await;
    // What was said in one tab stands in the other.
    visitor.browser().switch_to(&first).await;
    visitor.opens().await;
    visitor.sees("Where may we write?").await;
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. We will write.").await;
    visitor.browser().switch_to(&second).await;
    visitor.sees("Thank you. We will write.").await;
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
async fn a9_five_tabs_at_once_are_one_visitor() {
    let stage = Stage::with(&site(&[question("Once", 10, &["*/a"])])).await;
    let visitor = stage.visitor().await;
    // An empty page opens them, so that they load at the same time and none finds a memory.
    let open = format!("for (let at = 0; at < 5; at++) open({:?}, '_blank'); return 1", stage.site.address("/a"));
    visitor.browser().script(&open).await.expect("tabs");
    let tabs = visitor.browser().wait("six tabs", async || {
        let tabs = visitor.browser().tabs().await?;
        Ok((tabs.len() == 6).then_some(tabs))
    });
    for tab in tabs.await.iter().skip(1) {
        visitor.browser().switch_to(tab).await;
        visitor.sees_teaser("Once: shall we go on?").await;
    }
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Once version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn a10_a11_an_act_and_leaving_the_page_at_once() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("I sail").await;
    visitor.has_sent_everything().await;
    // In one task: the click, and the page is gone.
    let leave = format!(
        "document.querySelector('[role=group] button').click(); window.top.location.href = {:?}; return 1",
        stage.site.address("/b")
    );
    // The frame may be gone before the script's answer comes.
    let _ = visitor.browser().frame_script(&leave).await;
    let _ = visitor.browser().client().enter_parent_frame().await;
    visitor
        .browser()
        .wait("the next page", async || Ok(visitor.browser().client().current_url().await?.path().ends_with("/b").then_some(())))
        .await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          attribute_written role = sailor | /a | session-1 | anonymous
    "#]])
        .await;
    visitor.sees("Where may we write?").await;
    // The page that was left may have held on to its outbox for a moment; the next one has it in any case.
    visitor.refreshes().await;
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
