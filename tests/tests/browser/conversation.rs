//! A visitor's first conversation, from the teaser to the last row.

use expect_test::expect;
use parlor_tests::browser::{DESKTOP, Kind, Options, PHONE, Storage};
use parlor_tests::samples::{question, site, welcome, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::json;

in_both_browsers!(a1_t31_a_new_visitor_is_shown_the_teaser_and_a_refresh_adds_nothing);
async fn a1_t31_a_new_visitor_is_shown_the_teaser_and_a_refresh_adds_nothing(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello. What brings you here?").await;
    visitor.has_sent_everything().await;
    for _ in 0..3 {
        visitor.refreshes().await;
        visitor.sees_teaser("Hello. What brings you here?").await;
    }
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn a2_c16_opening_without_acting_is_not_logged() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("I sail").await;
    visitor.closes().await;
    visitor.opens().await;
    visitor.sees("I sail").await;
    visitor.refreshes().await;
    // An open panel is open on the next page, too.
    visitor.sees("I sail").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

in_both_browsers!(a2_a5_c3_c17_a_first_conversation_from_end_to_end);
async fn a2_a5_c3_c17_a_first_conversation_from_end_to_end(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    walk(&stage, &visitor).await;
    expect![[r#"
        Harbour says: Hello. What brings you here?
        You said: I sail
        Harbour says: Where may we write?
        You said: ada at example
        Harbour says: That doesn't look like an e-mail address. Could you check it? It should be like name@example.com.
        You said: ada@example.com
        Harbour says: Thank you. We will write."#]]
    .assert_eq(&visitor.conversation().await);
    assert_eq!(visitor.problems().await, [""; 0]);
    assert_eq!(visitor.complaints().await, [""; 0]);
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, completed, score 3
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          attribute_written role = sailor | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          goal Contact (3) | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
    "#]])
        .await;
}

in_both_browsers!(w3_third_party_storage_is_not_needed);
async fn w3_third_party_storage_is_not_needed(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_with(Options { storage: Storage::FirstParty, kind, ..DESKTOP }).await;
    walk(&stage, &visitor).await;
    // It is blocked: the frame can't keep a cookie.
    let cookie = "document.cookie = 'kept=1; SameSite=None; Secure'; return document.cookie";
    assert_eq!(visitor.browser().frame_script(cookie).await.expect("a frame"), Some(json!("")));
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, completed, score 3
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          attribute_written role = sailor | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          goal Contact (3) | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
    "#]])
        .await;
}

in_both_browsers!(w21_a_phone_has_the_whole_screen_for_it);
async fn w21_a_phone_has_the_whole_screen_for_it(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_with(Options { kind, ..PHONE }).await;
    walk(&stage, &visitor).await;
    let size = visitor.browser().frame_script("return [innerWidth, innerHeight]").await.expect("a frame");
    assert_eq!(size, Some(json!([360, 740])));
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, completed, score 3
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          attribute_written role = sailor | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          goal Contact (3) | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
    "#]])
        .await;
}

/// Teaser, first choice, a wrong address, a right one, the end.
async fn walk(stage: &Stage, visitor: &Visitor) {
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello. What brings you here?").await;
    visitor.opens_teaser().await;
    visitor.picks("I sail").await;
    visitor.sees("Where may we write?").await;
    visitor.types("ada at example").await;
    visitor.sees("address").await;
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. We will write.").await;
    visitor.has_sent_everything().await;
}

in_both_browsers!(a2_the_first_act_is_logged_once_and_a_refresh_goes_on);
async fn a2_the_first_act_is_logged_once_and_a_refresh_goes_on(kind: Kind) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.sees("Where may we write?").await;
    visitor.refreshes().await;
    visitor.sees("Where may we write?").await;
    visitor.has_sent_everything().await;
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
async fn t28_what_is_completed_is_gone_for_good() {
    let dialogues = [welcome(&["*/a"]), question("Second", 20, &["*/a"])];
    let stage = Stage::with(&site(&dialogues)).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("Just looking").await;
    visitor.sees("Fair winds.").await;
    visitor.closes().await;
    visitor.refreshes().await;
    visitor.sees_teaser("Second: shall we go on?").await;
    visitor.has_sent_everything().await;
    let text = json!("Hello again. What brings you here now?");
    let changed = with(welcome(&["*/a"]), "/flow/cards/role/question/text", text);
    let told = stage.parlor.import(&site(&[changed, question("Second", 20, &["*/a"])]));
    assert!(told.contains("dialogue \"Welcome\": changed, published as version 2"), "{told}");
    visitor.comes_back_later().await;
    visitor.refreshes().await;
    visitor.sees_teaser("Second: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, completed
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          attribute_written role = visitor | /a | session-1 | anonymous
          completed | /a | session-1 | anonymous
          closed | /a | session-1 | anonymous
        conversation-2 of visitor-1, Second version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn o12_what_a_visitor_types_is_text() {
    let free = json!({
        "name": "Free",
        "pages": { "include": ["*/a"] },
        "flow": {
            "start": "name",
            "cards": {
                "name": { "capture": { "text": "Your name?", "input": "text", "attribute": "first_name", "next": "email" } },
                "email": { "capture": { "text": "Your address?", "input": "email", "attribute": "email" } }
            }
        }
    });
    let stage = Stage::with(&site(&[free])).await;
    let password = stage.parlor.add_user("admin@example.com");
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    let hostile = "<img src=x onerror=\"document.title='pwned'\"><script>1</script>";
    visitor.types(hostile).await;
    visitor.sees(hostile).await;
    visitor.sees("Your address?").await;
    visitor.types("mallory@example.com").await;
    visitor.has_sent_everything().await;
    let made = "return document.querySelectorAll('img, [role=dialog] script').length + document.title";
    assert_eq!(visitor.browser().frame_script(made).await.expect("a frame"), Some(json!("0Chat")));
    assert_eq!(visitor.complaints().await, [""; 0]);
    stage.log_is(expect![[r#"
        conversation-1 of visitor-1, Free version 1, completed
          triggered | /a | session-1 | mallory@example.com
          engaged | /a | session-1 | mallory@example.com
          attribute_written first_name = <img src=x onerror="document.title='pwned'"><script>1</script> | /a | session-1 | mallory@example.com
          email_given mallory@example.com | /a | session-1 | mallory@example.com
          completed | /a | session-1 | mallory@example.com
    "#]]).await;
    drop(visitor);

    let admin = parlor_tests::admin::Admin::new(DESKTOP).await;
    admin.signs_in(&format!("{}/console/", stage.parlor.origin()), "admin@example.com", &password).await;
    admin.clicks("People").await;
    admin.clicks(hostile).await;
    expect![[r#"
        Completed the dialogue
        Said who they are: mallory@example.com
        Gave First name: <img src=x onerror="document.title='pwned'"><script>1</script>
        Engaged with the dialogue
        Was shown the dialogue"#]]
    .assert_eq(&admin.log().await);
    let made = "return document.querySelectorAll('img, .panel script').length";
    assert_eq!(admin.browser().script(made).await.expect("a page"), json!(0));
}

in_both_browsers!(c19_an_earlier_answer_is_changed_and_what_still_applies_is_kept);
async fn c19_an_earlier_answer_is_changed_and_what_still_applies_is_kept(kind: Kind) {
    let flow = json!({ "start": "who", "cards": {
        "who": { "question": { "text": "Buy or sell?", "choices": [
            { "label": "Buy", "next": "name" }, { "label": "Sell", "next": "town" }
        ] } },
        "town": { "capture": { "text": "In which town?", "input": "text", "next": "name" } },
        "name": { "capture": { "text": "Your name?", "input": "text", "attribute": "first_name", "next": "call" } },
        "call": { "question": { "text": "May we call?", "choices": [{ "label": "Yes" }, { "label": "No" }] } }
    } });
    let stage = Stage::with(&site(&[with(question("D1", 10, &["*/a"]), "/flow", flow)])).await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("Buy").await;
    visitor.sees("Your name?").await;
    visitor.types("Ada").await;
    visitor.sees("May we call?").await;
    visitor.clicks("[data-part=change]").await;
    visitor.no_longer_sees("May we call?").await;
    // What is set aside stays so on the next page.
    visitor.refreshes().await;
    visitor.picks("Sell").await;
    visitor.sees("In which town?").await;
    visitor.types("Kiel").await;
    visitor.picks("Yes").await;
    visitor.sees("This conversation has ended.").await;
    expect![[r#"
        Harbour says: Buy or sell?
        You said: Sell
        Harbour says: In which town?
        You said: Kiel
        Harbour says: Your name?
        You said: Ada
        Harbour says: May we call?
        You said: Yes"#]]
    .assert_eq(&visitor.conversation().await);
    assert_eq!(visitor.problems().await, [""; 0]);
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, D1 version 1, completed
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          attribute_written first_name = Ada | /a | session-1 | anonymous
          completed | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn c2_what_is_clicked_twice_is_the_same_twice() {
    let flow = json!({ "start": "a", "cards": { "a": { "question": { "text": "Which one?", "other": { "label": "Something else" },
        "choices": [{ "label": "A tour" }, { "label": "A survey" }, { "label": "A visit" }] } } } });
    let asks = json!({ "name": "Asks", "pages": { "include": ["*/a"] }, "flow": flow });
    let stage = Stage::with(&site(&[asks])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("Something else").await;
    // Where the pointer was, something else may be by now.
    let under = "const button = [...document.querySelectorAll('[data-part=choice]')].find(e => e.textContent === 'Something else');
        const { left, top, width, height } = button.getBoundingClientRect();
        button.click();
        return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
            const now = document.elementFromPoint(left + width / 2, top + height / 2);
            now.click();
            setTimeout(() => done(`${now.closest('button')?.textContent ?? 'no button'} | ${document.querySelectorAll('form.input').length}`));
        })))";
    let found = visitor.browser().frame_script(under).await.expect("a page").expect("a frame");
    let found = found.as_str().expect("a text");
    assert!(["Something else | 1", "no button | 1"].contains(&found), "{found}");
    visitor.types("A boat").await;
    expect![[r#"
        Harbour says: Which one?
        You said: A boat"#]]
    .assert_eq(&visitor.conversation().await);
}
