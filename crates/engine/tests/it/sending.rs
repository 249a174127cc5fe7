//! When a browser posts, with virtual time: scenes told as text, and storms of chance (A10, A11, A13, W19).

mod storm;
mod world;

use expect_test::{Expect, expect};
use parlor_domain::event::{Event, Outcome, Refusal, What};
use parlor_domain::ids::{EventId, Moment};
use parlor_engine::sending::{Input, Orders, Sending, Why};

use crate::outbox::{MOMENT, event, typed};

/// What happens in a scene, and how many milliseconds later than what was before.
type Step = (i64, Input);

fn does(number: u32) -> Input {
    Input::Reported(vec![event(number, What::Shown)])
}

fn answers(post: u32, outcomes: &[(u32, Outcome)]) -> Input {
    Input::Answered(post, outcomes.iter().map(|(number, outcome)| (event(*number, What::Shown).id, *outcome)).collect())
}

fn stores(post: u32, numbers: &[u32]) -> Input {
    answers(post, &numbers.iter().map(|number| (*number, Outcome::Stored)).collect::<Vec<_>>())
}

fn fails(post: u32) -> Input {
    Input::NotAnswered(post, Why::NoConnection)
}

fn is_busy(post: u32, seconds: Option<u32>) -> Input {
    Input::NotAnswered(post, Why::Busy(seconds))
}

/// Plays a scene and tells what is ordered, a line for each input.
#[track_caller]
fn check(steps: impl IntoIterator<Item = Step>, expected: Expect) {
    check_of(Sending::default(), steps, expected);
}

#[track_caller]
fn check_of(mut sending: Sending, steps: impl IntoIterator<Item = Step>, expected: Expect) {
    let mut now = MOMENT.now;
    let mut told = String::new();
    for (after, input) in steps {
        now = now.plus(after);
        let name = named(&input);
        let orders = sending.update(input, Moment { now, chance: [0; 10] });
        told += &format!("{name}: {}\n", line(&orders, &sending));
    }
    expected.assert_eq(&told);
}

