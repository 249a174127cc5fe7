//! Pages that are made with libraries: as those were shipped, and with the chat beside them.

use parlor_tests::browser::Kind;
use parlor_tests::samples::{question, site};
use parlor_tests::stage::Stage;

use crate::hostile::talks_on;

in_both_browsers!(w6_a_page_with_jquery_and_methods_of_its_own);
async fn w6_a_page_with_jquery_and_methods_of_its_own(kind: Kind) {
    let scripts = &["/npm/jquery/dist/jquery.min.js", "/libraries/jquery.js"];
    // What libraries of its time did to arrays and functions: whoever goes through their properties comes upon it.
    let first = "Array.prototype.each = Array.prototype.forEach; Array.prototype.first = function () { return this[0] }; \
        Function.prototype.bind = function (to) { const what = this; return function () { return what.apply(to, arguments) } }";
    let (_stage, visitor) = talks_on(kind, |host| host.scripts = scripts, first).await;
    assert_eq!(visitor.runs("return document.getElementById('made').textContent").await, "jQuery 1.12.4");
    visitor.clicks_on_page("#on").await;
    assert_eq!(visitor.runs("return document.getElementById('made').textContent").await, "clicked");
    visitor.is_on("/a").await;
    // jQuery itself tries out what a style in an attribute does.
    let others = visitor.problems().await.into_iter().filter(|line| line != "securitypolicyviolation inline");
    assert_eq!(others.collect::<Vec<_>>(), [""; 0]);
}

in_both_browsers!(w6_a_page_with_requirejs);
async fn w6_a_page_with_requirejs(kind: Kind) {
    let scripts = &["/npm/requirejs/require.js", "/libraries/requirejs.js"];
    let (_stage, visitor) = talks_on(kind, |host| host.scripts = scripts, "").await;
    assert_eq!(visitor.runs("return document.documentElement.dataset.made").await, "high water at Dover");
    assert_eq!(visitor.problems().await, [""; 0]);
}

in_both_browsers!(w6_w11_a_react_app);
async fn w6_w11_a_react_app(kind: Kind) {
    let scripts = &[
        "/npm/react/umd/react.production.min.js",
        "/npm/react-dom/umd/react-dom.production.min.js",
        "/npm/@remix-run/router/dist/router.umd.min.js",
        "/npm/react-router/dist/umd/react-router.production.min.js",
        "/npm/react-router-dom/dist/umd/react-router-dom.production.min.js",
        "/libraries/react.js",
    ];
    goes_on_over_routes(kind, scripts).await;
}

in_both_browsers!(w6_w11_a_vue_app);
async fn w6_w11_a_vue_app(kind: Kind) {
    let scripts =
        &["/npm/vue/dist/vue.runtime.global.prod.js", "/npm/vue-router/dist/vue-router.global.prod.js", "/libraries/vue.js"];
    goes_on_over_routes(kind, scripts).await;
}

/// An app shows each of its routes, and on each the chat that is for it; a conversation goes on.
async fn goes_on_over_routes(kind: Kind, scripts: &'static [&'static str]) {
    let app = |host: &mut parlor_tests::host_site::Host| (host.scripts, host.extra) = (scripts, "<div id=\"app\"></div>");
    let stage = Stage::on(&site(&[question("D1", 10, &["*/a"]), question("D2", 20, &["*/b"])]), app).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.has_rest_of_loader().await;
    visitor.runs("window.same = 'yes'").await;
    visitor.clicks_on_page("#next").await;
    visitor.is_on("/b").await;
    visitor.sees_teaser("D2: shall we go on?").await;
    visitor.opens_teaser().await;
    visitor.picks("Yes").await;
    visitor.clicks_on_page("#next").await;
    visitor.is_on("/a").await;
    visitor.sees("D2: once more?").await;
    visitor.picks("Enough").await;
    assert_eq!(visitor.runs("return [window.same, document.getElementById('route').textContent].join(' ')").await, "yes /a");
    assert_eq!(visitor.problems().await, [""; 0]);
    visitor.has_sent_everything().await;
    assert_eq!(stage.log().await.matches("completed").count(), 2, "status and entry");
}
