//! Documents that are read in the viewer (W22, A4).

use expect_test::expect;
use parlor_tests::browser::{Kind, Options, PHONE};
use parlor_tests::proxy::Proxy;
use parlor_tests::samples::{site, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

const BROCHURE: &[u8] = include_bytes!("../../../www/demo/files/brochure.pdf");
const OPEN: &str = "Open Brochure";

/// A site that offers these bytes as a document.
async fn offering(bytes: &[u8]) -> Stage {
    let stage = Stage::with(&site(&[])).await;
    stage.parlor.puts_beside("brochure.pdf", bytes);
    stage.parlor.import(&offer());
    stage
}

fn offer() -> Value {
    let offers = json!({
        "name": "Offers",
        "pages": { "include": ["*"] },
        "flow": {
            "start": "read",
            "cards": {
                "read": { "document": { "text": "All about it.", "document": "Brochure", "may_continue": true, "next": "bye" } },
                "bye": { "message": { "text": "Fair winds." } }
            }
        }
    });
    with(site(&[offers]), "/documents", json!([{ "name": "Brochure", "file": "brochure.pdf" }]))
}

async fn opens_document(stage: &Stage, visitor: &Visitor) {
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.clicks(&format!("[aria-label='{OPEN}']")).await;
}

#[tokio::test]
async fn w22_a_document_is_read_searched_and_downloaded_in_the_chat() {
    let stage = offering(BROCHURE).await;
    let visitor = stage.visitor().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a plain path");
    visitor.browser().devtools("Browser.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": path })).await;
    visitor.runs_first("addEventListener('parlor:document', e => (window.__told ||= []).push(e.detail.action))").await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    assert_eq!(loaded(&visitor).await, json!([]), "nothing of the viewer is loaded before");
    visitor.clicks(&format!("[aria-label='{OPEN}']")).await;
    visitor.reads(1, 4).await;
    visitor.looks_at(1).await;
    visitor.clicks_in_reader("#next").await;
    visitor.reads(2, 4).await;
    visitor.looks_at(2).await;

    visitor.clicks_in_reader("#search").await;
    visitor.types_in_reader("#query", "  STATION \n").await;
    visitor.sees_in_reader("hits", "return /^\\d+ of \\d+$/.test(reader.querySelector('#hits').textContent)").await;
    visitor.sees_in_reader("a marked hit", "return reader.querySelector('.textLayer .highlight.selected') !== null").await;
    visitor.clicks_in_reader("#download").await;
    let file = folder.path().join("Brochure.pdf");
    let is_there = async || Ok(std::fs::read(&file).ok().filter(|bytes| bytes == BROCHURE));
    visitor.browser().wait("the downloaded file", is_there).await;
    visitor.clicks_in_reader("#close").await;
    visitor.is_back_in_chat(OPEN).await;
    visitor.sees("Fair winds.").await;
    assert_eq!(visitor.runs("return window.__told").await, json!(["open", "download"]));
    assert_eq!(visitor.problems().await, [""; 0]);
    assert_eq!(visitor.complaints().await, [""; 0], "no policy was broken");
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
            conversation-1 of visitor-1, Offers version 1, completed
              triggered | /a | session-1 | anonymous
              engaged | /a | session-1 | anonymous
              document Brochure opened and downloaded, 2 of 4 pages, searched for ["STATION"] | /a | session-1 | anonymous
              completed | /a | session-1 | anonymous
        "#]])
        .await;
}

/// What of PDF.js the chat's frame has loaded.
async fn loaded(visitor: &Visitor) -> Value {
    let script = "return performance.getEntriesByType('resource').map(e => e.name).filter(name => /read|pdf/.test(name))";
    visitor.browser().frame_script(script).await.expect("a frame").expect("a list")
}

