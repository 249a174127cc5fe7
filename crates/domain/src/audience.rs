//! Audiences: a tree of conditions, two levels deep (T9).

use serde::{Deserialize, Serialize};

use crate::attribute::Attribute;
use crate::pack::Packed;
use crate::time::{Date, Unit};

/// Who may see a dialogue. The default, all of nothing, is everyone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Every term holds.
    All(Vec<Term>),
    /// At least one term holds.
    Any(Vec<Term>),
    /// No term holds.
    None(Vec<Term>),
}

impl Default for Audience {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Audience {
    /// The terms of the outer group.
    pub fn terms(&self) -> &[Term] {
        match self {
            Self::All(terms) | Self::Any(terms) | Self::None(terms) => terms,
        }
    }

    /// Every condition, of both levels, in order.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.terms().iter().flat_map(Term::conditions)
    }

    /// Every condition, to be changed in place.
    pub fn conditions_mut(&mut self) -> impl Iterator<Item = &mut Condition> {
        let (Self::All(terms) | Self::Any(terms) | Self::None(terms)) = self;
        terms.iter_mut().flat_map(|term| match term {
            Term::If(condition) => std::slice::from_mut(condition),
            Term::All(conditions) | Term::Any(conditions) | Term::None(conditions) => conditions,
        })
    }
}

/// A condition, or a group of conditions: that it can hold no further groups keeps the tree two levels deep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// The condition holds.
    If(Condition),
    /// Every condition holds.
    All(Vec<Condition>),
    /// At least one condition holds.
    Any(Vec<Condition>),
    /// No condition holds.
    None(Vec<Condition>),
}

impl Term {
    /// The conditions in it.
    pub fn conditions(&self) -> &[Condition] {
        match self {
            Self::If(condition) => std::slice::from_ref(condition),
            Self::All(conditions) | Self::Any(conditions) | Self::None(conditions) => conditions,
        }
    }
}

/// An attribute and what is asked of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The attribute, like `person.email`.
    pub attribute: Attribute,
    /// What is asked of its value.
    pub test: Test,
}

/// Operators by type (T11).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Of texts and choices.
    Text(TextTest),
    /// Of numbers.
    Number(NumberTest),
    /// Of dates, and of instants by their date where the visitor is.
    Date(DateTest),
    /// Of yes or no.
    YesNo(YesNoTest),
    /// Of what the visitor did before.
    History(HistoryTest),
}

/// Operators of text. Published texts are in NFC and lower case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TextTest {
    /// Is any of these.
    Is(Vec<String>),
    /// Is none of these.
    IsNot(Vec<String>),
    /// Starts with it.
    StartsWith(String),
    /// Does not start with it.
    DoesNotStartWith(String),
    /// Contains it.
    Contains(String),
    /// Does not contain it.
    DoesNotContain(String),
    /// Matches a pattern in which `*` stands for any characters.
    MatchesPattern(String),
    /// Is absent or "".
    IsEmpty,
    /// Is neither absent nor "".
    IsNotEmpty,
}

impl TextTest {
    /// The texts that the value is compared with, to be changed in place.
    pub fn texts_mut(&mut self) -> &mut [String] {
        match self {
            Self::Is(texts) | Self::IsNot(texts) => texts,
            Self::StartsWith(text)
            | Self::DoesNotStartWith(text)
            | Self::Contains(text)
            | Self::DoesNotContain(text)
            | Self::MatchesPattern(text) => std::slice::from_mut(text),
            Self::IsEmpty | Self::IsNotEmpty => &mut [],
        }
    }
}

/// Operators of numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NumberTest {
    /// Equals.
    Is(f64),
    /// Does not equal.
    IsNot(f64),
    /// Between both, which count too.
    Between(f64, f64),
    /// Greater than.
    GreaterThan(f64),
    /// Less than.
    LessThan(f64),
    /// Greater or equal.
    AtLeast(f64),
    /// Less or equal.
    AtMost(f64),
    /// Is absent; zero is a value (T12).
    IsEmpty,
    /// Is there.
    IsNotEmpty,
}

/// Operators of dates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DateTest {
    /// On that day.
    Is(Date),
    /// On another day.
    IsNot(Date),
    /// Earlier.
    Before(Date),
    /// Later.
    After(Date),
    /// That day or earlier.
    OnOrBefore(Date),
    /// That day or later.
    OnOrAfter(Date),
    /// Between both, which count too.
    Between(Date, Date),
    /// From N units ago until today.
    InThePast(u16, Unit),
    /// Not from N units ago until today.
    NotInThePast(u16, Unit),
    /// From today until in N units.
    InTheNext(u16, Unit),
    /// Is absent.
    IsEmpty,
    /// Is there.
    IsNotEmpty,
}

/// Operators of what the visitor did before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HistoryTest {
    /// It happened.
    Has(Happening),
    /// It did not happen.
    HasNot(Happening),
}

impl HistoryTest {
    /// What is asked for.
    pub fn happening(&self) -> &Happening {
        match self {
            Self::Has(happening) | Self::HasNot(happening) => happening,
        }
    }

    /// What is asked for, to be changed in place.
    pub fn happening_mut(&mut self) -> &mut Happening {
        match self {
            Self::Has(happening) | Self::HasNot(happening) => happening,
        }
    }
}

/// Something that may have happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Happening {
    /// The name of the dialogue, flow, goal or document; published, a dialogue or flow stands by its id.
    pub of: String,
    /// Not longer ago than this; ever, when left out.
    #[serde(default)]
    pub within: Option<(u16, Unit)>,
}

/// Operators of yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum YesNoTest {
    /// Yes.
    IsTrue,
    /// No.
    IsFalse,
    /// Is absent.
    IsEmpty,
}
