//! What the server believes, and what follows from it (A13, A14).

use expect_test::{Expect, expect};
use parlor_domain::activity::{ActivityKind, Consequence};
use parlor_domain::event::{Case, Event, PageSeen, Refusal, What};
use parlor_domain::ids::Ids;
use parlor_domain::state::{Act, Answer};
use parlor_domain::text::{Key, Typed};
use parlor_domain::time::{DAY, Instant};
use parlor_domain::value::Value;
use parlor_engine::judge::judge;
use parlor_engine::transcript::{replay, transcript};
use parlor_engine::view::view;

use crate::support::lines::view_lines;
use crate::support::lines::what_text;
use crate::support::made_up::{START, dialogue_id, flow, ids};

const FLOW: &str = r#"{"start": "hi", "cards": {
    "hi": {"message": {"text": "Hi", "next": "q"}},
    "q": {"question": {"text": "Size?", "choices": [{"label": "Small", "next": "e"}, {"label": "Large", "next": "g"}]}},
    "e": {"capture": {"text": "E-mail?", "input": "email", "attribute": "email", "next": "n", "could_not_answer": "q"}},
    "n": {"capture": {"text": "Name?", "input": "text", "attribute": "first_name", "next": "g"}},
    "g": {"goal": {"goal": "Lead", "next": "p"}},
    "p": {"capture": {"text": "Phone?", "input": "phone", "attribute": "phone", "required": false}}}}"#;

fn event(ids: &mut Ids, what: What) -> Event {
    Event {
        id: ids.make(),
        at: START,
        session: ids.make(),
        conversation: ids.make(),
        tab: ids.make(),
        client_seq: 0,
        dialogue: dialogue_id(1),
        version: 1,
        page: PageSeen::default(),
        what,
    }
}

fn acted(turn: u16, card: u16, answer: Answer) -> What {
    What::Acted(Act { turn, card, answer })
}

fn pick(turn: u16, card: u16, place: u8) -> What {
    acted(turn, card, Answer::Choices(vec![place]))
}

fn say(turn: u16, card: u16, text: &str) -> What {
    acted(turn, card, Answer::Text(Typed { text: text.to_owned(), folded: text.to_lowercase() }))
}

fn started() -> What {
    What::Started(Vec::new())
}

/// Events as they arrive: what follows from each, and the transcript at the end.
fn check(arriving: &[What], expect: Expect) {
    let flow = flow(FLOW);
    let (mut ids, mut past, mut told) = (ids(1), Vec::new(), String::new());
    for what in arriving {
        let event = event(&mut ids, what.clone());
        let verdict = judge(&Case { flow: &flow, past: &past, event: &event, at: START, received: START });
        match verdict {
            Ok(consequences) => {
                told.push_str(&format!("{}: {consequences:?}\n", what_text(what)));
                past.push(what.clone());
            }
            Err(refusal) => told.push_str(&format!("{}: {}\n", what_text(what), refusal.code())),
        }
    }
    view_lines(&view(&flow, &replay(&flow, &past))).iter().for_each(|line| told.push_str(&format!("  {line}\n")));
    expect.assert_eq(&told);
}