#[tokio::test]
async fn w22_the_viewer_is_used_by_keyboard() {
    let stage = offering(BROCHURE).await;
    let visitor = stage.visitor().await;
    opens_document(&stage, &visitor).await;
    visitor.reads(1, 4).await;
    let browser = visitor.browser();
    let focused = |id: &str| format!("return reader.hasFocus() && reader.activeElement.id === '{id}'");
    visitor.sees_in_reader("the focus in the document", &focused("place")).await;
    browser.press("\u{e014}").await;
    visitor.reads(2, 4).await;
    browser.press("\u{e012}").await;
    visitor.reads(1, 4).await;
    browser.press("/").await;
    visitor.sees_in_reader("the focus in the search", &focused("query")).await;
    browser.press("q").await;
    visitor.sees_in_reader("what is typed", "return reader.querySelector('#query').value === 'q'").await;
    // Esc leaves one thing after the other: the search, the document, the chat.
    browser.press("\u{e00c}").await;
    visitor.sees_in_reader("the focus in the document again", &focused("place")).await;
    visitor.sees_in_reader("no search", "return reader.querySelector('#finding').hidden").await;
    browser.press("\u{e00c}").await;
    visitor.is_back_in_chat(OPEN).await;
    browser.press("\u{e00c}").await;
    visitor.has_panel("none").await;
}

#[tokio::test]
async fn w22_a_chat_that_is_closed_or_left_says_how_far_a_document_was_read() {
    let stage = offering(BROCHURE).await;
    let visitor = stage.visitor().await;
    opens_document(&stage, &visitor).await;
    visitor.reads(1, 4).await;
    visitor.looks_at(1).await;
    visitor.runs("Parlor('close')").await;
    visitor.has_panel("none").await;
    visitor.opens().await;
    visitor.clicks(&format!("[aria-label='{OPEN}']")).await;
    visitor.reads(1, 4).await;
    visitor.looks_at(1).await;
    visitor.clicks_in_reader("#next").await;
    visitor.reads(2, 4).await;
    visitor.looks_at(2).await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
            conversation-1 of visitor-1, Offers version 1, completed
              triggered | /a | session-1 | anonymous
              engaged | /a | session-1 | anonymous
              document Brochure opened, 1 of 4 pages | /a | session-1 | anonymous
              completed | /a | session-1 | anonymous
              closed | /a | session-1 | anonymous
              document Brochure opened, 2 of 4 pages | /a | session-1 | anonymous
        "#]])
        .await;
}

/// The viewer says that it can't show the document, and offers it for download.
async fn is_shown_the_way_out(visitor: &Visitor) {
    let way = "const way = reader.querySelector('.failed a'); return reader.body.dataset.state === 'failed' \
               && reader.activeElement === way && way.textContent === 'Download' && way.checkVisibility()";
    visitor.sees_in_reader("the way out", way).await;
}

#[tokio::test]
async fn w22_what_can_not_be_loaded_leads_to_the_download() {
    let mut proxy = None;
    let stage = Stage::on(&site(&[]), |host| {
        let before = Proxy::start(&host.parlor, 1);
        host.parlor = before.origin();
        proxy = Some(before);
    })
    .await;
    stage.parlor.puts_beside("brochure.pdf", BROCHURE);
    stage.parlor.import(&offer());
    let proxy = proxy.expect("a proxy");
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    for blocked in ["/document/", "/assets/pdf_worker-", "/assets/pdf-"] {
        proxy.blocks(blocked);
        visitor.comes_back_later().await;
        visitor.clicks(&format!("[aria-label='{OPEN}']")).await;
        is_shown_the_way_out(&visitor).await;
        visitor.clicks_in_reader("#close").await;
        visitor.is_back_in_chat(OPEN).await;
    }
}

