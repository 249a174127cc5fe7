//! Taking in batches: order, once, whose, and what follows (A7 to A14).

mod common;

use common::*;
use expect_test::expect;
use parlor_domain::change::By;
use parlor_domain::conversation::Status;
use parlor_domain::draft::Draft;
use parlor_domain::event::Outcome::{self, Refused, Stored, Wanted};
use parlor_domain::event::{Refusal, What};
use parlor_domain::flow::Flow;
use parlor_domain::ids::DialogueId;
use parlor_domain::people::{Activity, Within};
use parlor_store::{CallerError, NotTaken, Whose};

#[tokio::test]
async fn a12_the_same_batch_gets_the_same_outcomes_and_makes_the_same_rows() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let texts = ["hi", "goal 1", "bad", "email ada@example.com", "set team_size 7", "done"];
    let events: Vec<_> = std::iter::once(browser.shown()).chain(texts.map(|text| browser.types(text))).collect();
    let first = world.send(&browser, events.clone()).await;
    assert_eq!(first, [Stored, Stored, Stored, Refused(Refusal::DoesNotFit), Stored, Stored, Stored]);
    let rows = (world.whole_log().await, world.people().await);
    assert_eq!(world.send(&browser, events).await, first);
    assert_eq!((world.whole_log().await, world.people().await), rows);
    expect!["triggered, engaged, goal Demo asked for 2, email_given ada@example.com, team_size=7, completed"]
        .assert_eq(&world.whole_kinds().await);
}

#[tokio::test]
async fn a9_five_tabs_give_one_row() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    for tab in 0..5 {
        let events = vec![browser.in_tab(tab).shown(), browser.types("hi")];
        assert_eq!(world.send(&browser, events).await, [Stored, Stored]);
    }
    expect!["triggered, engaged"].assert_eq(&world.whole_kinds().await);
}

#[tokio::test]
async fn a7_once_per_session_and_dialogue_or_per_session_alone() {
    for (settings, triggered) in [("", 3), (r#", "activity_scope": "session""#, 2)] {
        let world = World::with(settings).await;
        let mut browser = Browser::new(&world, 1);
        let first = browser.shown();
        browser.dialogue = world.dialogues[1];
        let second = browser.in_conversation(2_000).shown();
        browser.session = 5_000; // A8: a new session counts anew.
        let third = browser.shown();
        assert_eq!(world.send(&browser, vec![first, second, third]).await, [Stored; 3]);
        assert_eq!(world.whole_log().await.len(), triggered, "{settings}");
    }
}

#[tokio::test]
async fn a13_after_a_gap_the_number_wanted_is_named() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let events: Vec<_> = ["hi", "bad", "goal 1", "done"].map(|text| browser.types(text)).into();
    let gap = vec![events[0].clone(), events[2].clone(), events[3].clone()];
    assert_eq!(world.send(&browser, gap).await, [Stored, Wanted(1), Wanted(1)]);
    expect!["engaged"].assert_eq(&world.whole_kinds().await);
    // A refusal counts as used.
    assert_eq!(world.send(&browser, events[1..].to_vec()).await, [Refused(Refusal::DoesNotFit), Stored, Stored]);
    // A used number under a new id fits nowhere, and that too is final.
    let mut again = browser.types("hi");
    again.client_seq = 2;
    assert_eq!(world.send(&browser, vec![again.clone()]).await, [Refused(Refusal::DoesNotFit)]);
    assert_eq!(world.send(&browser, vec![again]).await, [Refused(Refusal::DoesNotFit)]);
    // Another tab has its own numbers.
    let other = browser.in_tab(9).types("hi");
    assert_eq!(world.send(&browser, vec![other]).await, [Stored]);
    let record = conversation(&world, browser.conversation).await;
    assert_eq!(record.inputs.len(), 4);
}

#[tokio::test]
async fn a13_a_lost_event_counts_as_used_and_is_no_input() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let events = vec![browser.event(What::Lost), browser.types("hi"), browser.event(What::Lost), browser.types("done")];
    assert_eq!(world.send(&browser, events.clone()).await, [Stored; 4]);
    assert_eq!(world.send(&browser, events).await, [Stored; 4]);
    assert_eq!(conversation(&world, browser.conversation).await.inputs.len(), 2);
}

fn within(entry: &Activity) -> &Within {
    entry.within.as_ref().expect("a conversation")
}

async fn conversation(world: &World, n: u32) -> parlor_store::ConversationRecord {
    let id = conversation_id(n);
    world.store.conversation(&world.site, id).await.expect("a read").expect("a conversation")
}