#[test]
fn a14_a_whole_conversation() {
    check(
        &[
            What::Shown,
            started(),
            pick(1, 1, 0),
            say(2, 2, "ada@"),
            say(3, 2, "Ada@Example.com"),
            say(4, 3, "Ada"),
            say(5, 5, "030 123456"),
        ],
        expect![[r#"
            shown: [Log(Triggered)]
            started: []
            picks [0] on turn 1: [Log(Engaged)]
            types "ada@" on turn 2: [Log(Engaged)]
            types "Ada@Example.com" on turn 3: [Log(Engaged), Email(Email("Ada@example.com"))]
            types "Ada" on turn 4: [Log(Engaged), Write { attribute: Key("first_name"), value: Text("Ada") }, Goal(4)]
            types "030 123456" on turn 5: [Log(Engaged), Phone("030 123456"), Write { attribute: Key("phone"), value: Text("030 123456") }, Log(Completed)]
              bot: Hi
              bot: Size?
              visitor: Small
              bot: E-mail?
              visitor: ada@
              bot: [NotAnEmail]
              visitor: Ada@Example.com
              bot: Name?
              visitor: Ada
              bot: Phone?
              visitor: 030 123456
              (over)
        "#]],
    );
}

#[test]
fn a14_what_does_not_fit_is_refused_and_the_rest_taken() {
    check(
        &[
            started(),
            started(),
            pick(1, 99, 0),
            pick(1, 1, 7),
            pick(1, 2, 0),
            pick(0, 0, 0),
            say(1, 1, "free text"),
            say(1, 1, &"x".repeat(4_001)),
            acted(1, 1, Answer::Skipped),
            acted(1, 1, Answer::Confirmed),
            pick(1, 1, 1),
            pick(1, 1, 1),
            acted(2, 5, Answer::Skipped),
            acted(3, 5, Answer::Skipped),
        ],
        expect![[r#"
            started: []
            started: does_not_fit
            picks [0] on turn 1: no_such_card
            picks [7] on turn 1: does_not_fit
            picks [0] on turn 1: does_not_fit
            picks [0] on turn 0: does_not_fit
            types "free text" on turn 1: does_not_fit
            types "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" on turn 1: too_large
            skips on turn 1: does_not_fit
            confirms on turn 1: does_not_fit
            picks [1] on turn 1: [Log(Engaged), Goal(4)]
            picks [1] on turn 1: does_not_fit
            skips on turn 2: [Log(Engaged), Log(Completed)]
            skips on turn 3: does_not_fit
              bot: Hi
              bot: Size?
              visitor: Large
              bot: Phone?
              (over)
        "#]],
    );
}

#[test]
fn a13_what_comes_after_something_lost_is_taken() {
    check(
        &[What::Lost, What::Lost, say(4, 3, "Ada"), acted(5, 5, Answer::Skipped)],
        expect![[r#"
        lost: []
        lost: []
        types "Ada" on turn 4: [Log(Engaged), Write { attribute: Key("first_name"), value: Text("Ada") }, Goal(4)]
        skips on turn 5: [Log(Engaged), Log(Completed)]
          bot: Hi
          bot: Size?
          bot: Name?
          visitor: Ada
          bot: Phone?
          (over)
    "#]],
    );
    check(
        &[What::Shown, started(), What::Lost, say(2, 2, "ada@example.com")],
        expect![[r#"
        shown: [Log(Triggered)]
        started: []
        lost: []
        types "ada@example.com" on turn 2: [Log(Engaged), Email(Email("ada@example.com"))]
          bot: Hi
          bot: Size?
          bot: E-mail?
          visitor: ada@example.com
          bot: Name?
          turn 3 card 3 type: Text
    "#]],
    );
}

#[test]
fn a14_two_tabs_post_in_another_order_than_they_acted() {
    check(
        &[started(), say(3, 3, "Ada"), pick(1, 1, 0), say(2, 2, "ada@example.com"), say(2, 2, "eve@example.com")],
        expect![[r#"
            started: []
            types "Ada" on turn 3: [Log(Engaged), Write { attribute: Key("first_name"), value: Text("Ada") }, Goal(4)]
            picks [0] on turn 1: [Log(Engaged)]
            types "ada@example.com" on turn 2: [Log(Engaged), Email(Email("ada@example.com"))]
            types "eve@example.com" on turn 2: does_not_fit
              bot: Hi
              bot: Size?
              visitor: Small
              bot: E-mail?
              visitor: ada@example.com
              bot: Name?
              visitor: Ada
              bot: Phone?
              turn 4 card 5 type: Phone or skip
        "#]],
    );
}

#[test]
fn a14_a_beginning_that_another_tab_posts_later_counts_once() {
    check(
        &[pick(1, 1, 0), started(), started()],
        expect![[r#"
            picks [0] on turn 1: [Log(Engaged)]
            started: []
            started: does_not_fit
              bot: Hi
              bot: Size?
              visitor: Small
              bot: E-mail?
              turn 2 card 2 type: Email
        "#]],
    );
}

#[test]
fn a14_events_of_more_than_thirty_days_are_too_old() {
    let flow = flow(FLOW);
    let event = event(&mut ids(1), What::Shown);
    let judged =
        |received: Instant| judge(&Case { flow: &flow, past: &[], event: &event, at: START, received }).err().map(|r| r.code());
    assert_eq!(judged(START.plus(30 * DAY)), None);
    assert_eq!(judged(START.plus(30 * DAY + 1)), Some("too_old"));
    assert_eq!(judged(START.plus(-DAY)), None);
}

#[test]
fn a14_what_is_claimed_to_be_known_is_kept_in_bounds() {
    let flow = flow(FLOW);
    let judged = |known: Vec<(Key, Value)>| {
        let event = event(&mut ids(1), What::Started(known));
        judge(&Case { flow: &flow, past: &[], event: &event, at: START, received: START })
            .map(|_| ())
            .map_err(|refusal| refusal.code())
    };
    let known = |value: Value| vec![(Key::parse("email").expect("a key"), value)];
    assert_eq!(judged(known(Value::Text("ada@example.com".into()))), Ok(()));
    assert_eq!(judged(known(Value::Text("x".repeat(4_001)))), Err("too_large"));
    assert_eq!(judged(known(Value::Number(f64::NAN))), Err("does_not_fit"));
    assert_eq!(judged(vec![(Key::parse("email").expect("a key"), Value::YesNo(true)); 501]), Err("too_large"));
}

#[test]
fn c23_a_transcript_is_what_was_said() {
    let flow = flow(FLOW);
    let lines = transcript(&flow, &[started(), pick(1, 1, 0), say(2, 2, "ada"), say(3, 2, "ada@example.com")]);
    let told: String = lines.iter().map(|line| format!("{:?}: {}\n", line.speaker, line.text)).collect();
    expect![[r#"
        Bot: Hi
        Bot: Size?
        Visitor: Small
        Bot: E-mail?
        Visitor: ada
        Bot: That doesn't look like an e-mail address. Could you check it? It should be like name@example.com.
        Visitor: ada@example.com
        Bot: Name?
    "#]]
    .assert_eq(&told);
}

#[test]
fn a14_a_turn_may_claim_nearly_the_highest_number() {
    let told = transcript(&flow(FLOW), &[pick(u16::MAX - 1, 1, 0)]);
    let told: Vec<&str> = told.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(told, ["Hi", "Size?", "Size?", "Small", "E-mail?"]);
}

/// What follows from the last of these events.
fn follows(flow: &parlor_domain::flow::Flow, whats: &[What]) -> Vec<Consequence> {
    let (what, past) = whats.split_last().expect("an event");
    let event = event(&mut ids(1), what.clone());
    judge(&Case { flow, past, event: &event, at: START, received: START }).unwrap_or_default()
}

#[test]
fn c7_a_browsers_word_alone_causes_no_action() {
    let flow = flow(
        r#"{"start": "q", "cards": {
            "q": {"question": {"text": "Sure?", "choices": [{"label": "Yes", "next": "token"}]}},
            "token": {"action": {"deeds": [{"set": {"attribute": "job_title", "value": "{{answer.q}}"}}], "next": "plain"}},
            "plain": {"action": {"deeds": [{"clear": "phone"}]}}}}"#,
    );
    let is_action = |consequence: &Consequence| matches!(consequence, Consequence::Action { .. });
    let actions = |whats: &[What]| follows(&flow, whats).iter().filter(|consequence| is_action(consequence)).count();
    let filled = |turn| acted(turn, 1, Answer::Filled(vec!["Yes".to_owned()]));
    assert_eq!(actions(&[started(), pick(0, 0, 0), filled(1)]), 2, "walked as it should be");
    for forged in [&[filled(1)][..], &[started(), filled(1)], &[started(), filled(9)], &[filled(0)]] {
        assert_eq!(actions(forged), 0, "{forged:?}");
    }
}

#[test]
fn a14_no_browsers_word_stands_for_what_others_say() {
    let flow =
        flow(r#"{"start": "m", "cards": {"m": {"meeting": {"text": "When?", "booked": "g"}}, "g": {"goal": {"goal": "Lead"}}}}"#);
    let slot = parlor_domain::service::Slot { start: START, minutes: 30 };
    for answer in [Answer::Offered(vec![slot]), Answer::Served("Ann".to_owned()), Answer::Ended] {
        let event = event(&mut ids(1), acted(0, 0, answer));
        let case = Case { flow: &flow, past: &[started()], event: &event, at: START, received: START };
        assert_eq!(judge(&case), Err(Refusal::DoesNotFit));
    }
    assert_eq!(follows(&flow, &[started(), acted(0, 0, Answer::Unserved)]), [Consequence::Log(ActivityKind::Completed)]);
}
