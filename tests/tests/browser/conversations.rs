//! Several conversations side by side, and what flows do besides asking.

use expect_test::{Expect, expect};
use parlor_tests::browser::ROOT;
use parlor_tests::samples::{question, site, site_with, tour, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

const TOUR: &str = "<button id=\"tour\" data-parlor-start=\"Tour\">Tour</button>";

/// A visitor is asked by a dialogue, and by a flow that a button of the website starts.
async fn asked_twice(stage: &Stage) -> Visitor {
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("Yes").await;
    visitor.sees("D1: once more?").await;
    visitor.clicks_on_page("#tour").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.picks("Yes").await;
    visitor.sees("Tour: once more?").await;
    visitor
}

async fn stage_with_tour() -> Stage {
    let site = site_with(&[question("D1", 10, &["*/a"])], &[tour("Tour")]);
    Stage::on(&site, |host| host.extra = TOUR).await
}

#[tokio::test]
async fn t29_w16_an_earlier_conversation_goes_on_where_it_was() {
    let stage = stage_with_tour().await;
    let visitor = asked_twice(&stage).await;
    visitor.clicks("[aria-label='All conversations']").await;
    list_is(
        &visitor,
        expect![[r#"
        Tour: once more?
        D1: once more?"#]],
    )
    .await;
    // A look at the list changes nothing.
    visitor.clicks("[aria-label='Back to the conversation']").await;
    visitor.sees("Tour: once more?").await;
    visitor.clicks("[aria-label='All conversations']").await;
    goes_back_to(&visitor, "D1: once more?").await;
    expect![[r#"
        Harbour says: D1: shall we go on?
        You said: Yes
        Harbour says: D1: once more?"#]]
    .assert_eq(&visitor.conversation().await);
    visitor.picks("Enough").await;
    visitor.sees("This conversation has ended.").await;
    visitor.clicks("[aria-label='All conversations']").await;
    list_is(
        &visitor,
        expect![[r#"
            D1: once more? | Finished
            Tour: once more?"#]],
    )
    .await;
    goes_back_to(&visitor, "Tour: once more?").await;
    visitor.picks("Enough").await;
    visitor.sees("This conversation has ended.").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D1 version 1, completed
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          completed | /a | session-1 | anonymous
        conversation-2 of visitor-1, Tour version 1, completed, bubble by link
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          completed | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t29_t23_the_conversation_that_was_touched_last_is_resumed() {
    let stage = stage_with_tour().await;
    let visitor = asked_twice(&stage).await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.sees("Tour: once more?").await;
    visitor.clicks("[aria-label='All conversations']").await;
    goes_back_to(&visitor, "D1: once more?").await;
    // On the next page, and in another tab, it is the newest.
    visitor.goes_to(&stage.site, "/c").await;
    visitor.sees("D1: once more?").await;
    let first = visitor.browser().tab().await;
    visitor.opens_tab().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("D1: once more?").await;
    visitor.picks("Enough").await;
    visitor.sees("This conversation has ended.").await;
    // What is over gives way to what isn't.
    visitor.goes_to(&stage.site, "/b").await;
    visitor.sees("Tour: once more?").await;
    // The other tab knows of it.
    visitor.browser().switch_to(&first).await;
    visitor.sees("This conversation has ended.").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D1 version 1, completed
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          completed | /a | session-1 | anonymous
        conversation-2 of visitor-1, Tour version 1, initiated, bubble by link
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t29_w16_the_list_is_there_for_more_than_one_conversation() {
    let stage = stage_with_tour().await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("D1: shall we go on?").await;
    let lists = "return document.querySelectorAll(\"[aria-label='All conversations']\").length";
    assert_eq!(visitor.browser().frame_script(lists).await.expect("a frame"), Some(json!(0)));
    // What was only looked at is nothing to go back to.
    visitor.clicks_on_page("#tour").await;
    visitor.sees("Tour: shall we go on?").await;
    assert_eq!(visitor.browser().frame_script(lists).await.expect("a frame"), Some(json!(0)));
    visitor.closes().await;
    // It is not over, and goes on.
    visitor.opens().await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.picks("No").await;
    visitor.sees("This conversation has ended.").await;
    // When it is over, the dialogue is where it was (T29).
    visitor.closes().await;
    visitor.opens().await;
    visitor.sees("D1: shall we go on?").await;
    visitor.clicks("[aria-label='All conversations']").await;
    list_is(
        &visitor,
        expect![[r#"
            Tour: shall we go on? | Finished
            D1: shall we go on?"#]],
    )
    .await;
}

/// A dialogue that branches by an answer and by the page, waits, and runs another flow.
fn branching() -> Value {
    let details = json!({
        "name": "Details",
        "interface": "bubble",
        "flow": {
            "start": "name",
            "cards": {
                "name": { "capture": { "text": "What may we call you?", "input": "text", "attribute": "first_name", "next": "nice" } },
                "nice": { "message": { "text": "A fine name, {{answer.name}}." } }
            }
        }
    });
    let is = |attribute: &str, value: &str| json!({ "if": { "attribute": attribute, "test": { "text": { "is": [value] } } } });
    let branches = json!([
        { "when": { "all": [is("answer.role", "sailor"), is("visit.query.plan", "pro")] }, "next": "pro" },
        { "when": { "all": [is("answer.role", "sailor")] }, "next": "free" }
    ]);
    let flow = json!({
        "start": "role",
        "cards": {
            "role": { "question": {
                "text": "Good day, {{person.first_name:\"friend\"}}. What brings you to {{page.title}}?",
                "choices": [{ "label": "I sail", "value": "sailor" }, { "label": "Just looking" }],
                "next": "by_role"
            } },
            "by_role": { "condition": { "branches": branches, "otherwise": "bye" } },
            "pro": { "message": { "text": "A sailor on the plan {{visit.query.plan}}.", "next": "pause" } },
            "free": { "message": { "text": "A sailor without a plan.", "next": "pause" } },
            "pause": { "wait": { "ms": 900, "next": "details" } },
            "details": { "flow": { "flow": "Details", "next": "bye" } },
            "bye": { "message": { "text": "{{answer.role}}: fair winds, {{lead.leadFirstName:\"stranger\"}}." } }
        }
    });
    site_with(&[json!({ "name": "Branching", "pages": { "include": ["*/a"] }, "flow": flow })], &[details])
}

#[tokio::test]
async fn c9_c10_c13_c15_a_flow_branches_waits_runs_another_flow_and_calls_people_by_name() {
    let stage = Stage::with(&branching()).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a?plan=pro").await;
    visitor.sees_teaser("Good day, friend. What brings you to Page /a?").await;
    visitor.opens_teaser().await;
    visitor.picks("I sail").await;
    visitor.sees("A sailor on the plan pro.").await;
    has_dots(&visitor).await;
    visitor.types("Ada").await;
    visitor.sees("I sail: fair winds, Ada.").await;
    expect![[r#"
        Harbour says: Good day, friend. What brings you to Page /a?
        You said: I sail
        Harbour says: A sailor on the plan pro.
        Harbour says: What may we call you?
        You said: Ada
        Harbour says: A fine name, Ada.
        Harbour says: I sail: fair winds, Ada."#]]
    .assert_eq(&visitor.conversation().await);
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Branching version 1, completed
          triggered | /a?plan=pro | session-1 | anonymous
          engaged | /a?plan=pro | session-1 | anonymous
          attribute_written first_name = Ada | /a?plan=pro | session-1 | anonymous
          completed | /a?plan=pro | session-1 | anonymous
    "#]])
        .await;

    // Who comes another way goes another way.
    let other = stage.visitor().await;
    other.goes_to(&stage.site, "/a").await;
    other.opens().await;
    other.picks("I sail").await;
    other.sees("What may we call you?").await;
    expect![[r#"
        Harbour says: Good day, friend. What brings you to Page /a?
        You said: I sail
        Harbour says: A sailor without a plan.
        Harbour says: What may we call you?"#]]
    .assert_eq(&other.conversation().await);
}

#[tokio::test]
async fn c13_a_wait_goes_on_after_a_page_change() {
    let stage = Stage::with(&branching()).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    has_dots(&visitor).await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.sees("What may we call you?").await;
    visitor.types("Ada").await;
    visitor.sees("I sail: fair winds, Ada.").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Branching version 1, completed
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          attribute_written first_name = Ada | /b | session-1 | anonymous
          completed | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn c12_the_same_visitor_always_gets_the_same_branch() {
    let branch = |text: &str| json!({ "question": { "text": text, "choices": [{ "label": "Fine" }] } });
    let split = json!({
        "name": "Split",
        "pages": { "include": ["*/a"] },
        "may_appear_again": true,
        "flow": {
            "start": "half",
            "cards": {
                "half": { "split": { "branches": [{ "weight": 1, "next": "port" }, { "weight": 1, "next": "starboard" }] } },
                "port": branch("Red is port."),
                "starboard": branch("Green is starboard.")
            }
        }
    });
    let stage = Stage::with(&site(&[split])).await;
    let visitor = stage.visitor().await;
    let mut heard = Vec::new();
    for _ in 0..3 {
        visitor.goes_to(&stage.site, "/a").await;
        visitor.opens().await;
        visitor.picks("Fine").await;
        visitor.sees("This conversation has ended.").await;
        heard.push(visitor.conversation().await);
        visitor.closes().await;
    }
    assert!(heard[0].contains("port") || heard[0].contains("starboard"), "{heard:?}");
    assert!(heard.windows(2).all(|pair| pair[0] == pair[1]), "{heard:?}");
    visitor.has_sent_everything().await;
    let log = stage.log().await;
    assert_eq!(log.matches("completed |").count(), 3, "{log}");
}

#[tokio::test]
async fn c1_c15_links_lists_and_what_a_visitor_gave() {
    let stage = Stage::with(&site(&[])).await;
    let text = format!(
        "**Bold**, *italic* and [a link]({}):\n\n- one\n- two\n\n1. first\n\nYou are {{{{person.first_name:\"nobody\"}}}}.",
        stage.site.address("/linked")
    );
    let rich = json!({
        "name": "Rich",
        "pages": { "include": ["*/a"] },
        "flow": {
            "start": "name",
            "cards": {
                "name": { "capture": { "text": "Your name?", "input": "text", "attribute": "first_name", "next": "rich" } },
                "rich": { "question": { "text": text, "choices": [{ "label": "Fine" }] } }
            }
        }
    });
    stage.parlor.import(&site(&[rich]));
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    let hostile = "<b>x</b> **y** [z](https://evil.example) {{person.email}} &amp;";
    visitor.types(hostile).await;
    visitor.sees(&format!("You are {hostile}.")).await;
    // Every element of the message that is no plain text.
    let made = "const said = [...document.querySelectorAll('[role=log] [data-part=bot]')].pop(); \
        return [...said.querySelectorAll('[data-form]:not([data-form=\"\"]), a, li, b, i')].map(e => e.outerHTML).join('\\n')";
    let made = visitor.browser().frame_script(made).await.expect("a frame").unwrap_or_default();
    let made = made.as_str().unwrap_or_default().replace(&stage.site.authority(), "SITE");
    expect![[r#"
        <span data-form="b">Bold</span>
        <span data-form="i">italic</span>
        <a data-form="" href="http://SITE/linked" rel="noopener" target="_blank">a link</a>
        <li><span data-form="">one</span></li>
        <li><span data-form="">two</span></li>
        <li><span data-form="">first</span></li>"#]]
    .assert_eq(&made);
    visitor.clicks("[role=log] a").await;
    let tabs = visitor.browser().wait("another tab", async || {
        let tabs = visitor.browser().tabs().await?;
        Ok((tabs.len() == 2).then_some(tabs))
    });
    let tabs = tabs.await;
    visitor.browser().switch_to(&tabs[1]).await;
    visitor.is_on("/linked").await;
    assert_eq!(visitor.runs("return opener").await, Value::Null);
    visitor.has_sent_everything().await;
    let log = stage.log().await;
    assert!(log.contains(&format!("link_clicked {} | /a | session-1", stage.site.address("/linked"))), "{log}");
}

#[tokio::test]
async fn w16_what_is_said_while_the_visitor_reads_further_up_waits_below() {
    let tale = "The harbour is old.\n\n".repeat(20);
    let long = json!({
        "name": "Long",
        "pages": { "include": ["*/a"] },
        "flow": {
            "start": "tale",
            "cards": {
                "tale": { "question": { "text": tale, "choices": [{ "label": "And then?" }], "next": "pause" } },
                "pause": { "wait": { "ms": 3000, "next": "end" } },
                "end": { "question": { "text": "It is older now.", "choices": [{ "label": "Fine" }] } }
            }
        }
    });
    let stage = Stage::with(&site(&[long])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("And then?").await;
    has_dots(&visitor).await;
    let scroll =
        "const log = document.querySelector('.scroll'); log.scrollTop = 0; return log.scrollHeight > log.clientHeight + 100";
    assert_eq!(visitor.browser().frame_script(scroll).await.expect("a frame"), Some(json!(true)));
    visitor.sees("It is older now.").await;
    // Nothing moves that the visitor didn't cause.
    let place = "return document.querySelector('.scroll').scrollTop";
    assert_eq!(visitor.browser().frame_script(place).await.expect("a frame"), Some(json!(0)));
    visitor.clicks("[aria-label='To the newest message']").await;
    let is_low = "const log = document.querySelector('.scroll'); \
        return log.scrollTop + log.clientHeight + 1 >= log.scrollHeight && document.querySelector('.newest').hidden";
    let low = async || Ok(visitor.browser().frame_script(is_low).await?.filter(|low| *low == json!(true)));
    visitor.browser().wait("the newest message in view", low).await;
    visitor.picks("Fine").await;
    visitor.sees("This conversation has ended.").await;
}

#[tokio::test]
async fn w16_the_launcher_tells_what_is_unread() {
    let quiet = with(site(&[question("Quiet", 10, &["*/a"])]), "/site/look/teaser", json!(false));
    let stage = Stage::with(&quiet).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    launcher_is(&visitor, "Chat with Harbour (1 unread message): 1").await;
    visitor.opens().await;
    visitor.sees("Quiet: shall we go on?").await;
    launcher_is(&visitor, "Chat with Harbour: ").await;
    visitor.closes().await;
    launcher_is(&visitor, "Chat with Harbour: ").await;
}

#[tokio::test]
async fn c3_w16_what_is_typed_and_picked_stands_there_as_people_write_it() {
    let captures = json!({
        "name": "Captures",
        "pages": { "include": ["*/a"] },
        "flow": {
            "start": "tell",
            "cards": {
                "tell": { "capture": { "text": "Tell us.", "input": "long_text", "next": "news" } },
                "news": { "capture": { "text": "Our news?", "input": "yes_no", "attribute": "newsletter", "next": "when" } },
                "when": { "capture": { "text": "When?", "input": "date_time", "next": "size" } },
                "size": { "capture": { "text": "How large?", "input": { "choice": ["Small", "Large"] }, "required": false, "next": "bye" } },
                "bye": { "message": { "text": "{{answer.news}}, then." } }
            }
        }
    });
    let stage = Stage::with(&site_with(&[captures], &[])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    // Enter sends, with Shift it breaks the line.
    visitor.types("One\u{e008}\n\u{e008}two \u{1f6a2}").await;
    visitor.sees("One\ntwo \u{1f6a2}").await;
    visitor.picks("Yes").await;
    let fill = "const field = document.querySelector('form input'); if (!field) return null; field.value = '2031-03-14T10:30'; \
        document.querySelector('[aria-label=Send]').click(); return true";
    visitor
        .browser()
        .wait("the field for a time", async || Ok(visitor.browser().frame_script(fill).await?.filter(|done| done.is_boolean())))
        .await;
    visitor.picks("Skip").await;
    visitor.sees("This conversation has ended.").await;
    // The space before AM is a narrow one in some versions of the browser.
    expect![[r#"
        Harbour says: Tell us.
        You said: One
        two 🚢
        Harbour says: Our news?
        You said: Yes
        Harbour says: When?
        You said: Mar 14, 2031, 10:30 AM
        Harbour says: How large?
        Harbour says: Yes, then."#]]
    .assert_eq(&visitor.conversation().await.replace('\u{202f}', " "));
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Captures version 1, completed
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          attribute_written newsletter = yes | /a | session-1 | anonymous
          completed | /a | session-1 | anonymous
    "#]])
        .await;
}

/// What the list says but for the times, once it is there.
async fn list_is(visitor: &Visitor, expected: Expect) {
    let entries = "const found = [...document.querySelectorAll('.list button')].map(e => [...e.querySelectorAll('.last, .when span')].map(e => e.innerText).join(' | ')); \
        return found.length && found.every(line => line) ? found.join('\\n') : null";
    let found = async || Ok(visitor.browser().frame_script(entries).await?.and_then(|found| found.as_str().map(str::to_owned)));
    expected.assert_eq(&visitor.browser().wait("the list of conversations", found).await);
}

/// Picks a conversation by what was said last in it.
async fn goes_back_to(visitor: &Visitor, last: &str) {
    let entry =
        format!("return [...document.querySelectorAll('.list button')].find(e => e.innerText.includes({last:?})) || null");
    let clicks = async || {
        let browser = visitor.browser();
        browser
            .in_frame(async || {
                let Some(entry) = browser.element(&entry).await? else { return Ok(None) };
                entry.click().await.map(Some)
            })
            .await
    };
    visitor.browser().wait(last, clicks).await;
    visitor.sees(last).await;
}

/// The launcher's name, and what its badge says.
async fn launcher_is(visitor: &Visitor, expected: &str) {
    let told = format!("{ROOT} return root.querySelector('#launcher').ariaLabel + ': ' + root.querySelector('#badge').innerText");
    let is = async || Ok((visitor.browser().script(&told).await? == json!(expected)).then_some(()));
    visitor.browser().wait(expected, is).await;
}

/// The bot types.
async fn has_dots(visitor: &Visitor) {
    let dots = "return document.querySelector('.dots')?.innerText ?? null";
    let types = async || Ok(visitor.browser().frame_script(dots).await?.filter(|text| text.is_string()));
    visitor.browser().wait("typing dots", types).await;
}
