//! Who is erased is in no file any more, and doesn't come back (O8).

mod common;

use std::path::Path;

use common::*;
use expect_test::expect;
use parlor_domain::change::By;
use parlor_domain::event::Outcome::{Refused, Stored};
use parlor_domain::event::{Refusal, What};
use parlor_domain::ids::VisitorId;
use parlor_domain::text::Key;
use parlor_domain::time::Instant;
use parlor_domain::value::Value;
use parlor_store::{DATABASE, Erased, Store, ToErase, back_up, restore};

const KEY: [u8; 32] = [7; 32];

async fn erase(world: &World, address: &str, now: Instant) -> Erased {
    world
        .store
        .erase_person(&world.site, ToErase::Address(email(address)), By::command(now), KEY)
        .await
        .expect("erased")
        .expect("a site")
}

/// The files of the data folder in which a text stands, in large or small letters.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file"));
    let holds = |path: &Path| {
        let bytes = std::fs::read(path).expect("a file").to_ascii_lowercase();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    files.filter(|file| holds(&file.path())).map(|file| file.file_name().to_string_lossy().into_owned()).collect()
}

fn is_sound(folder: &Path) {
    let database = rusqlite::Connection::open(folder.join(DATABASE)).expect("a database");
    let one = |query: &str| database.query_row(query, [], |row| row.get::<_, String>(0)).expect("an answer");
    assert_eq!(one("PRAGMA integrity_check"), "ok");
    assert_eq!(one("SELECT CAST(count(*) AS TEXT) FROM pragma_foreign_key_check"), "0");
}

#[tokio::test]
async fn o8_an_erased_address_is_in_no_file() {
    let world = World::new().await;
    // Between others, so that pages are divided, joined and used again.
    for n in 1..=200 {
        let mut browser = Browser::new(&world, n);
        let address = if n % 5 == 0 { "Ada.Lovelace@Example.com".to_owned() } else { format!("person{n}@example.com") };
        browser.url = if n % 7 == 0 { "https://site.example/?mail=ada.lovelace@example.com".to_owned() } else { browser.url };
        let shown = browser.shown();
        world.send(&browser, vec![shown]).await;
        world.says(&mut browser, &["hi", &format!("email {address}"), "set first_name Ada", "goal 0", "do 7"]).await;
        let given = vec![(Key::parse("job_title").expect("a key"), Value::Text(format!("friend of {address}")))];
        let given = browser.outside(What::Given(given));
        world.send(&browser, vec![given]).await;
    }
    // Somebody else speaks of her.
    let mut other = Browser::new(&world, 500);
    world.says(&mut other, &["ask ADA.LOVELACE@example.com about it"]).await;
    assert!(!files_with(world.folder.path(), "ada.lovelace@example.com").is_empty());

    let erased = erase(&world, "ada.lovelace@example.com", NOW.plus(10_000_000)).await;
    assert_eq!((erased.person, erased.visitors), (true, 40));
    assert!(erased.transcripts > 0 && erased.mentions > 0, "{erased:?}");
    assert_eq!(files_with(world.folder.path(), "ada.lovelace@example.com"), Vec::<String>::new());
    assert_eq!(files_with(world.folder.path(), "person199@example.com"), [DATABASE], "others are still there");
    assert_eq!(world.store.people(&world.site, "", 0).await.expect("people").total, 160);
    let World { folder, store, .. } = world;
    store.close();
    is_sound(folder.path());
}

