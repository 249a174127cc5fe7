//! Bots and visitors from excluded networks: stored apart, and not counted (A15).

mod common;

use common::*;
use expect_test::expect;
use parlor_domain::apart::Client;
use parlor_domain::delivery::Counts;
use parlor_domain::event::Outcome::{Refused, Stored};
use parlor_domain::event::{Refusal, What};
use parlor_domain::ids::Moment;
use parlor_domain::time::DAY;
use parlor_store::Whose;
use rusqlite::Connection;

const BOT: Client = Client { is_bot: true, address: None };
const EXCLUDED: &str = r#", "excluded_networks": ["203.0.113.0/24"]"#;

fn from(address: &str) -> Client {
    Client { is_bot: false, address: Some(address.parse().expect("an address")) }
}

/// The log of what is stored apart, the oldest entry first.
async fn apart(world: &World, browser: &Browser) -> String {
    let log = world.store.activities_apart(&world.site, Whose::Visitor(browser.visitor), &[], 0).await.expect("a log");
    let mut kinds: Vec<_> = log.entries.iter().map(|entry| entry.kind.code()).collect();
    kinds.reverse();
    kinds.join(", ")
}

async fn counts(world: &World, browser: &Browser) -> Counts {
    world.store.delivery(&world.site, 30, browser.now).await.expect("a read").total
}

/// The anonymous visitors of whom something is counted, and those of whom nothing is.
async fn visitors(world: &World) -> (u32, u32) {
    let counted = world.store.visitors(&world.site, 0).await.expect("visitors");
    let apart = world.store.visitors_apart(&world.site, 0).await.expect("visitors");
    (counted.total, apart.total)
}

/// Rows of a table.
fn rows(world: &World, table: &str) -> i64 {
    let database = Connection::open(world.folder.path().join(parlor_store::DATABASE)).expect("a database");
    database.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).expect("a count")
}

#[tokio::test]
async fn a15_a_bot_and_an_excluded_network_are_stored_apart_and_not_counted() {
    for client in [BOT, from("203.0.113.7")] {
        let world = World::with(EXCLUDED).await;
        let mut browser = Browser::new(&world, 1);
        browser.client = client;
        let texts = ["hi", "goal 1", "bad", "set team_size 7", "done"];
        let events: Vec<_> = std::iter::once(browser.shown()).chain(texts.map(|text| browser.types(text))).collect();
        let answer = [Stored, Stored, Stored, Refused(Refusal::DoesNotFit), Stored, Stored];
        assert_eq!(world.send(&browser, events.clone()).await, answer);
        assert_eq!(world.send(&browser, events).await, answer, "once, as with everybody");
        expect!["triggered, engaged, goal, attribute_written, completed"].assert_eq(&apart(&world, &browser).await);
        expect![""].assert_eq(&world.whole_kinds().await);
        assert_eq!(visitors(&world).await, (0, 1));
        let counts = counts(&world, &browser).await;
        assert_eq!(counts, Counts { received: 12, apart: 5, duplicates: 6, refused: 1, ..Counts::default() });
        assert!(counts.add_up());
    }
}

#[tokio::test]
async fn a15_everybody_else_is_counted() {
    for client in [Client::default(), from("198.51.100.7")] {
        let world = World::with(EXCLUDED).await;
        let mut browser = Browser::new(&world, 1);
        browser.client = client;
        world.says(&mut browser, &["hi"]).await;
        expect!["engaged"].assert_eq(&world.whole_kinds().await);
        assert_eq!((apart(&world, &browser).await.as_str(), visitors(&world).await), ("", (1, 0)));
    }
}

#[tokio::test]
async fn a15_nobody_comes_of_a_bot_and_nobody_hears_of_it() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    browser.client = BOT;
    // An address, lists, a webhook, and what waits until somebody is known.
    world.says(&mut browser, &["email ada@example.com", "phone 1", "do 1", "do 3", "do 7"]).await;
    expect!["engaged, email_given, phone_given"].assert_eq(&apart(&world, &browser).await);
    for table in ["person", "given", "webhook_call", "waiting_task", "list_member"] {
        assert_eq!(rows(&world, table), 0, "{table}");
    }
}

