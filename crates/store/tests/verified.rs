//! Who a visitor is by the word of the site's owner (I3), and what that changes (I2, T14).

mod common;

use common::*;
use expect_test::{Expect, expect};
use parlor_domain::change::By;
use parlor_domain::event::{Outcome, What};
use parlor_domain::ids::SessionId;
use parlor_domain::language::Language;
use parlor_domain::site::FileHash;
use parlor_domain::text::Key;
use parlor_domain::value::Value;
use parlor_store::{CallerError, File, Identity, KnownPerson, Whose};

/// What a browser does next.
enum Step {
    Says(&'static str),
    Is(Option<&'static str>, Option<&'static str>),
}
use Step::{Is, Says};

/// Plays a story and compares what is known of people then.
async fn check(story: &[(u32, Step)], expected: Expect) {
    let world = World::new().await;
    let mut browsers: Vec<Browser> = (0..5).map(|n| Browser::new(&world, n)).collect();
    for (minute, (n, step)) in (0..).zip(story) {
        let browser = &mut browsers[*n as usize];
        browser.now = NOW.plus(minute * 60_000);
        match step {
            Says(text) => world.says(browser, &[text]).await,
            Is(email, id) => {
                let identity = browser.identity(&world.site, *email, *id);
                world.store.identify(identity).await.expect("identified");
            }
        }
    }
    expected.assert_eq(&world.people().await);
}

#[tokio::test]
async fn i3_an_unknown_id_makes_a_person_and_what_was_done_before_joins() {
    let story = [(1, Says("set first_name Ada")), (1, Is(Some("ada@example.com"), Some("7"))), (1, Says("goal 1"))];
    check(&story, expect![[r#"
        ada@example.com | first_name=Ada, external_id=7 | visitors: 1, 1 verified | engaged, first_name=Ada, identified ada@example.com 7, goal Demo asked for 2
    "#]]).await;
}

#[tokio::test]
async fn i3_a_person_may_have_an_id_and_no_address() {
    let story = [(1, Is(None, Some("7"))), (2, Is(None, Some("7"))), (3, Is(None, Some("8")))];
    check(
        &story,
        expect![[r#"
        no address | external_id=8 | visitors: 1, 1 verified | identified  8
        no address | external_id=7 | visitors: 2, 2 verified | identified  7, identified  7
    "#]],
    )
    .await;
}

#[tokio::test]
async fn i3_an_address_finds_the_person_who_has_no_other_id() {
    let story = [
        (1, Says("email ada@example.com")),
        (2, Is(Some("ADA@example.com"), Some("7"))),
        // Somebody else's id with this address: another person, and the address stays where it is.
        (3, Is(Some("ada@example.com"), Some("8"))),
        (4, Is(Some("ada@example.com"), None)),
    ];
    check(&story, expect![[r#"
        no address | external_id=8 | visitors: 1, 1 verified | identified ada@example.com 8
        ada@example.com | external_id=7 | visitors: 3, 2 verified | engaged, email_given ada@example.com, identified ADA@example.com 7, identified ada@example.com 
    "#]]).await;
}

#[tokio::test]
async fn i3_the_owner_may_change_the_address_of_an_id() {
    let story = [
        (1, Is(Some("ada@example.com"), Some("7"))),
        (2, Is(Some("lovelace@example.com"), Some("7"))),
        (3, Says("email taken@example.com")),
        (2, Is(Some("taken@example.com"), Some("7"))),
    ];
    check(&story, expect![[r#"
        lovelace@example.com | external_id=7 | visitors: 3, 2 verified | identified ada@example.com 7, identified lovelace@example.com 7, engaged, email_given taken@example.com
    "#]]).await;
}

#[tokio::test]
async fn i3_linked_to_another_is_moved_and_starts_afresh() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    world.says(&mut browser, &["set first_name Ada", "email ada@example.com"]).await;
    let identity = browser.identity(&world.site, Some("bob@example.com"), None);
    world.store.identify(identity).await.expect("identified");
    let page = world.store.visitor(&world.site, browser.visitor).await.expect("a read").expect("a visitor");
    assert_eq!(page.given, []);
    expect![[r#"
        ada@example.com | first_name=Ada | visitors: 0 | engaged, first_name=Ada, email_given ada@example.com
        bob@example.com |  | visitors: 1, 1 verified | identified bob@example.com 
    "#]]
    .assert_eq(&world.people().await);
}

#[tokio::test]
async fn i3_identified_is_logged_once_per_session() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    for session in [1, 1, 2, 1] {
        browser.session = session;
        let identity = browser.identity(&world.site, None, Some("7"));
        world.store.identify(identity).await.expect("identified");
    }
    let log = world.log(Whose::Visitor(browser.visitor)).await;
    assert_eq!(log.iter().map(|entry| entry.session).collect::<Vec<_>>(), [1, 2].map(|n| SessionId::from_bytes(id(n))));
    assert!(log.iter().all(|entry| entry.within.is_none() && entry.url == "https://site.example/"));
}

#[tokio::test]
async fn i2_a_verified_visitors_values_are_stored_and_what_was_given_before_stays_claimed() {
    let story = [
        (1, Says("set first_name Ada")),
        (1, Says("set country DE")),
        (1, Says("email ada@example.com")),
        (2, Says("set first_name Eve")),
        (2, Is(Some("ada@example.com"), None)),
        (2, Says("set country FR")),
    ];
    check(&story, expect![[r#"
        ada@example.com | first_name=Ada claimed Eve, country=FR | visitors: 2, 1 verified | engaged, first_name=Ada, country=DE, email_given ada@example.com, engaged, first_name=Eve (claimed), identified ada@example.com , country=FR
    "#]]).await;
}

#[tokio::test]
async fn i2_a_typed_address_takes_the_verification_away() {
    let story = [
        (1, Is(Some("ada@example.com"), Some("7"))),
        (1, Says("email ada@example.com")),
        (1, Says("set first_name Ada")),
        (1, Says("email bob@example.com")),
        (1, Says("email ada@example.com")),
        (1, Says("set first_name Mallory")),
    ];
    check(&story, expect![[r#"
        ada@example.com | first_name=Ada claimed Mallory, external_id=7 | visitors: 1 | identified ada@example.com 7, engaged, email_given ada@example.com, first_name=Ada, email_given ada@example.com, first_name=Mallory (claimed)
        bob@example.com |  | visitors: 0 | email_given bob@example.com
    "#]]).await;
}

/// Who made a person by typing an address may correct what was typed, but not what the owner said since.
#[tokio::test]
async fn i2_who_made_the_person_does_not_overwrite_the_owner() {
    let world = World::new().await;
    let mut maker = Browser::new(&world, 1);
    world.says(&mut maker, &["email ada@example.com", "set first_name Ad"]).await;
    let mut identity = maker.identity(&world.site, Some("ada@example.com"), None);
    identity.attributes = vec![(key("first_name"), Value::Text("Ada".to_owned()))];
    world.store.identify(identity).await.expect("identified");
    world.says(&mut maker, &["email bob@example.com", "email ada@example.com", "set first_name Mallory"]).await;
    assert!(world.people().await.contains("first_name=Ada claimed Mallory"), "{}", world.people().await);
}

#[tokio::test]
async fn i3_the_owner_writes_attributes_that_fit_and_have_no_way_of_their_own() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let text = |text: &str| Value::Text(text.to_owned());
    let mut identity = browser.identity(&world.site, None, Some("7"));
    identity.attributes = [
        ("first_name", text("Ada")),
        ("last_name", text("")),
        ("tier", text("gold")),
        ("team_size", Value::Number(1.5)),
        ("country", Value::YesNo(true)),
        ("score", Value::Number(3.0)),
        ("email", text("eve@example.com")),
        ("external_id", text("8")),
        ("unheard_of", text("x")),
    ]
    .map(|(name, value)| (key(name), value))
    .into();
    world.store.identify(identity).await.expect("identified");
    expect![[r#"
        no address | first_name=Ada, external_id=7, tier=gold | visitors: 1, 1 verified | identified  7
    "#]]
    .assert_eq(&world.people().await);
}

#[tokio::test]
async fn i3_what_does_not_go_together_is_refused_and_leaves_nothing() {
    let world = World::new().await;
    let (other, _) = add_site(&world.store, "other", "", 9).await;
    let (mut ada, mut eve) = (Browser::new(&world, 1), Browser::new(&world, 2));
    world.says(&mut ada, &["hi"]).await;
    let before = (world.people().await, world.whole_log().await);
    let wrong = |change: &dyn Fn(&mut Identity), browser: &mut Browser| {
        let mut identity = browser.identity(&world.site, Some("eve@example.com"), None);
        change(&mut identity);
        identity
    };
    for identity in [
        wrong(&|identity| identity.caller.secret_hash = [9; 32], &mut ada),
        wrong(&|identity| identity.caller.site = other.clone(), &mut ada),
        wrong(&|identity| identity.session = SessionId::from_bytes(id(1_000)), &mut eve),
    ] {
        assert!(matches!(world.store.identify(identity).await, Err(CallerError::NotYours)));
    }
    assert_eq!((world.people().await, world.whole_log().await), before);
    assert_eq!(world.store.visitor(&world.site, eve.visitor).await.expect("a read"), None);
}

fn key(name: &str) -> Key {
    Key::parse(name).expect("a key")
}

/// A site file and a flow of the site, under the hashes 4 and 1.
async fn with_files() -> World {
    let world = World::new().await;
    let revision = world.store.site(&world.site).await.expect("a read").expect("a site").revision;
    let file = File { hash: FileHash([4; 16]), bytes: empty_site_file() };
    assert!(world.store.set_site_files(&world.site, revision, vec![(Language::english(), file)]).await.expect("an answer"));
    world
}

async fn facts(world: &World, browser: &Browser) -> Result<Option<KnownPerson>, CallerError> {
    Ok(world.store.facts(browser.caller(&world.site), FileHash([4; 16]), Some(FileHash([1; 16]))).await?.person)
}

#[tokio::test]
async fn t14_facts_are_for_verified_visitors_alone() {
    let world = with_files().await;
    let mut ada = Browser::new(&world, 1);
    assert!(facts(&world, &ada).await.expect("an answer").is_none(), "never seen");
    world.says(&mut ada, &["set first_name Ada", "email ada@example.com"]).await;
    assert!(facts(&world, &ada).await.expect("an answer").is_none(), "linked by a typed address");

    let identity = ada.identity(&world.site, Some("ada@example.com"), Some("7"));
    world.store.identify(identity).await.expect("identified");
    let told = facts(&world, &ada).await.expect("an answer").expect("verified");
    let values: Vec<String> = told.values.iter().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(values, ["email=ada@example.com", "external_id=7", "first_name=Ada"]);

    // Another browser with the same address learns nothing, and this one nothing more once it has moved.
    let mut eve = Browser::new(&world, 2);
    world.says(&mut eve, &["email ada@example.com"]).await;
    assert!(facts(&world, &eve).await.expect("an answer").is_none());
    world.says(&mut ada, &["email bob@example.com", "email ada@example.com"]).await;
    assert!(facts(&world, &ada).await.expect("an answer").is_none());

    eve.secret_hash = [9; 32];
    assert!(matches!(facts(&world, &eve).await, Err(CallerError::NotYours)));
}

#[tokio::test]
async fn t14_facts_are_about_files_of_the_site_alone() {
    let world = with_files().await;
    let (other, others) = add_site(&world.store, "other", "", 9).await;
    let draft = parlor_domain::draft::Draft::Dialogue(site_draft("other", "").dialogues.remove(0));
    let flow = version(&draft, parlor_domain::flow::Flow::default(), 2);
    world.store.publish(&other, others[0], flow, By::command(NOW)).await.expect("published");
    let mut ada = Browser::new(&world, 1);
    let identity = ada.identity(&world.site, None, Some("7"));
    world.store.identify(identity).await.expect("identified");
    let ask = async |file: u8, flow: u8| {
        let flow = (flow > 0).then_some(FileHash([flow; 16]));
        world.store.facts(ada.caller(&world.site), FileHash([file; 16]), flow).await
    };
    assert!(ask(4, 1).await.expect("an answer").flow.is_some());
    assert!(ask(4, 0).await.expect("an answer").flow.is_none());
    for (file, flow) in [(4, 2), (4, 9), (5, 1), (1, 0)] {
        assert!(matches!(ask(file, flow).await, Err(CallerError::NoSuchFile)), "{file} {flow}");
    }
    // What another site has is no file of this one, and a former one of this site's still is.
    let revision = async |site| world.store.site(site).await.expect("a read").expect("a site").revision;
    let file = |hash: u8| File { hash: FileHash([hash; 16]), bytes: empty_site_file() };
    assert!(
        world
            .store
            .set_site_files(&other, revision(&other).await, vec![(Language::english(), file(5))])
            .await
            .expect("an answer")
    );
    assert!(
        world
            .store
            .set_site_files(&world.site, revision(&world.site).await, vec![(Language::english(), file(6))])
            .await
            .expect("an answer")
    );
    assert!(matches!(ask(5, 0).await, Err(CallerError::NoSuchFile)));
    assert!(ask(4, 0).await.is_ok());
}

#[tokio::test]
async fn w7_what_the_page_gives_is_given_by_an_unverified_visitor() {
    let world = World::new().await;
    let mut ada = Browser::new(&world, 1);
    world.says(&mut ada, &["email ada@example.com", "set first_name Ada"]).await;
    let mut eve = Browser::new(&world, 2);
    let text = |text: &str| Value::Text(text.to_owned());
    let given = [("email", "ada@example.com"), ("first_name", "Eve"), ("country", "FR"), ("tier", "gold")];
    let what = What::Given(given.map(|(name, value)| (key(name), text(value))).into());
    let event = eve.outside(what);
    assert_eq!(world.send(&eve, vec![event]).await, [Outcome::Stored]);
    expect![[r#"
        ada@example.com | first_name=Ada claimed Eve, country=FR | visitors: 2 | engaged, email_given ada@example.com, email_given ada@example.com, first_name=Eve (claimed), country=FR, first_name=Ada
    "#]]
    .assert_eq(&world.people().await);
}

#[tokio::test]
async fn i3_each_person_of_a_session_is_identified_once() {
    let story =
        [(1, Is(Some("ada@example.com"), None)), (1, Is(Some("ada@example.com"), None)), (1, Is(Some("eve@example.com"), None))];
    check(
        &story,
        expect![[r#"
        ada@example.com |  | visitors: 0 | identified ada@example.com 
        eve@example.com |  | visitors: 1, 1 verified | identified eve@example.com 
    "#]],
    )
    .await;
}
