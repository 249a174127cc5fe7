//! What page code hears of the chat.

use expect_test::expect;
use parlor_domain::text::SiteKey;
use parlor_tests::log::everything;
use parlor_tests::samples::{KEY, site, welcome, with};
use parlor_tests::stage::Stage;
use serde_json::{Value, json};

/// Asks for two things and ends with a goal.
fn survey() -> Value {
    let ask = |text: &str, input: &str, next: &str| json!({ "text": text, "input": input, "attribute": input, "next": next });
    json!({
        "name": "Survey",
        "pages": { "include": ["*/a"] },
        "flow": {
            "start": "email",
            "cards": {
                "email": { "capture": ask("Where may we write?", "email", "phone") },
                "phone": { "capture": ask("Where may we call?", "phone", "reached") },
                "reached": { "goal": { "goal": "Contact", "score": 2, "next": "thanks" } },
                "thanks": { "message": { "text": "Thank you." } }
            }
        }
    })
}

#[tokio::test]
async fn w8_the_page_hears_of_a_conversation_and_names_are_handed_over() {
    let stage = Stage::with(&site(&[survey()])).await;
    let visitor = stage.visitor().await;
    visitor.is_listened_to().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Where may we write?").await;
    visitor.opens_teaser().await;
    visitor.types("ada@example.com").await;
    visitor.sees("Where may we call?").await;
    visitor.types("+44 20 7946 0018").await;
    visitor.sees("Thank you.").await;
    visitor.closes().await;
    visitor.is_heard("closed").await;
    expect![[r#"
        ready | harbour | session-1
        triggered | dialogue Survey (id-1, bubble) | harbour | session-1 | event-1
        shown | dialogue Survey (id-1, bubble) | harbour | session-1
        opened | dialogue Survey (id-1, bubble) | harbour | session-1
        message:received text = "Where may we write?" | dialogue Survey (id-1, bubble) | harbour | session-1
        engaged | dialogue Survey (id-1, bubble) | harbour | session-1 | event-2
        message:sent text = "ada@example.com" | dialogue Survey (id-1, bubble) | harbour | session-1
        message:received text = "Where may we call?" | dialogue Survey (id-1, bubble) | harbour | session-1
        email email = "ada@example.com" | dialogue Survey (id-1, bubble) | harbour | session-1
        message:sent text = "+44 20 7946 0018" | dialogue Survey (id-1, bubble) | harbour | session-1
        message:received text = "Thank you." | dialogue Survey (id-1, bubble) | harbour | session-1
        phone phone = "+44 20 7946 0018" | dialogue Survey (id-1, bubble) | harbour | session-1
        goal goal = "Contact" | dialogue Survey (id-1, bubble) | harbour | session-1
        completed | dialogue Survey (id-1, bubble) | harbour | session-1
        closed | dialogue Survey (id-1, bubble) | harbour | session-1"#]]
    .assert_eq(&visitor.heard().await);
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Survey version 1, completed, score 2
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          phone_given +44 20 7946 0018 | /a | session-1 | ada@example.com
          attribute_written phone = +44 20 7946 0018 | /a | session-1 | ada@example.com
          goal Contact (2) | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
          closed | /a | session-1 | ada@example.com
    "#]])
        .await;
}

#[tokio::test]
async fn w8_the_page_hears_which_document_is_opened() {
    let stage = Stage::with(&site(&[])).await;
    let offer =
        json!({ "start": "manual", "cards": { "manual": { "document": { "text": "Read this.", "document": "Manual" } } } });
    let offers = json!({ "name": "Offers", "pages": { "include": ["*/a"] }, "flow": offer });
    let manual = json!([{ "name": "Manual", "url": stage.site.address("/manual") }]);
    stage.parlor.import(&with(site(&[offers]), "/documents", manual));
    let visitor = stage.visitor().await;
    visitor.is_listened_to().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Read this.").await;
    visitor.opens().await;
    visitor.clicks("[aria-label='Open Manual']").await;
    visitor.is_heard("completed").await;
    expect![[r#"
        ready | harbour | session-1
        triggered | dialogue Offers (id-1, bubble) | harbour | session-1 | event-1
        shown | dialogue Offers (id-1, bubble) | harbour | session-1
        opened | dialogue Offers (id-1, bubble) | harbour | session-1
        message:received text = "Read this." | dialogue Offers (id-1, bubble) | harbour | session-1
        document action = "open" document = "Manual" | dialogue Offers (id-1, bubble) | harbour | session-1 | event-2
        engaged | dialogue Offers (id-1, bubble) | harbour | session-1 | event-2
        completed | dialogue Offers (id-1, bubble) | harbour | session-1"#]]
    .assert_eq(&visitor.heard().await);
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Offers version 1, completed
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          document Manual opened | /a | session-1 | anonymous
          completed | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w8_an_event_bears_the_id_under_which_it_is_stored() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.is_listened_to().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.is_heard("triggered").await;
    visitor.has_sent_everything().await;
    let heard = visitor.runs("return heard.find(([name]) => name === 'triggered')[1]").await;
    let store = stage.parlor.store();
    let stored = everything(&store, &SiteKey::parse(KEY).expect("a key")).await;
    store.close();
    let [triggered] = stored.as_slice() else { panic!("{stored:?}") };
    assert_eq!(heard["event"], triggered.id.to_string());
    assert_eq!(heard["session"], triggered.session.to_string());
}

#[tokio::test]
async fn w8_listeners_come_and_go_and_one_that_throws_harms_no_other() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.is_listened_to().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.is_heard("triggered").await;
    // Who comes late still hears that the chat is ready.
    let listen = "window.lines = []; const line = who => (event, name) => lines.push(`${who} ${name}`);\
        window.second = line('second');\
        Parlor('on', 'ready', line('late'));\
        Parlor('on', 'opened', () => { throw new Error('mine') });\
        window.end = Parlor('on', 'opened', line('first'));\
        Parlor('on', 'opened', second); Parlor('on', 'opened', line('third'));\
        addEventListener('parlor:opened', event => lines.push(`${event.type} ${event.detail.site}`))";
    visitor.runs(listen).await;
    visitor.opens().await;
    visitor.closes().await;
    visitor.is_heard("closed").await;
    visitor.runs("end(); Parlor('off', 'opened', second)").await;
    visitor.opens().await;
    visitor.closes().await;
    visitor.runs("Parlor('off', 'opened')").await;
    visitor.opens().await;
    visitor
        .browser()
        .wait("three times open", async || {
            let times = "return heard.filter(([name]) => name === 'opened').length === 3";
            Ok(visitor.browser().script(times).await?.as_bool().filter(|yes| *yes))
        })
        .await;
    let lines = visitor.runs("return lines.join('\\n')").await;
    expect![[r#"
        late ready
        first opened
        second opened
        third opened
        parlor:opened harbour
        third opened
        parlor:opened harbour
        parlor:opened harbour"#]]
    .assert_eq(lines.as_str().expect("text"));
    assert_eq!(visitor.problems().await, [""; 0]);
}

#[tokio::test]
async fn w8_what_waits_unread_is_told() {
    let quiet = with(site(&[welcome(&["*/a"])]), "/site/look/teaser", json!(false));
    let stage = Stage::with(&quiet).await;
    let visitor = stage.visitor().await;
    visitor.is_listened_to().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.is_heard("unread").await;
    visitor.opens().await;
    visitor.closes().await;
    visitor.is_heard("closed").await;
    expect![[r#"
        ready | harbour | session-1
        triggered | dialogue Welcome (id-1, bubble) | harbour | session-1 | event-1
        shown | dialogue Welcome (id-1, bubble) | harbour | session-1
        unread count = 1 | harbour
        opened | dialogue Welcome (id-1, bubble) | harbour | session-1
        message:received text = "Hello. What brings you here?" | dialogue Welcome (id-1, bubble) | harbour | session-1
        unread count = 0 | harbour
        closed | dialogue Welcome (id-1, bubble) | harbour | session-1"#]]
    .assert_eq(&visitor.heard().await);
}

#[tokio::test]
async fn w8_w6_the_page_hears_why_the_chat_cannot_run() {
    let stage = Stage::on(&site(&[welcome(&["*/a"])]), |host| host.allows_frame = false).await;
    let visitor = stage.visitor().await;
    visitor.runs_first("addEventListener('parlor:error', event => window.said = event.detail.message)").await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.is_warned("the page's policy blocks the chat", 1).await;
    assert_eq!(visitor.runs("return window.said").await, visitor.calls("'status'").await["problem"]);
}
