//! Reports: what counts, and that roll-ups say what the log says, whatever comes and goes (R1 to R15).

mod common;

use std::fmt::Write;

use common::flow::{BY_LINK, read, used, with_flow};
use common::*;
use expect_test::{Expect, expect};
use parlor_domain::change::By;
use parlor_domain::draft::Source;
use parlor_domain::drop_off::Passing;
use parlor_domain::event::What;
use parlor_domain::flow::Flow;
use parlor_domain::report::{Figure, Figures, Narrowed, Report, Visitors};
use parlor_domain::text::Key;
use parlor_domain::time::{DAY, Date, HOUR, Instant};
use parlor_domain::value::Value;
use parlor_store::{DATABASE, Span, ToErase};
use proptest::prelude::*;

/// The day of [`NOW`] and the two after it, in UTC.
fn span() -> Span {
    let first = NOW.date(0);
    let begin = |day: i32| Instant(i64::from(first.0 + day) * DAY);
    let days = (0..3).map(|day| (Date(first.0 + day), begin(day))).collect();
    Span { zone: "UTC".to_owned(), before: begin(-3), days, end: begin(3) }
}

async fn narrowed(world: &World, narrowed: Narrowed) -> Report {
    world.store.roll_up().await.expect("rolled up");
    assert_eq!(world.store.roll_up_fault().await.expect("a look"), None);
    world.store.report(&world.site, span(), narrowed).await.expect("a report").expect("a site")
}

async fn report(world: &World) -> Report {
    narrowed(world, Narrowed::default()).await
}

fn told(figures: &Figures) -> String {
    let counts = Figure::ALL.map(|figure| (figure.code(), figures.get(figure)));
    let counts: Vec<_> = counts.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name} {count}")).collect();
    counts.join(", ")
}

/// All that is in a report, as text.
fn text(report: &Report) -> String {
    let mut text = format!("total: {}\nbefore: {}\n", told(&report.total), told(&report.before));
    for day in report.days.iter().filter(|day| day.figures != Figures::default()) {
        writeln!(text, "{}: {}", day.date.text(), told(&day.figures)).expect("a text");
    }
    for of in &report.dialogues {
        writeln!(text, "{} ({:?}): {}", of.name, of.kind, told(&of.figures)).expect("a text");
    }
    for of in &report.pages {
        writeln!(text, "{}: {}", of.page, told(&of.figures)).expect("a text");
    }
    for of in &report.goals {
        writeln!(text, "goal {}: {}", of.goal, of.reached).expect("a text");
    }
    for of in &report.documents {
        writeln!(text, "{}: opened {}, downloaded {}, pages {}", of.document, of.opened, of.downloaded, of.pages)
            .expect("a text");
    }
    text
}

async fn check(world: &World, expected: Expect) {
    expected.assert_eq(&text(&report(world).await));
}