fn named(input: &Input) -> String {
    match input {
        Input::Reported(events) => format!("reported {}", numbers(events)),
        Input::Left(events) => format!("left {}", numbers(events)),
        Input::Answered(post, _) => format!("answered #{post}"),
        Input::NotAnswered(post, ..) => format!("not answered #{post}"),
        Input::Online(is_online) => if *is_online { "online" } else { "offline" }.to_owned(),
        Input::Visible(is_visible) => if *is_visible { "shown" } else { "hidden" }.to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn line(orders: &Orders, sending: &Sending) -> String {
    let Orders { keep, drop, show, number, post, identify, wait, unknown, erased, end } = orders;
    let ids = || drop.iter().map(number_of).collect::<Vec<_>>().join(" ");
    let trouble = || sending.trouble().map_or("nothing".to_owned(), |trouble| format!("{trouble:?}"));
    let all = [
        (!keep.is_empty()).then(|| format!("keep {}", numbers(keep))),
        (!drop.is_empty()).then(|| format!("drop {}", ids())),
        show.then(|| format!("show {}", trouble())),
        (!post.is_empty()).then(|| format!("post #{number} {}", numbers(post))),
        identify.then(|| format!("identify #{number}")),
        wait.map(|ms| if ms > 0 { format!("wait {ms}") } else { "wait no longer".to_owned() }),
        (!unknown.is_empty()).then(|| format!("unknown {unknown:?}")),
        erased.then(|| "erased".to_owned()),
        end.map(|end| format!("{end:?}")),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn numbers(events: &[Event]) -> String {
    let name = |event: &Event| {
        if event.what == What::Lost { format!("lost {}", event.client_seq) } else { event.client_seq.to_string() }
    };
    events.iter().map(name).collect::<Vec<_>>().join(" ")
}

fn number_of(id: &EventId) -> String {
    u32::from_be_bytes([id.bytes()[0], id.bytes()[1], id.bytes()[2], id.bytes()[3]]).to_string()
}

#[test]
fn a10_a11_kept_then_posted_then_let_go_one_batch_at_a_time() {
    check(
        [
            (0, does(0)),
            (3, Input::Kept),
            (20, does(1)),
            (3, Input::Kept),
            (20, does(2)),
            (10, stores(0, &[0])),
            (3, Input::Kept),
            (50, stores(1, &[1, 2])),
        ],
        expect![[r#"
            reported 0: keep 0
            kept: show nothing, post #0 0, wait 60000
            reported 1: keep 1
            kept: show nothing
            reported 2: keep 2
            answered #0: drop 0
            kept: show nothing, post #1 1 2, wait 60000
            answered #1: drop 1 2
        "#]],
    );
}

#[test]
fn a11_pauses_grow_and_an_answer_ends_them() {
    let tries = (0..7).flat_map(|post| [(100, fails(post)), (30_000, Input::Woke)]);
    let end = [(100, stores(7, &[0])), (0, does(1)), (0, Input::Kept), (0, fails(8))];
    check(
        [(0, does(0)), (3, Input::Kept)].into_iter().chain(tries).chain(end),
        expect![[r#"
            reported 0: keep 0
            kept: show nothing, post #0 0, wait 60000
            not answered #0: show NoConnection, wait 1000
            woke: post #1 0, wait 60000
            not answered #1: wait 2000
            woke: post #2 0, wait 60000
            not answered #2: wait 4000
            woke: post #3 0, wait 60000
            not answered #3: wait 8000
            woke: post #4 0, wait 60000
            not answered #4: wait 15000
            woke: post #5 0, wait 60000
            not answered #5: wait 15000
            woke: post #6 0, wait 60000
            not answered #6: wait 15000
            woke: post #7 0, wait 60000
            answered #7: drop 0, show nothing
            reported 1: keep 1
            kept: show nothing, post #8 1, wait 60000
            not answered #8: show NoConnection, wait 1000
        "#]],
    );
}

#[test]
fn a11_while_there_is_no_connection_nothing_is_tried() {
    check(
        [
            (0, does(0)),
            (3, Input::Kept),
            (100, Input::Online(false)),
            (100, fails(0)),
            (100, does(1)),
            (3, Input::Kept),
            (60_000, Input::Woke),
            (0, Input::Visible(false)),
            (0, Input::Visible(true)),
            (1_000, Input::Online(true)),
            (50, stores(1, &[0, 1])),
        ],
        expect![[r#"
            reported 0: keep 0
            kept: show nothing, post #0 0, wait 60000
            offline: show NoConnection, wait no longer
            not answered #0: 
            reported 1: keep 1
            kept: show NoConnection
            woke: 
            hidden: 
            shown: wait no longer
            online: show nothing, post #1 0 1, wait 60000
            answered #1: drop 0 1
        "#]],
    );
}

#[test]
fn a11_a_page_that_goes_posts_everything_and_begins_again_when_it_is_back() {
    check(
        [
            (0, does(0)),
            (3, Input::Kept),
            (5, does(1)),
            (0, Input::Visible(false)),
            (3, Input::Kept),
            (100_000, Input::Visible(true)),
            // What was under way before is not believed, but for what it acknowledges.
            (10, fails(1)),
            (10, stores(0, &[0])),
            (10, stores(2, &[0, 1])),
        ],
        expect![[r#"
            reported 0: keep 0
            kept: show nothing, post #0 0, wait 60000
            reported 1: keep 1
            hidden: post #1 0 1, wait 60000
            kept: show nothing
            shown: post #2 0 1, wait 60000
            not answered #1: 
            answered #0: drop 0
            answered #2: drop 0 1
        "#]],
    );
}

#[test]
fn a11_a_page_that_goes_posts_in_a_pause_too_and_no_more_than_the_browser_lets_go_on() {
    let large = |number| (0, Input::Reported(vec![typed(number, 4_000)]));
    let steps = (0..9).map(large).chain([
        (0, Input::Kept),
        (0, fails(0)),
        (0, Input::Visible(false)),
        (0, Input::Visible(false)),
        (10, stores(1, &[0, 1, 2, 3, 4, 5, 6])),
    ]);
    check(
        steps,
        expect![[r#"
            reported 0: keep 0
            reported 1: keep 1
            reported 2: keep 2
            reported 3: keep 3
            reported 4: keep 4
            reported 5: keep 5
            reported 6: keep 6
            reported 7: keep 7
            reported 8: keep 8
            kept: show nothing, post #0 0 1 2 3 4 5 6, wait 60000
            not answered #0: show NoConnection, wait 1000
            hidden: post #1 0 1 2 3 4 5 6, wait 60000
            hidden: 
            answered #1: drop 0 1 2 3 4 5 6, show nothing, post #2 7 8, wait 60000
        "#]],
    );
}

#[test]
fn a11_a_server_that_asks_to_be_left_alone_is() {
    check(
        [
            (0, does(0)),
            (3, Input::Kept),
            (5, is_busy(0, Some(20))),
            (1_000, does(1)),
            (3, Input::Kept),
            (1_000, Input::Online(false)),
            (1_000, Input::Online(true)),
            (1_000, Input::Visible(false)),
            (1_000, Input::Visible(true)),
            (15_000, Input::Woke),
            (5, is_busy(2, Some(4_000_000_000))),
            (300_000, Input::Woke),
            (5, is_busy(3, None)),
            (5_000, Input::Woke),
            (5, stores(4, &[0, 1])),
        ],
        expect![[r#"
            reported 0: keep 0
            kept: show nothing, post #0 0, wait 60000
            not answered #0: show Busy, wait 20000
            reported 1: keep 1
            kept: show Busy
            offline: show NoConnection, wait no longer
            online: show Busy, wait 16997
            hidden: post #1 0 1, wait 60000
            shown: wait 14997
            woke: post #2 0 1, wait 60000
            not answered #2: wait 300000
            woke: post #3 0 1, wait 60000
            not answered #3: wait 4000
            woke: post #4 0 1, wait 60000
            answered #4: drop 0 1, show nothing
        "#]],
    );
}

#[test]
fn a11_an_answer_that_never_comes_is_not_waited_for() {
    check(
        [(0, does(0)), (3, Input::Kept), (60_000, Input::Woke), (2_000, Input::Woke)],
        expect![[r#"
            reported 0: keep 0
            kept: show nothing, post #0 0, wait 60000
            woke: show NoConnection, wait 1000
            woke: post #1 0, wait 60000
        "#]],
    );
}

#[test]
fn a10_what_is_left_behind_is_posted() {
    let left = Input::Left(vec![event(0, What::Shown), event(1, What::Shown)]);
    check(
        [(0, left), (10, stores(0, &[0, 1]))],
        expect![[r#"
        left 0 1: post #0 0 1, wait 60000
        answered #0: drop 0 1
    "#]],
    );
}

#[test]
fn a11_who_answers_after_all_is_no_longer_left_alone() {
    check(
        [
            (0, does(0)),
            (3, Input::Kept),
            (5, is_busy(0, Some(20))),
            (5, Input::Visible(false)),
            (5, stores(1, &[0])),
            (5, does(1)),
            (3, Input::Kept),
            (5, fails(2)),
        ],
        expect![[r#"
            reported 0: keep 0
            kept: show nothing, post #0 0, wait 60000
            not answered #0: show Busy, wait 20000
            hidden: post #1 0, wait 60000
            answered #1: drop 0, show nothing
            reported 1: keep 1
            kept: show nothing, post #2 1, wait 60000
            not answered #2: show NoConnection, wait 1000
        "#]],
    );
}

#[test]
fn w28_what_may_not_be_posted_yet_is_kept_and_posted_together() {
    check_of(
        Sending::new(true),
        [
            (0, does(0)),
            (3, Input::Kept),
            (0, Input::Identity),
            (0, Input::Visible(false)),
            (0, Input::Visible(true)),
            (0, does(1)),
            (0, Input::Allowed),
            (3, Input::Kept),
            (10, stores(0, &[0, 1])),
        ],
        expect![[r#"
            reported 0: keep 0
            kept: show nothing
            identity: 
            hidden: 
            shown: wait no longer
            reported 1: keep 1
            allowed: 
            kept: show nothing, post #0 0 1, wait 60000
            answered #0: drop 0 1, identify #1, wait 60000
        "#]],
    );
}

#[test]
fn w29_who_denies_sends_nothing_more_not_even_when_the_page_goes() {
    check(
        [(0, does(0)), (3, Input::Kept), (0, does(1)), (0, Input::Denied), (3, Input::Kept), (0, Input::Visible(false))],
        expect![[r#"
        reported 0: keep 0
        kept: show nothing, post #0 0, wait 60000
        reported 1: keep 1
        denied: 
        kept: show nothing
        hidden: 
    "#]],
    );
}

#[test]
fn a13_a_gap_is_told_once_and_an_answer_that_leads_nowhere_is_not_repeated_at_once() {
    let wanted = |post, number| answers(post, &[(3, Outcome::Wanted(number)), (4, Outcome::Wanted(number))]);
    check(
        [
            (0, Input::Left(vec![event(3, What::Shown), event(4, What::Shown)])),
            (10, wanted(0, 2)),
            (3, Input::Kept),
            (10, answers(1, &[(3, Outcome::Wanted(2)), (4, Outcome::Wanted(2))])),
        ],
        expect![[r#"
            left 3 4: post #0 3 4, wait 60000
            answered #0: keep lost 2
            kept: show nothing, post #1 lost 2 3 4, wait 60000
            answered #1: show Busy, wait 1000
        "#]],
    );
}

#[test]
fn i3_who_the_visitor_is_comes_after_what_was_done() {
    check(
        [
            (0, does(0)),
            (0, Input::Identity),
            (3, Input::Kept),
            (10, stores(0, &[0])),
            (10, fails(1)),
            (2_000, Input::Woke),
            (10, Input::Answered(2, Vec::new())),
        ],
        expect![[r#"
            reported 0: keep 0
            identity: 
            kept: show nothing, post #0 0, wait 60000
            answered #0: drop 0, identify #1, wait 60000
            not answered #1: show NoConnection, wait 1000
            woke: identify #2, wait 60000
            answered #2: show nothing
        "#]],
    );
}

#[test]
fn o9_a_ticket_that_has_ended_leaves_everything_to_the_next_frame() {
    check(
        [
            (0, does(0)),
            (3, Input::Kept),
            (5, Input::NotAnswered(0, Why::TicketEnded)),
            (5, does(1)),
            (3, Input::Kept),
            (0, Input::Visible(false)),
        ],
        expect![[r#"
            reported 0: keep 0
            kept: show nothing, post #0 0, wait 60000
            not answered #0: wait no longer, NextFrame
            reported 1: keep 1
            kept: show nothing
            hidden: 
        "#]],
    );
}

#[test]
fn a10_a_batch_that_is_refused_as_a_whole_is_not_posted_again() {
    check(
        [(0, does(0)), (3, Input::Kept), (5, Input::NotAnswered(0, Why::Refused)), (5, does(1)), (3, Input::Kept)],
        expect![[r#"
            reported 0: keep 0
            kept: show nothing, post #0 0, wait 60000
            not answered #0: wait no longer, Refused
            reported 1: keep 1
            kept: show nothing
        "#]],
    );
}

#[test]
fn o8_who_was_erased_sends_nothing_more() {
    check(
        [
            (0, does(0)),
            (3, Input::Kept),
            (1, does(1)),
            (5, answers(0, &[(0, Outcome::Refused(Refusal::Erased))])),
            (3, Input::Kept),
            (0, does(2)),
            (3, Input::Kept),
            (0, Input::Visible(false)),
        ],
        expect![[r#"
            reported 0: keep 0
            kept: show nothing, post #0 0, wait 60000
            reported 1: keep 1
            answered #0: drop 0, erased
            kept: show nothing
            reported 2: keep 2
            kept: show nothing
            hidden: 
        "#]],
    );
}
