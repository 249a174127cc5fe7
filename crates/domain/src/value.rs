//! Values of attributes, and the kinds of input that ask for them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time::{Date, Instant};

/// What an attribute can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// A number without fraction.
    WholeNumber,
    /// Yes or no.
    YesNo,
    /// A calendar date.
    Date,
    /// A point in time.
    DateTime,
    /// One of a list of texts.
    Choice,
}

/// A value of an attribute. An empty value is an absent one.
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A text or a choice.
    Text(String),
    /// A number, whole or not; always finite.
    Number(f64),
    /// Yes or no.
    YesNo(bool),
    /// A calendar date.
    Date(Date),
    /// A point in time.
    DateTime(Instant),
}

impl Value {
    /// Whether an attribute of this kind can hold it.
    pub fn is_a(&self, kind: Kind) -> bool {
        match (self, kind) {
            (Self::Text(_), Kind::Text | Kind::Choice)
            | (Self::YesNo(_), Kind::YesNo)
            | (Self::Date(_), Kind::Date)
            | (Self::DateTime(_), Kind::DateTime)
            | (Self::Number(_), Kind::Number) => true,
            (Self::Number(number), Kind::WholeNumber) => number.fract() == 0.0,
            _ => false,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::YesNo(true) => f.write_str("yes"),
            Self::YesNo(false) => f.write_str("no"),
            Self::Date(date) => date.fmt(f),
            Self::DateTime(instant) => instant.fmt(f),
        }
    }
}

/// How an information capture card asks (C3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A number.
    Number,
    /// A calendar date.
    Date,
    /// A date and time of day.
    DateTime,
    /// Yes or no.
    YesNo,
    /// One of these texts.
    Choice(Vec<String>),
}

impl InputKind {
    /// Whether an attribute of this kind can hold what the input gives.
    pub fn gives(&self, kind: Kind) -> bool {
        match self {
            Self::Text | Self::LongText | Self::Email | Self::Phone => kind == Kind::Text,
            Self::Number => matches!(kind, Kind::Number | Kind::WholeNumber),
            Self::Date => kind == Kind::Date,
            Self::DateTime => kind == Kind::DateTime,
            Self::YesNo => kind == Kind::YesNo,
            Self::Choice(_) => matches!(kind, Kind::Text | Kind::Choice),
        }
    }
}
