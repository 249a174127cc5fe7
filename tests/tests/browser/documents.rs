//! Documents that a conversation offers, opened and downloaded.

use std::path::Path;

use expect_test::expect;
use parlor_tests::samples::{question, site, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

const PDF: &[u8] = include_bytes!("../../../www/demo/files/checklist.pdf");
const COVER: &[u8] = include_bytes!("../../../www/demo/files/brochure.png");

/// A site that offers a PDF of its own, and then one that lies on its website.
fn offering(manual: &str, may_continue: bool) -> Value {
    let offers = json!({
        "name": "Offers",
        "pages": { "include": ["*/a"] },
        "flow": {
            "start": "prices",
            "cards": {
                "prices": { "document": {
                    "text": "This is all there is to pay, at *{{page.title}}*.",
                    "document": "Price list",
                    "may_continue": may_continue,
                    "next": "manual"
                } },
                "manual": { "document": { "text": "And this is how it works.", "document": "Manual", "next": "bye" } },
                "bye": { "message": { "text": "Fair winds." } }
            }
        }
    });
    let reader = json!({ "attribute": "history.document", "test": { "history": { "has": { "of": "Price list" } } } });
    let reader = with(question("Reader", 10, &["*/b"]), "/audience", json!({ "all": [{ "if": reader }] }));
    let documents = json!([
        { "name": "Price list", "file": "prices.pdf", "cover": "prices.png" },
        { "name": "Manual", "url": manual }
    ]);
    with(site(&[offers, reader]), "/documents", documents)
}

/// A stage on which documents are offered.
async fn stage(may_continue: bool) -> Stage {
    let stage = Stage::with(&site(&[])).await;
    stage.parlor.puts_beside("prices.pdf", PDF);
    stage.parlor.puts_beside("prices.png", COVER);
    // What lies there is a page and no PDF, so it is not copied.
    stage.parlor.import(&offering(&stage.site.address("/manual.pdf"), may_continue));
    stage
}

#[tokio::test]
async fn c4_a4_documents_are_opened_and_downloaded() {
    let stage = stage(false).await;
    let visitor = stage.visitor().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a plain path");
    visitor.browser().devtools("Browser.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": path })).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("PDF, 40 KB").await;
    // The card waits until it is opened or downloaded.
    let buttons = "return document.querySelectorAll('[role=group] button').length";
    assert_eq!(visitor.browser().frame_script(buttons).await.expect("a frame"), Some(json!(0)));
    has_cover(&visitor).await;

    visitor.clicks("[aria-label='Download Price list']").await;
    is_downloaded(&visitor, &folder.path().join("Price list.pdf")).await;
    visitor.sees("And this is how it works.").await;
    reads(&visitor).await;
    visitor.clicks("[aria-label='Open Manual']").await;
    reads_in_new_tab(&visitor, "text/html").await;
    visitor.sees("Fair winds.").await;
    expect![[r#"
        Harbour says: This is all there is to pay, at Page /a.
        Harbour says: Price listPDF, 40 KBOpenDownload
        Harbour says: And this is how it works.
        Harbour says: ManualDocumentOpen
        Harbour says: Fair winds."#]]
    .assert_eq(&visitor.conversation().await);
    assert_eq!(visitor.problems().await, [""; 0]);
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Offers version 1, completed
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          document Price list downloaded | /a | session-1 | anonymous
          document Price list opened, 1 of 2 pages | /a | session-1 | anonymous
          document Manual opened | /a | session-1 | anonymous
          completed | /a | session-1 | anonymous
    "#]])
        .await;
    // Who has read it is known on other pages (T10).
    visitor.closes().await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.sees_teaser("Reader: shall we go on?").await;
}

#[tokio::test]
async fn c4_going_on_without_opening_is_no_interaction_with_the_document() {
    let stage = stage(true).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("This is all there is to pay, at Page /a.").await;
    visitor.picks("Continue").await;
    visitor.sees("And this is how it works.").await;
    visitor.picks("Continue").await;
    visitor.sees("Fair winds.").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Offers version 1, completed
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          completed | /a | session-1 | anonymous
    "#]])
        .await;
    visitor.closes().await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.sees_nothing().await;
}

#[tokio::test]
async fn c4_t23_a_document_is_there_on_the_next_page_too() {
    let stage = stage(false).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    reads(&visitor).await;
    visitor.sees("And this is how it works.").await;
    visitor.goes_to(&stage.site, "/c").await;
    visitor.sees("And this is how it works.").await;
    // Any number of times (A4).
    reads(&visitor).await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Offers version 1, initiated
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          document Price list opened, 1 of 2 pages | /a | session-1 | anonymous
          document Price list opened, 1 of 2 pages | /c | session-1 | anonymous
    "#]])
        .await;
}

async fn has_cover(visitor: &Visitor) {
    let is_drawn = "return document.querySelector('.cover img')?.naturalWidth > 0";
    let drawn = async || Ok(visitor.browser().frame_script(is_drawn).await?.filter(|drawn| *drawn == json!(true)));
    visitor.browser().wait("the cover", drawn).await;
}

/// The file is there as it was uploaded.
async fn is_downloaded(visitor: &Visitor, path: &Path) {
    let complete = async || Ok(std::fs::read(path).ok().filter(|bytes| bytes == PDF));
    visitor.browser().wait("the downloaded file", complete).await;
}

/// Reads the price list's first page, and comes back.
async fn reads(visitor: &Visitor) {
    visitor.clicks("[aria-label='Open Price list']").await;
    visitor.reads(1, 2).await;
    visitor.looks_at(1).await;
    visitor.clicks_in_reader("#close").await;
    visitor.is_back_in_chat("Open Price list").await;
}

/// Reads something of this kind in the tab that was just opened, closes it and is back in the chat.
async fn reads_in_new_tab(visitor: &Visitor, kind: &str) {
    let browser = visitor.browser();
    let chat = browser.tab().await;
    let new = browser.wait("another tab", async || Ok(browser.tabs().await?.into_iter().find(|tab| *tab != chat))).await;
    browser.switch_to(&new).await;
    let is_shown = async || Ok((browser.script("return document.contentType").await? == json!(kind)).then_some(()));
    browser.wait(kind, is_shown).await;
    browser.client().close_window().await.expect("a tab");
    browser.switch_to(&chat).await;
}
