//! Flows inside the page: an element that names one holds it (W10).

use expect_test::expect;
use fantoccini::error::CmdError;
use parlor_tests::axe;
use parlor_tests::browser::{DESKTOP, Options, PHONE};
use parlor_tests::keyboard;
use parlor_tests::samples::{contact, site, site_with, tour, welcome, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

const PLACE: &str = "<div id=\"place\" data-parlor-inline=\"Contact\"></div>";
const TWO: &str = "<div id=\"one\" data-parlor-inline=\"Tour\"></div><div id=\"two\" data-parlor-inline=\"Contact\"></div>";
/// Whatever the page has stored.
const STORED: &str = "return [...Object.keys(localStorage), ...Object.keys(sessionStorage)].join(' ')";
/// How high the element is.
const HEIGHT: &str = "return document.getElementById('place').offsetHeight";
/// How many frames the page's elements hold.
const FRAMES: &str = "return document.querySelectorAll('[data-parlor-inline] > div').length";
/// By how much what is in the frame is higher or wider than the frame.
const EXCESS: &str = "const { scrollHeight, scrollWidth } = document.documentElement; \
    const panel = document.querySelector('.inside').getBoundingClientRect(); \
    return [scrollHeight - innerHeight, scrollWidth - innerWidth, Math.trunc(innerHeight - panel.bottom)].join(' ')";

/// Waits until a script of the page says this.
async fn says(visitor: &Visitor, script: &str, expected: impl Into<Value>) {
    let expected = expected.into();
    let found = async || match visitor.browser().script(script).await? {
        found if found == expected => Ok(Some(())),
        found => Err(CmdError::InvalidArgument("found".into(), found.to_string())),
    };
    visitor.browser().wait(&expected.to_string(), found).await;
}

/// The frame is as high as what is in it.
async fn fits(visitor: &Visitor) {
    let fits = async || match visitor.browser().frame_script(EXCESS).await? {
        Some(excess) if excess == "0 0 0" => Ok(Some(())),
        excess => Err(CmdError::InvalidArgument("excess".into(), format!("{excess:?}"))),
    };
    visitor.browser().wait("a frame that fits", fits).await;
}

async fn height(visitor: &Visitor) -> u64 {
    visitor.runs(HEIGHT).await.as_u64().expect("a height")
}

#[tokio::test]
async fn w10_a_flow_is_shown_in_the_page_and_walked_to_its_end() {
    let stage = Stage::on(&site_with(&[], &[contact()]), |host| host.extra = PLACE).await;
    let visitor = stage.visitor().await;
    visitor.is_listened_to().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.turns_to("#place");
    visitor.sees("Where may we write?").await;
    fits(&visitor).await;
    let first = height(&visitor).await;
    assert_eq!(visitor.runs("return document.activeElement === document.body && scrollY === 0").await, true, "no focus is taken");
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. Anything else?").await;
    fits(&visitor).await;
    assert!(height(&visitor).await > first, "the height follows");
    visitor.picks("That is all").await;
    fits(&visitor).await;
    visitor.is_heard("completed").await;
    expect![[r#"
        ready | harbour | session-1
        triggered | flow Contact (id-1, inline) | harbour | session-1 | event-1
        shown | flow Contact (id-1, inline) | harbour | session-1
        message:received text = "Where may we write?" | flow Contact (id-1, inline) | harbour | session-1
        engaged | flow Contact (id-1, inline) | harbour | session-1 | event-2
        message:sent text = "ada@example.com" | flow Contact (id-1, inline) | harbour | session-1
        message:received text = "Thank you. Anything else?" | flow Contact (id-1, inline) | harbour | session-1
        email email = "ada@example.com" | flow Contact (id-1, inline) | harbour | session-1
        message:sent text = "That is all" | flow Contact (id-1, inline) | harbour | session-1
        completed | flow Contact (id-1, inline) | harbour | session-1"#]]
    .assert_eq(&visitor.heard().await);
    visitor.has_sent_everything().await;
    // It is still there to be read.
    visitor.refreshes().await;
    visitor.sees("Thank you. Anything else?").await;
    assert_eq!(visitor.problems().await, [""; 0]);
    assert_eq!(visitor.complaints().await, [""; 0]);
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Contact version 1, completed, inline by load
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
    "#]])
        .await;
}

#[tokio::test]
async fn w10_beside_the_chat_it_is_the_same_visitor_in_another_conversation() {
    let stage = Stage::on(&site_with(&[welcome(&["*"])], &[tour("Tour")]), |host| {
        host.extra = "<div id=\"place\" data-parlor-inline=\"Tour\"></div>";
    })
    .await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.turns_to("#place");
    visitor.picks("Yes").await;
    visitor.sees("Tour: once more?").await;
    visitor.turns_to_chat();
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.sees("Where may we write?").await;
    // By turns, so that each goes on with what the other has kept.
    visitor.closes().await;
    visitor.turns_to("#place");
    visitor.picks("Enough").await;
    visitor.turns_to_chat();
    visitor.opens().await;
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. We will write.").await;
    visitor.has_sent_everything().await;
    visitor.refreshes().await;
    visitor.turns_to("#place");
    visitor.sees("Enough").await;
    assert_eq!(visitor.complaints().await, [""; 0]);
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, completed, score 3
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          attribute_written role = sailor | /a | session-1 | ada@example.com
          closed | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          goal Contact (3) | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
        conversation-2 of visitor-1, Tour version 1, completed, inline by load
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
    "#]])
        .await;
}

#[tokio::test]
async fn w10_one_that_was_begun_goes_on_there_and_nowhere_else() {
    let stage = Stage::on(&site_with(&[welcome(&["*/b"])], &[tour("Tour")]), |host| {
        host.extra = "<div id=\"place\" data-parlor-inline=\"Tour\"></div>";
    })
    .await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.turns_to("#place");
    visitor.picks("Yes").await;
    visitor.sees("Tour: once more?").await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.turns_to_chat();
    visitor.sees_teaser("Hello.").await;
    visitor.calls("'start', 'Tour'").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.no_longer_sees("Tour: once more?").await;
    visitor.turns_to("#place");
    visitor.sees("Tour: once more?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Tour version 1, initiated, inline by load
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
        conversation-2 of visitor-1, Welcome version 1, initiated
          triggered | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w10_two_elements_hold_two_flows() {
    let stage = Stage::on(&site_with(&[], &[contact(), tour("Tour")]), |host| host.extra = TWO).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.turns_to("#one");
    visitor.picks("Yes").await;
    visitor.turns_to("#two");
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. Anything else?").await;
    visitor.turns_to("#one");
    visitor.picks("Enough").await;
    visitor.turns_to("#two");
    visitor.picks("That is all").await;
    visitor.has_sent_everything().await;
    let titles = "return [...document.querySelectorAll('[data-parlor-inline] > div')]\
        .map(host => host.shadowRoot.querySelector('iframe').title).join(', ')";
    assert_eq!(visitor.runs(titles).await, "Chat with Harbour: Tour, Chat with Harbour: Contact");
    // Which of the two was there first is up to the browser.
    let log = stage.log().await;
    let mut conversations: Vec<&str> = log.split("conversation-").filter_map(|one| Some(one.split_once(' ')?.1)).collect();
    conversations.sort_unstable();
    expect![[r#"
        of visitor-1, Contact version 1, completed, inline by load
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
        of visitor-1, Tour version 1, completed, inline by load
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
    "#]]
    .assert_eq(&conversations.concat());
}

#[tokio::test]
async fn w10_an_app_adds_and_removes_elements_and_nothing_is_left_at_the_end() {
    let stage = Stage::with(&site_with(&[], &[contact(), tour("Tour")])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.has_rest_of_loader().await;
    let add = "const place = document.createElement('div'); place.id = 'place'; place.dataset.parlorInline = 'Tour'; document.body.prepend(place)";
    visitor.runs(add).await;
    visitor.turns_to("#place");
    visitor.picks("Yes").await;
    visitor.sees("Tour: once more?").await;
    // Another flow takes its place.
    visitor.runs("document.getElementById('place').dataset.parlorInline = 'Contact'").await;
    visitor.sees("Where may we write?").await;
    // The app empties it, and draws it anew.
    visitor.runs("document.getElementById('place').replaceChildren()").await;
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. Anything else?").await;
    visitor.runs("const place = document.getElementById('place'); place.remove(); window.place = place").await;
    says(&visitor, "return window.place.childElementCount", 0).await;
    visitor.runs("document.body.prepend(window.place)").await;
    visitor.sees("Thank you. Anything else?").await;
    visitor.runs("history.pushState(null, '', '/b')").await;
    visitor.picks("That is all").await;
    visitor.has_sent_everything().await;
    visitor.calls("'destroy'").await;
    assert_eq!(visitor.runs("return document.documentElement.lastElementChild.tagName").await, "BODY");
    assert_eq!(
        visitor.runs("return document.getElementById('place').outerHTML").await,
        "<div id=\"place\" data-parlor-inline=\"Contact\"></div>"
    );
    assert_eq!(visitor.problems().await, [""; 0]);
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Tour version 1, initiated, inline by load
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
        conversation-2 of visitor-1, Contact version 1, completed, inline by load
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          completed | /b | session-1 | ada@example.com
    "#]])
        .await;
}

#[tokio::test]
async fn w10_what_is_far_below_is_not_loaded_before_it_comes_near() {
    let stage = Stage::with(&site_with(&[], &[tour("Tour")])).await;
    let visitor = stage.visitor().await;
    visitor
        .runs_first(
            "addEventListener('DOMContentLoaded', () => { const place = document.createElement('div'); \
        place.id = 'place'; place.dataset.parlorInline = 'Tour'; document.body.append(place) })",
        )
        .await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.has_rest_of_loader().await;
    visitor.sees_nothing().await;
    assert_eq!(visitor.runs(FRAMES).await, 0);
    stage.log_is(expect![[""]]).await;
    visitor.runs("scrollTo(0, document.documentElement.scrollHeight)").await;
    visitor.turns_to("#place");
    visitor.picks("Yes").await;
    visitor.sees("Tour: once more?").await;
    // Who acts sees what comes next.
    says(&visitor, "return document.getElementById('place').getBoundingClientRect().bottom <= innerHeight", true).await;
}

#[tokio::test]
async fn w10_a_flow_that_is_none_is_told_and_takes_no_room() {
    let stage = Stage::on(&site_with(&[], &[]), |host| host.extra = PLACE).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.has_chat().await;
    visitor.is_warned("no published flow or dialogue is called 'Contact'.", 1).await;
    says(&visitor, HEIGHT, 0).await;
    says(&visitor, FRAMES, 0).await;
    assert_eq!(visitor.problems().await, [""; 0]);
    stage.log_is(expect![[""]]).await;
}

#[tokio::test]
async fn w6_w10_where_the_chat_fails_the_element_takes_no_room() {
    let stage = Stage::on(&site_with(&[], &[contact()]), |host| {
        host.extra = PLACE;
        host.allows_frame = false;
    })
    .await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.is_warned("the page's policy blocks the chat", 1).await;
    assert_eq!(visitor.runs(HEIGHT).await, 0);
    assert_eq!(visitor.runs(FRAMES).await, 0);
}

#[tokio::test]
async fn w10_w28_engaged_stores_nothing_before_the_visitor_acts_in_it() {
    let mut site = site_with(&[welcome(&["*/a"])], &[tour("Tour")]);
    site["site"]["storage_mode"] = json!("engaged");
    let stage = Stage::on(&site, |host| host.extra = "<div id=\"place\" data-parlor-inline=\"Tour\"></div>").await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.turns_to("#place");
    visitor.sees("Tour: shall we go on?").await;
    assert_eq!(visitor.runs(STORED).await, "");
    assert_eq!(stage.log().await, "");
    visitor.picks("Yes").await;
    visitor.sees("Tour: once more?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, Tour version 1, initiated, inline by load
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w10_w29_without_consent_it_is_gone_and_with_it_there_again() {
    let stage = Stage::on(&site_with(&[], &[contact()]), |host| host.extra = PLACE).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.turns_to("#place");
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. Anything else?").await;
    visitor.has_sent_everything().await;
    visitor.calls("'consent', 'denied'").await;
    says(&visitor, HEIGHT, 0).await;
    assert_eq!(visitor.runs(STORED).await, "");
    visitor.calls("'consent', 'granted'").await;
    visitor.sees("Where may we write?").await;
    fits(&visitor).await;
    visitor.types("bob@example.com").await;
    visitor.sees("Thank you. Anything else?").await;
    // Somebody else sits down.
    visitor.calls("'reset'").await;
    visitor.no_longer_sees("Thank you. Anything else?").await;
    visitor.sees("Where may we write?").await;
    assert_eq!(visitor.problems().await, [""; 0]);
}

#[tokio::test]
async fn w10_w20_it_follows_language_room_and_colours() {
    let site = with(site_with(&[], &[contact()]), "/site/languages", json!(["en", "ar"]));
    let stage = Stage::on(&site, |host| host.extra = PLACE).await;
    for options in [DESKTOP, PHONE, Options { dark: true, ..DESKTOP }] {
        let visitor = stage.visitor_with(options).await;
        visitor.goes_to(&stage.site, "/a").await;
        visitor.turns_to("#place");
        visitor.sees("Where may we write?").await;
        fits(&visitor).await;
        says(&visitor, "return document.getElementById('place').clientWidth === document.querySelector('#place > div').shadowRoot.querySelector('iframe').offsetWidth", true).await;
        let ground = "return getComputedStyle(document.querySelector('.inside')).backgroundColor";
        let expected = if options.dark { "rgb(27, 33, 34)" } else { "rgb(255, 255, 255)" };
        assert_eq!(visitor.browser().frame_script(ground).await.expect("a frame"), Some(json!(expected)));
        visitor.calls("'locale', 'ar'").await;
        let is_mirrored = async || {
            let way = visitor
                .browser()
                .frame_script("return document.querySelector('.inside') && getComputedStyle(document.body).direction");
            Ok(way.await?.filter(|way| way == "rtl").map(drop))
        };
        visitor.browser().wait("Arabic", is_mirrored).await;
        visitor.sees("Where may we write?").await;
        fits(&visitor).await;
    }
}

#[tokio::test]
async fn w10_w22_a_document_is_read_in_the_page() {
    let stage = Stage::on(&site(&[]), |host| host.extra = "<div id=\"place\" data-parlor-inline=\"Offers\"></div>").await;
    stage.parlor.puts_beside("brochure.pdf", include_bytes!("../../../www/demo/files/brochure.pdf"));
    let read = json!({ "document": { "text": "All about it.", "document": "Brochure", "may_continue": true, "next": "bye" } });
    let cards = json!({ "read": read, "bye": { "message": { "text": "Fair winds." } } });
    let offers = json!({ "name": "Offers", "interface": "bubble", "flow": { "start": "read", "cards": cards } });
    let documents = json!([{ "name": "Brochure", "file": "brochure.pdf" }]);
    stage.parlor.import(&with(site_with(&[], &[offers]), "/documents", documents));
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.turns_to("#place");
    visitor.clicks("[aria-label='Open Brochure']").await;
    visitor.reads(1, 4).await;
    // There is room for it, until it is closed.
    says(&visitor, HEIGHT, 640).await;
    fits(&visitor).await;
    visitor.clicks_in_reader("#close").await;
    visitor.sees("Fair winds.").await;
    fits(&visitor).await;
    assert!(height(&visitor).await < 640);
    assert_eq!(visitor.complaints().await, [""; 0]);
}

#[tokio::test]
async fn w10_w21_it_is_used_by_keyboard_and_screen_reader() {
    let stage = Stage::on(&site_with(&[], &[tour("Tour")]), |host| {
        host.extra = "<div id=\"place\" data-parlor-inline=\"Tour\" role=\"group\" aria-label=\"A tour\"></div>";
    })
    .await;
    let visitor = stage.visitor_with(Options { isolates: false, ..DESKTOP }).await;
    axe::prepare(visitor.browser()).await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.turns_to("#place");
    visitor.sees("Tour: shall we go on?").await;
    fits(&visitor).await;
    assert_eq!(axe::findings(visitor.browser(), axe::Part::Inside).await, [""; 0]);
    visitor.runs("document.getElementById('on').focus()").await;
    let browser = visitor.browser();
    for key in [keyboard::TAB, keyboard::ENTER] {
        browser.press(key).await;
    }
    visitor.sees("Tour: once more?").await;
    // There is nothing that could be closed; who acted goes on where the next thing is asked.
    browser.press(keyboard::ESCAPE).await;
    browser.press(keyboard::ENTER).await;
    visitor.sees("Enough").await;
    visitor.sees("This conversation has ended").await;
    assert_eq!(axe::findings(visitor.browser(), axe::Part::Inside).await, [""; 0]);
}