#[tokio::test]
async fn i1_site_visitor_and_secret_must_go_together() {
    let world = World::new().await;
    let (other, _) = add_site(&world.store, "other", "", 9).await;
    let mut browser = Browser::new(&world, 1);
    let shown = browser.shown();
    world.send(&browser, vec![shown]).await;
    let next = browser.types("hi");
    let good = browser.intake(&world.site, vec![next]);
    let mut wrong_secret = good.clone();
    wrong_secret.caller.secret_hash = [0; 32];
    let mut wrong_site = good.clone();
    wrong_site.caller.site = other;
    let mut no_site = good.clone();
    no_site.caller.site = site_key("nowhere");
    for batch in [wrong_secret, wrong_site, no_site] {
        assert!(matches!(world.store.take_in(batch, admit, judge).await, Err(NotTaken::Caller(CallerError::NotYours))));
    }
    assert!(world.store.take_in(good, admit, judge).await.is_ok());
}

#[tokio::test]
async fn a14_what_is_another_visitors_is_refused_by_id() {
    let world = World::new().await;
    let mut ada = Browser::new(&world, 1);
    let hers = ada.types("hi");
    world.send(&ada, vec![hers.clone()]).await;

    let mut eve = Browser::new(&world, 2);
    let mut taken = eve.types("hi");
    taken.id = hers.id;
    let mut session = eve.types("hi");
    session.session = hers.session;
    let fine = eve.types("hi");
    let mut conversation_of_hers = eve.in_conversation(ada.conversation).types("done");
    conversation_of_hers.tab = hers.tab;
    let events = vec![taken, session, fine, conversation_of_hers];
    let outcomes = [Refused(Refusal::TakenId), Refused(Refusal::NotYours), Stored, Refused(Refusal::NotYours)];
    assert_eq!(world.send(&eve, events.clone()).await, outcomes);
    assert_eq!(world.send(&eve, events).await, outcomes);
    // Nothing of hers has moved.
    assert_eq!(conversation(&world, ada.conversation).await.status, Status::Initiated);
    let next = ada.types("done");
    assert_eq!(world.send(&ada, vec![next]).await, [Stored]);
}

#[tokio::test]
async fn a14_the_version_must_be_there_and_stay() {
    let world = World::new().await;
    let (_, others) = add_site(&world.store, "other", "", 9).await;
    let draft = Draft::Dialogue(site_draft("demo", "").dialogues.remove(0));
    let version = version(&draft, Flow::default(), 2);
    world.store.publish(&world.site, world.dialogues[0], version, By::command(NOW)).await.expect("published");

    let mut browser = Browser::new(&world, 1);
    let mut outcomes: Vec<(&str, Outcome)> = Vec::new();
    let steps: [(&str, DialogueId, u32, What); 8] = [
        ("no such dialogue", DialogueId::from_bytes([7; 16]), 1, What::Shown),
        ("another site's", others[0], 1, What::Shown),
        ("no such version", world.dialogues[0], 3, What::Shown),
        ("shown in 1", world.dialogues[0], 1, What::Shown),
        ("shown in 2", world.dialogues[0], 2, What::Shown),
        ("started in 1", world.dialogues[0], 1, What::Started(Vec::new())),
        ("goes on in 2", world.dialogues[0], 2, What::Shown),
        ("other dialogue", world.dialogues[1], 1, What::Shown),
    ];
    for (name, dialogue, version, what) in steps {
        (browser.dialogue, browser.version) = (dialogue, version);
        let event = browser.event(what);
        outcomes.push((name, world.send(&browser, vec![event]).await[0]));
    }
    expect![[r#"
        no such dialogue: Refused(UnknownVersion)
        another site's: Refused(UnknownVersion)
        no such version: Refused(UnknownVersion)
        shown in 1: Stored
        shown in 2: Stored
        started in 1: Stored
        goes on in 2: Refused(OtherVersion)
        other dialogue: Refused(OtherVersion)
    "#]]
    .assert_eq(&outcomes.iter().map(|(name, outcome)| format!("{name}: {outcome:?}\n")).collect::<String>());
}

#[tokio::test]
async fn goals_take_their_names_from_the_draft_and_raise_the_score() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    world.says(&mut browser, &["goal 1", "goal 2", "goal 0", "goal 99", "phone 123"]).await;
    expect!["engaged, goal Demo asked for 2, goal Prices seen 1, phone_given 123"].assert_eq(&world.whole_kinds().await);
    assert_eq!(conversation(&world, browser.conversation).await.score, Some(2));
    assert_eq!(within(&world.whole_log().await[0]).score, Some(2));
}

#[tokio::test]
async fn times_are_corrected_for_the_browsers_clock() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let shown = browser.shown();
    let mut batch = browser.intake(&world.site, vec![shown.clone()]);
    batch.sent = shown.at.plus(5_000);
    batch.received = NOW.plus(1_000_000);
    world.store.take_in(batch, admit, judge).await.expect("taken in");
    let entry = world.whole_log().await.remove(0);
    assert_eq!((entry.browser_at, entry.at, entry.received_at), (shown.at, NOW.plus(995_000), NOW.plus(1_000_000)));
    assert_eq!(entry.id, shown.id.activity(0));
}

