//! What the server answers (T10, T14): yes or no for conditions that browsers can't decide themselves.

use parlor_domain::attribute::Group;
use parlor_domain::audience::{Condition, Test, TextTest};
use parlor_domain::ids::{Secret, VisitorId};
use parlor_domain::memory::{Given, Memory};
use parlor_domain::text::Key;
use parlor_domain::time::Instant;
use parlor_domain::value::Value;

use crate::condition::{Verdict, holds, mark, test_holds};
use crate::facts::{Fact, Facts, PageFacts};
use crate::publish::fold_text;
use crate::visit::blank_memory;

/// What a server knows when it is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// The attributes of the person, if the visitor's link to it is verified.
    pub values: Vec<(Key, Value)>,
    /// The ids of the lists that the person is on; of programs also the place of the status: `ID` and `ID:PLACE`.
    pub memberships: Vec<String>,
    /// What is inferred from the visitor's address, by the names of the group; `None`: nothing can be inferred here.
    pub inferred: Option<Vec<(&'static str, String)>>,
    /// Whether an agent is available now.
    pub agent: bool,
}

/// Whether conditions hold; one that can't be told is left out (T15).
pub fn verdicts<'a>(
    conditions: impl Iterator<Item = &'a Condition>,
    known: &Known,
    now: Instant,
    utc_offset_minutes: i16,
) -> Vec<(u32, bool)> {
    let person = person(known, now);
    let page = PageFacts { utc_offset_minutes, ..PageFacts::default() };
    let facts = Facts { memory: &person, page: &page, now, conversation: None };
    let decided = conditions.filter_map(|condition| match decide(condition, known, &facts) {
        Verdict::Unknown => None,
        verdict => Some((mark(condition), verdict == Verdict::True)),
    });
    let mut verdicts: Vec<(u32, bool)> = decided.collect();
    verdicts.sort_unstable();
    verdicts.dedup();
    verdicts
}

/// A browser in which everything that is stored was given.
fn person(known: &Known, now: Instant) -> Memory {
    let given =
        |(key, value): &(Key, Value)| (key.clone(), Given { at: now, folded: fold_text(&value.text()), value: value.clone() });
    let blank = blank_memory(VisitorId::from_bytes([0; 16]), Secret::new([0; 16]));
    Memory { given: known.values.iter().map(given).collect(), ..blank }
}

fn decide(condition: &Condition, known: &Known, facts: &Facts<'_>) -> Verdict {
    let (attribute, test) = (&condition.attribute, &condition.test);
    match attribute.group {
        Group::Membership => is_member(test, &known.memberships),
        Group::Live => test_holds(test, &Fact::YesNo(known.agent), facts.today()),
        Group::Inferred => match &known.inferred {
            None => Verdict::Unknown,
            Some(inferred) => {
                let found = inferred.iter().find(|(name, _)| *name == attribute.name).map(|(_, value)| fold_text(value));
                let fact = found.filter(|value| !value.is_empty()).map_or(Fact::Empty, |value| Fact::Text(value.into()));
                test_holds(test, &fact, facts.today())
            }
        },
        _ => holds(condition, facts),
    }
}

/// Of several memberships one is enough.
fn is_member(test: &Test, memberships: &[String]) -> Verdict {
    let is_in = |wanted: &[String]| memberships.iter().any(|membership| wanted.contains(membership));
    match test {
        Test::Text(TextTest::Is(wanted)) => is_in(wanted).into(),
        Test::Text(TextTest::IsNot(wanted)) => (!is_in(wanted)).into(),
        _ => Verdict::Unknown,
    }
}