#[tokio::test]
async fn a15_a_session_that_is_apart_stays_so_and_the_next_one_counts() {
    let world = World::with(EXCLUDED).await;
    let mut browser = Browser::new(&world, 1);
    browser.client = from("203.0.113.7");
    world.says(&mut browser, &["hi"]).await;
    // The telephone leaves the office.
    browser.client = from("198.51.100.7");
    world.says(&mut browser, &["goal 1"]).await;
    expect!["engaged, goal"].assert_eq(&apart(&world, &browser).await);
    assert_eq!(visitors(&world).await, (0, 1));
    browser.session = 2_000;
    world.says(&mut browser, &["goal 1"]).await;
    expect!["engaged, goal Demo asked for 2"].assert_eq(&world.whole_kinds().await);
    assert_eq!(visitors(&world).await, (1, 0));
    // And comes back: what was counted stays counted.
    browser.client = from("203.0.113.7");
    world.says(&mut browser, &["done"]).await;
    expect!["engaged, goal Demo asked for 2"].assert_eq(&world.whole_kinds().await);
    expect!["engaged, goal, completed"].assert_eq(&apart(&world, &browser).await);
}

#[tokio::test]
async fn a15_a_known_person_stays_as_it_is() {
    let world = World::with(EXCLUDED).await;
    let mut browser = Browser::new(&world, 1);
    world.says(&mut browser, &["email ada@example.com", "set team_size 7"]).await;
    let before = world.people().await;
    let seen = world.store.people(&world.site, "", 0).await.expect("people");
    (browser.session, browser.client) = (2_000, from("203.0.113.7"));
    world.says(&mut browser, &["set team_size 9", "email bob@example.com", "do 3"]).await;
    assert_eq!((world.people().await, world.store.people(&world.site, "", 0).await.expect("people")), (before, seen));
}

#[tokio::test]
async fn a15_whom_the_owner_vouches_for_is_known_and_the_entry_stands_apart() {
    let world = World::with(EXCLUDED).await;
    let mut browser = Browser::new(&world, 1);
    browser.client = from("203.0.113.7");
    let identity = browser.identity(&world.site, Some("ada@example.com"), None);
    world.store.identify(identity).await.expect("identified");
    expect!["identified"].assert_eq(&apart(&world, &browser).await);
    expect![[r#"
        ada@example.com |  | visitors: 1, 1 verified | 
    "#]]
    .assert_eq(&world.people().await);
}

#[tokio::test]
async fn a15_what_ends_by_itself_stands_where_it_began() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    browser.client = BOT;
    world.says(&mut browser, &["hi"]).await;
    let moment = Moment { now: browser.now.plus(DAY), chance: [9; 10] };
    assert_eq!(world.store.sweep_dropped(moment).await.expect("swept"), 1);
    expect!["engaged, dropped"].assert_eq(&apart(&world, &browser).await);
}

#[tokio::test]
async fn a15_a_lost_event_of_a_bot_is_counted_apart_alone() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    browser.client = BOT;
    let lost = browser.event(What::Lost);
    assert_eq!(world.send(&browser, vec![lost]).await, [Stored]);
    assert_eq!(counts(&world, &browser).await, Counts { received: 1, apart: 1, ..Counts::default() });
}

#[tokio::test]
async fn a15_neither_address_nor_name_of_a_browser_is_written() {
    let world = World::with(EXCLUDED).await;
    let mut browser = Browser::new(&world, 1);
    browser.client = from("203.0.113.77");
    world.says(&mut browser, &["hi", "done"]).await;
    let World { folder, store, .. } = world;
    store.close();
    let bytes = std::fs::read(folder.path().join(parlor_store::DATABASE)).expect("a database");
    assert!(!bytes.windows(12).any(|part| part == b"203.0.113.77"));
    assert!(!bytes.windows(4).any(|part| part == [203, 0, 113, 77]));
}
