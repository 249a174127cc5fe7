//! What the chat does in the page that holds it, beside launcher and frame.

use parlor_tests::browser::{DESKTOP, Kind, Options, PHONE};
use parlor_tests::samples::{question, site, site_with, tour, welcome};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::json;

/// Whether the launcher can be seen.
const LAUNCHER: &str = "return getComputedStyle([...document.documentElement.children].find(child => child.shadowRoot)\
    .shadowRoot.querySelector('#launcher')).visibility";

/// How the page scrolls, and how far it is.
const PAGE: &str = "return [getComputedStyle(document.documentElement).overflow, scrollY].join(' ')";

/// Waits until a script of the page says this.
async fn says(visitor: &Visitor, script: &str, expected: &str) {
    let what = format!("{script} to be {expected}");
    let browser = visitor.browser();
    browser.wait(&what, async || Ok((browser.script(script).await? == expected).then_some(()))).await;
}

#[tokio::test]
async fn w7_page_code_hides_launcher_and_teaser_and_shows_them() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.calls("'hide'").await;
    says(&visitor, LAUNCHER, "hidden").await;
    let teaser = LAUNCHER.replace("#launcher", "#frame.teaser");
    assert_eq!(visitor.runs(&teaser).await, "hidden");
    // What the page opens is there nevertheless.
    visitor.calls("'open'").await;
    visitor.sees("Hello. What brings you here?").await;
    visitor.calls("'close'").await;
    assert_eq!(visitor.runs(LAUNCHER).await, "hidden");
    visitor.calls("'show'").await;
    assert_eq!(visitor.runs(LAUNCHER).await, "visible");
    assert_eq!(visitor.complaints().await, [""; 0]);
}

