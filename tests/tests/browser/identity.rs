//! What a typed address does, and what it doesn't: nobody is proved by it (I1, I2).

use expect_test::expect;
use parlor_tests::samples::{KEY, site_with, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

/// A dialogue that asks for a name and an address again and again.
fn again() -> Value {
    let flow = json!({
        "start": "name",
        "cards": {
            "name": { "capture": { "text": "Your name?", "input": "text", "attribute": "first_name", "known": "ask_again", "next": "email" } },
            "email": { "capture": { "text": "Your address?", "input": "email", "attribute": "email", "known": "ask_again", "next": "again" } },
            "again": { "question": { "text": "Are you somebody else?", "choices": [{ "label": "Yes", "next": "back" }, { "label": "No" }] } },
            "back": { "jump": { "to": "name" } }
        }
    });
    site_with(&[json!({ "name": "Again", "pages": { "include": ["*/a"] }, "flow": flow })], &[])
}

async fn gives(visitor: &Visitor, name: &str, address: &str) {
    visitor.types(name).await;
    said_last(visitor, "Your address?").await;
    visitor.types(address).await;
    said_last(visitor, "Are you somebody else?").await;
    visitor.has_sent_everything().await;
}

async fn gives_another(visitor: &Visitor, name: &str, address: &str) {
    visitor.picks("Yes").await;
    said_last(visitor, "Your name?").await;
    gives(visitor, name, address).await;
}

#[tokio::test]
async fn i1_i2_the_table_of_typed_addresses() {
    let stage = Stage::with(&again()).await;
    let ada = stage.visitor().await;
    ada.goes_to(&stage.site, "/a").await;
    ada.opens().await;
    gives(&ada, "Ada", "ada@example.com").await;
    stage
        .people_are(expect![[r#"
        ada@example.com | first_name = Ada
    "#]])
        .await;

    // Anonymous and a known address: linked, and nothing is overwritten.
    let other = stage.visitor().await;
    other.goes_to(&stage.site, "/a").await;
    other.opens().await;
    gives(&other, "Mallory", "Ada@Example.com").await;
    stage
        .people_are(expect![[r#"
        ada@example.com | first_name = Ada (claimed: Mallory)
    "#]])
        .await;
    // The person's own address again.
    gives_another(&other, "Mall", "ada@example.com").await;
    stage
        .people_are(expect![[r#"
        ada@example.com | first_name = Ada (claimed: Mall)
    "#]])
        .await;
    // An unknown address: a new person.
    gives_another(&other, "Grace", "grace@example.com").await;
    stage
        .people_are(expect![[r#"
        ada@example.com | first_name = Ada (claimed: Grace)
        grace@example.com | 
    "#]])
        .await;
    // A known person's address: moved there, and the former keeps what the former did.
    gives_another(&other, "Eve", "ada@example.com").await;
    stage
        .people_are(expect![[r#"
        ada@example.com | first_name = Ada (claimed: Grace)
        grace@example.com | first_name = Eve
    "#]])
        .await;
    // Who was there first may not correct any longer: somebody else came.
    gives_another(&ada, "Adele", "ada@example.com").await;
    stage
        .people_are(expect![[r#"
        ada@example.com | first_name = Ada (claimed: Adele) (claimed: Grace)
        grace@example.com | first_name = Eve
    "#]])
        .await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Again version 1, initiated
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          attribute_written first_name = Ada | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          attribute_written first_name = Adele (claimed) | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
        conversation-2 of visitor-2, Again version 1, initiated
          triggered | /a | session-2 | ada@example.com
          engaged | /a | session-2 | ada@example.com
          attribute_written first_name = Mallory (claimed) | /a | session-2 | ada@example.com
          email_given Ada@example.com | /a | session-2 | ada@example.com
          attribute_written first_name = Mall (claimed) | /a | session-2 | ada@example.com
          email_given ada@example.com | /a | session-2 | ada@example.com
          attribute_written first_name = Grace (claimed) | /a | session-2 | ada@example.com
          email_given grace@example.com | /a | session-2 | grace@example.com
          attribute_written first_name = Eve | /a | session-2 | grace@example.com
          email_given ada@example.com | /a | session-2 | ada@example.com
    "#]])
        .await;
}

/// A dialogue that asks for an address, and would then say what it knows in every way there is.
fn curious() -> Value {
    let is = |attribute: &str, value: &str| json!({ "if": { "attribute": attribute, "test": { "text": { "is": [value] } } } });
    let flow = json!({
        "start": "email",
        "cards": {
            "email": { "capture": { "text": "Your address?", "input": "email", "attribute": "email", "known": "ask_again", "next": "hello" } },
            "hello": { "message": {
                "text": "You are {{person.first_name:\"nobody\"}}, {{person.job_title:\"nothing\"}}, {{lead.leadPhone:\"silent\"}}.",
                "next": "which"
            } },
            "which": { "condition": {
                "branches": [
                    { "when": { "all": [is("person.job_title", "Captain")] }, "next": "captain" },
                    { "when": { "all": [is("person.contract", "gold")] }, "next": "captain" }
                ],
                "otherwise": "job"
            } },
            "captain": { "message": { "text": "Aye, captain.", "next": "job" } },
            "job": { "capture": { "text": "What do you do?", "input": "text", "attribute": "job_title", "known": "skip", "next": "phone" } },
            "phone": { "capture": { "text": "Your number?", "input": "phone", "attribute": "phone", "known": "confirm", "next": "bye" } },
            "bye": { "question": { "text": "Fair winds, {{person.job_title:\"nothing\"}}.", "choices": [{ "label": "Fine" }] } }
        }
    });
    let known = json!({
        "name": "Known",
        "pages": { "include": ["*/b"] },
        "audience": { "any": [is("person.first_name", "Ada"), is("person.contract", "gold")] },
        "flow": { "start": "hi", "cards": { "hi": { "message": { "text": "We know you." } } } }
    });
    site_with(&[json!({ "name": "Curious", "pages": { "include": ["*/a"] }, "flow": flow }), known], &[])
}

#[tokio::test]
async fn i2_a_typed_address_tells_nothing_about_its_owner() {
    let stage = Stage::with(&curious()).await;
    let ada = stage.visitor().await;
    ada.goes_to(&stage.site, "/c").await;
    ada.has_chat().await;
    ada.calls("'set', { email: 'ada@example.com', first_name: 'Ada', job_title: 'Captain', phone: '+44 1856 872820' }").await;
    ada.has_sent_everything().await;
    let stored = expect![[r#"
        ada@example.com | first_name = Ada, phone = +44 1856 872820, job_title = Captain
    "#]];
    stage.people_are(stored).await;
    drop(ada);

    let mut heard = Vec::new();
    for address in ["ada@example.com", "nobody@example.com"] {
        let eve = stage.visitor().await;
        eve.goes_to(&stage.site, "/a").await;
        eve.opens().await;
        eve.types(address).await;
        said_last(&eve, "What do you do?").await;
        eve.types("Cook").await;
        said_last(&eve, "Your number?").await;
        // Nothing is there to be confirmed.
        eve.no_longer_sees("That's right").await;
        eve.types("+44 1856 000000").await;
        said_last(&eve, "Fair winds, Cook.").await;
        eve.has_sent_everything().await;
        let said = eve.conversation().await;
        // Nor is anything hidden in the browser, and it doesn't ask.
        let kept = format!("return localStorage.getItem('parlor:{KEY}:memory')");
        let kept = eve.runs(&kept).await.as_str().unwrap_or_default().to_owned();
        assert!(kept.contains("Cook") && !kept.contains("Captain") && !kept.contains("872820"), "{kept:?}");
        eve.closes().await;
        eve.goes_to(&stage.site, "/b").await;
        eve.sees_nothing().await;
        let asked = "return performance.getEntriesByType('resource').map(e => new URL(e.name).pathname).filter(path => path.includes('facts')).length";
        assert_eq!(eve.browser().frame_script(asked).await.expect("a frame"), Some(json!(0)));
        heard.push(said.replace(address, "ADDRESS"));
    }
    expect![[r#"
        Harbour says: Your address?
        You said: ADDRESS
        Harbour says: You are nobody, nothing, silent.
        Harbour says: What do you do?
        You said: Cook
        Harbour says: Your number?
        You said: +44 1856 000000
        Harbour says: Fair winds, Cook."#]]
    .assert_eq(&heard[0]);
    assert_eq!(heard[0], heard[1]);
    stage.people_are(expect![[r#"
        ada@example.com | first_name = Ada, phone = +44 1856 872820 (claimed: +44 1856 000000), job_title = Captain (claimed: Cook)
        nobody@example.com | phone = +44 1856 000000, job_title = Cook
    "#]]).await;
}

#[tokio::test]
async fn i2_another_address_makes_the_other_conversations_forget() {
    let open = json!({
        "name": "Open",
        "pages": { "include": ["*/a"] },
        "flow": {
            "start": "hello",
            "cards": {
                "hello": { "question": { "text": "Good day, {{person.first_name:\"you\"}}. Go on?", "choices": [{ "label": "Yes" }], "next": "name" } },
                "name": { "capture": { "text": "Your name?", "input": "text", "attribute": "first_name", "known": "skip", "next": "bye" } },
                "bye": { "question": { "text": "Fair winds, {{person.first_name:\"you\"}}.", "choices": [{ "label": "Fine" }] } }
            }
        }
    });
    let move_ = json!({
        "name": "Move",
        "interface": "bubble",
        "flow": {
            "start": "email",
            "cards": {
                "email": { "capture": { "text": "Your new address?", "input": "email", "attribute": "email", "known": "ask_again", "next": "who" } },
                "who": { "message": { "text": "Good day, {{person.first_name:\"you\"}}." } }
            }
        }
    });
    let site = with(site_with(&[open], &[]), "/flows", json!([move_]));
    let stage = Stage::on(&site, |host| host.extra = "<button id=\"move\" data-parlor-start=\"Move\">Move</button>").await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/c").await;
    visitor.has_chat().await;
    visitor.calls("'set', { email: 'ada@example.com', first_name: 'Ada' }").await;
    stage
        .people_are(expect![[r#"
        ada@example.com | first_name = Ada
    "#]])
        .await;
    visitor.has_sent_everything().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Good day, Ada. Go on?").await;
    visitor.opens_teaser().await;
    visitor.clicks_on_page("#move").await;
    visitor.types("grace@example.com").await;
    visitor.sees("Good day, you.").await;
    // What was said stays said; what was known is forgotten, so the name is asked for.
    visitor.closes().await;
    visitor.opens().await;
    visitor.picks("Yes").await;
    said_last(&visitor, "Your name?").await;
    visitor.types("Grace").await;
    said_last(&visitor, "Fair winds, Grace.").await;
    expect![[r#"
        Harbour says: Good day, Ada. Go on?
        You said: Yes
        Harbour says: Your name?
        You said: Grace
        Harbour says: Fair winds, Grace."#]]
    .assert_eq(&visitor.conversation().await);
    visitor.has_sent_everything().await;
    stage
        .people_are(expect![[r#"
        ada@example.com | first_name = Ada
        grace@example.com | first_name = Grace
    "#]])
        .await;
    stage
        .log_is(expect![[r#"
        visitor-1, in no conversation
          email_given ada@example.com | /c | session-1 | ada@example.com
          attribute_written first_name = Ada | /c | session-1 | ada@example.com
        conversation-1 of visitor-1, Open version 1, initiated
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | grace@example.com
          attribute_written first_name = Grace | /a | session-1 | grace@example.com
        conversation-2 of visitor-1, Move version 1, completed, bubble by link
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          email_given grace@example.com | /a | session-1 | grace@example.com
          completed | /a | session-1 | grace@example.com
          closed | /a | session-1 | grace@example.com
    "#]])
        .await;
}

/// The bot said this last.
async fn said_last(visitor: &Visitor, text: &str) {
    let last = "const said = [...document.querySelectorAll('.panel:not([inert]) .message')]; return said.length ? said[said.length - 1].innerText : null";
    let is_said = async || {
        let said = visitor.browser().frame_script(last).await?;
        Ok(said.filter(|said| said.as_str().is_some_and(|said| said.contains(text))).map(drop))
    };
    visitor.browser().wait(&format!("“{text}” at the end"), is_said).await;
}
