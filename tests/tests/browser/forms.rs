//! Conversational flows: started by a form of the page.

use expect_test::expect;
use parlor_tests::samples::{contact, site_with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;

/// A form with more than the flow may have.
const FORM: &str = "\
    <form action=\"/sent\" method=\"post\" data-parlor-form=\"Contact\">\
    <input name=\"mail\" type=\"email\"><input name=\"pin\" type=\"password\"><input name=\"number\" autocomplete=\"cc-number\">\
    <input name=\"news\" type=\"checkbox\"><input name=\"role\"><button id=\"send\">Send</button></form>";

/// Fills the form in.
async fn fills_form(visitor: &Visitor) {
    visitor.fills_in("[name=mail]", "ada@example.com").await;
    visitor.fills_in("[name=pin]", "1234").await;
    visitor.fills_in("[name=number]", "4111111111111111").await;
    visitor.fills_in("[name=role]", "sailor").await;
    visitor.clicks_on_page("[name=news]").await;
    visitor.clicks_on_page("#send").await;
}

#[tokio::test]
async fn w9_a_form_that_leads_on_hands_over_what_is_ticked_and_nothing_secret() {
    let stage = Stage::on(&site_with(&[], &[contact()]), |host| host.extra = FORM).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/form").await;
    visitor.has_chat().await;
    fills_form(&visitor).await;
    visitor.is_on("/sent").await;
    // The address is known now, and is not asked for.
    visitor.sees("Thank you. Anything else?").await;
    visitor.picks("That is all").await;
    visitor.has_sent_everything().await;
    assert_eq!(visitor.conversation().await, "Harbour says: Thank you. Anything else?\nYou said: That is all");
    assert_eq!(visitor.complaints().await, [""; 0]);
    stage
        .log_is(expect![[r#"
        visitor-1, in no conversation
          email_given ada@example.com | /sent | session-1 | ada@example.com
          attribute_written newsletter = yes | /sent | session-1 | ada@example.com
        conversation-1 of visitor-1, Contact version 1, completed, bubble by form
          triggered | /sent | session-1 | ada@example.com
          engaged | /sent | session-1 | ada@example.com
          completed | /sent | session-1 | ada@example.com
    "#]])
        .await;
}

#[tokio::test]
async fn w9_a_form_that_page_code_sends_starts_it_where_it_is() {
    let stage = Stage::on(&site_with(&[], &[contact()]), |host| host.extra = FORM).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/form").await;
    visitor.runs("document.forms[0].addEventListener('submit', event => event.preventDefault())").await;
    fills_form(&visitor).await;
    visitor.sees("Thank you. Anything else?").await;
    visitor.is_on("/form").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        visitor-1, in no conversation
          email_given ada@example.com | /form | session-1 | ada@example.com
          attribute_written newsletter = yes | /form | session-1 | ada@example.com
        conversation-1 of visitor-1, Contact version 1, initiated, bubble by form
          triggered | /form | session-1 | ada@example.com
    "#]])
        .await;
}