#[tokio::test]
async fn w7_a_page_may_say_what_is_viewed() {
    let stage = Stage::with(&site(&[question("D1", 10, &["*/a"]), question("D2", 20, &["*/checkout/address"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.calls("'page', '/checkout/address'").await;
    visitor.sees_teaser("D2: shall we go on?").await;
    // It counts until the address changes.
    visitor.runs("history.pushState(null, '', '/c')").await;
    visitor.sees_nothing().await;
    assert_eq!(visitor.complaints().await, [""; 0]);
}

#[tokio::test]
async fn w12_the_data_layer_gets_every_event_from_the_first_on() {
    let stage = Stage::on(&site(&[welcome(&["*/a"])]), |host| host.attributes = "data-datalayer=layer").await;
    let visitor = stage.visitor().await;
    visitor.is_listened_to().await;
    visitor.runs_first("window.layer = [{ event: 'own' }]").await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.sees("Where may we write?").await;
    let pushed = "return JSON.stringify(layer.slice(1)) === JSON.stringify(heard.map(([name, parlor]) => ({ event: `parlor:${name}`, parlor })))";
    assert_eq!(visitor.runs(pushed).await, true);
    let names = "return [layer[0], layer[1], layer.findLast(({ event }) => event === 'parlor:engaged')].map(({ event }) => event).join(' ')";
    assert_eq!(visitor.runs(names).await, "own parlor:ready parlor:engaged");
}

#[tokio::test]
async fn w12_w6_a_data_layer_that_takes_nothing_harms_nobody() {
    for layer in ["{ pageName: 'home' }", "{ push() { throw Error('full') } }"] {
        let stage = Stage::on(&site(&[welcome(&["*/a"])]), |host| host.attributes = "data-datalayer=layer").await;
        let visitor = stage.visitor().await;
        visitor.is_listened_to().await;
        visitor.runs_first(&format!("window.layer = {layer}")).await;
        visitor.goes_to(&stage.site, "/a").await;
        visitor.sees_teaser("Hello.").await;
        visitor.has_rest_of_loader().await;
        visitor.opens().await;
        visitor.picks("I sail").await;
        visitor.sees("Where may we write?").await;
        assert_eq!(visitor.runs("return heard.some(([name]) => name === 'engaged')").await, true, "{layer}");
        assert!(visitor.complaints().await.iter().all(|line| line.contains("'layer' takes no events")), "{layer}");
        assert_eq!(visitor.problems().await, [""; 0], "{layer}");
    }
}

#[tokio::test]
async fn w13_callbacks_of_dynamic_chat_go_on_working() {
    const LISTEN: &str = "window.told = []; addEventListener('adobedx.conversations.ready', () => { \
        const { addListener, Enum } = window.AdobeDX; \
        for (const name of Object.values(Enum.Events)) addListener(name, (event) => { \
            const { name: dialogue, type, uiType, sid, id } = event.data.payload; \
            told.push([name, dialogue, type, uiType, !!sid && !!id].join(' ')) }) })";
    let stage = Stage::with(&site_with(&[welcome(&["*/a"])], &[tour("Tour")])).await;
    let visitor = stage.visitor().await;
    visitor.runs_first(LISTEN).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    let load = format!(
        "const tag = document.createElement('script'); tag.src = '{}/lib/dynamic-chat.js'; document.head.append(tag)",
        stage.parlor.origin()
    );
    visitor.runs(&load).await;
    says(&visitor, "return typeof window.AdobeDX", "object").await;
    visitor.opens().await;
    visitor.picks("Just looking").await;
    visitor.sees("Fair winds.").await;
    visitor.closes().await;
    visitor.calls("'start', 'Tour'").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.closes().await;
    let expected = "CONVERSATION_ENGAGED Welcome Dialogue chatbot true; CONVERSATION_COMPLETED Welcome Dialogue chatbot true; \
        CONVERSATION_TRIGGERED Tour Conversational Flow chatbot true; CONVERSATION_CLOSED Tour Conversational Flow chatbot true";
    says(&visitor, "return window.told.join('; ')", expected).await;
}

in_both_browsers!(w18_launcher_and_teaser_step_aside_for_a_modal_dialog);
async fn w18_launcher_and_teaser_step_aside_for_a_modal_dialog(kind: Kind) {
    let extra = "<dialog id=\"ask\">Really?</dialog>";
    let stage = Stage::on(&site(&[welcome(&["*/a"])]), |host| host.extra = extra).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.runs("document.getElementById('ask').showModal()").await;
    says(&visitor, LAUNCHER, "hidden").await;
    visitor.runs("document.getElementById('ask').close()").await;
    says(&visitor, LAUNCHER, "visible").await;
    // One that is no modal takes the page from nobody.
    visitor.runs("document.getElementById('ask').show()").await;
    visitor.opens_teaser().await;
    visitor.sees("Hello. What brings you here?").await;
    visitor.calls("'hide'").await;
    visitor.runs("document.getElementById('ask').remove()").await;
    says(&visitor, LAUNCHER, "hidden").await;
}

in_both_browsers!(w15_on_a_phone_the_page_stays_where_it_is);
async fn w15_on_a_phone_the_page_stays_where_it_is(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_with(Options { kind, ..PHONE }).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    // A page whose body would scroll by itself, if the window doesn't.
    let style = "const sheet = new CSSStyleSheet(); sheet.replaceSync('html, body { height: 100% } body { overflow-x: hidden }'); \
        document.adoptedStyleSheets = [sheet]; scrollTo(0, 300)";
    visitor.runs(style).await;
    says(&visitor, PAGE, "visible 300").await;
    visitor.opens().await;
    visitor.sees("Hello. What brings you here?").await;
    says(&visitor, "return getComputedStyle(document.documentElement).overflow", "hidden").await;
    visitor.closes().await;
    says(&visitor, PAGE, "visible 300").await;
    assert_eq!(visitor.complaints().await, [""; 0]);
}

#[tokio::test]
async fn w15_beside_an_open_chat_a_page_can_be_scrolled() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_with(DESKTOP).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("Hello. What brings you here?").await;
    // Whoever does that would lock the page, too.
    visitor.calls("'hide'").await;
    says(&visitor, LAUNCHER, "hidden").await;
    assert_eq!(visitor.runs(PAGE).await, "visible 0");
}

in_both_browsers!(w6_a_page_that_trusts_no_text_as_an_address_has_a_whole_chat);
async fn w6_a_page_that_trusts_no_text_as_an_address_has_a_whole_chat(kind: Kind) {
    let stage = Stage::on(&site_with(&[welcome(&["*/a"])], &[tour("Tour")]), |host| host.trusts_types = true).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.has_chat().await;
    visitor.calls("'hide'").await;
    says(&visitor, LAUNCHER, "hidden").await;
    visitor.runs("history.pushState(null, '', '/a')").await;
    visitor.calls("'show'").await;
    visitor.sees_teaser("Hello.").await;
    assert_eq!(visitor.complaints().await, [""; 0]);
}

#[tokio::test]
async fn w6_calls_wait_for_the_part_that_does_them_and_unknown_ones_are_told() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor
        .runs_first("window.Parlor = function () { (Parlor.q = Parlor.q || []).push(arguments) }; Parlor('hide'); Parlor('fly')")
        .await;
    visitor.goes_to(&stage.site, "/b").await;
    says(&visitor, LAUNCHER, "hidden").await;
    visitor.is_warned("there is no command 'fly'.", 1).await;
    assert_eq!(visitor.calls("'status'").await["open"], json!(false));
}

in_both_browsers!(w15_w11_a_chat_that_is_taken_out_leaves_the_page_as_it_was);
async fn w15_w11_a_chat_that_is_taken_out_leaves_the_page_as_it_was(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_with(Options { kind, ..PHONE }).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    says(&visitor, PAGE, "hidden 0").await;
    visitor.calls("'destroy'").await;
    assert_eq!(visitor.runs(PAGE).await, "visible 0");
    assert_eq!(visitor.complaints().await, [""; 0]);
}

#[tokio::test]
async fn w18_a_page_that_changes_all_the_time_is_stepped_aside_for() {
    let stage = Stage::on(&site(&[welcome(&["*/a"])]), |host| host.extra = "<dialog id=\"ask\">Really?</dialog>").await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    let change = "setInterval(() => { document.body.append('.'); document.getElementById('ask').toggleAttribute('x') }, 5)";
    visitor.runs(change).await;
    visitor.runs("document.getElementById('ask').showModal()").await;
    says(&visitor, LAUNCHER, "hidden").await;
}

#[tokio::test]
async fn w8_opened_and_closed_take_turns() {
    const TURNS: &str = "return heard.map(([name]) => name).filter(name => name === 'opened' || name === 'closed').join(' ')";
    let stage = Stage::with(&site(&[welcome(&["*/a", "*/b"])])).await;
    let visitor = stage.visitor().await;
    visitor.is_listened_to().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.sees("Where may we write?").await;
    assert_eq!(visitor.runs(TURNS).await, "opened");
    // It stays open on the next page, where nobody has opened it.
    visitor.goes_to(&stage.site, "/b").await;
    visitor.sees("Where may we write?").await;
    assert_eq!(visitor.runs(TURNS).await, "");
    visitor.calls("'reset'").await;
    visitor.sees_teaser("Hello.").await;
    visitor.opens().await;
    visitor.is_heard("opened").await;
    visitor.calls("'consent', 'denied'").await;
    assert_eq!(visitor.runs(TURNS).await, "closed opened closed");
    assert_eq!(visitor.calls("'status'").await["frame"], json!("none"));
}
