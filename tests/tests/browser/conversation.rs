//! A visitor's first conversation, from the teaser to the last row.

use expect_test::expect;
use parlor_tests::samples::{site, welcome};
use parlor_tests::stage::Stage;

#[tokio::test]
async fn a1_a2_a5_c17_a_first_conversation_from_end_to_end() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello. What brings you here?").await;
    visitor.has_sent_everything().await;
    stage.log_is(expect![[""]]).await;
}