#[tokio::test]
async fn o8_an_erased_browser_is_refused_and_what_comes_later_makes_a_new_person() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    world.says(&mut browser, &["email ada@example.com"]).await;
    let mut before = Browser::new(&world, 2);
    let kept_back = before.types("email ada@example.com");
    let at = browser.later(10).now;
    erase(&world, "Ada@example.com", at).await;

    let again = browser.types("hi");
    assert_eq!(world.send(&browser, vec![again]).await, [Refused(Refusal::Erased)]);
    before.now = at.plus(5);
    let mut batch = before.intake(&world.site, vec![kept_back]);
    batch.sent = batch.received;
    let ((), outcomes) = world.store.take_in(batch, admit, judge).await.expect("taken in");
    assert_eq!(outcomes[0].1, Refused(Refusal::Erased), "it was given before the erasure");

    let mut later = Browser::new(&world, 3);
    later.now = at.plus(60_000);
    world.says(&mut later, &["email ada@example.com"]).await;
    expect![[r#"
        ada@example.com |  | visitors: 1 | engaged, email_given ada@example.com
    "#]]
    .assert_eq(&world.people().await);
    let told = world.store.delivery(&world.site, 30, at).await.expect("a read");
    assert!(told.total.add_up());
    assert_eq!(told.total.refused, 2);
}

#[tokio::test]
async fn o8_who_became_somebody_else_stays_that_person() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    world.says(&mut browser, &["email ada@example.com", "goal 0"]).await;
    browser.in_conversation(77);
    world.says(&mut browser, &["email bob@example.com", "goal 1"]).await;
    let erased = erase(&world, "ada@example.com", browser.now.plus(1)).await;
    assert_eq!((erased.person, erased.visitors), (true, 0));
    expect![[r#"
        bob@example.com |  | visitors: 1 | email_given bob@example.com, goal Demo asked for 2
    "#]]
    .assert_eq(&world.people().await);
    assert_eq!(files_with(world.folder.path(), "ada@example.com"), Vec::<String>::new());
    // The browser goes on, but not in the conversation that is gone.
    browser.in_conversation(1_000).seq = 2;
    let gone = browser.types("hi");
    assert_eq!(world.send(&browser, vec![gone]).await, [Refused(Refusal::UnknownConversation)]);
    browser.in_conversation(77).seq = 2;
    let goes_on = browser.types("hi");
    assert_eq!(world.send(&browser, vec![goes_on]).await, [Stored]);
}

#[tokio::test]
async fn p6_a_person_without_an_address_is_erased_too() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let shown = browser.shown();
    world.send(&browser, vec![shown]).await;
    let identity = browser.identity(&world.site, None, Some("customer-7"));
    world.store.identify(identity).await.expect("identified");
    let person = world.store.people(&world.site, "", 0).await.expect("people").entries.remove(0).id;
    let erase =
        async || world.store.erase_person(&world.site, ToErase::Person(person), By::command(NOW), KEY).await.expect("erased");
    let erased = erase().await.expect("a person");
    assert_eq!((erased.person, erased.visitors), (true, 1));
    assert_eq!(files_with(world.folder.path(), "customer-7"), Vec::<String>::new());
    assert_eq!(erase().await, None, "there is nobody any more");
    let shown = browser.shown();
    assert_eq!(world.send(&browser, vec![shown]).await, [Refused(Refusal::Erased)]);
}

#[tokio::test]
async fn o8_nobody_of_that_address_is_noted_all_the_same() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let given = browser.types("email ada@example.com");
    assert_eq!(erase(&world, "ada@example.com", browser.now.plus(1)).await, Erased::default());
    assert_eq!(world.send(&browser, vec![given]).await, [Refused(Refusal::Erased)]);
    assert_eq!(
        world
            .store
            .erase_person(&site_key("nobody"), ToErase::Address(email("a@b.de")), By::command(NOW), KEY)
            .await
            .expect("a read"),
        None
    );
    assert_eq!(browser.visitor, VisitorId::from_bytes(id(1)));
}

#[tokio::test]
async fn o7_o8_who_was_erased_since_the_backup_stays_erased() {
    let world = World::new().await;
    for n in 1..=20 {
        let mut browser = Browser::new(&world, n);
        let address = if n % 2 == 0 { "ada@example.com".to_owned() } else { format!("person{n}@example.com") };
        world.says(&mut browser, &[&format!("email {address}"), "goal 1"]).await;
    }
    let mut other = Browser::new(&world, 30);
    world.says(&mut other, &["ask Ada@example.com"]).await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let file = elsewhere.path().join("backup");
    back_up(world.folder.path(), &file, NOW, &mut |_| ()).expect("saved");
    erase(&world, "ada@example.com", other.now.plus(1)).await;
    let World { folder, store, site, dialogues } = world;
    store.close();

    let restored = restore(&file, folder.path(), &mut |_| ()).expect("restored");
    assert!(restored.erased_again.is_some_and(|count| count > 0), "{restored:?}");
    is_sound(folder.path());
    assert_eq!(files_with(folder.path(), "ada@example.com"), Vec::<String>::new());
    let store = Store::open(folder.path()).expect("a store");
    let world = World { folder, store, site, dialogues };
    assert_eq!(world.store.people(&world.site, "", 0).await.expect("people").total, 10, "the others are back");
    let mut ada = Browser::new(&world, 2);
    (ada.seq, ada.now) = (2, other.now.plus(5_000));
    let again = ada.types("hi");
    assert_eq!(world.send(&ada, vec![again]).await, [Refused(Refusal::Erased)]);
}
