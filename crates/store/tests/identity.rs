//! Who a visitor is, and what is written about whom (I1, I2).

mod common;

use common::*;
use expect_test::{Expect, expect};

/// Plays what browsers say, in order, and compares what is known of people then.
async fn check(settings: &str, story: &[(u32, &str)], expected: Expect) {
    let world = World::with(settings).await;
    let mut browsers: Vec<Browser> = (0..5).map(|n| Browser::new(&world, n)).collect();
    for (minute, (n, text)) in (0..).zip(story) {
        let browser = &mut browsers[*n as usize];
        browser.now = NOW.plus(minute * 60_000);
        world.says(browser, &[text]).await;
    }
    expected.assert_eq(&world.people().await);
}

#[tokio::test]
async fn i1_anonymous_gives_an_unknown_address() {
    check(
        "",
        &[(1, "set first_name Ada"), (1, "email Ada@Example.com")],
        expect![[r#"
        Ada@example.com | first_name=Ada | visitors: 1 | engaged, first_name=Ada, email_given Ada@example.com
    "#]],
    )
    .await;
}

#[tokio::test]
async fn i1_anonymous_gives_a_known_address() {
    let story = [(1, "email ada@example.com"), (2, "goal 1"), (2, "email ADA@example.com")];
    check("", &story, expect![[r#"
        ada@example.com |  | visitors: 2 | engaged, email_given ada@example.com, engaged, goal Demo asked for 2, email_given ADA@example.com
    "#]]).await;
}

#[tokio::test]
async fn i1_linked_gives_the_same_address() {
    let story = [(1, "email ada@example.com"), (1, "set first_name Ada"), (1, "email ADA@example.com")];
    check("", &story, expect![[r#"
        ada@example.com | first_name=Ada | visitors: 1 | engaged, email_given ada@example.com, first_name=Ada, email_given ADA@example.com
    "#]]).await;
}

#[tokio::test]
async fn i1_linked_gives_anothers_address() {
    let story = [
        (1, "email ada@example.com"),
        (2, "email bob@example.com"),
        (1, "set first_name Ada"),
        (1, "email bob@example.com"),
        (1, "goal 1"),
    ];
    check("", &story, expect![[r#"
        ada@example.com | first_name=Ada | visitors: 0 | engaged, email_given ada@example.com, first_name=Ada
        bob@example.com |  | visitors: 2 | engaged, email_given bob@example.com, email_given bob@example.com, goal Demo asked for 2
    "#]]).await;
}

#[tokio::test]
async fn i1_linked_gives_an_unknown_address() {
    let story = [(1, "email ada@example.com"), (1, "set first_name Ada"), (1, "email eve@example.com"), (1, "set country DE")];
    check(
        "",
        &story,
        expect![[r#"
        ada@example.com | first_name=Ada | visitors: 0 | engaged, email_given ada@example.com, first_name=Ada
        eve@example.com | country=DE | visitors: 1 | email_given eve@example.com, country=DE
    "#]],
    )
    .await;
}

#[tokio::test]
async fn i2_empty_is_filled_and_filled_is_claimed() {
    let story = [
        (1, "set first_name Ada"),
        (1, "email ada@example.com"),
        (2, "set first_name Eve"),
        (2, "set country FR"),
        (2, "email ada@example.com"),
        (2, "set first_name Mallory"),
        (3, "email ada@example.com"),
        (3, "set first_name Zoe"),
        (3, "set country FR"),
        (1, "set first_name Adele"),
    ];
    check("", &story, expect![[r#"
        ada@example.com | first_name=Ada claimed Adele claimed Mallory claimed Zoe, country=FR | visitors: 3 | engaged, first_name=Ada, email_given ada@example.com, engaged, first_name=Eve (claimed), country=FR, email_given ada@example.com, first_name=Mallory (claimed), engaged, email_given ada@example.com, first_name=Zoe (claimed), country=FR, first_name=Adele (claimed)
    "#]]).await;
}

#[tokio::test]
async fn i2_who_made_the_person_alone_may_correct() {
    let story = [(1, "email ada@example.com"), (1, "set first_name Ada"), (1, "set first_name Adele")];
    check(
        "",
        &story,
        expect![[r#"
        ada@example.com | first_name=Adele | visitors: 1 | engaged, email_given ada@example.com, first_name=Ada, first_name=Adele
    "#]],
    )
    .await;
}

#[tokio::test]
async fn i2_overwrite_at_once() {
    let story =
        [(1, "set first_name Ada"), (1, "email ada@example.com"), (2, "email ada@example.com"), (2, "set first_name Eve")];
    check(r#", "overwrite_at_once": true"#, &story, expect![[r#"
        ada@example.com | first_name=Eve | visitors: 2 | engaged, first_name=Ada, email_given ada@example.com, engaged, email_given ada@example.com, first_name=Eve
    "#]]).await;
}

#[tokio::test]
async fn i2_only_what_visitors_may_set_and_what_fits() {
    let story = [
        (1, "email ada@example.com"),
        (1, "set score 3"),
        (1, "set tier gold"),
        (1, "set unheard_of 1"),
        (1, "set team_size many"),
        (1, "set team_size 1.5"),
        (1, "set email eve@example.com"),
        (1, "set team_size 12"),
    ];
    check(
        "",
        &story,
        expect![[r#"
        ada@example.com | team_size=12 | visitors: 1 | engaged, email_given ada@example.com, team_size=12
    "#]],
    )
    .await;
}

#[tokio::test]
async fn i2_an_empty_text_is_no_value() {
    let story = [
        (1, "set first_name "),
        (1, "set country   "),
        (1, "email ada@example.com"),
        (1, "set last_name  "),
        (2, "set country FR"),
        (2, "email ada@example.com"),
        (2, "set first_name Ada"),
        (2, "set country "),
    ];
    check("", &story, expect![[r#"
        ada@example.com | first_name=Ada, country=FR | visitors: 2 | engaged, email_given ada@example.com, engaged, country=FR, email_given ada@example.com, first_name=Ada
    "#]]).await;
}

/// Former programs stored empty texts.
#[tokio::test]
async fn i2_an_empty_text_that_is_stored_is_filled_and_one_that_was_given_joins_nobody() {
    let world = World::new().await;
    let (mut ada, mut eve, mut zoe) = (Browser::new(&world, 1), Browser::new(&world, 2), Browser::new(&world, 3));
    world.says(&mut ada, &["email ada@example.com", "set first_name Ada"]).await;
    world.says(&mut eve, &["set country FR"]).await;
    let database = rusqlite::Connection::open(world.folder.path().join(parlor_store::DATABASE)).expect("the database");
    for table in ["person_value", "given"] {
        database.execute(&format!("UPDATE {table} SET value_json = '{{\"text\":\" \"}}'"), []).expect("emptied");
    }
    world.says(&mut eve, &["email ada@example.com"]).await;
    world.says(&mut zoe, &["email ada@example.com", "set first_name Zoe"]).await;
    assert!(world.people().await.starts_with("ada@example.com | first_name=Zoe | visitors: 3"), "{}", world.people().await);
}

#[tokio::test]
async fn i2_given_values_start_afresh_when_moved() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let visitor = browser.visitor;
    let given = async || {
        let page = world.store.visitor(&world.site, visitor).await.expect("a read").expect("a visitor");
        page.given.iter().map(|a| format!("{}={} ", a.key, a.value.clone().expect("a value"))).collect::<String>()
    };
    world.says(&mut browser, &["set first_name Ada", "email ada@example.com"]).await;
    assert_eq!(given().await, "email=ada@example.com first_name=Ada ");
    world.says(&mut browser, &["email eve@example.com"]).await;
    assert_eq!(given().await, "email=eve@example.com ");
}
