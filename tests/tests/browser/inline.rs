//! Flows inside the page: an element that names one holds it (W10).

use expect_test::expect;
use parlor_tests::samples::{contact, site_with, tour, welcome};
use parlor_tests::stage::Stage;

const PLACE: &str = "<div id=\"place\" data-parlor-inline=\"Contact\"></div>";

#[tokio::test]
async fn w10_a_flow_is_shown_in_the_page_and_walked_to_its_end() {
    let stage = Stage::on(&site_with(&[], &[contact()]), |host| host.extra = PLACE).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.turns_to("#place");
    visitor.sees("Where may we write?").await;
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. Anything else?").await;
    visitor.picks("That is all").await;
    visitor.has_sent_everything().await;
    assert_eq!(
        visitor.conversation().await,
        "Harbour says: Where may we write?\nYou said: ada@example.com\nHarbour says: Thank you. Anything else?\nYou said: That is all"
    );
    assert_eq!(visitor.problems().await, [""; 0]);
    assert_eq!(visitor.complaints().await, [""; 0]);
    stage.log_is(expect![[""]]).await;
}
