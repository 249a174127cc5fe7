//! Information captures (C3).

use expect_test::expect;

use super::check;

const EMAIL: &str = r#"{"start": "e", "cards": {
    "e": {"capture": {"text": "Your e-mail?", "input": "email", "attribute": "email", "placeholder": "name@example.com", "next": "m", "could_not_answer": "c"}},
    "m": {"message": {"text": "Thanks"}}, "c": {"message": {"text": "Never mind"}}}}"#;

#[test]
fn c3_wrong_then_right() {
    check(
        EMAIL,
        &[],
        0,
        &["!skip", "!confirm", "!say ", "!pick 0", "say ada", "say Ada@Example.com"],
        expect![[r#"
            > start
              bot: Your e-mail?
              turn 0 card 0 type: Email "name@example.com"
            > !skip
            > !confirm
            > !say 
            > !pick 0
            > say ada
              visitor: ada
              bot: [NotAnEmail]
              turn 1 card 0 type: Email "name@example.com"
            > say Ada@Example.com
              * e-mail Ada@example.com
              * completed
              visitor: Ada@Example.com
              bot: Thanks
              (over)
        "#]],
    );
}

#[test]
fn c3_three_times_wrong_could_not_answer() {
    check(
        EMAIL,
        &[],
        0,
        &["say a", "say b", "say c", "!say ada@example.com"],
        expect![[r#"
            > start
              bot: Your e-mail?
              turn 0 card 0 type: Email "name@example.com"
            > say a
              visitor: a
              bot: [NotAnEmail]
              turn 1 card 0 type: Email "name@example.com"
            > say b
              visitor: b
              bot: [NotAnEmail]
              turn 2 card 0 type: Email "name@example.com"
            > say c
              * completed
              visitor: c
              bot: Never mind
              (over)
            > !say ada@example.com
        "#]],
    );
}

#[test]
fn c3_a_known_value_is_skipped() {
    check(
        EMAIL,
        &[("email", "ada@example.com")],
        0,
        &[],
        expect![[r#"
            > start
              * completed
              bot: Thanks
              (over)
        "#]],
    );
}

const CONFIRM: &str = r#"{"start": "e", "cards": {
    "e": {"capture": {"text": "Is this you?", "input": "email", "attribute": "email", "known": "confirm", "next": "n"}},
    "n": {"capture": {"text": "Your name?", "input": "text", "attribute": "first_name", "next": "f"}},
    "f": {"capture": {"text": "And for invoices?", "input": "email", "attribute": "email", "known": "ask_again"}}}}"#;

#[test]
fn c3_a_known_value_is_confirmed_and_stays_what_was_said() {
    check(
        CONFIRM,
        &[("email", "ada@example.com")],
        0,
        &["confirm", "say Ada", "say bob@example.com"],
        expect![[r#"
            > start
              bot: Is this you?
              turn 0 card 0 type: Email or confirm ada@example.com
            > confirm
              visitor: ada@example.com
              bot: Your name?
              turn 1 card 1 type: Text
            > say Ada
              * write first_name = Ada (ada)
              visitor: Ada
              bot: And for invoices?
              turn 2 card 2 type: Email
            > say bob@example.com
              * e-mail bob@example.com
              * completed
              visitor: bob@example.com
              (over)
        "#]],
    );
}

#[test]
fn c3_a_known_value_is_changed_and_another_address_is_another_person() {
    check(
        CONFIRM,
        &[("email", "ada@example.com"), ("first_name", "Ada")],
        0,
        &["say bob@example.com"],
        expect![[r#"
            > start
              bot: Is this you?
              turn 0 card 0 type: Email or confirm ada@example.com
            > say bob@example.com
              * e-mail bob@example.com
              visitor: bob@example.com
              bot: Your name?
              turn 1 card 1 type: Text
        "#]],
    );
}

#[test]
fn c3_the_same_address_again_is_the_same_person() {
    check(
        CONFIRM,
        &[("email", "ada@example.com"), ("first_name", "Ada")],
        0,
        &["say ADA@Example.com"],
        expect![[r#"
            > start
              bot: Is this you?
              turn 0 card 0 type: Email or confirm ada@example.com
            > say ADA@Example.com
              * e-mail ADA@example.com
              visitor: ADA@Example.com
              bot: And for invoices?
              turn 1 card 2 type: Email
        "#]],
    );
}

#[test]
fn c3_after_bad_input_there_is_nothing_to_confirm() {
    check(
        CONFIRM,
        &[("email", "ada@example.com")],
        0,
        &["say x", "!confirm"],
        expect![[r#"
            > start
              bot: Is this you?
              turn 0 card 0 type: Email or confirm ada@example.com
            > say x
              visitor: x
              bot: [NotAnEmail]
              turn 1 card 0 type: Email
            > !confirm
        "#]],
    );
}

#[test]
fn c3_ask_again_asks_what_is_known() {
    check(
        r#"{"start": "n", "cards": {"n": {"capture": {"text": "Name?", "input": "text", "attribute": "first_name", "known": "ask_again"}}}}"#,
        &[("first_name", "Ada")],
        0,
        &["!confirm", "say Bob"],
        expect![[r#"
            > start
              bot: Name?
              turn 0 card 0 type: Text
            > !confirm
            > say Bob
              * write first_name = Bob (bob)
              * completed
              visitor: Bob
              (over)
        "#]],
    );
}

#[test]
fn c3_what_need_not_be_answered_can_be_skipped() {
    check(
        r#"{"start": "p", "cards": {
            "p": {"capture": {"text": "Phone?", "input": "phone", "attribute": "phone", "required": false, "next": "q"}},
            "q": {"capture": {"text": "Another?", "input": "phone", "attribute": "phone", "required": false}}}}"#,
        &[],
        0,
        &["skip", "say +49 30 123456"],
        expect![[r#"
            > start
              bot: Phone?
              turn 0 card 0 type: Phone or skip
            > skip
              bot: Another?
              turn 1 card 1 type: Phone or skip
            > say +49 30 123456
              * phone +49 30 123456
              * write phone = +49 30 123456 (+49 30 123456)
              * completed
              visitor: +49 30 123456
              (over)
        "#]],
    );
}

#[test]
fn c3_every_kind_of_input() {
    check(
        r#"{"start": "a", "cards": {
            "a": {"capture": {"text": "Text", "input": "text", "attribute": "first_name", "next": "b"}},
            "b": {"capture": {"text": "Long text", "input": "long_text", "next": "c"}},
            "c": {"capture": {"text": "Number", "input": "number", "attribute": "seats", "next": "d"}},
            "d": {"capture": {"text": "Date", "input": "date", "attribute": "day", "next": "e"}},
            "e": {"capture": {"text": "Time", "input": "date_time", "attribute": "at", "next": "f"}},
            "f": {"capture": {"text": "Yes or no", "input": "yes_no", "attribute": "ok", "next": "g"}},
            "g": {"capture": {"text": "Choice", "input": {"choice": [" Small ", "Large"]}, "attribute": "size", "next": "h"}},
            "h": {"capture": {"text": "A friend's e-mail", "input": "email", "attribute": "friend", "next": "i"}},
            "i": {"capture": {"text": "An e-mail", "input": "email"}}}}"#,
        &[],
        0,
        &[
            "say Ada",
            "say Much to say",
            "say 3,5",
            "say 2026-11-21",
            "say 2026-11-21T10:00Z",
            "say yes",
            "say Small",
            "say bob@example.com",
            "say ada@example.com",
        ],
        expect![[r#"
            > start
              bot: Text
              turn 0 card 0 type: Text
            > say Ada
              * write first_name = Ada (ada)
              visitor: Ada
              bot: Long text
              turn 1 card 1 type: LongText
            > say Much to say
              visitor: Much to say
              bot: Number
              turn 2 card 2 type: Number
            > say 3,5
              * write seats = 3.5 (3,5)
              visitor: 3,5
              bot: Date
              turn 3 card 3 type: Date
            > say 2026-11-21
              * write day = 2026-11-21 (2026-11-21)
              visitor: 2026-11-21
              bot: Time
              turn 4 card 4 type: DateTime
            > say 2026-11-21T10:00Z
              * write at = 2026-11-21T10:00:00.000Z (2026-11-21t10:00z)
              visitor: 2026-11-21T10:00Z
              bot: Yes or no
              turn 5 card 5 type: YesNo
            > say yes
              * write ok = yes (yes)
              visitor: yes
              bot: Choice
              turn 6 card 6 type: Choice(["Small", "Large"])
            > say Small
              * write size = Small (small)
              visitor: Small
              bot: A friend's e-mail
              turn 7 card 7 type: Email
            > say bob@example.com
              * write friend = bob@example.com (bob@example.com)
              visitor: bob@example.com
              bot: An e-mail
              turn 8 card 8 type: Email
            > say ada@example.com
              * e-mail ada@example.com
              * completed
              visitor: ada@example.com
              (over)
        "#]],
    );
}

#[test]
fn c3_could_not_answer_may_lead_to_the_card_itself() {
    check(
        r#"{"start": "e", "cards": {"e": {"capture": {"text": "Your e-mail?", "input": "email", "could_not_answer": "e"}}}}"#,
        &[],
        0,
        &["say a", "say b", "say c", "say d", "say ada@example.com"],
        expect![[r#"
            > start
              bot: Your e-mail?
              turn 0 card 0 type: Email
            > say a
              visitor: a
              bot: [NotAnEmail]
              turn 1 card 0 type: Email
            > say b
              visitor: b
              bot: [NotAnEmail]
              turn 2 card 0 type: Email
            > say c
              visitor: c
              bot: Your e-mail?
              turn 3 card 0 type: Email
            > say d
              visitor: d
              bot: [NotAnEmail]
              turn 4 card 0 type: Email
            > say ada@example.com
              * e-mail ada@example.com
              * completed
              visitor: ada@example.com
              (over)
        "#]],
    );
}

#[test]
fn c19_what_was_skipped_is_no_answer_to_go_back_to() {
    const FLOW: &str = r#"{"start": "name", "cards": {
        "name": {"capture": {"text": "Your name?", "input": "text", "required": false, "next": "why"}},
        "why": {"question": {"text": "Why?", "choices": [{"label": "A"}]}}}}"#;
    check(
        FLOW,
        &[],
        0,
        &["skip", "!back 0", "pick 0"],
        expect![[r#"
        > start
          bot: Your name?
          turn 0 card 0 type: Text or skip
        > skip
          bot: Why?
          turn 1 card 1 pick: [A]
        > !back 0
        > pick 0
          * completed
          visitor: A
          (over)
    "#]],
    );
}
