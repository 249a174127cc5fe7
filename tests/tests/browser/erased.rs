//! The person of a browser is erased while it goes on (O8).

use expect_test::expect;
use parlor_tests::program::succeed;
use parlor_tests::samples::{site, welcome};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;

/// Nothing of the address is left in the browser.
async fn has_forgotten(visitor: &Visitor, address: &str) {
    let kept = format!("return Object.values(localStorage).some(kept => kept.includes({address:?}))");
    let forgets = async || Ok((visitor.browser().script(&kept).await? == false).then_some(()));
    visitor.browser().wait("a browser that has forgotten", forgets).await;
}

#[tokio::test]
async fn o8_whose_person_is_erased_goes_on_as_a_new_visitor_in_every_tab() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    let other = visitor.browser().tab().await;
    visitor.opens_tab().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.sees("Where may we write?").await;
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. We will write.").await;
    let here = visitor.browser().tab().await;
    visitor.browser().switch_to(&other).await;
    visitor.opens().await;
    visitor.sees("Thank you. We will write.").await;
    visitor.has_sent_everything().await;
    visitor.browser().switch_to(&here).await;
    succeed(&["erase-person", "ada@example.com", "--yes", "--data", stage.parlor.folder()]);
    stage.log_is(expect![[""]]).await;
    // Whatever is reported next is refused.
    visitor.runs("Parlor('set', { role: 'rower' })").await;
    visitor.sees_teaser("Hello.").await;
    has_forgotten(&visitor, "ada@example.com").await;
    visitor.opens().await;
    visitor.picks("Just looking").await;
    visitor.sees("Fair winds.").await;
    visitor.browser().switch_to(&other).await;
    visitor.no_longer_sees("Thank you").await;
    visitor.has_sent_everything().await;
    has_forgotten(&visitor, "ada@example.com").await;
    stage.people_are(expect![[""]]).await;
    // Both tabs may have begun anew before they knew of each other, as two that somebody opens at once.
    let log = stage.log().await;
    assert!(log.contains("completed | /a") && !log.contains("visitor-3") && !log.contains("ada@"), "{log}");
}
