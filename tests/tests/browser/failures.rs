//! When something of the chat fails, the website doesn't notice.

use expect_test::expect;
use parlor_tests::browser::{DESKTOP, Kind, Options};
use parlor_tests::proxy::Proxy;
use parlor_tests::samples::{site, welcome, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::json;

/// The page works, and nothing went wrong in it that isn't said to have.
async fn is_untouched(visitor: &Visitor, stage: &Stage, expected: &[&str]) {
    assert_eq!(visitor.problems().await, expected);
    let on = visitor.browser().element("return document.getElementById('on')").await.expect("a page").expect("a link");
    on.click().await.expect("a click");
    let address = stage.site.address("/on");
    visitor
        .browser()
        .wait("the next page", async || Ok((visitor.browser().client().current_url().await?.as_str() == address).then_some(())))
        .await;
}

in_both_browsers!(w6_the_pages_policy_blocks_the_frame);
async fn w6_the_pages_policy_blocks_the_frame(kind: Kind) {
    let stage = Stage::on(&site(&[welcome(&["*/a"])]), |host| host.allows_frame = false).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor
        .browser()
        .wait("a word in the console", async || {
            Ok(visitor.complaints().await.iter().any(|line| line.contains("Parlor: ")).then_some(()))
        })
        .await;
    let ours = visitor.complaints().await.into_iter().filter(|line| line.contains("Parlor: ")).count();
    assert_eq!(ours, 1, "{:?}", visitor.complaints().await);
    let status = visitor.browser().script("return Parlor('status').problem").await.expect("a page");
    assert!(status.as_str().is_some_and(|problem| problem.contains("frame-src")), "{status}");
    is_untouched(&visitor, &stage, &[&format!("securitypolicyviolation {}", stage.parlor.origin())]).await;
    stage.log_is(expect![[""]]).await;
}

in_both_browsers!(w6_the_server_is_down_when_the_page_is_loaded);
async fn w6_the_server_is_down_when_the_page_is_loaded(kind: Kind) {
    let mut stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    stage.parlor.kill9();
    visitor.goes_to(&stage.site, "/a").await;
    // The browser's own word about the script, and none of ours.
    visitor
        .browser()
        .wait("a word in the console", async || {
            Ok(visitor.complaints().await.iter().any(|line| says_it_is_missing(line)).then_some(()))
        })
        .await;
    assert_eq!(visitor.browser().script("return typeof window.Parlor").await.expect("a page"), "undefined");
    is_untouched(&visitor, &stage, &["error undefined"]).await;
}

in_both_browsers!(w6_the_server_goes_down_after_the_launcher_is_there);
async fn w6_the_server_goes_down_after_the_launcher_is_there(kind: Kind) {
    let mut stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/elsewhere").await;
    visitor.sees_nothing().await;
    // The loader is in the browser's cache, all else must come from the server.
    stage.parlor.kill9();
    visitor.goes_to(&stage.site, "/a").await;
    visitor
        .browser()
        .wait("the launcher", async || {
            Ok((visitor.browser().script("return typeof window.Parlor").await? == "function").then_some(()))
        })
        .await;
    is_untouched(&visitor, &stage, &[]).await;
}

in_both_browsers!(o9_a_domain_that_is_not_allowed_gets_no_chat);
async fn o9_a_domain_that_is_not_allowed_gets_no_chat(kind: Kind) {
    let domains = with(site(&[welcome(&["*/a"])]), "/site/allowed_domains", json!(["example.com"]));
    let stage = Stage::with(&domains).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor
        .browser()
        .wait("a word in the console", async || {
            Ok(visitor.complaints().await.iter().any(|line| line.contains("frame-ancestors")).then_some(()))
        })
        .await;
    is_untouched(&visitor, &stage, &[]).await;
    stage.log_is(expect![[""]]).await;
    // Once it is on the list, it does.
    let domains = with(site(&[welcome(&["*/a"])]), "/site/allowed_domains", json!([stage.site.authority()]));
    stage.parlor.import(&domains);
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
}

in_both_browsers!(w1_the_tag_pasted_twice_works_once);
async fn w1_the_tag_pasted_twice_works_once(kind: Kind) {
    let stage = Stage::on(&site(&[welcome(&["*/a"])]), |host| host.tags = 2).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.has_sent_everything().await;
    let complaints = visitor.complaints().await;
    assert!(matches!(complaints.as_slice(), [line] if line.contains("twice")), "{complaints:?}");
    let roots = "return [...document.querySelectorAll('html > div')].filter(e => e.shadowRoot).length";
    assert_eq!(visitor.browser().script(roots).await.expect("a page"), json!(1));
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

in_both_browsers!(w1_a_call_from_the_head_waits_for_the_chat);
async fn w1_a_call_from_the_head_waits_for_the_chat(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    let queue = "window.Parlor = window.Parlor || function () { (Parlor.q = Parlor.q || []).push(arguments) }; Parlor('open')";
    visitor.runs_first(queue).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees("I sail").await;
    visitor.has_panel("panel").await;
}

in_both_browsers!(w4_messages_of_others_are_passed_over);
async fn w4_messages_of_others_are_passed_over(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    let stray = "setInterval(() => { for (let at = 0; at < frames.length; at++) frames[at].postMessage('stray', '*'); }, 1)";
    visitor.runs_first(stray).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
}

in_both_browsers!(w6_a_policy_that_only_reports_blocks_nothing);
async fn w6_a_policy_that_only_reports_blocks_nothing(kind: Kind) {
    let stage = Stage::on(&site(&[welcome(&["*/a"])]), |host| host.reports_frame = true).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
}

in_both_browsers!(w6_opened_and_closed_at_once_it_is_closed);
async fn w6_opened_and_closed_at_once_it_is_closed(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.browser().script("Parlor('open'); Parlor('close'); return 1").await.expect("a page");
    visitor.has_panel("none").await;
    let is_open = visitor.browser().script("return Parlor('status').open").await.expect("a page");
    assert_eq!(is_open, false);
}

/// How browsers say that a script could not be loaded.
fn says_it_is_missing(line: &str) -> bool {
    ["ERR_CONNECTION_REFUSED", "Loading failed for the <script>"].iter().any(|words| line.contains(words))
}

in_both_browsers!(w6_a_browser_without_webassembly);
async fn w6_a_browser_without_webassembly(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_with(Options { kind, wasm: false, ..DESKTOP }).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.is_warned("WebAssembly", 1).await;
    assert_eq!(visitor.complaints().await.len(), 1, "{:?}", visitor.complaints().await);
    let hosts = "return [...document.querySelectorAll('html > div')].filter(e => e.shadowRoot).length";
    assert_eq!(visitor.runs(hosts).await, 0);
    is_untouched(&visitor, &stage, &[]).await;
}

in_both_browsers!(w6_an_old_browser);
async fn w6_an_old_browser(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    for missing in ["delete CSSStyleSheet.prototype.replaceSync", "delete Element.prototype.attachShadow"] {
        let visitor = stage.visitor_in(kind).await;
        visitor.browser().runs_first(missing).await;
        visitor.goes_to(&stage.site, "/a").await;
        visitor.is_warned("Parlor: the chat can't run: ", 1).await;
        assert_eq!(visitor.complaints().await.len(), 1, "{missing}: {:?}", visitor.complaints().await);
        is_untouched(&visitor, &stage, &[]).await;
    }
    stage.log_is(expect![[""]]).await;
}

in_both_browsers!(w6_a_server_that_takes_its_time);
async fn w6_a_server_that_takes_its_time(kind: Kind) {
    let mut proxy = None;
    let stage = Stage::on(&site(&[welcome(&["*/a", "*/on"])]), |host| {
        let before = proxy.insert(Proxy::start(&host.parlor, 0));
        host.parlor = before.origin();
    })
    .await;
    let proxy = proxy.expect("a proxy");
    let visitor = stage.visitor_in(kind).await;
    // Nothing of the chat is there yet, then the launcher is, and the page is the same all the while.
    proxy.holds(Some("/frame"));
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.closes_by_launcher().await;
    is_untouched(&visitor, &stage, &[]).await;
    proxy.holds(Some("/assets"));
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    proxy.holds(None);
    visitor.sees("Hello. What brings you here?").await;
    visitor.picks("Just looking").await;
    visitor.sees("Fair winds.").await;
}
