//! Conditions and audiences, in three-valued logic (T9, T11, T12, T15).

use std::cmp::Ordering;

use parlor_domain::attribute::Group;
use parlor_domain::audience::{
    Audience, Condition, DateTest, Happening, HistoryTest, NumberTest, Term, Test, TextTest, YesNoTest,
};
use parlor_domain::lean::contains;
use parlor_domain::memory::Past;
use parlor_domain::pack::{Packed, packed};
use parlor_domain::time::{Date, Instant};
use serde::Serialize;

use crate::facts::{Fact, Facts};

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds.
    True,
    /// It doesn't hold.
    False,
    /// It can't be told (T15).
    Unknown,
}

impl From<bool> for Verdict {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

/// Whether the visitor belongs to the audience. Only [`Verdict::True`] lets a dialogue match.
pub fn decide(audience: &Audience, facts: &Facts<'_>) -> Verdict {
    match audience {
        Audience::All(terms) => all(terms, |term| decide_term(term, facts)),
        Audience::Any(terms) => any(terms, |term| decide_term(term, facts)),
        Audience::None(terms) => not(any(terms, |term| decide_term(term, facts))),
    }
}

/// Whether a condition or inner group holds.
pub fn decide_term(term: &Term, facts: &Facts<'_>) -> Verdict {
    match term {
        Term::If(condition) => holds(condition, facts),
        Term::All(conditions) => all(conditions, |condition| holds(condition, facts)),
        Term::Any(conditions) => any(conditions, |condition| holds(condition, facts)),
        Term::None(conditions) => not(any(conditions, |condition| holds(condition, facts))),
    }
}

fn all<T>(of: &[T], mut decide: impl FnMut(&T) -> Verdict) -> Verdict {
    let mut verdict = Verdict::True;
    for one in of {
        match decide(one) {
            Verdict::False => return Verdict::False,
            Verdict::Unknown => verdict = Verdict::Unknown,
            Verdict::True => {}
        }
    }
    verdict
}

fn any<T>(of: &[T], mut decide: impl FnMut(&T) -> Verdict) -> Verdict {
    not(all(of, |one| not(decide(one))))
}

fn not(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::True => Verdict::False,
        Verdict::False => Verdict::True,
        Verdict::Unknown => Verdict::Unknown,
    }
}

/// Whether one condition holds.
pub fn holds(condition: &Condition, facts: &Facts<'_>) -> Verdict {
    let attribute = &condition.attribute;
    match (attribute.group, &condition.test) {
        (Group::History, Test::History(HistoryTest::Has(of))) => return happened(&attribute.name, of, facts).into(),
        (Group::History, Test::History(HistoryTest::HasNot(of))) => return (!happened(&attribute.name, of, facts)).into(),
        (Group::Visit, _) => {}
        _ if is_told(condition, facts) => return told(condition, facts),
        _ => {}
    }
    let Some(fact) = facts.of(attribute) else {
        return Verdict::Unknown;
    };
    test_holds(&condition.test, &fact, facts.today())
}

/// Whether a test holds of a value, on this day.
pub fn test_holds(test: &Test, fact: &Fact<'_>, today: Date) -> Verdict {
    match (test, fact) {
        (Test::Text(test), Fact::Text(text)) => text_holds(test, text).into(),
        (Test::Number(test), Fact::Number(number)) => number_holds(test, *number).into(),
        (Test::Date(test), Fact::Date(date)) => date_holds(test, *date, today).into(),
        (Test::YesNo(test), Fact::YesNo(yes)) => (*test == if *yes { YesNoTest::IsTrue } else { YesNoTest::IsFalse }).into(),
        (test, Fact::Empty) => holds_when_empty(test).into(),
        // The attribute holds something else than the test asks for: it was changed since.
        _ => Verdict::Unknown,
    }
}

/// Whether the server decides it: of a verified person the browser knows but verdicts, until something else is given here (T14),
/// and of what only the server can know, too.
pub fn is_told(condition: &Condition, facts: &Facts<'_>) -> bool {
    let attribute = &condition.attribute;
    is_asked(condition, facts.memory.verified) && (attribute.group != Group::Person || facts.given(&attribute.name).is_none())
}

/// Whether the server is asked about it for a visitor whose link to a person is verified, or isn't.
pub fn is_asked(condition: &Condition, verified: bool) -> bool {
    match condition.attribute.group {
        Group::Person | Group::Membership => verified,
        Group::Inferred | Group::Live => true,
        _ => false,
    }
}

/// What the server said; it can't be told until it did (T15).
fn told(condition: &Condition, facts: &Facts<'_>) -> Verdict {
    let wanted = mark(condition);
    let verdicts = facts.memory.facts.iter().flat_map(|facts| &facts.verdicts);
    let found = verdicts.into_iter().find(|(mark, _)| *mark == wanted);
    found.map_or(Verdict::Unknown, |(_, holds)| (*holds).into())
}

/// Tells one value from another of its type.
pub fn mark(value: &impl Packed) -> u32 {
    packed(value).iter().fold(1, |mark: u32, byte| mark.wrapping_mul(16_777_619) ^ u32::from(*byte))
}