/// A PDF of one page that would run scripts: when it opens, when a page is seen, and when its one link, as large as the page, is clicked.
fn hostile() -> Vec<u8> {
    let script = "parent.__ran = true; app.alert\\('ran'\\); this.submitForm\\('https://elsewhere.example/'\\);";
    let objects = [
        format!("<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS ({script}) >> >>"),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /AA << /O << /S /JavaScript /JS ({script}) >> >> \
             /Annots [4 0 R] >>"
        ),
        "<< /Type /Annot /Subtype /Link /Rect [0 0 200 200] /A << /S /URI /URI (javascript:parent.__ran=true) >> >>".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.7\n");
    for (object, number) in objects.iter().zip(1..) {
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    // Without a table of its objects: what is odd is read all the same.
    (pdf + "trailer << /Root 1 0 R /Size 5 >>\n%%EOF\n").into_bytes()
}

#[tokio::test]
async fn w22_nothing_runs_of_what_is_in_a_document() {
    for bytes in [hostile(), b"%PDF-1.7\n<!doctype html><script>parent.__ran = true</script>".to_vec()] {
        let stage = offering(&bytes).await;
        let visitor = stage.visitor().await;
        opens_document(&stage, &visitor).await;
        if bytes.ends_with(b"%%EOF\n") {
            visitor.reads(1, 1).await;
            visitor.clicks_in_reader(".page").await;
            visitor.looks_at(1).await;
        } else {
            is_shown_the_way_out(&visitor).await;
        }
        let ran = visitor.browser().frame_script("return typeof window.__ran").await.expect("a frame");
        assert_eq!((ran, visitor.runs("return location.pathname").await), (Some(json!("undefined")), json!("/a")));
        assert_eq!(visitor.browser().tabs().await.expect("tabs").len(), 1);
    }
}

#[tokio::test]
async fn w22_the_viewer_fits_phones_and_small_ones() {
    let stage = offering(BROCHURE).await;
    for width in [360, 320] {
        let visitor = stage.visitor_with(Options { size: (width, 640), ..PHONE }).await;
        opens_document(&stage, &visitor).await;
        visitor.reads(1, 4).await;
        visitor.clicks_in_reader("#search").await;
        let fits = "const { scrollWidth, clientWidth } = reader.documentElement; const page = reader.querySelector('.page'); \
                    const all = [...reader.querySelectorAll('header button, header a, header input')].map(e => e.getBoundingClientRect()); \
                    return scrollWidth === clientWidth && page.getBoundingClientRect().width <= clientWidth \
                    && all.every(({ left, right, width }) => width === 0 || left >= 0 && right <= clientWidth)";
        visitor.sees_in_reader(&format!("a viewer that fits into {width}"), fits).await;
    }
}

#[tokio::test]
async fn w22_a_document_under_a_password_asks_for_it() {
    let stage = offering(include_bytes!("locked.pdf")).await;
    let visitor = stage.visitor().await;
    opens_document(&stage, &visitor).await;
    let asks = |words: &str| {
        format!(
            "return reader.body.dataset.state === 'locked' && reader.activeElement.id === 'password' \
             && reader.querySelector('.locked').innerText.includes('{words}')"
        )
    };
    visitor.sees_in_reader("a question for the password", &asks("This document asks for a password.")).await;
    visitor.types_in_reader("#password", "wave\n").await;
    visitor.sees_in_reader("that it is wrong", &asks("This is not the password.")).await;
    visitor.types_in_reader("#password", "tide\n").await;
    visitor.reads(1, 1).await;
    visitor.sees_in_reader("its text", "return reader.querySelector('.textLayer')?.innerText.includes('For members')").await;
}

in_both_browsers!(w3_w22_a_document_on_a_page_that_loads_only_what_says_that_it_may);
async fn w3_w22_a_document_on_a_page_that_loads_only_what_says_that_it_may(kind: Kind) {
    let headers = &[("cross-origin-embedder-policy", "require-corp"), ("cross-origin-opener-policy", "same-origin")];
    let stage = Stage::on(&site(&[]), |host| host.headers = headers).await;
    stage.parlor.puts_beside("brochure.pdf", BROCHURE);
    stage.parlor.import(&offer());
    let visitor = stage.visitor_in(kind).await;
    opens_document(&stage, &visitor).await;
    visitor.reads(1, 4).await;
    visitor.looks_at(1).await;
    visitor.clicks_in_reader("#close").await;
    visitor.is_back_in_chat(OPEN).await;
    assert_eq!(visitor.problems().await, [""; 0]);
}
