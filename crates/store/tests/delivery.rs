//! What became of events, in numbers that add up (A16).

mod common;

use common::*;
use parlor_domain::delivery::{Counts, DayOfDelivery, Delivery};
use parlor_domain::event::Outcome::{Refused, Stored, Wanted};
use parlor_domain::event::{Event, Refusal, What};
use parlor_domain::ids::DialogueId;
use parlor_domain::impression::Impression;
use parlor_domain::time::{DAY, Date, HOUR, Instant};
use proptest::prelude::*;

async fn delivery(world: &World, days: u16, now: Instant) -> Delivery {
    world.store.delivery(&world.site, days, now).await.expect("a read")
}

#[tokio::test]
async fn a16_every_event_that_was_received_became_something() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let events = vec![browser.shown(), browser.types("hi"), browser.types("bad"), browser.event(What::Lost)];
    let answer = [Stored, Stored, Refused(Refusal::DoesNotFit), Stored];
    assert_eq!(world.send(&browser, events.clone()).await, answer);
    assert_eq!(world.send(&browser, events).await, answer);
    browser.seq += 1;
    let ahead = browser.types("ahead");
    assert_eq!(world.send(&browser, vec![ahead]).await, [Wanted(4)]);
    let told = delivery(&world, 30, browser.now).await;
    let counts = Counts { received: 9, stored: 3, late: 0, lost: 1, apart: 0, duplicates: 4, refused: 1, put_off: 1 };
    assert!(counts.add_up());
    assert_eq!((told.total, &told.days[..]), (counts, &[DayOfDelivery { date: day(browser.now), counts }][..]));
}

#[tokio::test]
async fn a16_what_comes_an_hour_after_it_happened_is_late() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let (in_time, late) = (browser.shown(), browser.types("hi"));
    for (event, after) in [(in_time, HOUR), (late, HOUR + 1)] {
        browser.now = event.at.plus(after);
        assert_eq!(world.send(&browser, vec![event]).await, [Stored]);
    }
    let told = delivery(&world, 1, browser.now).await;
    assert_eq!((told.total.stored, told.total.late), (2, 1));
}

#[tokio::test]
async fn w28_showings_to_nobody_in_particular_are_counted_and_go_after_their_time() {
    let world = World::new().await;
    let [first, second] = [0, 1].map(|at| Impression { dialogue: world.dialogues[at], version: 1 });
    for (impression, at, counts) in [
        (first, NOW, true),
        (second, NOW, true),
        (second, NOW.plus(2 * HOUR), true),
        (Impression { version: 2, ..first }, NOW, false),
        (Impression { dialogue: DialogueId::from_bytes([9; 16]), ..first }, NOW, false),
    ] {
        assert_eq!(world.store.count_impression(&world.site, impression, at).await.expect("a write"), counts, "{impression:?}");
    }
    assert!(!world.store.count_impression(&site_key("nosuch"), first, NOW).await.expect("a write"));
    let told = delivery(&world, 2, NOW).await;
    let counts: Vec<_> = told.impressions.iter().map(|of| (of.dialogue.as_str(), of.count)).collect();
    assert_eq!(counts, [("Second", 2), ("First", 1)]);
    assert_eq!((told.total, told.days.len()), (Counts::default(), 0), "no event tells of them");
    let later = NOW.plus(800 * DAY);
    world.store.purge(later).await.expect("purged");
    assert_eq!(delivery(&world, 900, later).await.impressions, []);
}

#[tokio::test]
async fn a16_refusals_are_told_by_reason_with_the_last_of_them() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    browser.url = "https://site.example/?token=secret&page=2".to_owned();
    let events = vec![browser.types("bad"), browser.types("bad")];
    world.send(&browser, events.clone()).await;
    browser.version = 9;
    let unknown = browser.types("hi");
    world.send(&browser, vec![unknown.clone()]).await;
    let told = delivery(&world, 30, browser.now).await;
    let reasons: Vec<_> = told.refused.iter().map(|refused| (refused.reason, refused.count)).collect();
    assert_eq!(reasons, [(Refusal::DoesNotFit, 2), (Refusal::UnknownVersion, 1)]);
    let example = told.refused[0].example.as_ref().expect("an example");
    assert_eq!((example.event, example.visitor, example.what.as_str()), (events[1].id, browser.visitor, "acted"));
    assert_eq!((example.url.as_str(), example.version), ("https://site.example/?page=2", 1));
    assert_eq!(example.dialogue.as_ref().map(ToString::to_string).as_deref(), Some("First"));
    assert_eq!(told.refused[1].example.as_ref().map(|example| (example.event, example.version)), Some((unknown.id, 9)));
}

#[tokio::test]
async fn a16_days_that_are_asked_for_are_told_and_only_of_this_site() {
    let world = World::new().await;
    add_site(&world.store, "other", "", 9).await;
    let mut browser = Browser::new(&world, 1);
    for days in [0, 1, 5] {
        browser.now = NOW.plus(days * DAY);
        let event = browser.in_conversation(100 + days as u32).shown();
        assert_eq!(world.send(&browser, vec![event]).await, [Stored]);
    }
    let told = async |days| delivery(&world, days, NOW.plus(5 * DAY)).await;
    let dates = |told: &Delivery| told.days.iter().map(|day| day.date.0 - day_number(NOW)).collect::<Vec<_>>();
    assert_eq!(dates(&told(30).await), [5, 1, 0]);
    assert_eq!(dates(&told(5).await), [5, 1]);
    assert_eq!((dates(&told(1).await), told(1).await.total.stored), (vec![5], 1));
    assert_eq!(world.store.delivery(&site_key("other"), 30, NOW).await.expect("a read"), Delivery::default());
    assert_eq!(world.store.delivery(&site_key("nobody"), 30, NOW).await.expect("a read"), Delivery::default());
}

fn day(at: Instant) -> Date {
    Date(day_number(at))
}

fn day_number(at: Instant) -> i32 {
    i32::try_from(at.0.div_euclid(DAY)).expect("a day")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a16_the_sums_add_up_whatever_comes_how_often_and_in_which_order(
        kinds in prop::collection::vec(0..6_u8, 1..30), batches in prop::collection::vec((0..30_usize, 1..8_usize), 1..20)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let world = World::new().await;
            let mut browser = Browser::new(&world, 1);
            let events: Vec<Event> = kinds.iter().map(|kind| match kind {
                0 => browser.shown(),
                1 => browser.types("bad"),
                2 => browser.event(What::Lost),
                3 => browser.in_tab(1).types("hi"),
                4 => browser.in_tab(2).types("goal 1"),
                _ => browser.types("hi"),
            }).collect();
            let mut sent = 0;
            for (from, count) in batches {
                let batch: Vec<Event> = events.iter().skip(from % events.len()).take(count).cloned().collect();
                sent += batch.len() as u64;
                world.send(&browser, batch).await;
            }
            let told = delivery(&world, 2, browser.now).await;
            assert!(told.total.add_up(), "{:?}", told.total);
            assert_eq!(told.total.received, sent);
            assert_eq!(told.refused.iter().map(|refused| refused.count).sum::<u64>(), told.total.refused);
            assert!(told.total.late + told.total.lost <= told.total.stored);
        });
    }
}
