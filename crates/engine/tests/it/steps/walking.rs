//! From card to card: messages, goals, jumps, typing (C1, C6, C11, C20, C21, C24).

use expect_test::expect;
use parlor_domain::state::{Act, Answer, State};
use parlor_engine::step::{Input, step};
use parlor_engine::view::view;

use super::check;
use super::questions::SINGLE;
use crate::support::made_up::flow;

#[test]
fn c1_messages_follow_one_another_to_the_end() {
    check(
        r#"{"start": "a", "cards": {"a": {"message": {"text": "**Hi**\n\n- one\n- two", "next": "b"}}, "b": {"message": {"text": "Bye"}}}}"#,
        &[],
        0,
        &["!pick 0", "!wake 0"],
        expect![[r#"
            > start
              * completed
              bot: Hi / one / two
              bot: Bye
              (over)
            > !pick 0
            > !wake 0
        "#]],
    );
}

#[test]
fn c6_a_goal_is_reached_unseen() {
    check(
        r#"{"start": "g", "cards": {
            "g": {"goal": {"goal": "Start", "next": "m"}}, "m": {"message": {"text": "Hi", "next": "h"}}, "h": {"goal": {"goal": "End"}}}}"#,
        &[],
        0,
        &[],
        expect![[r#"
            > start
              * goal of card 0
              * goal of card 2
              * completed
              bot: Hi
              (over)
        "#]],
    );
}

#[test]
fn c11_a_jump_leads_back() {
    check(
        r#"{"start": "q", "cards": {
            "q": {"question": {"text": "More?", "choices": [{"label": "Yes", "next": "j"}, {"label": "No"}]}}, "j": {"jump": {"to": "q"}}}}"#,
        &[],
        0,
        &["pick 0", "pick 0", "pick 1"],
        expect![[r#"
            > start
              bot: More?
              turn 0 card 0 pick: [Yes] [No]
            > pick 0
              visitor: Yes
              bot: More?
              turn 1 card 0 pick: [Yes] [No]
            > pick 0
              visitor: Yes
              bot: More?
              turn 2 card 0 pick: [Yes] [No]
            > pick 1
              * completed
              visitor: No
              (over)
        "#]],
    );
}

#[test]
fn c21_a_circle_without_a_wait_ends_with_a_defect() {
    check(
        r#"{"start": "j", "cards": {"j": {"jump": {"to": "k"}}, "k": {"jump": {"to": "j"}}}}"#,
        &[],
        0,
        &[],
        expect![[r#"
            > start
              * broken: TooLong
              (broken)
        "#]],
    );
}

#[test]
fn c21_a_way_to_nowhere_is_a_defect() {
    check(
        r#"{"start": "j", "cards": {"j": {"jump": {"to": "gone"}}}}"#,
        &[],
        0,
        &["!wake 0"],
        expect![[r#"
            > start
              * broken: NoSuchCard
              (broken)
            > !wake 0
        "#]],
    );
}

#[test]
fn c24_typing_waits_for_its_ticket() {
    check(
        r#"{"start": "a", "cards": {
            "a": {"message": {"text": "One", "next": "b"}}, "b": {"message": {"text": "Two", "next": "q"}},
            "q": {"question": {"text": "Three?", "choices": [{"label": "Yes"}]}}}}"#,
        &[],
        600,
        &["!wake 1", "wake 0", "!wake 0", "!pick 0", "wake 1", "wake 2", "!wake 2", "pick 0"],
        expect![[r#"
            > start
              * wake after 600 ms, ticket 0
              ...
            > !wake 1
            > wake 0
              * wake after 600 ms, ticket 1
              bot: One
              ...
            > !wake 0
            > !pick 0
            > wake 1
              * wake after 600 ms, ticket 2
              bot: Two
              ...
            > wake 2
              bot: Three?
              turn 2 card 2 pick: [Yes]
            > !wake 2
            > pick 0
              * completed
              visitor: Yes
              (over)
        "#]],
    );
}

#[test]
fn c20_an_act_for_another_turn_or_card_changes_nothing() {
    let flow = flow(SINGLE);
    let (state, _) = step(&flow, State::default(), Input::Start { delay_ms: 0, known: Vec::new() });
    for (turn, card) in [(0, 1), (1, 0), (u16::MAX, 0), (0, u16::MAX)] {
        let act = Act { turn, card, answer: Answer::Choices(vec![0]) };
        assert_eq!(step(&flow, state.clone(), Input::Act(act)), (state.clone(), Vec::new()));
    }
}

/// A row of cards of one kind and then a question, two hundred passed: as many as the check allows.
#[test]
fn c21_two_hundred_cards_between_two_waits_are_no_defect() {
    for (card, is_defect) in [("message\": {\"text\": \"m\"", false), ("goal\": {\"goal\": \"G\"", false)] {
        for (count, is_defect) in [(200, is_defect), (201, true)] {
            let row: String = (0..count).map(|at| format!(r#""c{at}": {{"{card}, "next": "c{}"}}}}, "#, at + 1)).collect();
            let last = r#"{"question": {"text": "?", "choices": [{"label": "Yes"}]}}"#;
            let flow = flow(&format!(r#"{{"start": "c0", "cards": {{{row}"c{count}": {last}}}}}"#));
            let (state, _) = step(&flow, State::default(), Input::Start { delay_ms: 0, known: Vec::new() });
            assert_eq!(view(&flow, &state).broken, is_defect, "{count} {card}");
        }
    }
}
