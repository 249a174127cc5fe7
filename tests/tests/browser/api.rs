//! What page code asks of the chat, and what it says of the visitor.

use expect_test::expect;
use parlor_tests::page_code::{QUEUE, Signer};
use parlor_tests::samples::{KEY, question, site, site_with, tour, welcome, with};
use parlor_tests::stage::Stage;
use serde_json::{Value, json};

#[tokio::test]
async fn w7_page_code_opens_and_closes() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.has_chat().await;
    visitor.calls("'open'").await;
    visitor.sees("Hello. What brings you here?").await;
    assert_eq!(visitor.calls("'status'").await["open"], true);
    visitor.calls("'close'").await;
    visitor.has_panel("none").await;
    visitor.calls("'toggle'").await;
    visitor.has_panel("panel").await;
    visitor.calls("'toggle'").await;
    visitor.has_panel("none").await;
    let status = visitor.calls("'status'").await;
    assert_eq!(status, json!({ "site": KEY, "frame": "running", "storage": "kept", "problem": null, "open": false }));
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w7_calls_that_came_before_the_chat_are_done_in_order() {
    let stage = Stage::with(&site_with(&[welcome(&["*/a"])], &[tour("Tour")])).await;
    let visitor = stage.visitor().await;
    let calls = "Parlor('set', { first_name: 'Ada' }); Parlor('start', 'Tour'); Parlor('set', { first_name: 'Grace' })";
    visitor.runs_first(&format!("{QUEUE}{calls}")).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        visitor-1, in no conversation
          attribute_written first_name = Ada | /a | session-1 | anonymous
          attribute_written first_name = Grace | /a | session-1 | anonymous
        conversation-1 of visitor-1, Tour version 1, initiated, bubble by code
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w7_t29_a_flow_or_dialogue_is_started_by_its_name_or_id() {
    let stage = Stage::with(&site_with(&[welcome(&["*/a"])], &[tour("Tour")])).await;
    let visitor = stage.visitor().await;
    visitor.is_listened_to().await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.calls("'start', 'Welcome'").await;
    visitor.sees("Hello. What brings you here?").await;
    visitor.closes().await;
    visitor.calls("'start', 'Tour'").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.closes().await;
    let id = "heard.find(([name, event]) => name === 'triggered' && event.name === 'Welcome')[1].id";
    visitor.calls(&format!("'start', {id}")).await;
    visitor.sees("Hello. What brings you here?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /b | session-1 | anonymous
        conversation-2 of visitor-1, Tour version 1, initiated, bubble by code
          triggered | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w7_w6_a_wrong_call_is_told_once_and_harms_nothing() {
    let stage = Stage::with(&site_with(&[welcome(&["*/a"])], &[])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    for call in [
        "'dance'",
        "'constructor'",
        "'start', 'Nobody'",
        "'start'",
        "'set', { shoe_size: 42 }",
        "'set', { berths: 'many' }",
        "'set', {}",
        "'identify'",
        "'track'",
        "'start', 'Welcome', 'cheaply'",
        "'consent', true",
        "'locale', 'tlh'",
        "'page'",
        "'page', 'http://['",
        "'page', 'javascript:1'",
        "'on', 'message:recieved', () => {}",
        "'on', 'goal'",
        "'on', 'goal', 'x'",
    ] {
        visitor.calls(call).await;
    }
    visitor.is_warned("there is no command 'dance'.", 1).await;
    visitor.is_warned("there is no command 'constructor'.", 1).await;
    visitor.is_warned("no published flow or dialogue is called 'Nobody'.", 1).await;
    visitor.is_warned("there is no attribute 'shoe_size' that a page may set.", 1).await;
    visitor.is_warned("the value does not fit the attribute 'berths'.", 1).await;
    visitor.is_warned("there is no attribute 'cheaply' that a page may set.", 1).await;
    visitor.is_warned("'identify' and 'set' need values, 'start' and 'track' a name.", 4).await;
    visitor.is_warned("consent is granted or denied.", 1).await;
    visitor.is_warned("the chat doesn't speak 'tlh'; it speaks en.", 1).await;
    visitor.is_warned("'page' takes an address of the web, and 'http://[' is none.", 1).await;
    visitor.is_warned("'page' takes an address of the web, and 'undefined' is none.", 1).await;
    visitor.is_warned("'page' takes an address of the web, and 'javascript:1' is none.", 1).await;
    visitor.is_warned("there is no event 'message:recieved'.", 1).await;
    visitor.is_warned("'on' takes a function behind 'goal'.", 2).await;
    visitor.is_warned("", 18).await;
    assert_eq!(visitor.problems().await, [""; 0]);
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn i1_i2_w7_what_the_page_sets_is_the_persons_as_far_as_visitors_may_set_it() {
    let stage = Stage::with(&site_with(&[], &[])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.has_chat().await;
    visitor.calls("'set', { role: 'sailor', berths: 120, newsletter: true, contract: 'gold', score: 9 }").await;
    visitor.calls("'identify', { email: 'ada@example.com', first_name: 'Ada' }").await;
    visitor.is_warned("there is no attribute 'contract' that a page may set.", 1).await;
    visitor.is_warned("there is no attribute 'score' that a page may set.", 1).await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        visitor-1, in no conversation
          attribute_written role = sailor | /a | session-1 | ada@example.com
          attribute_written berths = 120 | /a | session-1 | ada@example.com
          attribute_written newsletter = yes | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          attribute_written first_name = Ada | /a | session-1 | ada@example.com
    "#]])
        .await;
    stage
        .people_are(expect![[r#"
        ada@example.com | first_name = Ada, role = sailor, newsletter = yes, berths = 120
    "#]])
        .await;
}

#[tokio::test]
async fn t15_w7_what_the_page_sets_is_decided_by_at_once() {
    let sailor = json!({ "attribute": "person.role", "test": { "text": { "is": ["sailor"] } } });
    let sailors = with(question("Sailors", 5, &["*/a"]), "/audience", json!({ "all": [{ "if": sailor }] }));
    let stage = Stage::with(&site(&[welcome(&["*/a"]), sailors])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.calls("'set', { role: 'Sailor' }").await;
    visitor.sees_teaser("Sailors: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
        visitor-1, in no conversation
          attribute_written role = Sailor | /a | session-1 | anonymous
        conversation-2 of visitor-1, Sailors version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

/// A site with a dialogue for those whose contract is gold, which only the site's owner can say.
fn with_gold() -> Value {
    let gold = json!({ "attribute": "person.contract", "test": { "text": { "is": ["gold"] } } });
    let only = with(question("Gold", 5, &["*/a"]), "/audience", json!({ "all": [{ "if": gold }] }));
    site_with(&[welcome(&["*/a"]), only], &[])
}

#[tokio::test]
async fn i3_t14_a_signed_identity_links_and_decides() {
    let stage = Stage::with(&with_gold()).await;
    let token = Signer::of(&stage.parlor).token(json!({ "sub": "4711", "email": "ada@example.com", "contract": "gold" }));
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.calls(&format!("'identify', {token:?}")).await;
    visitor.sees_teaser("Gold: shall we go on?").await;
    // It stays so on the next page, without a word of the page.
    visitor.refreshes().await;
    visitor.sees_teaser("Gold: shall we go on?").await;
    visitor.has_sent_everything().await;
    assert_eq!(visitor.complaints().await, [""; 0]);
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | ada@example.com
        visitor-1, in no conversation
          identified ada@example.com (4711) | /a | session-1 | ada@example.com
        conversation-2 of visitor-1, Gold version 1, initiated
          triggered | /a | session-1 | ada@example.com
    "#]])
        .await;
    stage
        .people_are(expect![[r#"
        ada@example.com | external_id = 4711, contract = gold
    "#]])
        .await;
}

#[tokio::test]
async fn i3_a_wrong_signature_links_nobody_and_the_chat_goes_on() {
    let stage = Stage::with(&with_gold()).await;
    Signer::of(&stage.parlor);
    let token = Signer::stranger().token(json!({ "sub": "4711", "email": "ada@example.com", "contract": "gold" }));
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.calls(&format!("'identify', {token:?}")).await;
    visitor.is_warned("the identity was refused: ", 1).await;
    visitor.opens_teaser().await;
    visitor.picks("I sail").await;
    visitor.sees("Where may we write?").await;
    visitor.has_sent_everything().await;
    assert_eq!(visitor.problems().await, [""; 0]);
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          attribute_written role = sailor | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn i4_reset_ends_what_was_known_and_the_next_one_is_another() {
    let stage = Stage::with(&with_gold()).await;
    let token = Signer::of(&stage.parlor).token(json!({ "sub": "4711", "email": "ada@example.com", "contract": "gold" }));
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.calls(&format!("'identify', {token:?}")).await;
    visitor.sees_teaser("Gold: shall we go on?").await;
    visitor.opens_teaser().await;
    visitor.picks("Yes").await;
    visitor.sees("Gold: once more?").await;
    visitor.has_sent_everything().await;
    let kept = visitor.runs("return JSON.stringify(localStorage)").await;
    visitor.calls("'reset'").await;
    visitor.sees_teaser("Hello.").await;
    visitor.has_sent_everything().await;
    assert_ne!(visitor.runs("return JSON.stringify(localStorage)").await, kept);
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.sees("Where may we write?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | ada@example.com
        visitor-1, in no conversation
          identified ada@example.com (4711) | /a | session-1 | ada@example.com
        conversation-2 of visitor-1, Gold version 1, initiated
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
        conversation-3 of visitor-2, Welcome version 1, initiated
          triggered | /a | session-2 | anonymous
          engaged | /a | session-2 | anonymous
          attribute_written role = sailor | /a | session-2 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn i4_reset_is_heard_in_every_tab() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.has_sent_everything().await;
    let first = visitor.browser().tab().await;
    visitor.opens_tab().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("Where may we write?").await;
    visitor.calls("'reset'").await;
    visitor.sees_teaser("Hello.").await;
    visitor.browser().switch_to(&first).await;
    visitor.sees("Hello. What brings you here?").await;
    visitor.no_longer_sees("Where may we write?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          attribute_written role = sailor | /a | session-1 | anonymous
        conversation-2 of visitor-2, Welcome version 1, initiated
          triggered | /a | session-2 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn i4_what_another_tab_saves_at_that_moment_brings_nobody_back() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.has_sent_everything().await;
    let late = format!(
        "const key = 'parlor:{KEY}:memory', kept = localStorage.getItem(key);\
        Parlor('reset'); localStorage.setItem(key, kept)"
    );
    visitor.runs(&late).await;
    visitor.sees_teaser("Hello.").await;
    visitor.refreshes().await;
    visitor.opens().await;
    visitor.sees("Hello. What brings you here?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          attribute_written role = sailor | /a | session-1 | anonymous
        conversation-2 of visitor-2, Welcome version 1, initiated
          triggered | /a | session-2 | anonymous
    "#]])
        .await;
}

/// What the frame says at first isn't heard on this page.
fn deaf_on(path: &str) -> String {
    format!(
        "if (location.pathname === '{path}') addEventListener('message', event => event.data === 'parlor:hello' && \
         event.stopImmediatePropagation())"
    )
}

#[tokio::test]
async fn w7_what_the_page_says_just_before_it_is_left_is_done_on_the_next_one() {
    let stage = Stage::with(&site_with(&[welcome(&["*/a"])], &[tour("Tour")])).await;
    let visitor = stage.visitor().await;
    visitor.runs_first(&deaf_on("/b")).await;
    visitor.goes_to(&stage.site, "/b").await;
    let calls = "Parlor('set', { first_name: 'Ada' }); Parlor('start', 'Tour'); Parlor('identify', { email: 'ada@example.com' });\
        location.href = '/c'";
    visitor.runs(calls).await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.is_on("/c").await;
    visitor.has_sent_everything().await;
    // It was done once.
    visitor.refreshes().await;
    visitor.has_chat().await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        visitor-1, in no conversation
          attribute_written first_name = Ada | /c | session-1 | ada@example.com
          email_given ada@example.com | /c | session-1 | ada@example.com
        conversation-1 of visitor-1, Tour version 1, initiated, bubble by code
          triggered | /c | session-1 | ada@example.com
    "#]])
        .await;
}

#[tokio::test]
async fn w6_w7_a_call_where_the_chat_cannot_run_is_told_and_dropped() {
    let stage = Stage::on(&site_with(&[welcome(&["*/a"])], &[tour("Tour")]), |host| host.allows_frame = false).await;
    let visitor = stage.visitor().await;
    visitor.runs_first(&format!("{QUEUE}Parlor('set', {{ first_name: 'Ada' }})")).await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.is_warned("the page's policy blocks the chat", 1).await;
    visitor.calls("'start', 'Tour'").await;
    visitor.is_warned("'start' is not done", 1).await;
    visitor.is_warned("", 2).await;
    visitor.clicks_on_page("#on").await;
    visitor.is_on("/on").await;
    assert_eq!(visitor.runs("return Object.keys(sessionStorage)").await, json!([]));
    stage.log_is(expect![[""]]).await;

    stage.parlor.import(&with(site_with(&[], &[tour("Tour")]), "/site/off", json!(true)));
    visitor.comes_back_later().await;
    visitor.goes_to(&stage.site, "/c").await;
    visitor.calls("'start', 'Tour'").await;
    visitor.is_warned("'start' is not done: the chat is switched off.", 1).await;
    assert_eq!(visitor.runs("return Parlor('status').problem").await, "the chat is switched off.");
    stage.log_is(expect![[""]]).await;
}

#[tokio::test]
async fn w11_destroyed_and_loaded_again_it_is_there_once() {
    let stage = Stage::with(&site_with(&[welcome(&["*/a"])], &[tour("Tour")])).await;
    let visitor = stage.visitor().await;
    visitor.runs_first("window.before = () => Object.getOwnPropertyNames(window).filter(name => name !== 'Parlor').length").await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.has_chat().await;
    let globals = visitor.runs("return before()").await;
    for _ in 0..10 {
        visitor.calls("'destroy'").await;
        let left = "return [document.querySelectorAll('html > div').length, 'Parlor' in window, \
            history.pushState === History.prototype.pushState, before()]";
        assert_eq!(visitor.runs(left).await, json!([0, false, true, globals]));
        let load = "const tag = document.createElement('script'); tag.src = document.querySelector('script').src; document.head.append(tag)";
        visitor.runs(load).await;
        visitor.has_chat().await;
    }
    visitor
        .runs("window.opened = 0; addEventListener('parlor:opened', () => opened += 1); history.pushState(null, '', '/a')")
        .await;
    visitor.sees_teaser("Hello.").await;
    visitor.calls("'start', 'Tour'").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.has_sent_everything().await;
    assert_eq!(visitor.runs("return opened").await, 1);
    assert_eq!(visitor.complaints().await, [""; 0]);
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, Tour version 1, initiated, bubble by code
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}