fn happened(name: &str, of: &Happening, facts: &Facts<'_>) -> bool {
    let offset = facts.page.utc_offset_minutes;
    let since = of.within.map(|(count, unit)| facts.today().plus(-i32::from(count), unit));
    happened_at(name, &of.of, facts).is_some_and(|at| since.is_none_or(|since| at.date(offset) >= since))
}

/// When it happened last, as far as the browser remembers.
pub fn happened_at(name: &str, of: &str, facts: &Facts<'_>) -> Option<Instant> {
    let history = &facts.memory.history;
    let kind = KINDS.iter().position(|kind| *kind == name).unwrap_or(KINDS.len());
    let found = history.binary_search_by(|(past, _)| compare(past, kind, of)).ok()?;
    history.get(found).map(|(_, at)| *at)
}

/// What can have happened, in the order of the history.
const KINDS: [&str; 5] = ["shown", "engaged", "completed", "goal", "document"];

/// Where the history has it, seen from what is asked for.
fn compare(past: &Past, kind: usize, of: &str) -> Ordering {
    let place = match past {
        Past::Shown(_) => 0,
        Past::Engaged(_) => 1,
        Past::Completed(_) => 2,
        Past::Goal(_) => 3,
        Past::Document(_) => 4,
    };
    place.cmp(&kind).then_with(|| match past {
        Past::Shown(id) | Past::Engaged(id) | Past::Completed(id) => id.compare_text(of),
        Past::Goal(name) | Past::Document(name) => name.as_str().cmp(of),
    })
}

/// *Is empty* and the negative operators are true of an empty value, all others false (T12).
fn holds_when_empty(test: &Test) -> bool {
    matches!(
        test,
        Test::Text(TextTest::IsEmpty | TextTest::IsNot(_) | TextTest::DoesNotStartWith(_) | TextTest::DoesNotContain(_))
            | Test::Number(NumberTest::IsEmpty | NumberTest::IsNot(_))
            | Test::Date(DateTest::IsEmpty | DateTest::IsNot(_) | DateTest::NotInThePast(..))
            | Test::YesNo(YesNoTest::IsEmpty)
    )
}

fn text_holds(test: &TextTest, text: &str) -> bool {
    match test {
        TextTest::Is(texts) => texts.iter().any(|other| other == text),
        TextTest::IsNot(texts) => texts.iter().all(|other| other != text),
        TextTest::StartsWith(start) => text.starts_with(start.as_str()),
        TextTest::DoesNotStartWith(start) => !text.starts_with(start.as_str()),
        TextTest::Contains(part) => contains(text, part),
        TextTest::DoesNotContain(part) => !contains(text, part),
        TextTest::MatchesPattern(pattern) => like(pattern, text),
        TextTest::IsEmpty => false,
        TextTest::IsNotEmpty => true,
    }
}

fn number_holds(test: &NumberTest, number: f64) -> bool {
    match *test {
        NumberTest::Is(other) => number == other,
        NumberTest::IsNot(other) => number != other,
        NumberTest::Between(least, most) => least <= number && number <= most,
        NumberTest::GreaterThan(other) => number > other,
        NumberTest::LessThan(other) => number < other,
        NumberTest::AtLeast(other) => number >= other,
        NumberTest::AtMost(other) => number <= other,
        NumberTest::IsEmpty => false,
        NumberTest::IsNotEmpty => true,
    }
}

fn date_holds(test: &DateTest, date: Date, today: Date) -> bool {
    match *test {
        DateTest::Is(other) => date == other,
        DateTest::IsNot(other) => date != other,
        DateTest::Before(other) => date < other,
        DateTest::After(other) => date > other,
        DateTest::OnOrBefore(other) => date <= other,
        DateTest::OnOrAfter(other) => date >= other,
        DateTest::Between(first, last) => first <= date && date <= last,
        DateTest::InThePast(count, unit) => (today.plus(-i32::from(count), unit)..=today).contains(&date),
        DateTest::NotInThePast(count, unit) => !(today.plus(-i32::from(count), unit)..=today).contains(&date),
        DateTest::InTheNext(count, unit) => (today..=today.plus(i32::from(count), unit)).contains(&date),
        DateTest::IsEmpty => false,
        DateTest::IsNotEmpty => true,
    }
}

/// Whether a text is like a pattern in which `*` stands for any characters, also none. Nothing is made ready for it and
/// nothing allocated, so that no page view pays for patterns.
pub fn like(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut seen) = (0, 0);
    // Behind the last star, and up to where in the text it stands for something.
    let mut star = None;
    while seen < text.len() {
        match (pattern.get(at), star) {
            (Some(b'*'), _) => {
                at += 1;
                star = Some((at, seen));
            }
            (Some(byte), _) if *byte == text[seen] => {
                at += 1;
                seen += 1;
            }
            (_, Some((behind, until))) => {
                at = behind;
                seen = until + 1;
                star = Some((behind, seen));
            }
            (_, None) => return false,
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}
