//! Conversational flows: started by a button, a link, page code or the load of a page.

use std::time::{Duration, Instant};

use expect_test::expect;
use parlor_tests::samples::{contact, question, site_with, tour, welcome, with};
use parlor_tests::stage::Stage;
use serde_json::{Value, json};

/// Buttons and links of the website.
const LINKS: &str = "\
    <button id=\"tour\" data-parlor-start=\"Tour\">A tour</button>\
    <button id=\"ask\" data-parlor-open>Ask us</button>\
    <a id=\"same\" href=\"#\" data-parlor-start=\"Tour\">A tour</a>\
    <a id=\"below\" href=\"#end\" data-parlor-start=\"Tour\">The end, and a tour</a>\
    <a id=\"prices\" href=\"/prices\" data-parlor-start=\"Tour\">Prices, and a tour</a>\
    <a id=\"sheet\" href=\"/sheet\" download data-parlor-start=\"Tour\">A sheet, and a tour</a>";

/// A flow of one question that is a pop-up.
fn popup(name: &str) -> Value {
    with(tour(name), "/interface", json!("popup"))
}

/// A website with buttons and links, and these flows.
async fn stage_with(flows: &[Value]) -> Stage {
    Stage::on(&site_with(&[welcome(&["*/a"])], flows), |host| host.extra = LINKS).await
}

