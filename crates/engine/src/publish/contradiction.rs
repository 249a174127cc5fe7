//! Audiences and branches that no value can enter (C25).

use std::collections::BTreeMap;

use parlor_domain::attribute::{Attribute, Group};
use parlor_domain::audience::{Audience, Condition, DateTest, NumberTest, Term, Test, TextTest};
use parlor_domain::time::Date;

use super::audience::fold;
use crate::condition::{Verdict, test_holds};
use crate::facts::Fact;

/// The first attribute of which an audience asks what no value is. Any of nothing is a contradiction without an attribute.
pub(super) fn contradiction(audience: &Audience) -> Option<Option<Attribute>> {
    match fold(audience.clone()) {
        Audience::All(terms) => of_all(&conditions_of_all(&terms)).map(Some).or_else(|| terms.iter().find_map(of_term)),
        Audience::Any(terms) if terms.is_empty() => Some(None),
        Audience::Any(terms) => {
            let found: Vec<Option<Attribute>> = terms.iter().map_while(of_term).collect();
            (found.len() == terms.len()).then(|| found.into_iter().next().flatten())
        }
        Audience::None(_) => None,
    }
}

/// Why nothing can meet it, as people read it.
pub(super) fn told(attribute: Option<&Attribute>) -> String {
    let of = |attribute: &Attribute| format!("no value of `{attribute}` meets all that is asked of it");
    attribute.map_or_else(|| "it asks for any of nothing".to_owned(), of)
}

/// The conditions that must all hold.
fn conditions_of_all(terms: &[Term]) -> Vec<&Condition> {
    terms.iter().filter(|term| matches!(term, Term::If(_) | Term::All(_))).flat_map(Term::conditions).collect()
}

fn of_term(term: &Term) -> Option<Option<Attribute>> {
    match term {
        Term::If(condition) => of_all(&[condition]).map(Some),
        Term::All(conditions) => of_all(&conditions.iter().collect::<Vec<_>>()).map(Some),
        Term::Any(conditions) if conditions.is_empty() => Some(None),
        Term::Any(conditions) => {
            let found: Vec<Attribute> = conditions.iter().map_while(|condition| of_all(&[condition])).collect();
            (found.len() == conditions.len()).then(|| found.into_iter().next())
        }
        Term::None(_) => None,
    }
}

fn of_all(conditions: &[&Condition]) -> Option<Attribute> {
    let mut tests: BTreeMap<&Attribute, Vec<&Test>> = BTreeMap::new();
    for condition in conditions.iter().filter(|condition| condition.attribute.group != Group::History) {
        tests.entry(&condition.attribute).or_default().push(&condition.test);
    }
    tests.into_iter().find(|(_, tests)| !can_all_hold(tests)).map(|(attribute, _)| attribute.clone())
}

/// Whether some value, or none, meets all tests. Where that isn't plain, it is taken to be so.
fn can_all_hold(tests: &[&Test]) -> bool {
    let Some(values) = candidates(tests) else { return true };
    values.iter().chain([&Fact::Empty]).any(|value| tests.iter().all(|test| test_holds(test, value, Date(0)) == Verdict::True))
}

/// Values of which one meets all tests, if any value does; `None` if they can't be listed.
fn candidates<'a>(tests: &[&'a Test]) -> Option<Vec<Fact<'a>>> {
    let mut values = Vec::new();
    let mut lists: Vec<&[String]> = Vec::new();
    let mut is_open = false;
    for test in tests {
        match test {
            Test::Text(TextTest::Is(texts)) => lists.push(texts),
            Test::Text(TextTest::IsEmpty) => {}
            Test::Text(_) => is_open = true,
            Test::Number(test) => numbers(test).into_iter().for_each(|number| values.extend(near(number))),
            Test::Date(test) => dates(test)?.into_iter().for_each(|date| {
                values.extend([-1, 0, 1].map(|days| Fact::Date(Date(date.0.saturating_add(days)))));
            }),
            Test::YesNo(_) => values.extend([Fact::YesNo(true), Fact::YesNo(false)]),
            Test::History(_) => return None,
        }
    }
    match lists.first() {
        Some(first) => {
            values.extend(first.iter().map(|text| Fact::Text(text.as_str().into())));
        }
        // Any text may do, unless it is to be none as well.
        None if is_open && !tests.iter().any(|test| matches!(test, Test::Text(TextTest::IsEmpty))) => return None,
        None => {}
    }
    Some(values)
}

fn near<'a>(number: f64) -> [Fact<'a>; 3] {
    [number.next_down(), number, number.next_up()].map(Fact::Number)
}

fn numbers(test: &NumberTest) -> Vec<f64> {
    match *test {
        NumberTest::Is(number)
        | NumberTest::IsNot(number)
        | NumberTest::GreaterThan(number)
        | NumberTest::LessThan(number)
        | NumberTest::AtLeast(number)
        | NumberTest::AtMost(number) => vec![number],
        NumberTest::Between(least, most) => vec![least, most],
        NumberTest::IsEmpty | NumberTest::IsNotEmpty => vec![0.0],
    }
}

/// `None` where the day of the decision counts, which nobody knows.
fn dates(test: &DateTest) -> Option<Vec<Date>> {
    Some(match *test {
        DateTest::Is(date)
        | DateTest::IsNot(date)
        | DateTest::Before(date)
        | DateTest::After(date)
        | DateTest::OnOrBefore(date)
        | DateTest::OnOrAfter(date) => vec![date],
        DateTest::Between(first, last) => vec![first, last],
        DateTest::IsEmpty | DateTest::IsNotEmpty => vec![Date(0)],
        DateTest::InThePast(..) | DateTest::NotInThePast(..) | DateTest::InTheNext(..) => return None,
    })
}
