//! Calls of webhooks that wait (P16). The clock is the test's.

mod common;

use common::*;
use parlor_domain::time::{Instant, MINUTE};
use parlor_store::{Brought, CallsRecord, DueCall, WEBHOOK_CALLS_AT_ONCE, WebhookRecord};

const CALL: &str = "do 7";
const PLENTY: u32 = 100;

async fn due(world: &World, now: Instant) -> Vec<DueCall> {
    world.store.due_calls(PLENTY, now).await.expect("a read")
}

async fn webhook(world: &World) -> WebhookRecord {
    world.store.webhooks(&world.site).await.expect("a read").expect("a site").remove(0)
}

fn one(given_up: bool, failure: Option<&str>, since: Instant, next: Instant) -> CallsRecord {
    CallsRecord { count: 1, given_up, failure: failure.map(ToOwned::to_owned), since, next }
}

#[tokio::test]
async fn p16_a_call_is_due_until_it_is_taken() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    world.says(&mut browser, &[CALL]).await;
    let made = browser.now;
    assert!(due(&world, made.plus(-1)).await.is_empty());
    for _ in 0..2 {
        let calls = due(&world, made).await;
        let [call] = &calls[..] else { panic!("one call") };
        assert_eq!((call.url.as_str(), &call.secret[..], call.tries), ("https://crm.example/hook", &[1; 24][..], 0));
        assert!(call.body.starts_with("{\"data\":{"), "{}", call.body);
        assert_eq!(call.id.made_at(), made);
    }
    assert_eq!(webhook(&world).await.calls, [one(false, None, made, made)]);
    world.store.call_taken(due(&world, made).await[0].id).await.expect("noted");
    assert!(due(&world, made).await.is_empty());
    assert_eq!(webhook(&world).await.calls, []);
}

#[tokio::test]
async fn p16_a_call_that_failed_waits_and_is_given_up_in_the_end() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    world.says(&mut browser, &[CALL]).await;
    let made = browser.now;
    let id = due(&world, made).await[0].id;
    let fail = async |why: &str, next| world.store.call_failed(id, why.to_owned(), next).await.expect("noted");

    let later = made.plus(5 * MINUTE);
    fail("it is down", Some(later)).await;
    assert!(due(&world, later.plus(-1)).await.is_empty());
    let again = &due(&world, later).await[0];
    assert_eq!((again.id, again.tries), (id, 1));
    assert_eq!(webhook(&world).await.calls, [one(false, Some("it is down"), made, later)]);

    fail("it is gone", None).await;
    assert!(due(&world, later.plus(100 * MINUTE)).await.is_empty());
    assert_eq!(webhook(&world).await.calls, [one(true, Some("it is gone"), made, later)]);

    let retry = async |site: &str| world.store.retry_calls(&site_key(site), later.plus(1)).await.expect("an answer");
    assert_eq!((retry("nowhere").await, retry("demo").await, retry("demo").await), (None, Some(1), Some(0)));
    assert!(due(&world, later).await.is_empty());
    let again = &due(&world, later.plus(1)).await[0];
    assert_eq!((again.id, again.tries), (id, 0));
}

#[tokio::test]
async fn p16_many_calls_of_one_webhook_leave_room_for_others() {
    let world = World::new().await;
    let (site, dialogues) = add_site(&world.store, "other", "", 9).await;
    let other = World { folder: tempfile::tempdir().expect("a folder"), store: world.store.clone(), site, dialogues };
    let (mut many, mut one) = (Browser::new(&world, 1), Browser::new(&other, 2));
    world.says(&mut many, &[CALL; 20]).await;
    one.now = many.now;
    other.says(&mut one, &[CALL]).await;
    let secrets = |calls: &[DueCall]| calls.iter().map(|call| call.secret[0]).collect::<Vec<_>>();
    let calls = due(&world, one.now).await;
    let of_one = vec![1; WEBHOOK_CALLS_AT_ONCE as usize];
    assert_eq!(secrets(&calls), [of_one, vec![9]].concat());
    assert!(calls.is_sorted_by_key(|call| call.id.made_at()));
    assert_eq!(secrets(&world.store.due_calls(3, one.now).await.expect("a read")), [1; 3]);
    assert_eq!(webhook(&world).await.calls[0].count, 20);
    assert_eq!(webhook(&other).await.calls[0].count, 1);
}

#[tokio::test]
async fn p16_a_webhook_that_moves_keeps_its_secret_and_its_calls() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    world.says(&mut browser, &[CALL]).await;
    let mut draft = site_draft("demo", "");
    draft.webhooks[0].url = "https://crm.example/moved".to_owned();
    let fresh = webhooks(&draft, 77);
    world
        .store
        .import(draft, Brought { webhooks: fresh, ..Brought::default() }, site_key("fresh"), moment(5))
        .await
        .expect("imported");
    let WebhookRecord { name, url, secret, .. } = webhook(&world).await;
    assert_eq!((name.as_str(), url.as_str(), &secret[..]), ("CRM", "https://crm.example/moved", &[1; 24][..]));
    assert_eq!(due(&world, browser.now).await[0].url, "https://crm.example/moved");
    assert!(world.store.webhooks(&site_key("nowhere")).await.expect("a read").is_none());
}
