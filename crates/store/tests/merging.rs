//! People who turn out to be one (I5).

mod common;

use common::*;
use expect_test::{Expect, expect};
use parlor_domain::change::By;
use parlor_domain::ids::PersonId;
use parlor_store::{DATABASE, ToErase};

/// What a browser or an administrator does next.
enum Step {
    Says(u32, &'static str),
    Is(u32, Option<&'static str>, Option<&'static str>),
    /// Who has the first address stays, who has the second goes.
    Merge(&'static str, &'static str),
}
use Step::{Is, Merge, Says};

async fn person(world: &World, address: &str) -> PersonId {
    let found = world.store.people(&world.site, address, 0).await.expect("people").entries;
    let [person] = &found[..] else { panic!("one person with {address}") };
    person.id
}

/// Plays a story, a minute for each step, and compares what is known of people then.
async fn check(story: &[Step], expected: Expect) -> World {
    let world = World::new().await;
    let mut browsers: Vec<Browser> = (0..5).map(|n| Browser::new(&world, n)).collect();
    for (minute, step) in (0..).zip(story) {
        let now = NOW.plus(minute * 60_000);
        match step {
            Says(n, text) => {
                browsers[*n as usize].now = now;
                world.says(&mut browsers[*n as usize], &[text]).await;
            }
            Is(n, email, id) => {
                let browser = &mut browsers[*n as usize];
                browser.now = now;
                let identity = browser.identity(&world.site, *email, *id);
                world.store.identify(identity).await.expect("identified");
            }
            Merge(stays, goes) => {
                let (stays, goes) = (person(&world, stays).await, person(&world, goes).await);
                assert!(world.store.merge_people(&world.site, stays, goes, By::command(now)).await.expect("merged"));
            }
        }
    }
    expected.assert_eq(&world.people().await);
    world
}

#[tokio::test]
async fn i5_everything_moves_and_the_newest_value_stays() {
    let story = [
        Says(1, "email ada@old.example"),
        Says(2, "email ada@new.example"),
        Says(1, "set first_name Augusta"),
        Says(2, "set first_name Ada"),
        Says(2, "set last_name King"),
        Says(1, "set last_name Lovelace"),
        Says(1, "do 3"),
        Says(2, "set job_title Countess"),
        Merge("ada@new.example", "ada@old.example"),
        // What the one who is gone was called leads to the one who stayed.
        Says(3, "email ada@old.example"),
        Says(1, "goal 1"),
    ];
    check(&story, expect![[r#"
        ada@new.example | first_name=Ada, last_name=Lovelace, job_title=Countess, on News | visitors: 3 | engaged, email_given ada@old.example, engaged, email_given ada@new.example, first_name=Augusta, first_name=Ada, last_name=King, last_name=Lovelace, add to the list News, job_title=Countess, engaged, email_given ada@old.example, goal Demo asked for 2
    "#]]).await;
}

#[tokio::test]
async fn i5_who_is_merged_twice_is_one_person_and_is_found_by_every_name() {
    let story = [
        Says(1, "email a@example.com"),
        Says(2, "email b@example.com"),
        Says(3, "email c@example.com"),
        Merge("b@example.com", "a@example.com"),
        Merge("c@example.com", "b@example.com"),
        Is(4, Some("a@example.com"), Some("7")),
    ];
    let world = check(&story, expect![[r#"
        c@example.com | external_id=7 | visitors: 4, 1 verified | engaged, email_given a@example.com, engaged, email_given b@example.com, engaged, email_given c@example.com, identified a@example.com 7
    "#]]).await;
    let one = person(&world, "a@example.com").await;
    assert_eq!((person(&world, "b@example.com").await, person(&world, "c@example.com").await), (one, one));
    let page = world.store.person(&world.site, one).await.expect("a read").expect("a person");
    let merged: Vec<_> = page.merged.iter().map(|merged| merged.email.as_ref().map(ToString::to_string)).collect();
    assert_eq!(merged, [Some("b@example.com".to_owned()), Some("a@example.com".to_owned())]);
    for gone in page.merged {
        let shown = world.store.person(&world.site, gone.id).await.expect("a read").expect("a person");
        assert_eq!(shown.person.id, one, "a link to who is gone leads to who stayed");
    }
}

#[tokio::test]
async fn i5_the_site_vouches_that_two_are_one_and_nothing_vouched_for_is_overwritten() {
    let story = [
        Is(1, None, Some("7")),
        Says(1, "set first_name Ada"),
        Says(2, "email ada@example.com"),
        Says(2, "set first_name Mallory"),
        Says(2, "set last_name Lovelace"),
        Is(1, Some("ada@example.com"), Some("7")),
        // Who is somebody else to the site stays somebody else.
        Is(3, Some("ada@example.com"), Some("8")),
    ];
    check(&story, expect![[r#"
        no address | external_id=8 | visitors: 1, 1 verified | identified ada@example.com 8
        ada@example.com | first_name=Ada, last_name=Lovelace, external_id=7 | visitors: 2, 1 verified | identified  7, engaged, first_name=Ada, engaged, email_given ada@example.com, first_name=Mallory, last_name=Lovelace
    "#]]).await;
}

#[tokio::test]
async fn i5_nobody_is_merged_with_strangers() {
    let world = World::new().await;
    let (other, _) = add_site(&world.store, "other", "", 9).await;
    let mut browser = Browser::new(&world, 1);
    world.says(&mut browser, &["email ada@example.com"]).await;
    let ada = person(&world, "ada@example.com").await;
    let nobody = PersonId::from_bytes([9; 16]);
    for (site, stays, goes) in
        [(&world.site, ada, ada), (&world.site, ada, nobody), (&world.site, nobody, ada), (&other, ada, nobody)]
    {
        assert!(!world.store.merge_people(site, stays, goes, By::command(NOW)).await.expect("an answer"));
    }
}

#[tokio::test]
async fn o8_who_was_merged_is_erased_with_every_address() {
    let story = [
        Says(1, "email ada@old.example"),
        Says(2, "email ada@new.example"),
        Says(3, "email bob@example.com"),
        Says(3, "ask ada@old.example about it"),
        Merge("ada@new.example", "ada@old.example"),
    ];
    for address in ["ada@old.example", "ada@new.example"] {
        let world = check(
            &story,
            expect![[r#"
            ada@new.example |  | visitors: 2 | engaged, email_given ada@old.example, engaged, email_given ada@new.example
            bob@example.com |  | visitors: 1 | engaged, email_given bob@example.com
        "#]],
        )
        .await;
        let who = ToErase::Address(email(address));
        let erased = world.store.erase_person(&world.site, who, By::command(NOW.plus(600_000)), [7; 32]).await.expect("erased");
        assert_eq!(erased.map(|erased| (erased.person, erased.visitors)), Some((true, 2)));
        let bytes = std::fs::read(world.folder.path().join(DATABASE)).expect("a file");
        for trace in ["ada@old.example", "ada@new.example"] {
            assert!(!bytes.windows(trace.len()).any(|window| window == trace.as_bytes()), "{trace} is left");
        }
    }
}

#[tokio::test]
async fn o8_i5_who_came_back_and_was_merged_is_not_erased_by_a_restored_backup() {
    let world = World::new().await;
    let by = |minute: i64| By::command(NOW.plus(minute * 60_000));
    let mut bob = Browser::new(&world, 1);
    world.says(&mut bob, &["email bob@example.com"]).await;
    let mut ada = Browser::new(&world, 2);
    world.says(&mut ada, &["email ada@example.com"]).await;
    let who = ToErase::Address(email("ada@example.com"));
    assert!(world.store.erase_person(&world.site, who, by(10), [7; 32]).await.expect("erased").is_some());
    let mut again = Browser { now: NOW.plus(20 * 60_000), ..Browser::new(&world, 3) };
    world.says(&mut again, &["email ada@example.com"]).await;
    let (stays, goes) = (person(&world, "bob@example.com").await, person(&world, "ada@example.com").await);
    assert!(world.store.merge_people(&world.site, stays, goes, by(30)).await.expect("merged"));
    let World { folder, store, .. } = world;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let backup = elsewhere.path().join("backup.db");
    parlor_store::back_up(folder.path(), &backup, NOW, &mut |_| ()).expect("a backup");
    store.close();
    let restored = parlor_store::restore(&backup, folder.path(), &mut |_| ()).expect("restored");
    assert_eq!(restored.erased_again, Some(0), "ada came back after she was erased, and bob never was");
}