#[tokio::test]
async fn addresses_are_kept_without_secrets() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    browser.url = "https://site.example/in?plan=pro&Token=abc&email=a@b.de".to_owned();
    world.says(&mut browser, &["hi"]).await;
    assert_eq!(world.whole_log().await[0].url, "https://site.example/in?plan=pro");
    world.store.close();
    let files = ["parlor.db"].map(|file| std::fs::read(world.folder.path().join(file)).expect("a file"));
    assert!(files.iter().all(|bytes| !bytes.windows(9).any(|part| part == b"Token=abc")));
}

#[tokio::test]
async fn other_sites_see_nothing() {
    let world = World::new().await;
    let (other, _) = add_site(&world.store, "other", "", 9).await;
    let mut ada = Browser::new(&world, 1);
    world.says(&mut ada, &["email ada@example.com"]).await;
    let mut anonymous = Browser::new(&world, 2);
    world.says(&mut anonymous, &["hi"]).await;
    let store = &world.store;
    let person = store.people(&world.site, "", 0).await.expect("people").entries[0].id;
    assert_eq!(store.visitors(&world.site, 0).await.expect("visitors").entries[0].id, anonymous.visitor);

    assert_eq!(store.people(&other, "", 0).await.expect("people").total, 0);
    assert_eq!(store.visitors(&other, 0).await.expect("visitors").total, 0);
    assert_eq!(store.person(&other, person).await.expect("a read"), None);
    assert_eq!(store.visitor(&other, ada.visitor).await.expect("a read"), None);
    let conversation = conversation_id(ada.conversation);
    assert_eq!(store.conversation(&other, conversation).await.expect("a read"), None);
    for of in [Whose::Person(person), Whose::Visitor(ada.visitor)] {
        assert_eq!(store.activities(&other, of, &[], 0).await.expect("a log").total, 0);
    }
}

#[tokio::test]
async fn lists_come_in_pages_the_newest_first() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    for _ in 0..6 {
        world.says(&mut browser, &["phone 1"; 10]).await;
    }
    let page = async |skip| {
        let of = Whose::Visitor(browser.visitor);
        world.store.activities(&world.site, of, &[], skip).await.expect("a log")
    };
    let (first, rest) = (page(0).await, page(50).await);
    assert_eq!((first.entries.len(), first.total, rest.entries.len(), rest.total), (50, 61, 11, 61));
    let all: Vec<_> = first.entries.iter().chain(&rest.entries).map(|entry| (entry.at, entry.id)).collect();
    assert!(all.windows(2).all(|pair| pair[0] > pair[1]));
}

#[tokio::test]
async fn a12_many_at_once_are_all_acknowledged() {
    let world = World::new().await;
    let mut tasks = Vec::new();
    for n in 1..=300 {
        let mut browser = Browser::new(&world, n);
        let events = vec![browser.shown(), browser.types(if n % 50 == 0 { "panic" } else { "email a@b.de" })];
        let (store, batch) = (world.store.clone(), browser.intake(&world.site, events));
        tasks.push(tokio::spawn(async move { store.take_in(batch, admit, judge).await.is_ok() }));
    }
    let mut stored = 0;
    for task in tasks {
        stored += u32::from(task.await.expect("a task"));
    }
    // A bug in the judge undoes its own batch and no other.
    assert_eq!(stored, 294);
    let people = world.store.people(&world.site, "", 0).await.expect("people");
    assert_eq!(people.total, 1);
    let of = Whose::Person(people.entries[0].id);
    assert_eq!(world.store.activities(&world.site, of, &[], 0).await.expect("a log").total, 294 * 3);
}

#[tokio::test]
async fn c18_what_is_left_behind_is_dropped_once() {
    let world = World::with(r#", "session_minutes": 10"#).await;
    let mut browser = Browser::new(&world, 1);
    world.says(&mut browser, &["hi"]).await;
    let mut other = Browser::new(&world, 2);
    world.says(&mut other, &["hi", "done"]).await;
    let mut looker = Browser::new(&world, 3);
    let shown = looker.shown();
    world.send(&looker, vec![shown]).await;

    let sweep = async |minutes: i64, chance: u8| {
        let now = NOW.plus(minutes * 60_000);
        let moment = parlor_domain::ids::Moment { now, chance: [chance; 10] };
        world.store.sweep_dropped(moment).await.expect("swept")
    };
    assert_eq!(sweep(9, 1).await, 0);
    assert_eq!(sweep(11, 2).await, 1);
    assert_eq!(sweep(12, 3).await, 0);
    assert_eq!(conversation(&world, browser.conversation).await.status, Status::Dropped);
    // Late news of the same session: dropped again, logged no second time.
    world.says(&mut browser, &["hi"]).await;
    assert_eq!(conversation(&world, browser.conversation).await.status, Status::Initiated);
    assert_eq!(sweep(13, 4).await, 1);
    // Resumed in a new session, and left again.
    browser.session = 7_000;
    browser.later(60);
    world.says(&mut browser, &["hi"]).await;
    assert_eq!(sweep(61, 5).await, 0);
    assert_eq!(sweep(80, 6).await, 1);
    expect!["engaged, dropped, engaged, dropped"].assert_eq(&world.kinds(Whose::Visitor(browser.visitor)).await);
}
