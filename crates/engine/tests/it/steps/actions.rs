//! Action cards: what is done when they are passed, and when again (C7, C19).

use expect_test::expect;

use super::check;

const ACTION: &str = r#"{"start": "why", "cards": {
    "why": {"question": {"text": "Why?", "choices": [{"label": "Sell", "next": "note"}]}},
    "note": {"action": {"deeds": [
        {"set": {"attribute": "job_title", "value": "to {{answer.why}} on {{page.title}}"}}, {"clear": "phone"}], "next": "plain"}},
    "plain": {"action": {"deeds": [{"clear": "phone"}], "next": "name"}},
    "name": {"capture": {"text": "Your name?", "input": "text", "required": false}}}}"#;

#[test]
fn c7_an_action_is_done_when_it_is_passed() {
    check(
        ACTION,
        &[],
        0,
        &["pick 0", "!fill", "fill Sell home", "back 0", "pick 0", "fill Sell again", "skip"],
        expect![[r#"
            > start
              bot: Why?
              turn 0 card 0 pick: [Sell]
            > pick 0
              visitor: Sell
            > !fill
            > fill Sell home
              * action of card 1
              * action of card 2
              bot: Your name?
              turn 2 card 3 type: Text or skip
            > back 0
              turn 3 card 0 pick: [Sell]
            > pick 0
              visitor: Sell
            > fill Sell again
              * action of card 1
              bot: Your name?
              turn 5 card 3 type: Text or skip
            > skip
              * completed
              (over)
        "#]],
    );
}

#[test]
fn c19_i1_an_action_is_done_again_for_another_person() {
    const FLOW: &str = r#"{"start": "mail", "cards": {
        "mail": {"capture": {"text": "Who?", "input": "email", "next": "note"}},
        "note": {"action": {"deeds": [{"add_to_list": "News"}], "next": "title"}},
        "title": {"action": {"deeds": [{"set": {"attribute": "job_title", "value": "{{page.title}}"}}], "next": "more"}},
        "more": {"question": {"text": "More?", "choices": [{"label": "No", "next": "last"}]}},
        "last": {"question": {"text": "Really?", "choices": [{"label": "No"}]}}}}"#;
    let words = ["say dan@example.com", "fill Home", "back 0", "say eve@example.com", "fill Home", "pick 0", "back 5", "pick 0"];
    check(
        FLOW,
        &[],
        0,
        &words,
        expect![[r#"
        > start
          bot: Who?
          turn 0 card 0 type: Email
        > say dan@example.com
          * e-mail dan@example.com
          * action of card 1
          visitor: dan@example.com
        > fill Home
          * action of card 2
          bot: More?
          turn 2 card 3 pick: [No]
        > back 0
          turn 3 card 0 type: Email
        > say eve@example.com
          * e-mail eve@example.com
          * action of card 1
          visitor: eve@example.com
        > fill Home
          * action of card 2
          bot: More?
          turn 5 card 3 pick: [No]
        > pick 0
          visitor: No
          bot: Really?
          turn 6 card 4 pick: [No]
        > back 5
          turn 7 card 3 pick: [No]
        > pick 0
          visitor: No
          bot: Really?
          turn 8 card 4 pick: [No]
    "#]],
    );
    let same = ["say dan@example.com", "fill Home", "back 0", "say dan@example.com", "fill Home"];
    check(
        FLOW,
        &[],
        0,
        &same,
        expect![[r#"
        > start
          bot: Who?
          turn 0 card 0 type: Email
        > say dan@example.com
          * e-mail dan@example.com
          * action of card 1
          visitor: dan@example.com
        > fill Home
          * action of card 2
          bot: More?
          turn 2 card 3 pick: [No]
        > back 0
          turn 3 card 0 type: Email
        > say dan@example.com
          * e-mail dan@example.com
          visitor: dan@example.com
        > fill Home
          bot: More?
          turn 5 card 3 pick: [No]
    "#]],
    );
}
