//! Conditions and their groups (T9, T11 to T13, T15).

use parlor_domain::audience::{Audience, Condition, Test};
use parlor_domain::memory::Given;
use parlor_domain::text::Key;
use parlor_domain::time::Instant;
use parlor_domain::value::Value;
use parlor_engine::condition::{Verdict, decide, holds};
use parlor_engine::facts::{Facts, PageFacts};
use parlor_engine::publish::fold;

use crate::support::made_up::{START, memory, page};

/// A visitor who gave this value for the attribute `x`.
fn with_value(value: Option<Value>, check: impl FnOnce(&Facts<'_>)) {
    let mut memory = memory();
    if let Some(value) = value {
        let folded = value.to_string().to_lowercase();
        memory.given.push((Key::parse("x").expect("a key"), Given { at: START, value, folded }));
    }
    let page = page("https://example.com/pricing?Plan=pro");
    check(&Facts { memory: &memory, page: &page, now: START, conversation: None });
}

fn condition(attribute: &str, test: &str) -> Condition {
    let test: Test = serde_json::from_str(test).unwrap_or_else(|error| panic!("{error} in {test}"));
    Condition { attribute: attribute.parse().expect("an attribute"), test }
}

/// As it is published.
fn folded(condition: Condition) -> Condition {
    fold(Audience::All(vec![parlor_domain::audience::Term::If(condition)])).conditions().next().expect("one").clone()
}

fn verdict(value: Option<Value>, test: &str) -> Verdict {
    let mut seen = Verdict::Unknown;
    with_value(value, |facts| seen = holds(&folded(condition("person.x", test)), facts));
    seen
}

/// Each test with the values it is true of, those it is false of, and whether it is true of an empty one.
fn check<'a>(test: &str, yes: &'a [&'a str], no: &'a [&'a str], empty: bool, read: fn(&str) -> Value) {
    for (values, expected) in [(yes, Verdict::True), (no, Verdict::False)] {
        for value in values {
            assert_eq!(verdict(Some(read(value)), test), expected, "{test} of {value}");
        }
    }
    assert_eq!(verdict(None, test), Verdict::from(empty), "T12: {test} of nothing");
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn number(value: &str) -> Value {
    Value::Number(value.parse().expect("a number"))
}

fn date(value: &str) -> Value {
    Value::Date(value.parse().expect("a date"))
}

fn instant(value: &str) -> Value {
    Value::DateTime(value.parse().expect("an instant"))
}

#[test]
fn t11_text_operators() {
    let check = |test, yes, no, empty| check(test, yes, no, empty, text);
    check(r#"{"text": {"is": ["Red", "blue"]}}"#, &["red", "BLUE"], &["green", "red "], false);
    check(r#"{"text": {"is": []}}"#, &[], &["red"], false);
    check(r#"{"text": {"is_not": ["Red", "blue"]}}"#, &["green"], &["RED", "blue"], true);
    check(r#"{"text": {"starts_with": "Ab"}}"#, &["abc", "AB"], &["xab", "a"], false);
    check(r#"{"text": {"does_not_start_with": "Ab"}}"#, &["xab"], &["ABC"], true);
    check(r#"{"text": {"contains": "Ab"}}"#, &["xABx"], &["ba"], false);
    check(r#"{"text": {"does_not_contain": "Ab"}}"#, &["ba"], &["xabx"], true);
    check(r#"{"text": {"matches_pattern": "A*c"}}"#, &["ac", "abbc", "a*c"], &["abcd", "xac"], false);
    check(r#"{"text": {"matches_pattern": "a?c"}}"#, &["a?c"], &["abc"], false);
    check(r#"{"text": "is_empty"}"#, &[], &["a"], true);
    check(r#"{"text": "is_not_empty"}"#, &["a", "0"], &[], false);
}

#[test]
fn t11_text_compares_without_case_after_nfc() {
    check("{\"text\": {\"is\": [\"CAFE\u{301}\"]}}", &["Café"], &["Cafe"], false, text);
    check(r#"{"text": {"contains": "STRASSE"}}"#, &["Hauptstrasse"], &["Hauptstraße"], false, text);
    check(r#"{"text": {"starts_with": "ÄÖ"}}"#, &["äöü"], &["aou"], false, text);
}

#[test]
fn t11_number_operators() {
    let check = |test, yes, no, empty| check(test, yes, no, empty, number);
    check(r#"{"number": {"is": 5}}"#, &["5", "5.0"], &["4.9"], false);
    check(r#"{"number": {"is": 0}}"#, &["0", "-0"], &["1"], false);
    check(r#"{"number": {"is_not": 5}}"#, &["0"], &["5"], true);
    check(r#"{"number": {"between": [1, 3]}}"#, &["1", "2.5", "3"], &["0.9", "3.1"], false);
    check(r#"{"number": {"greater_than": 1}}"#, &["1.1"], &["1"], false);
    check(r#"{"number": {"less_than": 1}}"#, &["0"], &["1"], false);
    check(r#"{"number": {"at_least": 1}}"#, &["1"], &["0.9"], false);
    check(r#"{"number": {"at_most": 1}}"#, &["1", "-5"], &["1.1"], false);
    check(r#"{"number": "is_empty"}"#, &[], &["0"], true);
    check(r#"{"number": "is_not_empty"}"#, &["0"], &[], false);
}

/// Today is 2026-11-21.
#[test]
fn t11_date_operators() {
    let check = |test, yes, no, empty| check(test, yes, no, empty, date);
    check(r#"{"date": {"is": "2026-11-21"}}"#, &["2026-11-21"], &["2026-11-22"], false);
    check(r#"{"date": {"is_not": "2026-11-21"}}"#, &["2026-11-22"], &["2026-11-21"], true);
    check(r#"{"date": {"before": "2026-11-21"}}"#, &["2026-11-20"], &["2026-11-21"], false);
    check(r#"{"date": {"after": "2026-11-21"}}"#, &["2026-11-22"], &["2026-11-21"], false);
    check(r#"{"date": {"on_or_before": "2026-11-21"}}"#, &["2026-11-21"], &["2026-11-22"], false);
    check(r#"{"date": {"on_or_after": "2026-11-21"}}"#, &["2026-11-21"], &["2026-11-20"], false);
    check(r#"{"date": {"between": ["2026-11-01", "2026-11-30"]}}"#, &["2026-11-01", "2026-11-30"], &["2026-12-01"], false);
    check(r#"{"date": {"in_the_past": [2, "days"]}}"#, &["2026-11-19", "2026-11-21"], &["2026-11-18", "2026-11-22"], false);
    check(r#"{"date": {"in_the_past": [1, "weeks"]}}"#, &["2026-11-14"], &["2026-11-13"], false);
    check(r#"{"date": {"in_the_past": [1, "months"]}}"#, &["2026-10-21"], &["2026-10-20"], false);
    check(r#"{"date": {"in_the_past": [1, "years"]}}"#, &["2025-11-21"], &["2025-11-20"], false);
    check(r#"{"date": {"in_the_past": [65535, "years"]}}"#, &["2025-11-21"], &["2026-11-22"], false);
    check(r#"{"date": {"not_in_the_past": [2, "days"]}}"#, &["2026-11-18", "2026-11-22"], &["2026-11-19"], true);
    check(r#"{"date": {"in_the_next": [2, "days"]}}"#, &["2026-11-21", "2026-11-23"], &["2026-11-20", "2026-11-24"], false);
    check(r#"{"date": "is_empty"}"#, &[], &["2026-11-21"], true);
    check(r#"{"date": "is_not_empty"}"#, &["2026-11-21"], &[], false);
}

#[test]
fn t11_an_instant_counts_by_its_date_where_the_visitor_is() {
    let late = "2026-11-21T23:30Z";
    check(r#"{"date": {"is": "2026-11-21"}}"#, &[late], &[], false, instant);
    let mut memory = memory();
    memory.given.push((Key::parse("x").expect("a key"), Given { at: START, value: instant(late), folded: String::new() }));
    let page = PageFacts { utc_offset_minutes: 60, ..page("https://example.com/") };
    let facts = Facts { memory: &memory, page: &page, now: START, conversation: None };
    assert_eq!(holds(&condition("person.x", r#"{"date": {"is": "2026-11-22"}}"#), &facts), Verdict::True);
}

#[test]
fn t11_yes_or_no_operators() {
    let yes_no = |value: &str| Value::YesNo(value == "yes");
    check(r#"{"yes_no": "is_true"}"#, &["yes"], &["no"], false, yes_no);
    check(r#"{"yes_no": "is_false"}"#, &["no"], &["yes"], false, yes_no);
    check(r#"{"yes_no": "is_empty"}"#, &[], &["yes", "no"], true, yes_no);
}

#[test]
fn t12_an_empty_text_is_empty() {
    for (test, expected) in
        [(r#"{"text": "is_empty"}"#, true), (r#"{"text": "is_not_empty"}"#, false), (r#"{"text": {"is": [""]}}"#, false)]
    {
        assert_eq!(verdict(Some(text("")), test), Verdict::from(expected), "{test}");
    }
}

#[test]
fn t13_an_anonymous_visitor_has_no_email() {
    with_value(None, |facts| {
        assert_eq!(holds(&condition("person.email", r#"{"text": "is_empty"}"#), facts), Verdict::True);
    });
}

#[test]
fn t15_what_cannot_be_decided_is_unknown_also_under_a_negative_operator() {
    for test in [r#"{"number": {"is": 1}}"#, r#"{"number": {"is_not": 1}}"#, r#"{"date": {"is_not": "2026-11-21"}}"#] {
        assert_eq!(verdict(Some(text("a")), test), Verdict::Unknown, "a changed attribute: {test}");
    }
    with_value(None, |facts| {
        for attribute in ["visit.favourite_colour", "visit.sessions_ever"] {
            for test in [r#"{"text": {"is": ["a"]}}"#, r#"{"text": {"is_not": ["a"]}}"#, r#"{"text": "is_empty"}"#] {
                assert_eq!(holds(&condition(attribute, test), facts), Verdict::Unknown, "{attribute} {test}");
            }
        }
    });
}

#[test]
fn t10_facts_of_the_visit() {
    let mut memory = memory();
    memory.sessions = 2;
    memory.pages = 7;
    memory.session.pages = 3;
    memory.session.entry_page = "https://example.com/start".into();
    memory.session.campaign = vec![("utm_source".into(), "mail".into())];
    let page = page("https://example.com/pricing?Plan=pro");
    let facts = Facts { memory: &memory, page: &page, now: START, conversation: None };
    for (attribute, test) in [
        ("visit.returning", r#"{"yes_no": "is_true"}"#),
        ("visit.sessions", r#"{"number": {"is": 2}}"#),
        ("visit.pages_in_session", r#"{"number": {"is": 3}}"#),
        ("visit.pages_ever", r#"{"number": {"is": 7}}"#),
        ("visit.entry_page", r#"{"text": {"contains": "/start"}}"#),
        ("visit.referrer", r#"{"text": "is_empty"}"#),
        ("visit.utm_source", r#"{"text": {"is": ["mail"]}}"#),
        ("visit.utm_medium", r#"{"text": "is_empty"}"#),
        ("visit.query.Plan", r#"{"text": {"is": ["pro"]}}"#),
        ("visit.query.plan", r#"{"text": "is_empty"}"#),
        ("visit.language", r#"{"text": {"starts_with": "en"}}"#),
        ("visit.device", r#"{"text": {"is": ["desktop"]}}"#),
        ("visit.browser", r#"{"text": {"is": ["firefox"]}}"#),
        ("visit.os", r#"{"text": {"is": ["linux"]}}"#),
        ("visit.hour", r#"{"number": {"between": [9, 17]}}"#),
        ("visit.weekday", r#"{"text": {"is": ["saturday"]}}"#),
    ] {
        assert_eq!(holds(&condition(attribute, test), &facts), Verdict::True, "{attribute} {test}");
    }
}

const YES: &str = r#"{"attribute": "person.x", "test": {"text": "is_empty"}}"#;
const NO: &str = r#"{"attribute": "person.x", "test": {"text": "is_not_empty"}}"#;
const UNKNOWN: &str = r#"{"attribute": "visit.nothing", "test": {"text": "is_empty"}}"#;

/// A group of these, as the outer group and as the inner one: both levels have the same logic.
fn check_group(group: &str, of: &[&str], expected: Verdict) {
    let conditions = of.join(", ");
    let terms = of.iter().map(|condition| format!("{{\"if\": {condition}}}")).collect::<Vec<_>>().join(", ");
    for audience in [format!(r#"{{"{group}": [{terms}]}}"#), format!(r#"{{"all": [{{"{group}": [{conditions}]}}]}}"#)] {
        let audience: Audience = serde_json::from_str(&audience).expect("an audience");
        with_value(None, |facts| assert_eq!(decide(&audience, facts), expected, "{audience:?}"));
    }
}

#[test]
fn t15_groups_use_three_valued_logic() {
    use Verdict::{False, True, Unknown};
    for (of, all, any, none) in [
        (&[][..], True, False, True),
        (&[YES], True, True, False),
        (&[NO], False, False, True),
        (&[UNKNOWN], Unknown, Unknown, Unknown),
        (&[YES, NO], False, True, False),
        (&[NO, YES], False, True, False),
        (&[YES, UNKNOWN], Unknown, True, False),
        (&[UNKNOWN, YES], Unknown, True, False),
        (&[NO, UNKNOWN], False, Unknown, Unknown),
        (&[UNKNOWN, NO], False, Unknown, Unknown),
    ] {
        check_group("all", of, all);
        check_group("any", of, any);
        check_group("none", of, none);
    }
}

#[test]
fn t9_an_empty_audience_is_everyone() {
    with_value(None, |facts| assert_eq!(decide(&Audience::default(), facts), Verdict::True));
}

#[test]
fn t15_the_edges_of_time_are_no_error() {
    let page = PageFacts { utc_offset_minutes: i16::MAX, ..page("https://example.com/") };
    for now in [Instant(i64::MIN), Instant(0), Instant(i64::MAX)] {
        let mut memory = memory();
        memory
            .given
            .push((Key::parse("x").expect("a key"), Given { at: now, value: Value::DateTime(now), folded: String::new() }));
        let facts = Facts { memory: &memory, page: &page, now, conversation: None };
        for unit in ["days", "weeks", "months", "years"] {
            let test = format!(r#"{{"date": {{"in_the_past": [65535, "{unit}"]}}}}"#);
            assert_ne!(holds(&condition("person.x", &test), &facts), Verdict::Unknown);
        }
    }
}
