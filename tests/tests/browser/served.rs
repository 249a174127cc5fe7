//! Cards whose part the server, agents or the library of answers play (C5, C7, C8, C14), and what only the server knows (T10).

use expect_test::expect;
use parlor_tests::samples::{site, with};
use parlor_tests::stage::Stage;
use serde_json::{Value, json};

/// A site with a list, a program and a flow in which all of them stand.
fn serving() -> Value {
    let dialogue = json!({
        "name": "Serves",
        "pages": { "include": ["*/a"] },
        "flow": { "start": "mail", "cards": {
            "mail": { "capture": { "text": "Where may we write?", "input": "email", "next": "note" } },
            "note": { "action": { "next": "meet", "deeds": [
                { "set": { "attribute": "job_title", "value": "asked by {{answer.mail}}" } },
                { "set": { "attribute": "score", "value": 7 } },
                { "add_to_list": "News" },
                { "add_to_program": { "program": "Fair", "status": "Invited" } },
            ] } },
            "meet": { "meeting": { "text": "When shall we meet?", "booked": "ask", "not_booked": "chat" } },
            "chat": { "live_chat": { "text": "I look for somebody.", "ended": "ask", "not_connected": "ask" } },
            "ask": { "answers": { "text": "Nobody is free. Ask me anything.", "next": "bye", "no_match": "sorry" } },
            "sorry": { "message": { "text": "That I don't know.", "next": "bye" } },
            "bye": { "message": { "text": "Fair winds." } },
        } },
    });
    let site = with(site(&[dialogue]), "/lists", json!(["News"]));
    with(site, "/programs", json!([{ "name": "Fair", "statuses": ["Invited", "Came"] }]))
}

#[tokio::test]
async fn c7_c14_what_the_server_does_is_done_and_who_is_not_there_is_passed() {
    let stage = Stage::with(&serving()).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.types("ada@example.com").await;
    visitor.sees("Ask me anything").await;
    visitor.sees("No more questions").await;
    visitor.types("How deep is the harbour?").await;
    visitor.sees("Fair winds").await;
    expect![[r#"
        Harbour says: Where may we write?
        You said: ada@example.com
        Harbour says: When shall we meet?
        Harbour says: I look for somebody.
        Harbour says: Nobody is free. Ask me anything.
        You said: How deep is the harbour?
        Harbour says: That I don't know.
        Harbour says: Fair winds."#]]
    .assert_eq(&visitor.conversation().await);
    assert_eq!(visitor.problems().await, [""; 0]);
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Serves version 1, completed
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          attribute_written set job_title to asked by ada@example.com | /a | session-1 | ada@example.com
          attribute_written set score to 7 | /a | session-1 | ada@example.com
          action add to the list News | /a | session-1 | ada@example.com
          action Invited in the program Fair | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
    "#]])
        .await;
    stage
        .people_are(expect![[r#"
            ada@example.com | job_title = asked by ada@example.com, score = 7, on News, Invited in Fair
        "#]])
        .await;
}

/// A dialogue for whom no agent is there to help, and one for members of a list.
fn knowing() -> Value {
    let hello = |text: &str| json!({ "start": "hi", "cards": { "hi": { "message": { "text": text } } } });
    let dialogue = |name: &str, priority: u16, attribute: &str, test: Value| {
        json!({
            "name": name,
            "pages": { "include": ["*/a"] },
            "priority": priority,
            "audience": { "all": [{ "if": { "attribute": attribute, "test": test } }] },
            "flow": hello(name),
        })
    };
    let dialogues = [
        dialogue("Members", 1, "membership.list", json!({ "text": { "is": ["News"] } })),
        dialogue("Staffed", 2, "live.agent", json!({ "yes_no": "is_true" })),
        dialogue("Alone", 3, "live.agent", json!({ "yes_no": "is_false" })),
    ];
    with(site(&dialogues), "/lists", json!(["News"]))
}

#[tokio::test]
async fn t10_t15_what_only_the_server_knows_decides_as_soon_as_it_is_told() {
    let stage = Stage::with(&knowing()).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Alone").await;
    visitor.refreshes().await;
    visitor.sees_teaser("Alone").await;
    assert_eq!(visitor.problems().await, [""; 0]);
}
