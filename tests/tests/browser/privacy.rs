//! Browsers that keep nothing.

use expect_test::expect;
use parlor_tests::browser::{DESKTOP, Kind, Options, Storage};
use parlor_tests::samples::{site, welcome};
use parlor_tests::stage::Stage;

in_both_browsers!(w6_without_any_storage_it_works_within_the_page);
async fn w6_without_any_storage_it_works_within_the_page(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_with(Options { storage: Storage::Blocked, kind, ..DESKTOP }).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.opens().await;
    visitor.picks("Just looking").await;
    visitor.sees("Fair winds.").await;
    let status = visitor.browser().script("return Parlor('status').storage").await.expect("a page");
    assert_eq!(status, "blocked");
    assert_eq!(visitor.problems().await, [""; 0]);
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