#[tokio::test]
async fn r1_to_r6_each_figure_is_counted_as_it_is_defined() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let shown = browser.shown();
    world.send(&browser, vec![shown]).await;
    world.says(&mut browser, &["hi", "goal 1", "goal 1", "goal 2", "email ada@example.com", "done", "done"]).await;
    // Once for a visitor, session and dialogue, and the same address makes nobody twice.
    browser.conversation += 1;
    browser.seq = 0;
    world.says(&mut browser, &["email ada@example.com", "done"]).await;
    // Another address makes another person, but not in the same session once more.
    world.says(&mut browser, &["email grace@example.com"]).await;
    browser.later(60 * 24).session += 1;
    browser.conversation += 1;
    browser.seq = 0;
    browser.dialogue = world.dialogues[1];
    browser.url = "https://site.example/prices?from=mail#top".to_owned();
    world.says(&mut browser, &["email katherine@example.com", "done"]).await;
    // Whose address is known already isn't acquired.
    let mut other = Browser::new(&world, 2);
    world.says(&mut other, &["email ada@example.com"]).await;
    // For whom the site's owner vouches isn't acquired by another address.
    let mut vouched = Browser::new(&world, 4);
    let hello = vouched.shown();
    world.send(&vouched, vec![hello]).await;
    let identity = vouched.identity(&world.site, None, Some("customer-7"));
    world.store.identify(identity).await.expect("identified");
    world.says(&mut vouched, &["email dorothy@example.com"]).await;
    // A page says who it is: in no dialogue, and who says it again there was known.
    let mut given = Browser::new(&world, 3);
    let values = vec![(Key::parse("email").expect("a key"), Value::Text("b@example.com".to_owned()))];
    let given_event = given.outside(What::Given(values));
    world.send(&given, vec![given_event]).await;
    world.says(&mut given, &["email b@example.com"]).await;
    check(
        &world,
        expect![[r#"
            total: triggered 2, engaged 5, completed 2, acquired 2, goal 3
            before: 
            2027-01-15: triggered 2, engaged 4, completed 1, acquired 1, goal 3
            2027-01-16: engaged 1, completed 1, acquired 1
            First (Dialogue): triggered 2, engaged 4, completed 1, acquired 1, goal 3
            Second (Dialogue): engaged 1, completed 1, acquired 1
            https://site.example/: triggered 2, engaged 4, completed 1, acquired 1, goal 3
            https://site.example/prices: engaged 1, completed 1, acquired 1
            goal Demo asked for: 2
            goal Prices seen: 1
        "#]],
    )
    .await;
}

#[tokio::test]
async fn r9_documents_are_opened_downloaded_and_read() {
    let (world, mut browser) = with_flow().await;
    let opened = browser.event(used(0, false));
    let opening = opened.id;
    let begun = browser.event(What::Begun(BY_LINK));
    world.send(&browser, vec![opened, begun]).await;
    check(
        &world,
        expect![[r#"
        total: triggered 1, opened 1
        before: 
        2027-01-15: triggered 1, opened 1
        Ask us (Flow): triggered 1, opened 1
        https://site.example/: triggered 1, opened 1
        Guide: opened 1, downloaded 0, pages 0
    "#]],
    )
    .await;
    // What is read later counts on the day of the opening, also where it is counted already.
    browser.later(60 * 24);
    for what in [read(opening, 1, 30, &[]), read(opening, 3, 75, &["tide"]), used(1, true)] {
        let event = browser.event(what);
        world.send(&browser, vec![event]).await;
    }
    check(
        &world,
        expect![[r#"
        total: triggered 1, opened 1, downloaded 2, pages 3
        before: 
        2027-01-15: triggered 1, opened 1, downloaded 1, pages 3
        2027-01-16: downloaded 1
        Ask us (Flow): triggered 1, opened 1, downloaded 2, pages 3
        https://site.example/: triggered 1, opened 1, downloaded 2, pages 3
        Guide: opened 1, downloaded 1, pages 3
        Prices: opened 0, downloaded 1, pages 0
    "#]],
    )
    .await;
}

#[tokio::test]
async fn r13_a_report_is_narrowed_down() {
    let (world, mut browser) = with_flow().await;
    let begun = browser.event(What::Begun(BY_LINK));
    world.send(&browser, vec![begun]).await;
    world.says(&mut browser, &["email ada@example.com", "goal 2"]).await;
    // Known from the beginning, on another page.
    browser.conversation += 1;
    browser.seq = 0;
    browser.dialogue = world.dialogues[0];
    browser.url = "https://site.example/prices".to_owned();
    let shown = browser.shown();
    world.send(&browser, vec![shown]).await;
    world.says(&mut browser, &["done"]).await;
    let flow = report(&world).await.dialogues.into_iter().find(|of| of.kind == Source::Flow).expect("a flow").id;
    for (name, by) in [
        ("flows", Narrowed { kind: Some(Source::Flow), ..Narrowed::default() }),
        ("dialogues", Narrowed { kind: Some(Source::Dialogue), ..Narrowed::default() }),
        ("the flow", Narrowed { dialogue: Some(flow), ..Narrowed::default() }),
        ("known", Narrowed { visitors: Some(Visitors::Known), ..Narrowed::default() }),
        ("anonymous", Narrowed { visitors: Some(Visitors::Anonymous), ..Narrowed::default() }),
        ("page", Narrowed { page: Some("https://site.example/prices".to_owned()), ..Narrowed::default() }),
        ("other page", Narrowed { page: Some("https://site.example/other".to_owned()), ..Narrowed::default() }),
    ] {
        let found = narrowed(&world, by).await;
        let expected = match name {
            "flows" | "the flow" | "anonymous" => "triggered 1, engaged 1, acquired 1, goal 1",
            "other page" => "",
            _ => "triggered 1, engaged 1, completed 1",
        };
        assert_eq!(told(&found.total), expected, "{name}");
    }
}

#[tokio::test]
async fn r15_what_goes_from_the_log_stays_counted() {
    let world = World::new().await;
    for n in 1..=3 {
        let mut browser = Browser::new(&world, n);
        browser.url = format!("https://site.example/{n}");
        let shown = browser.shown();
        world.send(&browser, vec![shown]).await;
        world.says(&mut browser, &["goal 0", &format!("email person{n}@example.com"), "done"]).await;
    }
    let before = text(&report(&world).await);
    world
        .store
        .erase_person(&world.site, ToErase::Address(email("person3@example.com")), By::command(NOW.plus(HOUR)), [7; 32])
        .await
        .expect("erased");
    // The address of a page that nobody else was on tells of who is gone.
    let left: String = before.split_inclusive('\n').filter(|line| !line.starts_with("https://site.example/3:")).collect();
    assert_eq!(text(&report(&world).await), left, "erased");
    // Positions at the log's end are given again.
    let mut browser = Browser::new(&world, 9);
    world.says(&mut browser, &["hi"]).await;
    let after = report(&world).await;
    assert_eq!(after.total.engaged, 4, "{after:?}");
    world.store.roll_up_anew().await.expect("rolled up");
    assert_eq!(report(&world).await, after);
    world.store.purge(NOW.plus(100 * DAY)).await.expect("purged");
    assert_eq!(report(&world).await, after, "purged");
    world.store.roll_up_anew().await.expect("rolled up");
    assert_eq!(report(&world).await, after, "purged, and counted anew");
    // What is no longer kept of pages is no longer told of them.
    world.store.purge(NOW.plus(800 * DAY)).await.expect("purged");
    assert_eq!(report(&world).await, Report { pages: Vec::new(), ..after });
}

#[tokio::test]
async fn r15_positions_that_are_given_again_are_counted_again() {
    let world = World::new().await;
    let mut gone = Browser::new(&world, 1);
    world.says(&mut gone, &["email ada@example.com"]).await;
    world.store.roll_up().await.expect("rolled up");
    world.says(&mut gone, &["goal 1", "goal 2"]).await;
    world
        .store
        .erase_person(&world.site, ToErase::Address(email("ada@example.com")), By::command(NOW.plus(HOUR)), [7; 32])
        .await
        .expect("erased");
    let mut browser = Browser::new(&world, 2);
    world.says(&mut browser, &["goal 1"]).await;
    assert_eq!(told(&report(&world).await.total), "engaged 2, acquired 1, goal 3", "what wasn't rolled up yet when it went, too");
}

#[tokio::test]
async fn r15_a_roll_up_that_is_wrong_is_found_and_put_right() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    world.says(&mut browser, &["hi"]).await;
    let right = report(&world).await;
    let database = rusqlite::Connection::open(world.folder.path().join(DATABASE)).expect("a database");
    database.execute("UPDATE rollup SET count = 7", []).expect("changed");
    let fault = world.store.roll_up_fault().await.expect("a look");
    assert_eq!(fault.as_deref(), Some("engaged from quarter of an hour 2000000 on: 7 in the reports, 1 in the log"));
    world.store.roll_up_anew().await.expect("rolled up");
    assert_eq!(report(&world).await, right);
}

/// What happens, by chance.
#[derive(Clone, Copy, Debug)]
enum Happens {
    Says(u32, usize),
    Comes(u32),
    Opens(u32),
    Reads(u32, u16),
    RollsUp,
    Erases(u32),
    Purges(i64),
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        6 => (1..5_u32, 0..6_usize).prop_map(|(who, what)| Happens::Says(who, what)),
        2 => (1..5_u32).prop_map(Happens::Comes),
        2 => (1..5_u32).prop_map(Happens::Opens),
        2 => (1..5_u32, 1..4_u16).prop_map(|(who, pages)| Happens::Reads(who, pages)),
        2 => Just(Happens::RollsUp),
        1 => (1..5_u32).prop_map(Happens::Erases),
        1 => (80..100_i64).prop_map(Happens::Purges),
    ]
}

/// In place of a walk: each event reaches a card, and the last one is where the conversation ends.
fn passings(_: &Flow, inputs: &[What]) -> Vec<(u16, Passing)> {
    let cards = 0..inputs.len().min(3) as u16;
    cards
        .clone()
        .map(|card| (card, Passing::Reached))
        .chain(cards.clone().next_back().map(|card| (card, Passing::Left)))
        .collect()
}

/// How many conversations reached cards, as the roll-up has it.
fn passings_counted(world: &World) -> i64 {
    let database = rusqlite::Connection::open(world.folder.path().join(DATABASE)).expect("a database");
    let query = "SELECT coalesce(sum(count), 0) FROM rollup_of_card WHERE width = 1 AND passing = 'reached'";
    database.query_row(query, [], |row| row.get(0)).expect("a sum")
}

/// What was ever counted: in roll-ups, or still to be rolled up.
fn ever_counted(world: &World) -> i64 {
    let database = rusqlite::Connection::open(world.folder.path().join(DATABASE)).expect("a database");
    let query = "SELECT (SELECT coalesce(sum(count), 0) FROM rollup WHERE width = 96 AND dialogue NOT IN (zeroblob(16), x'01010101010101010101010101010101'))
        + (SELECT coalesce(sum(count), 0) FROM counted WHERE position > (SELECT position FROM rolled_up))";
    database.query_row(query, [], |row| row.get(0)).expect("a sum")
}

const SAYINGS: [&str; 6] = ["hi", "goal 2", "done", "email a@example.com", "email b@example.com", "phone 1"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn r15_roll_ups_say_what_the_log_says(all in prop::collection::vec(happens(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let (world, first) = with_flow().await;
            let mut browsers: Vec<Browser> = (1..5).map(|n| Browser { dialogue: first.dialogue, ..Browser::new(&world, n) }).collect();
            let mut openings = [None; 4];
            let (mut counted, mut passed) = (0, 0);
            for one in all {
                match one {
                    Happens::Says(who, what) => {
                        let browser = &mut browsers[who as usize - 1];
                        let event = browser.types(SAYINGS[what]);
                        world.send(browser, vec![event]).await;
                    }
                    Happens::Comes(who) => {
                        let browser = &mut browsers[who as usize - 1];
                        browser.later(45).session += 1;
                        browser.in_conversation(browser.conversation + 1);
                        browser.dialogue = world.dialogues[browser.session as usize % 2];
                        let event = browser.shown();
                        world.send(browser, vec![event]).await;
                    }
                    Happens::Opens(who) => {
                        let browser = &mut browsers[who as usize - 1];
                        browser.dialogue = first.dialogue;
                        browser.in_conversation(browser.conversation + 1);
                        let event = browser.event(used(0, false));
                        openings[who as usize - 1] = Some(event.id);
                        world.send(browser, vec![event]).await;
                    }
                    Happens::Reads(who, pages) => {
                        let browser = &mut browsers[who as usize - 1];
                        let Some(opening) = openings[who as usize - 1] else { continue };
                        let event = browser.event(read(opening, pages, 30, &[]));
                        world.send(browser, vec![event]).await;
                    }
                    Happens::RollsUp => {
                        world.store.roll_up().await.expect("rolled up");
                        world.store.count_passings(passings, 100).await.expect("counted");
                    }
                    Happens::Erases(who) => {
                        let address = if who % 2 == 0 { "a@example.com" } else { "b@example.com" };
                        world.store.erase_person(&world.site, ToErase::Address(email(address)), By::command(NOW), [7; 32]).await.expect("erased");
                    }
                    Happens::Purges(days) => drop(world.store.purge(NOW.plus(days * DAY)).await.expect("purged")),
                }
                assert_eq!(world.store.roll_up_fault().await.expect("a look"), None);
                assert_eq!(world.store.passings_fault().await.expect("a look"), None);
                // Whatever goes, and whether it was rolled up before or not: what was counted stays.
                let now = ever_counted(&world);
                assert!(now >= counted, "{counted} were counted, and {now} are left");
                counted = now;
                let now = passings_counted(&world);
                assert!(now >= passed, "{passed} were counted at cards, and {now} are left");
                passed = now;
            }
            let told = report(&world).await;
            world.store.roll_up_anew().await.expect("rolled up");
            assert_eq!(report(&world).await, told);
            world.store.count_passings(passings, 100).await.expect("counted");
            let counted = passings_counted(&world);
            world.store.count_passings_anew(passings).await.expect("counted");
            assert_eq!((passings_counted(&world), world.store.passings_fault().await.expect("a look")), (counted, None));
        });
    }
}
