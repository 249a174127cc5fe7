//! What is kept for a while only goes when its time is over (O8).

mod common;

use common::*;
use expect_test::{Expect, expect};
use parlor_domain::event::Outcome::{Refused, Stored};
use parlor_domain::event::Refusal;
use parlor_domain::time::DAY;
use parlor_store::Purged;

/// A visitor who only looked, one who acted, one who said who it is.
async fn world(settings: &str) -> (World, [Browser; 3]) {
    let world = World::with(settings).await;
    let mut browsers = [1, 2, 3].map(|n| Browser::new(&world, n));
    for browser in &mut browsers {
        let shown = browser.shown();
        assert_eq!(world.send(browser, vec![shown]).await, [Stored]);
    }
    world.says(&mut browsers[1], &["goal 0"]).await;
    world.says(&mut browsers[2], &["email ada@example.com", "goal 1"]).await;
    (world, browsers)
}

async fn after(world: &World, days: i64, purged: Purged, expected: Expect) {
    let now = NOW.plus(days * DAY + 1_000);
    assert_eq!(world.store.purge(now).await.expect("purged"), purged, "after {days} days");
    assert_eq!(world.store.purge(now).await.expect("purged"), Purged::default(), "once is enough");
    let visitors = world.store.visitors(&world.site, 0).await.expect("visitors").total;
    expected.assert_eq(&format!("{visitors} anonymous visitors: {}\n{}", world.whole_kinds().await, world.people().await));
}

#[tokio::test]
async fn o8_each_kind_goes_when_its_time_is_over() {
    let (world, _) = world("").await;
    after(&world, 89, Purged::default(), expect![[r#"
        2 anonymous visitors: triggered, triggered, triggered, engaged, engaged, email_given ada@example.com, goal Demo asked for 2
        ada@example.com |  | visitors: 1 | triggered, engaged, email_given ada@example.com, goal Demo asked for 2
    "#]]).await;
    after(
        &world,
        90,
        Purged { visitors: 1, transcripts: 0, entries: 4 },
        expect![[r#"
        1 anonymous visitors: email_given ada@example.com, goal Demo asked for 2
        ada@example.com |  | visitors: 1 | email_given ada@example.com, goal Demo asked for 2
    "#]],
    )
    .await;
    after(
        &world,
        730,
        Purged { visitors: 0, transcripts: 2, entries: 2 },
        expect![[r#"
        1 anonymous visitors: 
        ada@example.com |  | visitors: 1 | 
    "#]],
    )
    .await;
}

#[tokio::test]
async fn o8_the_sites_own_times_count() {
    let settings = r#", "retention": {"anonymous_days": 31, "shown_days": 40, "log_days": 50, "transcript_days": 60}"#;
    let (world, _) = world(settings).await;
    for (days, purged) in [
        (30, Purged::default()),
        (31, Purged { visitors: 1, ..Purged::default() }),
        (40, Purged { entries: 4, ..Purged::default() }),
        (50, Purged { entries: 2, ..Purged::default() }),
        (60, Purged { transcripts: 2, ..Purged::default() }),
    ] {
        assert_eq!(world.store.purge(NOW.plus(days * DAY + 1_000)).await.expect("purged"), purged, "after {days} days");
    }
}

#[tokio::test]
async fn a13_a_conversation_that_is_gone_is_unknown() {
    let (world, [mut looked, mut acted, _]) = world("").await;
    world.store.purge(NOW.plus(800 * DAY)).await.expect("purged");
    for (browser, other) in [(&mut looked, 9_001), (&mut acted, 9_002)] {
        browser.now = NOW.plus(800 * DAY);
        let again = browser.types("hi");
        assert_eq!(world.send(browser, vec![again]).await, [Refused(Refusal::UnknownConversation)]);
        let anew = browser.in_conversation(other).shown();
        assert_eq!(world.send(browser, vec![anew]).await, [Stored], "a new one is taken");
    }
    let record = world.store.conversation(&world.site, conversation_id(2_000)).await.expect("a read");
    assert_eq!(record.expect("that it was is known").inputs, []);
}
