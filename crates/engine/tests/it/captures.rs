//! What visitors type into an information capture (C3).

use parlor_domain::state::Problem;
use parlor_domain::text::Typed;
use parlor_domain::value::InputKind;
use parlor_engine::capture::read;

fn typed(text: &str) -> Typed {
    Typed { text: text.to_owned(), folded: text.to_lowercase() }
}

fn check(input: InputKind, good: &[(&str, &str)], bad: &[&str], problem: Problem) {
    for (text, expected) in good {
        let value = read(&input, &typed(text)).map(|read| read.value.to_string());
        assert_eq!(value.as_deref(), Ok(*expected), "{input:?}: {text:?}");
    }
    for text in bad {
        assert_eq!(read(&input, &typed(text)), Err(problem), "{input:?}: {text:?}");
    }
}

#[test]
fn c3_text() {
    let long = "x".repeat(4_001);
    let longest = "ä".repeat(4_000);
    check(InputKind::Text, &[(" Ada ", "Ada"), (&longest, &longest)], &[&long], Problem::TooLong);
    check(InputKind::LongText, &[("a\nb", "a\nb")], &[&long], Problem::TooLong);
    assert_eq!(read(&InputKind::Text, &typed(" ADA ")).map(|read| read.folded).as_deref(), Ok("ada"));
}

#[test]
fn c3_email() {
    check(
        InputKind::Email,
        &[
            ("ada@example.com", "ada@example.com"),
            (" Ada@EXAMPLE.com ", "Ada@example.com"),
            ("a.b+c@x.example.org", "a.b+c@x.example.org"),
        ],
        &["ada", "ada@", "@example.com", "ada@example", "a b@example.com", "ada@example.com, b@example.com", "ada@@example.com"],
        Problem::NotAnEmail,
    );
}

#[test]
fn c3_phone() {
    check(
        InputKind::Phone,
        &[("+49 (0)30 1234-567", "+49 (0)30 1234-567"), ("030/123456", "030/123456"), ("123456", "123456")],
        &["12345", "1234567890123456", "call me", "030 123456 ext 7", "49+30123456", "++4930123456"],
        Problem::NotAPhone,
    );
}

#[test]
fn c3_number() {
    check(
        InputKind::Number,
        &[("12", "12"), ("-3.5", "-3.5"), ("3,5", "3.5"), ("+7", "7"), ("0", "0"), (".5", "0.5")],
        &["twelve", "1e5", "inf", "NaN", "1.2.3", "1,000.5", "--1", "12 000", "0x10", ".", "٣"],
        Problem::NotANumber,
    );
    check(InputKind::Number, &[], &[&"9".repeat(400)], Problem::NotANumber);
    check(InputKind::WholeNumber, &[("12", "12"), ("+3", "3"), ("-4,0", "-4")], &["2.5", "a", "1e3"], Problem::NotAWholeNumber);
}

#[test]
fn c3_date() {
    check(
        InputKind::Date,
        &[("2026-11-21", "2026-11-21"), (" 2024-02-29 ", "2024-02-29")],
        &["21.11.2026", "2026-02-29", "2026-13-01", "2026-1-1", "+202-01-01", "26-11-21", "tomorrow", "2026-11-21T10:00Z"],
        Problem::NotADate,
    );
}

#[test]
fn c3_date_and_time() {
    check(
        InputKind::DateTime,
        &[("2026-11-21T09:30Z", "2026-11-21T09:30:00.000Z"), ("2026-11-21T09:30:15.5Z", "2026-11-21T09:30:15.500Z")],
        &[
            "2026-11-21",
            "2026-11-21T09:30",
            "2026-11-21T24:00Z",
            "2026-11-21T09:60Z",
            "2026-11-21T09:30:1e1Z",
            "2026-11-21 09:30Z",
        ],
        Problem::NotATime,
    );
}

#[test]
fn c3_yes_or_no_and_choices() {
    check(InputKind::YesNo, &[("yes", "yes"), ("Yes", "yes"), (" no ", "no")], &["maybe", "true"], Problem::NotAChoice);
    let choices = InputKind::Choice(vec!["Small".into(), "Large".into()]);
    check(choices, &[("Small", "Small"), (" Large ", "Large")], &["small", "Medium"], Problem::NotAChoice);
}
