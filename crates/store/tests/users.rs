//! Users of the console and their sessions (O10).

mod common;

use common::*;
use parlor_domain::access::{Access, Role};
use parlor_domain::change::By;
use parlor_domain::ids::{InvitationId, UserId};
use parlor_domain::time::{DAY, Instant, MINUTE};
use parlor_store::{NewInvitation, NewUser, SESSION_DAYS, SESSION_IDLE_DAYS, Store};

fn user(n: u8, address: &str) -> NewUser {
    NewUser {
        id: UserId::from_bytes([n; 16]),
        email: email(address),
        password_hash: format!("hash {n}"),
        everywhere: false,
        created: NOW,
    }
}

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    (folder, store)
}

#[tokio::test]
async fn addresses_are_compared_without_case() {
    let (_folder, store) = store();
    assert!(store.add_user(user(1, "Ada@Example.com")).await.expect("an answer"));
    assert!(!store.add_user(user(2, "ada@example.com")).await.expect("an answer"));
    assert!(store.add_user(user(3, "bob@example.com")).await.expect("an answer"));
    assert_eq!(store.user_count().await.expect("a count"), 2);
    let found = store.user_by_email(&email("ADA@example.com")).await.expect("a read").expect("a user");
    assert_eq!((found.id, found.password_hash.as_str()), (UserId::from_bytes([1; 16]), "hash 1"));
    assert!(!format!("{found:?}").contains("hash"));
    assert!(store.remove_user(&email("ADA@example.com"), By::command(NOW)).await.expect("an answer"));
    assert!(!store.remove_user(&email("ADA@example.com"), By::command(NOW)).await.expect("an answer"));
    let left: Vec<_> = store.users().await.expect("users").into_iter().map(|user| user.email).collect();
    assert_eq!(left, [email("bob@example.com")]);
}

#[tokio::test]
async fn o10_the_set_up_link_works_once_and_for_the_first_user_only() {
    let (_folder, store) = store();
    assert!(!store.set_up([1; 32], user(1, "ada@example.com")).await.expect("an answer"));
    store.set_set_up_token([1; 32], NOW).await.expect("set");
    store.set_set_up_token([2; 32], NOW).await.expect("set");
    assert!(!store.set_up([1; 32], user(1, "ada@example.com")).await.expect("an answer"));
    assert!(store.set_up([2; 32], user(1, "ada@example.com")).await.expect("an answer"));
    assert!(!store.set_up([2; 32], user(2, "bob@example.com")).await.expect("an answer"));
    store.set_set_up_token([3; 32], NOW).await.expect("set");
    assert!(!store.set_up([3; 32], user(2, "bob@example.com")).await.expect("an answer"));
}

#[tokio::test]
async fn o10_sessions_end_when_idle_when_old_and_on_demand() {
    let (_folder, store) = store();
    let ada = UserId::from_bytes([1; 16]);
    store.add_user(user(1, "ada@example.com")).await.expect("an answer");
    let open = async |n: u8| store.open_session(ada, [n; 32], "Firefox on Linux".to_owned(), NOW).await.expect("opened");
    let good = async |n: u8, now: Instant| store.session_user([n; 32], now).await.expect("a read").is_some();
    let idle = SESSION_IDLE_DAYS * DAY;

    open(1).await;
    assert!(!good(9, NOW).await);
    assert!(good(1, NOW.plus(idle - 1)).await);
    // That was a use, so it goes on from there, until it is too old.
    let mut now = NOW.plus(idle - 1);
    while now.since(NOW) < SESSION_DAYS * DAY {
        assert!(good(1, now).await);
        now = now.plus(idle - MINUTE);
    }
    assert!(!good(1, now).await);

    open(2).await;
    // A use within five minutes is not noted.
    assert!(good(2, NOW.plus(5 * MINUTE - 1)).await);
    assert!(!good(2, NOW.plus(idle)).await);

    open(3).await;
    open(4).await;
    store.close_session([3; 32]).await.expect("closed");
    assert!(!good(3, NOW).await);
    assert!(good(4, NOW).await);
    store.close_all_sessions(ada).await.expect("closed");
    assert!(!good(4, NOW).await);

    open(5).await;
    store.remove_user(&email("ada@example.com"), By::command(NOW)).await.expect("an answer");
    assert!(!good(5, NOW).await);
}

#[tokio::test]
async fn o11_an_invitation_ends_after_seven_days_and_with_whoever_made_it() {
    let world = World::new().await;
    let store = &world.store;
    store.add_user(user(1, "ada@example.com")).await.expect("an answer");
    let invitation = |token_hash| NewInvitation {
        id: InvitationId::from_bytes([5; 16]),
        email: email("bob@example.com"),
        roles: vec![Role::Analyst.into()],
        token_hash,
        invited_by: UserId::from_bytes([1; 16]),
        mail: None,
        created: NOW,
    };
    assert!(store.invite(&world.site, invitation([6; 32])).await.expect("an answer"));
    let end = NOW.plus(7 * DAY);
    for (now, is_good) in [(NOW, true), (end.plus(-1), true), (end, false)] {
        assert_eq!(store.invited([6; 32], now).await.expect("a read").is_some(), is_good);
        assert_eq!(store.invitations(&world.site, now).await.expect("a read").len(), usize::from(is_good));
    }
    let late = NewUser { created: end, ..user(2, "bob@example.com") };
    assert_eq!(store.accept([6; 32], None, late).await.expect("an answer"), None);
    let another = user(2, "eve@example.com");
    assert_eq!(store.accept([6; 32], None, another).await.expect("an answer"), None, "it is for one address");
    let unknown = store.accept([6; 32], Some(UserId::from_bytes([2; 16])), user(2, "bob@example.com")).await.expect("an answer");
    assert_eq!(unknown, None, "whose password was looked at is no user");
    let taken = store.accept([6; 32], None, user(2, "Bob@example.com")).await.expect("an answer");
    assert_eq!(taken, Some(UserId::from_bytes([2; 16])));
    // Bob is a user by now: nobody becomes him without his password.
    assert!(store.invite(&world.site, invitation([7; 32])).await.expect("an answer"));
    let pretender = user(3, "bob@example.com");
    assert_eq!(store.accept([7; 32], None, pretender).await.expect("an answer"), None);
    // What Ada has made goes with her.
    assert!(store.remove_user(&email("ada@example.com"), By::command(NOW)).await.expect("an answer"));
    assert!(store.invited([7; 32], NOW).await.expect("a read").is_none());
    assert!(store.remove_user(&email("bob@example.com"), By::command(NOW)).await.expect("an answer"));
    let told = store.changes(&world.site, 0).await.expect("changes").entries;
    let lines: Vec<String> = told.iter().take(2).map(|change| format!("{} {}", change.kind.done(), change.about)).collect();
    assert_eq!(lines, ["changed the roles of Bob@example.com", "withdrew the invitation of bob@example.com"]);
    assert!(store.remove_site(&world.site).await.expect("an answer"));
    assert_eq!(store.access(UserId::from_bytes([2; 16])).await.expect("a read"), Access::default());
}
