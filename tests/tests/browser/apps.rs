//! Single-page apps, and pages that are gone back to.

use expect_test::expect;
use parlor_tests::browser::Kind;
use parlor_tests::samples::{KEY, question, site, site_with, tour, welcome, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

/// A site that logs page views, with these dialogues.
fn watched(dialogues: &[Value]) -> Value {
    with(site(dialogues), "/site/log_page_views", json!(true))
}

/// A dialogue on `/a` and one on `/b`.
fn two() -> [Value; 2] {
    [question("D1", 10, &["*/a"]), question("D2", 20, &["*/b"])]
}

/// The app shows another page, as apps do: first the address, then the rest.
async fn routes_to(visitor: &Visitor, how: &str, path: &str) {
    visitor.runs(&format!("history.{how}(null, '', {path:?}); document.title = 'Page {path}'; scrollTo(0, 0)")).await;
}

/// Nothing was loaded since the page was marked.
async fn is_still_the_same(visitor: &Visitor) {
    assert_eq!(visitor.runs("return window.same").await, "yes");
}

in_both_browsers!(t7_t25_w11_a_pushed_route_is_a_page_view);
async fn t7_t25_w11_a_pushed_route_is_a_page_view(kind: Kind) {
    let stage = Stage::with(&watched(&two())).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.runs("window.same = 'yes'").await;
    routes_to(&visitor, "pushState", "/b").await;
    visitor.sees_teaser("D2: shall we go on?").await;
    routes_to(&visitor, "pushState", "/c").await;
    visitor.sees_nothing().await;
    visitor.browser().client().back().await.expect("a page");
    visitor.sees_teaser("D2: shall we go on?").await;
    is_still_the_same(&visitor).await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        visitor-1, in no conversation
          page_viewed | /a | session-1 | anonymous
          page_viewed | /b | session-1 | anonymous
          page_viewed | /c | session-1 | anonymous
          page_viewed | /b | session-1 | anonymous
        conversation-1 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, D2 version 1, initiated
          triggered | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t7_w11_a_replaced_route_is_a_page_view_and_the_same_one_is_none() {
    let stage = Stage::with(&watched(&two())).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("D1: shall we go on?").await;
    routes_to(&visitor, "replaceState", "/a").await;
    routes_to(&visitor, "replaceState", "/b").await;
    visitor.sees_teaser("D2: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        visitor-1, in no conversation
          page_viewed | /a | session-1 | anonymous
          page_viewed | /b | session-1 | anonymous
        conversation-1 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, D2 version 1, initiated
          triggered | /b | session-1 | anonymous
    "#]])
        .await;
}

in_both_browsers!(t5_t7_w11_a_hash_is_a_route);
async fn t5_t7_w11_a_hash_is_a_route(kind: Kind) {
    let dialogues = [question("D1", 10, &["*/a"]), question("D2", 5, &["*/a#/prices/*"])];
    let stage = Stage::with(&watched(&dialogues)).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.runs("location.hash = '#/prices/all'").await;
    visitor.sees_teaser("D2: shall we go on?").await;
    visitor.runs("location.hash = '#/jobs'").await;
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        visitor-1, in no conversation
          page_viewed | /a | session-1 | anonymous
          page_viewed | /a#/prices/all | session-1 | anonymous
          page_viewed | /a#/jobs | session-1 | anonymous
        conversation-1 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, D2 version 1, initiated
          triggered | /a#/prices/all | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t23_w11_an_engaged_conversation_goes_on_over_routes() {
    let stage = Stage::with(&site(&two())).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("Yes").await;
    routes_to(&visitor, "pushState", "/b").await;
    visitor.sees("D1: once more?").await;
    visitor.picks("Enough").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D1 version 1, completed
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          completed | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t25_w11_an_opened_dialogue_gives_way_to_the_next_routes() {
    let stage = Stage::with(&site(&two())).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("D1: shall we go on?").await;
    routes_to(&visitor, "pushState", "/b").await;
    visitor.sees("D2: shall we go on?").await;
    visitor.picks("No").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, D2 version 1, completed
          triggered | /b | session-1 | anonymous
          engaged | /b | session-1 | anonymous
          completed | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t17_w11_each_route_is_scrolled_afresh() {
    let scrolled = |dialogue: &Value| with(dialogue.clone(), "/display", json!({ "all": [{ "scroll": 80 }] }));
    let stage = Stage::with(&site(&two().each_ref().map(scrolled))).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_nothing().await;
    visitor.runs("scrollTo(0, document.body.scrollHeight)").await;
    visitor.sees_teaser("D1: shall we go on?").await;
    routes_to(&visitor, "pushState", "/b").await;
    visitor.sees_nothing().await;
    visitor.runs("scrollTo(0, document.body.scrollHeight)").await;
    visitor.sees_teaser("D2: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, D2 version 1, initiated
          triggered | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t19_w11_time_on_page_is_the_routes_own_and_adds_up() {
    let [first, second] = two();
    let waits = with(first, "/display", json!({ "all": [{ "time_on_page": 2 }] }));
    let stage = Stage::with(&site(&[waits, second])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.has_chat().await;
    routes_to(&visitor, "pushState", "/b").await;
    visitor.sees_teaser("D2: shall we go on?").await;
    visitor.browser().client().back().await.expect("a page");
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D2 version 1, initiated
          triggered | /b | session-1 | anonymous
        conversation-2 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w9_w11_a_link_of_the_app_starts_a_flow_on_the_next_route() {
    let link = "<a id=\"next\" href=\"/b\" data-parlor-start=\"Tour\">Next, and a tour</a>";
    let stage = Stage::on(&site_with(&[welcome(&["*/c"])], &[tour("Tour")]), |host| host.extra = link).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.has_rest_of_loader().await;
    visitor
        .runs("window.same = 'yes'; document.getElementById('next').onclick = event => { event.preventDefault(); history.pushState(null, '', '/b') }")
        .await;
    visitor.clicks_on_page("#next").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.is_on("/b").await;
    is_still_the_same(&visitor).await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Tour version 1, initiated, bubble by link
          triggered | /b | session-1 | anonymous
    "#]])
        .await;
}

in_both_browsers!(t25_back_and_forward_over_pages_adds_nothing);
async fn t25_back_and_forward_over_pages_adds_nothing(kind: Kind) {
    let stage = Stage::with(&site(&[question("D1", 10, &["*/a"]), question("D2", 20, &["*/on"])])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.clicks_on_page("#on").await;
    visitor.sees_teaser("D2: shall we go on?").await;
    visitor.browser().client().back().await.expect("a page");
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.browser().client().forward().await.expect("a page");
    visitor.sees_teaser("D2: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, D2 version 1, initiated
          triggered | /on | session-1 | anonymous
    "#]])
        .await;
}

in_both_browsers!(w11_a_tab_that_has_nothing_to_send_holds_no_lock);
async fn w11_a_tab_that_has_nothing_to_send_holds_no_lock(kind: Kind) {
    let stage = Stage::with(&site(&two())).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("Yes").await;
    visitor.has_rest_of_loader().await;
    visitor.has_sent_everything().await;
    // Firefox keeps no page that holds one, and doesn't wait for it to hear that it is left.
    let locks =
        "const [done] = arguments; navigator.locks.query().then(({ held, pending }) => done(held.length + pending.length))";
    let client = visitor.browser().client();
    let is_free = async || Ok((client.execute_async(locks, Vec::new()).await? == 0).then_some(()));
    visitor.browser().wait("a page without a lock", is_free).await;
}

/// How often a story is told at most whose pages the browser gives up for reasons of its own.
const TELLINGS: usize = 5;

/// Tells a story until the browser has kept its pages.
async fn tell(story: impl AsyncFn() -> Option<()>) {
    for _ in 0..TELLINGS {
        if story().await.is_some() {
            return;
        }
    }
    panic!("the browser has kept no page in {TELLINGS} tellings");
}

/// The browser had kept the page as it was left, and hasn't loaded it anew. None if it gave it up for a reason of its own, as it does
/// where a page answers late on a busy machine.
async fn is_kept(visitor: &Visitor) -> Option<()> {
    let kept = "return window.kept || JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)";
    let kept = async || Ok(Some(visitor.browser().script(kept).await?).filter(|kept| kept != "null"));
    let kept = visitor.browser().wait("a page that has come back", kept).await;
    if kept == true {
        return Some(());
    }
    let why = kept.as_str().expect("reasons");
    if why.matches("\"reason\":").count() != why.matches("\"reason\":\"masked\"").count() {
        visitor.browser().fail(&format!("the page was not kept: {why}")).await;
    }
    None
}

#[tokio::test]
async fn a11_w11_the_browser_may_keep_pages_for_going_back() {
    tell(goes_back_and_forth).await;
}

async fn goes_back_and_forth() -> Option<()> {
    let stage =
        Stage::on(&watched(&[question("D1", 10, &["*/a"]), question("D2", 20, &["*/on"])]), |host| host.may_be_kept = true).await;
    let visitor = stage.visitor().await;
    visitor.runs_first("addEventListener('pageshow', event => window.kept = event.persisted)").await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.has_rest_of_loader().await;
    visitor.clicks_on_page("#on").await;
    visitor.sees_teaser("D2: shall we go on?").await;
    visitor.has_rest_of_loader().await;
    visitor.browser().client().back().await.expect("a page");
    visitor.is_on("/a").await;
    is_kept(&visitor).await?;
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.browser().client().forward().await.expect("a page");
    visitor.is_on("/on").await;
    is_kept(&visitor).await?;
    visitor.sees_teaser("D2: shall we go on?").await;
    visitor.opens().await;
    visitor.picks("Yes").await;
    visitor.sees("D2: once more?").await;
    visitor.browser().client().back().await.expect("a page");
    visitor.is_on("/a").await;
    is_kept(&visitor).await?;
    // The conversation goes on also where it wasn't known yet when the page was kept.
    visitor.opens().await;
    visitor.sees("D2: once more?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        visitor-1, in no conversation
          page_viewed | /a | session-1 | anonymous
          page_viewed | /on | session-1 | anonymous
          page_viewed | /a | session-1 | anonymous
          page_viewed | /on | session-1 | anonymous
          page_viewed | /a | session-1 | anonymous
        conversation-1 of visitor-1, D1 version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, D2 version 1, initiated
          triggered | /on | session-1 | anonymous
          engaged | /on | session-1 | anonymous
    "#]])
        .await;
    Some(())
}

#[tokio::test]
async fn i4_a11_log_out_is_not_undone_by_going_back() {
    for next_one_has_begun in [true, false] {
        tell(async || logs_out_and_goes_back(next_one_has_begun).await).await;
    }
}

async fn logs_out_and_goes_back(next_one_has_begun: bool) -> Option<()> {
    let stage = Stage::on(&site(&[welcome(&["*/a"])]), |host| host.may_be_kept = true).await;
    let visitor = stage.visitor().await;
    visitor.runs_first("addEventListener('pageshow', event => window.kept = event.persisted)").await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. We will write.").await;
    visitor.has_sent_everything().await;
    visitor.has_rest_of_loader().await;
    visitor.clicks_on_page("#on").await;
    visitor.is_on("/on").await;
    visitor.has_chat().await;
    visitor.calls("'reset'").await;
    if next_one_has_begun {
        visitor.has_sent_everything().await;
    }
    visitor.browser().client().back().await.expect("a page");
    visitor.is_on("/a").await;
    is_kept(&visitor).await?;
    visitor.sees("Hello. What brings you here?").await;
    visitor.no_longer_sees("Thank you. We will write.").await;
    visitor.has_sent_everything().await;
    let memory = visitor.runs(&format!("return localStorage.getItem('parlor:{KEY}:memory')")).await;
    assert!(memory.as_str().is_some_and(|memory| !memory.contains("ada@example.com")), "{memory}");
    visitor.picks("Just looking").await;
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
        conversation-2 of visitor-2, Welcome version 1, completed
          triggered | /a | session-2 | anonymous
          engaged | /a | session-2 | anonymous
          attribute_written role = visitor | /a | session-2 | anonymous
          completed | /a | session-2 | anonymous
    "#]])
        .await;
    Some(())
}