#[tokio::test]
async fn t29_w9_a_button_starts_a_flow_in_the_bubble() {
    let stage = stage_with(&[tour("Tour")]).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.clicks_on_page("#tour").await;
    visitor.has_panel("panel").await;
    visitor.picks("Yes").await;
    visitor.picks("Enough").await;
    visitor.sees("This conversation has ended.").await;
    visitor.has_sent_everything().await;
    assert_eq!(visitor.complaints().await, [""; 0]);
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Tour version 1, completed, bubble by link
          triggered | /b | session-1 | anonymous
          engaged | /b | session-1 | anonymous
          completed | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t29_w9_a_button_starts_a_flow_as_a_pop_up() {
    let stage = stage_with(&[popup("Tour")]).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.clicks_on_page("#tour").await;
    visitor.has_panel("popup").await;
    visitor.picks("No").await;
    visitor.sees("This conversation has ended.").await;
    // It is over the page. When it is gone, the dialogue is where it was.
    visitor.browser().press("\u{E00C}").await;
    visitor.sees_teaser("Hello.").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, Tour version 1, completed, popup by link
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          completed | /a | session-1 | anonymous
          closed | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w9_a_link_to_another_page_starts_it_there() {
    let stage = stage_with(&[tour("Tour")]).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.has_chat().await;
    visitor.clicks_on_page("#prices").await;
    visitor.is_on("/prices").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.has_sent_everything().await;
    // It was started once.
    visitor.refreshes().await;
    visitor.has_chat().await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Tour version 1, initiated, bubble by link
          triggered | /prices | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w9_what_was_to_start_is_forgotten_after_a_minute_whatever_pages_are_between() {
    let stage = stage_with(&[tour("Tour")]).await;
    let visitor = stage.visitor().await;
    // Forty seconds pass on the way to each page, and on the first ones nobody hears what the frame says.
    let later = "const late = ['/b', '/prices', '/on'].indexOf(location.pathname), now = Date.now; Date.now = () => now() + late * 40000;\
        if (late < 2) addEventListener('message', event => event.data === 'parlor:hello' && event.stopImmediatePropagation())";
    visitor.runs_first(later).await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.clicks_on_page("#prices").await;
    visitor.is_on("/prices").await;
    visitor.clicks_on_page("#on").await;
    visitor.is_on("/on").await;
    visitor.has_chat().await;
    visitor.sees_nothing().await;
    stage.log_is(expect![[""]]).await;
}

#[tokio::test]
async fn w9_a_link_that_leads_elsewhere_than_this_tab_starts_it_here_at_once() {
    let stage = stage_with(&[tour("Tour")]).await;
    let visitor = stage.visitor().await;
    visitor.browser().devtools("Page.setDownloadBehavior", json!({ "behavior": "deny" })).await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.has_chat().await;
    let with_shift = "document.getElementById('prices').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }))";
    for click in ["document.getElementById('sheet').click()", with_shift] {
        let begin = Instant::now();
        visitor.runs(click).await;
        visitor.sees("Tour: shall we go on?").await;
        assert!(begin.elapsed() < Duration::from_secs(8), "{click}: {:?}", begin.elapsed());
        visitor.is_on("/b").await;
        visitor.closes().await;
    }
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Tour version 1, initiated, bubble by link
          triggered | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w9_a_link_that_is_clicked_before_the_frame_is_there_starts_it_on_the_next_page() {
    let stage = stage_with(&[tour("Tour")]).await;
    let visitor = stage.visitor().await;
    let click = "addEventListener('DOMContentLoaded', () => location.pathname === '/b' && setInterval(() => \
        typeof Parlor === 'function' && document.getElementById('prices').click(), 1))";
    visitor.runs_first(click).await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.is_on("/prices").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Tour version 1, initiated, bubble by link
          triggered | /prices | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w9_w6_a_link_within_the_page_leads_there_and_starts_it() {
    let stage = stage_with(&[tour("Tour")]).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.clicks_on_page("#below").await;
    visitor.sees("Tour: shall we go on?").await;
    assert_eq!(visitor.runs("return location.hash").await, "#end");
    visitor.closes().await;
    // It leads nowhere else now, and still starts it.
    visitor.clicks_on_page("#below").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.closes().await;
    visitor.clicks_on_page("#same").await;
    visitor.sees("Tour: shall we go on?").await;
    assert_eq!(visitor.runs("return location.hash").await, "#end");
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Tour version 1, initiated, bubble by link
          triggered | /b#end | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w9_a_button_opens_the_bubble_also_one_that_came_later() {
    let stage = stage_with(&[tour("Tour")]).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.clicks_on_page("#ask").await;
    visitor.sees("Hello. What brings you here?").await;
    visitor.closes().await;
    let add = "const button = document.createElement('button'); button.id = 'late'; button.dataset.parlorStart = 'Tour';\
        button.append(document.createElement('b')); button.firstChild.append('A tour'); document.body.prepend(button)";
    visitor.runs(add).await;
    visitor.clicks_on_page("#late b").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, Tour version 1, initiated, bubble by link
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn w7_page_code_starts_a_flow_with_values_in_its_newest_version() {
    let stage = stage_with(&[contact()]).await;
    let changed = with(contact(), "/flow/cards/thanks/question/text", json!("Thank you, once more."));
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.has_chat().await;
    visitor.calls("'start', 'Contact', { email: 'ada@example.com', berths: 12 }").await;
    visitor.sees("Thank you. Anything else?").await;
    visitor.picks("That is all").await;
    visitor.has_sent_everything().await;
    stage.parlor.import(&site_with(&[welcome(&["*/a"])], &[changed]));
    visitor.comes_back_later().await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.has_chat().await;
    visitor.calls("'start', 'Contact'").await;
    visitor.sees("Thank you, once more.").await;
    visitor.picks("That is all").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
            visitor-1, in no conversation
              email_given ada@example.com | /b | session-1 | ada@example.com
              attribute_written berths = 12 | /b | session-1 | ada@example.com
            conversation-1 of visitor-1, Contact version 1, completed, bubble by code
              triggered | /b | session-1 | ada@example.com
              engaged | /b | session-1 | ada@example.com
              completed | /b | session-1 | ada@example.com
            conversation-2 of visitor-1, Contact version 2, completed, bubble by code
              completed | /b | session-1 | ada@example.com
        "#]])
        .await;
}

#[tokio::test]
async fn t29_the_load_of_a_page_starts_a_flow_once_in_a_session() {
    let on_load = json!({ "include": ["*/thanks"] });
    let stage = stage_with(&[with(tour("Tour"), "/on_load", on_load)]).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/thanks").await;
    visitor.sees_teaser("Tour: shall we go on?").await;
    visitor.refreshes().await;
    visitor.sees_teaser("Tour: shall we go on?").await;
    visitor.opens_teaser().await;
    visitor.picks("No").await;
    visitor.closes().await;
    visitor.refreshes().await;
    visitor.sees_nothing().await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Tour version 1, completed, bubble by load
          triggered | /thanks | session-1 | anonymous
          engaged | /thanks | session-1 | anonymous
          completed | /thanks | session-1 | anonymous
          closed | /thanks | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t29_the_load_of_a_page_opens_a_pop_up_but_not_over_another_conversation() {
    let on_load = json!({ "include": ["*/thanks"] });
    let stage = stage_with(&[with(popup("Tour"), "/on_load", on_load)]).await;
    let visitor = stage.visitor().await;
    visitor.is_listened_to().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.goes_to(&stage.site, "/thanks").await;
    visitor.sees("Where may we write?").await;
    visitor.has_panel("panel").await;
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. We will write.").await;
    visitor.closes().await;
    visitor.refreshes().await;
    visitor.has_panel("popup").await;
    visitor.picks("No").await;
    visitor.closes().await;
    visitor.refreshes().await;
    visitor.sees_nothing().await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, completed, score 3
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          attribute_written role = sailor | /a | session-1 | ada@example.com
          email_given ada@example.com | /thanks | session-1 | ada@example.com
          goal Contact (3) | /thanks | session-1 | ada@example.com
          completed | /thanks | session-1 | ada@example.com
          closed | /thanks | session-1 | ada@example.com
        conversation-2 of visitor-1, Tour version 1, completed, popup by load
          triggered | /thanks | session-1 | ada@example.com
          engaged | /thanks | session-1 | ada@example.com
          completed | /thanks | session-1 | ada@example.com
          closed | /thanks | session-1 | ada@example.com
    "#]])
        .await;
}

#[tokio::test]
async fn t23_t25_a_pop_up_goes_on_to_the_next_page_only_if_the_visitor_has_acted_in_it() {
    let stage = stage_with(&[popup("Tour")]).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.clicks_on_page("#tour").await;
    visitor.sees("Tour: shall we go on?").await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.clicks_on_page("#tour").await;
    visitor.has_panel("popup").await;
    visitor.picks("Yes").await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.sees("Tour: once more?").await;
    visitor.has_panel("popup").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Tour version 1, initiated, popup by link
          triggered | /b | session-1 | anonymous
          engaged | /a | session-1 | anonymous
        conversation-2 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t29_a_flow_over_an_open_dialogue_and_the_dialogue_is_where_it_was() {
    let stage = stage_with(&[tour("Tour")]).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.sees("Where may we write?").await;
    visitor.clicks_on_page("#tour").await;
    visitor.sees("Tour: shall we go on?").await;
    // Both are there to choose from.
    visitor.clicks("[aria-label='All conversations']").await;
    visitor.sees("Where may we write?").await;
    visitor.clicks("[aria-label='Back to the conversation']").await;
    visitor.picks("No").await;
    visitor.sees("This conversation has ended.").await;
    visitor.closes().await;
    visitor.opens().await;
    visitor.sees("Where may we write?").await;
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. We will write.").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, completed, score 3
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          attribute_written role = sailor | /a | session-1 | ada@example.com
          email_given ada@example.com | /a | session-1 | ada@example.com
          goal Contact (3) | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
        conversation-2 of visitor-1, Tour version 1, completed, bubble by link
          triggered | /a | session-1 | ada@example.com
          engaged | /a | session-1 | ada@example.com
          completed | /a | session-1 | ada@example.com
          closed | /a | session-1 | ada@example.com
    "#]])
        .await;
}

#[tokio::test]
async fn t10_t29_what_happened_in_a_flow_is_history() {
    let has = json!({ "attribute": "history.completed", "test": { "history": { "has": { "of": "Tour" } } } });
    let after = with(question("After", 5, &["*/a"]), "/audience", json!({ "all": [{ "if": has }] }));
    let stage = Stage::on(&site_with(&[welcome(&["*/a"]), after], &[tour("Tour")]), |host| host.extra = LINKS).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.clicks_on_page("#tour").await;
    visitor.picks("No").await;
    visitor.closes().await;
    visitor.refreshes().await;
    visitor.sees_teaser("After: shall we go on?").await;
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-1, Tour version 1, completed, bubble by link
          triggered | /a | session-1 | anonymous
          engaged | /a | session-1 | anonymous
          completed | /a | session-1 | anonymous
          closed | /a | session-1 | anonymous
        conversation-3 of visitor-1, After version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t29_w9_a_flow_runs_any_number_of_times() {
    let stage = stage_with(&[popup("Tour")]).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/b").await;
    for _ in 0..2 {
        visitor.clicks_on_page("#tour").await;
        visitor.picks("No").await;
        visitor.sees("This conversation has ended.").await;
        visitor.closes().await;
    }
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
        conversation-1 of visitor-1, Tour version 1, completed, popup by link
          triggered | /b | session-1 | anonymous
          engaged | /b | session-1 | anonymous
          completed | /b | session-1 | anonymous
          closed | /b | session-1 | anonymous
        conversation-2 of visitor-1, Tour version 1, completed, popup by link
          completed | /b | session-1 | anonymous
          closed | /b | session-1 | anonymous
    "#]])
        .await;
}

#[tokio::test]
async fn t30_w9_where_the_site_is_switched_off_links_are_but_links() {
    let off = with(site_with(&[], &[tour("Tour")]), "/site/off", json!(true));
    let stage = Stage::on(&off, |host| host.extra = LINKS).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/b").await;
    visitor.clicks_on_page("#prices").await;
    visitor.is_on("/prices").await;
    assert_eq!(visitor.problems().await, [""; 0]);
    stage.log_is(expect![[r#""#]]).await;
}
