//! What action cards do (C7), and for whom (I2).

mod common;

use common::*;
use expect_test::{Expect, expect};
use parlor_domain::limits::WAITING_TASKS;
use rusqlite::Connection;
use serde_json::Value as Json;

/// What the action of each card does: see `common`.
const SET: &str = "do 0 Grace";
const SET_TIER: &str = "do 1";
const CLEAR: &str = "do 2";
const JOIN: &str = "do 3";
const LEAVE: &str = "do 4";
const INVITE: &str = "do 5";
const COME: &str = "do 6";
const CALL: &str = "do 7";
const JOIN_GONE: &str = "do 8";
const CALL_GONE: &str = "do 9";

/// Plays what browsers do, in order, and compares what is known of people then.
async fn check(settings: &str, story: &[(u32, &str)], expected: Expect) {
    let world = World::with(settings).await;
    let mut browsers: Vec<Browser> = (0..3).map(|n| Browser::new(&world, n)).collect();
    for (n, text) in story {
        world.says(&mut browsers[*n as usize], &[text]).await;
    }
    expected.assert_eq(&world.people().await);
}

#[tokio::test]
async fn c7_an_action_changes_the_person_whom_the_visitor_made() {
    let story = [(1, "email ada@example.com"), (1, SET), (1, SET_TIER), (1, JOIN), (1, JOIN), (1, INVITE), (1, COME), (1, CLEAR)];
    check("", &story, expect![[r#"
        ada@example.com | tier=gold, on News, Came in Fair | visitors: 1 | engaged, email_given ada@example.com, set first_name to Grace, set tier to gold, add to the list News, add to the list News, Invited in the program Fair, Came in the program Fair, clear first_name
    "#]]).await;
    check("", &[(1, "email ada@example.com"), (1, JOIN), (1, LEAVE), (1, LEAVE)], expect![[r#"
        ada@example.com |  | visitors: 1 | engaged, email_given ada@example.com, add to the list News, remove from the list News, remove from the list News
    "#]]).await;
}

#[tokio::test]
async fn c7_what_is_done_for_somebody_unknown_waits_until_the_visitor_says_who_it_is() {
    let story = [(1, SET), (1, JOIN), (1, INVITE), (1, COME), (1, SET_TIER), (1, CLEAR), (2, JOIN), (1, "email ada@example.com")];
    check("", &story, expect![[r#"
        ada@example.com | tier=gold, on News, Came in Fair | visitors: 1 | engaged, set first_name to Grace, add to the list News, Invited in the program Fair, Came in the program Fair, set tier to gold, clear first_name, email_given ada@example.com
    "#]]).await;
}

#[tokio::test]
async fn c7_what_is_given_after_an_action_is_newer_than_what_it_was_to_do() {
    let story = [(1, SET), (1, "set first_name Ada"), (1, "email ada@example.com")];
    check("", &story, expect![[r#"
        ada@example.com | first_name=Ada | visitors: 1 | engaged, set first_name to Grace, first_name=Ada, email_given ada@example.com
    "#]]).await;
    let story = [(1, "set first_name Ada"), (1, SET), (1, "email ada@example.com")];
    check("", &story, expect![[r#"
        ada@example.com | first_name=Grace | visitors: 1 | engaged, first_name=Ada, set first_name to Grace, email_given ada@example.com
    "#]]).await;
}

#[tokio::test]
async fn c7_so_much_waits_for_somebody_unknown_and_no_more() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    for _ in 0..=WAITING_TASKS / 50 {
        world.says(&mut browser, &[JOIN; 50]).await;
    }
    let connection = Connection::open(world.folder.path().join("parlor.db")).expect("the database");
    let count = |query: &str| connection.query_row(query, [], |row| row.get::<_, i64>(0)).expect("a count");
    assert_eq!(count("SELECT count(*) FROM waiting_task"), WAITING_TASKS as i64);
    assert_eq!(count("SELECT count(*) FROM activity WHERE kind = 'action'"), WAITING_TASKS as i64);
}

#[tokio::test]
async fn i2_a_typed_address_takes_nothing_away_from_somebody_who_was_there() {
    let before = [(1, "email ada@example.com"), (1, SET), (1, SET_TIER), (1, JOIN), (1, INVITE)];
    let after = [(2, "email ada@example.com"), (2, "do 0 Eve"), (2, CLEAR), (2, LEAVE), (2, COME), (2, JOIN)];
    check("", &[before.as_slice(), after.as_slice()].concat(), expect![[r#"
        ada@example.com | first_name=Grace claimed Eve, tier=gold, on News, Invited in Fair | visitors: 2 | engaged, email_given ada@example.com, engaged, email_given ada@example.com, set first_name to Grace, set first_name to Eve (held back), set tier to gold, clear first_name (held back), add to the list News, remove from the list News (held back), Invited in the program Fair, Came in the program Fair (held back), add to the list News
    "#]]).await;
    // The same when the address comes last.
    let waits = [(2, "do 0 Eve"), (2, CLEAR), (2, LEAVE), (2, COME), (2, "email ada@example.com")];
    check("", &[before.as_slice(), waits.as_slice()].concat(), expect![[r#"
        ada@example.com | first_name=Grace claimed Eve, tier=gold, on News, Invited in Fair | visitors: 2 | engaged, email_given ada@example.com, engaged, set first_name to Eve (held back), set first_name to Grace, clear first_name (held back), set tier to gold, remove from the list News (held back), add to the list News, Came in the program Fair (held back), email_given ada@example.com, Invited in the program Fair
    "#]]).await;
    let overwrites = r#", "overwrite_at_once": true"#;
    check(overwrites, &[before.as_slice(), after.as_slice()].concat(), expect![[r#"
        ada@example.com | tier=gold, on News, Came in Fair | visitors: 2 | engaged, email_given ada@example.com, engaged, email_given ada@example.com, set first_name to Grace, set first_name to Eve, set tier to gold, clear first_name, add to the list News, remove from the list News, Invited in the program Fair, Came in the program Fair, add to the list News
    "#]]).await;
}

#[tokio::test]
async fn c7_what_the_site_no_longer_has_is_not_done() {
    check(
        "",
        &[(1, "email ada@example.com"), (1, JOIN_GONE), (1, CALL_GONE), (1, "do 99")],
        expect![[r#"
        ada@example.com |  | visitors: 1 | engaged, email_given ada@example.com
    "#]],
    )
    .await;
}

#[tokio::test]
async fn c7_a_webhook_is_to_be_called_once_with_what_led_to_it() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let events = ["set first_name Ada", "email ada@example.com", CALL].map(|text| browser.types(text)).to_vec();
    world.send(&browser, events.clone()).await;
    world.send(&browser, events).await;
    let connection = Connection::open(world.folder.path().join("parlor.db")).expect("the database");
    let query = "SELECT webhook, body_json FROM webhook_call";
    let mut statement = connection.prepare(query).expect("a query");
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let calls: Vec<_> = statement.query_map([], read).expect("rows").map(|row| row.expect("a row")).collect();
    assert_eq!(calls.len(), 1);
    let body: Json = serde_json::from_str(&calls[0].1).expect("JSON");
    assert_eq!((calls[0].0.as_str(), &body["type"]), ("CRM", &"action.called".into()));
    expect![[r#"
        {
          "conversation": "01a3185c-5000-0000-0000-00000003e800",
          "dialogue": {
            "id": "01a3185c-5000-7101-8101-010101000300",
            "name": "First",
            "version": 1
          },
          "given": {
            "email": "ada@example.com",
            "first_name": "Ada"
          },
          "page": {
            "title": "Home",
            "url": "https://site.example/"
          },
          "person": "01a3185c-5003-7001-86a3-000000000000",
          "site": "demo",
          "verified": false,
          "visitor": "00000000-0000-0000-0000-000000000100",
          "webhook": "CRM"
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&body["data"]).expect("JSON"));
}

#[tokio::test]
async fn c7_a_site_goes_with_its_lists_and_calls() {
    let world = World::new().await;
    world.says(&mut Browser::new(&world, 1), &["email ada@example.com", JOIN, INVITE, CALL]).await;
    world.says(&mut Browser::new(&world, 2), &[JOIN]).await;
    let (other, _) = add_site(&world.store, "other", "", 9).await;
    assert!(world.store.remove_site(&world.site).await.expect("removed"));
    let connection = Connection::open(world.folder.path().join("parlor.db")).expect("the database");
    let rows = ["list", "program", "webhook", "list_member", "program_member", "webhook_call", "waiting_task"].map(|table| {
        let count = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, u32>(0));
        (table, count.expect("a table"))
    });
    let expected = [("list", 1), ("program", 1), ("webhook", 1), ("list_member", 0), ("program_member", 0), ("webhook_call", 0)];
    assert_eq!(rows[..6], expected, "what is another site's stays");
    assert_eq!(rows[6], ("waiting_task", 0));
    assert!(world.store.site(&other).await.expect("a read").is_some());
}
