//! An audience with what its conditions saw.

use parlor_domain::attribute::{Attribute, Group};
use parlor_domain::audience::{Audience, Condition, Term, Test};
use serde::Serialize;

use crate::condition::{Verdict, decide, decide_term, happened_at, holds, is_told};
use crate::facts::{Fact, Facts};

/// A group of an audience, and whether it holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeenGroup {
    /// `all`, `any` or `none`.
    pub group: &'static str,
    /// Whether it holds.
    pub verdict: Verdict,
    /// What is in it.
    pub terms: Vec<SeenTerm>,
}

/// A condition or an inner group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum SeenTerm {
    /// A condition.
    Condition(SeenCondition),
    /// A group.
    Group(SeenGroup),
}

/// A condition, what it saw and whether it holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeenCondition {
    /// What it asks for.
    pub attribute: Attribute,
    /// What it asks of it.
    pub test: Test,
    /// The value that was seen. Of what the server has decided the browser knows none (T14).
    pub saw: Saw,
    /// Whether it holds.
    pub verdict: Verdict,
}

/// What a condition saw.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Saw {
    /// A value.
    Value(String),
    /// That there is none (T12).
    Empty,
    /// Nothing that could be told (T15).
    Unknown,
    /// What the server said of it: a verdict, and no value (T14).
    Verdict,
}

pub(super) fn seen(audience: &Audience, facts: &Facts<'_>) -> SeenGroup {
    let group = match audience {
        Audience::All(_) => "all",
        Audience::Any(_) => "any",
        Audience::None(_) => "none",
    };
    let terms = audience.terms().iter().map(|term| seen_term(term, facts)).collect();
    SeenGroup { group, verdict: decide(audience, facts), terms }
}

fn seen_term(term: &Term, facts: &Facts<'_>) -> SeenTerm {
    let group = match term {
        Term::If(condition) => return SeenTerm::Condition(seen_condition(condition, facts)),
        Term::All(_) => "all",
        Term::Any(_) => "any",
        Term::None(_) => "none",
    };
    let terms = term.conditions().iter().map(|condition| SeenTerm::Condition(seen_condition(condition, facts))).collect();
    SeenTerm::Group(SeenGroup { group, verdict: decide_term(term, facts), terms })
}

fn seen_condition(condition: &Condition, facts: &Facts<'_>) -> SeenCondition {
    let (attribute, test) = (condition.attribute.clone(), condition.test.clone());
    SeenCondition { attribute, test, saw: saw(condition, facts), verdict: holds(condition, facts) }
}

fn saw(condition: &Condition, facts: &Facts<'_>) -> Saw {
    if is_told(condition, facts) {
        return Saw::Verdict;
    }
    if let (Group::History, Test::History(test)) = (condition.attribute.group, &condition.test) {
        let last = happened_at(&condition.attribute.name, &test.happening().of, facts);
        return last.map_or(Saw::Empty, |at| Saw::Value(at.text()));
    }
    match facts.of(&condition.attribute) {
        None => Saw::Unknown,
        Some(Fact::Empty) => Saw::Empty,
        Some(Fact::Text(text)) => Saw::Value(text.into_owned()),
        Some(Fact::Number(number)) => Saw::Value(number.to_string()),
        Some(Fact::YesNo(yes)) => Saw::Value(if yes { "yes" } else { "no" }.to_owned()),
        Some(Fact::Date(date)) => Saw::Value(date.text()),
    }
}
