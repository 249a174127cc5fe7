//! Conversational flows, documents, clicks, and what happens in no conversation.

mod common;

use common::flow::{BY_LINK, read, used, with_flow};
use common::*;
use expect_test::expect;
use parlor_domain::activity::ActivityKind::{self, Document, Engaged, PageViewed, Triggered};
use parlor_domain::draft::Source;
use parlor_domain::event::Outcome::{Refused, Stored, Wanted};
use parlor_domain::event::{Click, Refusal, StartedBy, What};
use parlor_domain::ids::{ConversationId, DialogueId, EventId};
use parlor_domain::site::Interface;
use parlor_domain::text::Key;
use parlor_domain::value::Value;
use parlor_store::Whose;

#[tokio::test]
async fn a1_a_flow_that_begins_is_triggered_and_says_how() {
    let (world, mut browser) = with_flow().await;
    let begun = browser.event(What::Begun(BY_LINK));
    assert_eq!(world.send(&browser, vec![begun]).await, [Stored]);
    world.says(&mut browser, &["goal 2", "goal 0"]).await;
    expect!["triggered, engaged, goal From within 3"].assert_eq(&world.whole_kinds().await);
    for entry in world.whole_log().await {
        let within = entry.within.expect("a conversation");
        assert_eq!((within.source, within.interface), (Source::Flow, Interface::Popup));
        assert_eq!((within.started_by, within.name.as_str()), (Some(StartedBy::Link), "Ask us"));
    }
    let shown = browser.shown();
    assert_eq!(world.send(&browser, vec![shown]).await, [Refused(Refusal::DoesNotFit)], "targeting shows no flows");
    let mut other = Browser::new(&world, 2);
    world.says(&mut other, &["hi"]).await;
    let within = world.log(Whose::Visitor(other.visitor)).await.remove(0).within.expect("a conversation");
    assert_eq!((within.source, within.interface, within.started_by), (Source::Dialogue, Interface::Bubble, None));
}

#[tokio::test]
async fn a4_documents_take_name_and_address_from_the_version() {
    let (world, mut browser) = with_flow().await;
    let whats = [used(0, false), used(0, true), used(1, false), used(2, false), used(77, false)];
    let events: Vec<_> = whats.into_iter().map(|what| browser.event(what)).collect();
    assert_eq!(world.send(&browser, events).await, [Stored; 5]);
    expect!["Guide at /kept/07070707070707070707070707070707 opened, Guide at /kept/07070707070707070707070707070707 not opened, downloaded, Prices at https://docs.example/prices.pdf opened"]
        .assert_eq(&world.whole_kinds().await);
}

#[tokio::test]
async fn a4_w22_the_entry_of_an_opening_says_how_far_the_document_was_read() {
    let (world, mut browser) = with_flow().await;
    let opened = browser.event(used(0, false));
    let opening = opened.id;
    let told: Vec<_> = [
        read(opening, 1, 30, &[]),
        read(opening, 3, 75, &["tide", "wind"]),
        // What was told before may come after it.
        read(opening, 2, 60, &["tide"]),
    ]
    .into_iter()
    .map(|what| browser.event(what))
    .collect();
    assert_eq!(world.send(&browser, told[..1].to_vec()).await, [Wanted(0)], "not before the opening");
    assert_eq!(world.send(&browser, vec![opened]).await, [Stored]);
    for _ in 0..2 {
        assert_eq!(world.send(&browser, told.clone()).await, [Stored; 3]);
        expect![
            "Guide at /kept/07070707070707070707070707070707 opened, downloaded, 3 of 4 pages in 75 s, searched for [tide, wind]"
        ]
        .assert_eq(&world.whole_kinds().await);
    }
    // It is no input of its conversation, and its words stand in the log alone.
    let id = conversation_id(browser.conversation);
    let inputs = world.store.conversation(&world.site, id).await.expect("a read").expect("a conversation").inputs;
    assert_eq!(inputs, [used(0, false)]);
    let audit = world.store.audit().await.expect("an audit");
    assert_eq!(audit.faults, [""; 0]);
    let kept = |id| audit.events.iter().find(|event| event.id == id).expect("an event").event.is_some();
    assert_eq!((kept(opening), kept(told[1].id)), (true, false));
}

#[tokio::test]
async fn a14_w22_only_who_has_opened_a_document_reads_on_in_it() {
    let (world, mut browser) = with_flow().await;
    let whats = [used(0, false), used(1, true)];
    let [opened, downloaded] = whats.map(|what| browser.event(what));
    let (opening, loaded) = (opened.id, downloaded.id);
    assert_eq!(world.send(&browser, vec![opened, downloaded]).await, [Stored; 2]);
    let mut other = Browser::new(&world, 2);
    other.dialogue = browser.dialogue;
    let shown = other.event(What::Begun(BY_LINK));
    assert_eq!(world.send(&other, vec![shown]).await, [Stored]);
    let foreign = other.event(read(opening, 1, 1, &[]));
    assert_eq!(world.send(&other, vec![foreign]).await, [Refused(Refusal::DoesNotFit)], "somebody else's");
    let wrong = [read(loaded, 1, 1, &[]), read(EventId::from_bytes([9; 16]), 1, 1, &[])];
    let wrong: Vec<_> = wrong.into_iter().map(|what| browser.event(what)).collect();
    assert_eq!(world.send(&browser, wrong).await, [Refused(Refusal::DoesNotFit); 2], "downloaded or unknown");
    let elsewhere = browser.in_conversation(77).event(read(opening, 1, 1, &[]));
    assert_eq!(world.send(&browser, vec![elsewhere]).await, [Refused(Refusal::DoesNotFit)], "another conversation's");
    assert!(!world.whole_kinds().await.contains("pages"));
}

