//! Pages that harm whatever is put into them: the chat works there as anywhere, and they work as they did without it (W6).

use parlor_tests::browser::Kind;
use parlor_tests::host_site::Host;
use parlor_tests::samples::{site, welcome};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::json;

/// Where the launcher stands in the window, and how large it is.
const LAUNCHER: &str = "const box = [...document.documentElement.children].find(child => child.shadowRoot)\
    .shadowRoot.querySelector('#launcher').getBoundingClientRect(); \
    return [box.width, box.height, document.documentElement.clientWidth - box.right, innerHeight - box.bottom]";

/// A visitor talks to the end on a page that is like this, and has run this before anything else of it.
pub(crate) async fn talks_on(kind: Kind, change: impl FnOnce(&mut Host), first: &str) -> (Stage, Visitor) {
    let stage = Stage::on(&site(&[welcome(&["*/a"])]), change).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.runs_first(first).await;
    visitor.goes_to(&stage.site, "/a").await;
    talks(&stage, &visitor).await;
    (stage, visitor)
}

/// A visitor who has just come talks to the end.
async fn talks(stage: &Stage, visitor: &Visitor) {
    visitor.sees_teaser("Hello.").await;
    assert_eq!(visitor.runs(LAUNCHER).await, json!([56, 56, 20, 20]));
    visitor.opens().await;
    visitor.picks("Just looking").await;
    visitor.sees("Fair winds.").await;
    visitor.closes().await;
    visitor.has_panel("none").await;
    visitor.has_sent_everything().await;
    assert_eq!(stage.log().await.matches("completed").count(), 2, "status and entry");
    let own = "return [localStorage, sessionStorage].flatMap(Object.keys).filter(key => !key.startsWith('parlor:')).join()";
    assert_eq!(visitor.runs(own).await, "");
}

/// Has the page's own styles from its beginning.
fn styled(sheet: &str) -> String {
    format!("const sheet = new CSSStyleSheet(); sheet.replaceSync({sheet:?}); document.adoptedStyleSheets = [sheet]")
}

in_both_browsers!(w3_a_page_that_unsets_every_style);
async fn w3_a_page_that_unsets_every_style(kind: Kind) {
    talks_on(kind, |_| (), &styled("* { all: unset !important }")).await;
}

in_both_browsers!(w3_a_page_that_hides_what_is_empty_and_styles_every_box);
async fn w3_a_page_that_hides_what_is_empty_and_styles_every_box(kind: Kind) {
    let sheet = "div:empty { display: none !important } div { position: absolute !important; transform: rotate(9deg) !important; \
        filter: blur(2px) !important; width: 9px !important } iframe, button { display: none !important; zoom: 3 !important }";
    talks_on(kind, |_| (), &styled(sheet)).await;
}

in_both_browsers!(w3_a_page_whose_body_is_moved_and_clipped);
async fn w3_a_page_whose_body_is_moved_and_clipped(kind: Kind) {
    let sheet = "body { transform: translateX(30px) scale(.9); overflow: hidden; height: 300px; contain: strict; opacity: .5 }";
    talks_on(kind, |_| (), &styled(sheet)).await;
}

in_both_browsers!(w6_a_page_without_a_doctype);
async fn w6_a_page_without_a_doctype(kind: Kind) {
    talks_on(kind, |host| host.doctype = "", "").await;
}

in_both_browsers!(w1_a_page_with_the_tag_ten_times);
async fn w1_a_page_with_the_tag_ten_times(kind: Kind) {
    talks_on(kind, |host| host.tags = 10, "").await;
}

in_both_browsers!(w6_a_page_that_has_added_to_every_object_and_array);
async fn w6_a_page_that_has_added_to_every_object_and_array(kind: Kind) {
    let first = "Object.prototype.extend = function () { return this }; Array.prototype.contains = function () { return false }; \
        Function.prototype.bind = function (to) { const what = this; return function () { return what.apply(to, arguments) } }; \
        String.prototype.trim = null";
    talks_on(kind, |_| (), first).await;
}

in_both_browsers!(w6_a_page_with_a_loader_of_modules);
async fn w6_a_page_with_a_loader_of_modules(kind: Kind) {
    talks_on(kind, |_| (), "window.define = Object.assign(() => { throw Error('no') }, { amd: {} }); window.require = define; window.module = {}; window.exports = {}").await;
}

in_both_browsers!(w6_a_page_that_is_large_and_never_rests);
async fn w6_a_page_that_is_large_and_never_rests(kind: Kind) {
    let first = "addEventListener('DOMContentLoaded', () => { for (let at = 0; at < 5000; at++) document.body.append(document.createElement('p')) }); \
        setInterval(() => { const end = performance.now() + 40; while (performance.now() < end); }, 60)";
    talks_on(kind, |_| (), first).await;
}

in_both_browsers!(w6_a_page_that_replaces_its_body);
async fn w6_a_page_that_replaces_its_body(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.runs("document.body = document.createElement('body')").await;
    visitor.opens_teaser().await;
    visitor.sees("Hello. What brings you here?").await;
}

in_both_browsers!(w6_a_page_that_draws_its_whole_document_anew);
async fn w6_a_page_that_draws_its_whole_document_anew(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    // Done by what has to be there to notice it.
    visitor.calls("'page', '/a'").await;
    visitor.runs("document.documentElement.replaceChildren(document.head, document.createElement('body'))").await;
    visitor.sees_teaser("Hello.").await;
    visitor.opens_teaser().await;
    visitor.sees("Hello. What brings you here?").await;
}

in_both_browsers!(w6_a_page_that_another_website_holds_in_a_frame);
async fn w6_a_page_that_another_website_holds_in_a_frame(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    let client = visitor.browser().client();
    client.goto(&stage.site.held_address("/a")).await.expect("a page");
    client.enter_frame(0).await.expect("a frame");
    talks(&stage, &visitor).await;
}

in_both_browsers!(w3_a_page_that_loads_only_what_says_that_it_may);
async fn w3_a_page_that_loads_only_what_says_that_it_may(kind: Kind) {
    let headers = &[("cross-origin-embedder-policy", "require-corp"), ("cross-origin-opener-policy", "same-origin")];
    let (_stage, visitor) = talks_on(kind, |host| host.headers = headers, "").await;
    assert_eq!(visitor.problems().await, [""; 0]);
}

in_both_browsers!(w18_a_page_that_begins_with_a_modal_dialog);
async fn w18_a_page_that_begins_with_a_modal_dialog(kind: Kind) {
    let ask = "addEventListener('DOMContentLoaded', () => document.querySelector('dialog').showModal())";
    let dialog = "<dialog><form method=\"dialog\"><button id=\"yes\">Yes</button></form></dialog>";
    let stage = Stage::on(&site(&[welcome(&["*/a"])]), |host| host.extra = dialog).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.runs_first(ask).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.clicks_on_page("#yes").await;
    talks(&stage, &visitor).await;
}
