//! Questions (C2).

use expect_test::expect;

use super::check;

pub(super) const SINGLE: &str = r#"{"start": "q", "cards": {
    "q": {"question": {"text": "Size?", "attribute": "job_title", "choices": [
        {"label": "Small", "next": "s"}, {"label": "Large", "value": "XL"}], "other": {"label": "Something else", "next": "o"}, "next": "l"}},
    "s": {"message": {"text": "Small it is"}}, "l": {"message": {"text": "Large it is"}}, "o": {"message": {"text": "I see"}}}}"#;

#[test]
fn c2_a_choice_goes_its_own_way() {
    check(
        SINGLE,
        &[],
        0,
        &["!pick", "!pick 2", "!pick 0 1", "!confirm", "!skip", "!say  ", "pick 0", "!pick 0"],
        expect![[r#"
            > start
              bot: Size?
              turn 0 card 0 pick: [Small] [Large] other [Something else]
            > !pick
            > !pick 2
            > !pick 0 1
            > !confirm
            > !skip
            > !say  
            > pick 0
              * write job_title = Small (small)
              * completed
              visitor: Small
              bot: Small it is
              (over)
            > !pick 0
        "#]],
    );
}

#[test]
fn c2_a_choice_stores_another_value_than_its_label() {
    check(
        SINGLE,
        &[],
        0,
        &["pick 1"],
        expect![[r#"
            > start
              bot: Size?
              turn 0 card 0 pick: [Small] [Large] other [Something else]
            > pick 1
              * write job_title = XL (xl)
              * completed
              visitor: Large
              bot: Large it is
              (over)
        "#]],
    );
}

#[test]
fn c2_other_takes_free_text() {
    check(
        SINGLE,
        &[],
        0,
        &["say  Just Right "],
        expect![[r#"
            > start
              bot: Size?
              turn 0 card 0 pick: [Small] [Large] other [Something else]
            > say  Just Right 
              * write job_title = Just Right (just right)
              * completed
              visitor: Just Right
              bot: I see
              (over)
        "#]],
    );
}

#[test]
fn c2_several_answers_share_one_way() {
    check(
        r#"{"start": "q", "cards": {
            "q": {"question": {"text": "Which?", "several": true, "attribute": "job_title", "choices": [{"label": "A"}, {"label": "B", "value": "bee"}, {"label": "C"}], "next": "m"}},
            "m": {"message": {"text": "Thanks"}}}}"#,
        &[],
        0,
        &["!pick 1 0", "!pick 0 0", "!say D", "pick 0 1"],
        expect![[r#"
            > start
              bot: Which?
              turn 0 card 0 pick several: [A] [B] [C]
            > !pick 1 0
            > !pick 0 0
            > !say D
            > pick 0 1
              * write job_title = A; bee (a; bee)
              * completed
              visitor: A, B
              bot: Thanks
              (over)
        "#]],
    );
}

#[test]
fn c2_a_question_without_other_takes_no_text() {
    check(
        r#"{"start": "q", "cards": {"q": {"question": {"text": "Yes?", "choices": [{"label": "Yes"}]}}}}"#,
        &[],
        0,
        &["!say Yes", "pick 0"],
        expect![[r#"
            > start
              bot: Yes?
              turn 0 card 0 pick: [Yes]
            > !say Yes
            > pick 0
              * completed
              visitor: Yes
              (over)
        "#]],
    );
}