#[tokio::test]
async fn a14_clicks_and_closings_are_part_of_their_conversation() {
    let (world, mut browser) = with_flow().await;
    let events = vec![browser.event(What::Clicked(Click { card: 0, link: 0 })), browser.event(What::Closed)];
    assert_eq!(world.send(&browser, events).await, [Stored, Stored]);
    expect!["link_clicked https://elsewhere.example/, closed"].assert_eq(&world.whole_kinds().await);
    let id = conversation_id(browser.conversation);
    let inputs = world.store.conversation(&world.site, id).await.expect("a read").expect("a conversation").inputs;
    assert_eq!(inputs, [What::Clicked(Click { card: 0, link: 0 }), What::Closed]);
}

#[tokio::test]
async fn a14_events_name_a_conversation_if_they_are_of_one_and_none_otherwise() {
    let world = World::with(r#", "log_page_views": true"#).await;
    let mut browser = Browser::new(&world, 1);
    let viewed = browser.event(What::Viewed);
    let mut dialogue = browser.outside(What::Viewed);
    dialogue.dialogue = world.dialogues[0];
    let mut version = browser.outside(What::Viewed);
    version.version = 1;
    let shown = browser.outside(What::Shown);
    let mut conversation = browser.shown();
    conversation.conversation = ConversationId::from_bytes([0; 16]);
    conversation.client_seq = 3;
    let mut nothing = browser.shown();
    nothing.dialogue = DialogueId::from_bytes([0; 16]);
    nothing.client_seq = 1;
    for event in [viewed, dialogue, version, shown, conversation, nothing] {
        assert_eq!(world.send(&browser, vec![event.clone()]).await, [Refused(Refusal::DoesNotFit)], "{event:?}");
    }
    assert_eq!(world.whole_log().await, []);
}

#[tokio::test]
async fn a13_what_happens_in_no_conversation_has_numbers_of_its_own() {
    let world = World::with(r#", "log_page_views": true"#).await;
    let mut browser = Browser::new(&world, 1);
    let lost = browser.outside(What::Lost);
    let (first, second) = (browser.outside(What::Viewed), browser.outside(What::Viewed));
    assert_eq!(world.send(&browser, vec![first.clone(), second.clone()]).await, [Wanted(0), Wanted(0)]);
    world.says(&mut browser, &["hi"]).await;
    let all = vec![lost, first, second];
    for _ in 0..2 {
        assert_eq!(world.send(&browser, all.clone()).await, [Stored; 3]);
    }
    expect!["page_viewed, page_viewed, engaged"].assert_eq(&world.whole_kinds().await);
    let log = world.log(Whose::Visitor(browser.visitor)).await;
    assert_eq!(log.iter().map(|entry| entry.within.is_some()).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(world.store.visitors(&world.site, 0).await.expect("visitors").total, 1);
}

#[tokio::test]
async fn page_views_are_logged_where_the_site_wants_them() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let viewed = browser.outside(What::Viewed);
    assert_eq!(world.send(&browser, vec![viewed]).await, [Refused(Refusal::DoesNotFit)]);
    assert_eq!(world.whole_log().await, []);
}

#[tokio::test]
async fn what_the_page_gives_is_logged_in_no_conversation() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let key = |key: &str| Key::parse(key).expect("a key");
    let text = |text: &str| Value::Text(text.to_owned());
    let given = browser.outside(What::Given(vec![(key("email"), text("ada@example.com")), (key("country"), text("DE"))]));
    assert_eq!(world.send(&browser, vec![given]).await, [Stored]);
    expect![[r#"
        ada@example.com | country=DE | visitors: 1 | email_given ada@example.com, country=DE
    "#]]
    .assert_eq(&world.people().await);
}

#[tokio::test]
async fn the_log_is_filtered_by_kinds() {
    let (world, mut browser) = with_flow().await;
    let events = vec![browser.event(What::Begun(BY_LINK)), browser.event(used(0, false)), browser.event(used(1, false))];
    assert_eq!(world.send(&browser, events).await, [Stored; 3]);
    world.says(&mut browser, &["hi"]).await;
    let counted = async |kinds: &[ActivityKind], skip| {
        let page = world.store.activities(&world.site, Whose::Visitor(browser.visitor), kinds, skip).await.expect("a log");
        (page.total, page.entries.iter().map(|entry| entry.kind).collect::<Vec<_>>())
    };
    assert_eq!(counted(&[], 0).await, (4, vec![Engaged, Document, Document, Triggered]));
    assert_eq!(counted(&[Document], 0).await, (2, vec![Document; 2]));
    assert_eq!(counted(&[Engaged, Triggered], 1).await, (2, vec![Triggered]));
    assert_eq!(counted(&[PageViewed], 0).await, (0, vec![]));
}

#[tokio::test]
async fn c18_a_conversation_whose_last_word_was_a_click_is_dropped_too() {
    let (world, mut browser) = with_flow().await;
    world.says(&mut browser, &["hi"]).await;
    let clicked = browser.event(What::Clicked(Click { card: 0, link: 0 }));
    world.send(&browser, vec![clicked]).await;
    let moment = parlor_domain::ids::Moment { now: NOW.plus(3_600_000), chance: [1; 10] };
    assert_eq!(world.store.sweep_dropped(moment).await.expect("swept"), 1);
    expect!["engaged, link_clicked https://elsewhere.example/, dropped"].assert_eq(&world.whole_kinds().await);
}
