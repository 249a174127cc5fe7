//! Values of attributes, and the kinds of input that ask for them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::lean::decimal;
use crate::pack::Packed;
use crate::time::{Date, Instant};

/// What an attribute can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize, Packed)]
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
            | (Self::DateTime(_), Kind::DateTime) => true,
            (Self::Number(number), Kind::Number) => is_kept(*number),
            (Self::Number(number), Kind::WholeNumber) => is_kept(*number) && number.fract() == 0.0,
            _ => false,
        }
    }

    /// The value as people read it.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number_text(*number),
            Self::YesNo(true) => "yes".to_owned(),
            Self::YesNo(false) => "no".to_owned(),
            Self::Date(date) => date.text(),
            Self::DateTime(instant) => instant.text(),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// A number as people write it, with up to six decimals.
fn number_text(number: f64) -> String {
    let (whole, part) = (number.abs() as u64, number.abs() % 1.0);
    let millionths = (part * 1e6 + 0.5) as u64;
    let (whole, fraction) = (whole.saturating_add(millionths / 1_000_000), millionths % 1_000_000);
    let sign = if number < 0.0 && (whole, fraction) != (0, 0) { "-" } else { "" };
    let text = [sign, &decimal(whole, 1), ".", &decimal(fraction, 6)].concat();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Whether a number has at most 15 digits before the point, which are kept exactly. What is no number has not.
pub fn is_kept(number: f64) -> bool {
    number.abs() < 1e15
}

/// Reads a decimal number; a single comma counts as the point. At most 15 digits, which a number keeps exactly.
pub fn parse_number(text: &str) -> Option<f64> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1.0, &text[1..]),
        b'+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let mut all = whole.bytes().chain(fraction.bytes());
    let count = whole.len() + fraction.len();
    if !(1..=15).contains(&count) || !all.all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = whole.bytes().chain(fraction.bytes()).fold(0u64, |sum, byte| sum * 10 + u64::from(byte - b'0'));
    let scale = (0..fraction.len()).fold(1.0, |scale, _| scale * 10.0);
    Some(sign * digits as f64 / scale)
}

/// How an information capture card asks (C3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// A number without fraction.
    WholeNumber,
}

impl InputKind {
    /// Whether an attribute of this kind can hold what the input gives.
    pub fn gives(&self, kind: Kind) -> bool {
        match self {
            Self::Text | Self::LongText | Self::Email | Self::Phone => kind == Kind::Text,
            Self::Number => kind == Kind::Number,
            Self::WholeNumber => matches!(kind, Kind::Number | Kind::WholeNumber),
            Self::Date => kind == Kind::Date,
            Self::DateTime => kind == Kind::DateTime,
            Self::YesNo => kind == Kind::YesNo,
            Self::Choice(_) => matches!(kind, Kind::Text | Kind::Choice),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c3_numbers_are_read_exactly_and_written_as_people_do() {
        for (text, number, written) in [
            ("0", 0.0, "0"),
            ("120", 120.0, "120"),
            ("-3.5", -3.5, "-3.5"),
            ("+3,25", 3.25, "3.25"),
            (".5", 0.5, "0.5"),
            ("5.", 5.0, "5"),
            ("0.1", 0.1, "0.1"),
            ("-0", 0.0, "0"),
            ("123456789012345", 123_456_789_012_345.0, "123456789012345"),
        ] {
            assert_eq!(parse_number(text), Some(number), "{text}");
            assert_eq!(Value::Number(number).to_string(), written);
        }
        for bad in ["", "-", ".", "1e3", "1.2.3", "1 000", "1234567890123456", "nan", "0x1", "一"] {
            assert_eq!(parse_number(bad), None, "{bad}");
        }
    }

    #[test]
    fn c3_numbers_that_are_not_kept_exactly_fit_no_attribute() {
        for (number, kind, fits) in [
            (999_999_999_999_999.0, Kind::WholeNumber, true),
            (-2.5, Kind::Number, true),
            (2.5, Kind::WholeNumber, false),
            (1e15, Kind::Number, false),
            (-1e30, Kind::WholeNumber, false),
            (f64::NAN, Kind::Number, false),
            (f64::INFINITY, Kind::Number, false),
        ] {
            assert_eq!(Value::Number(number).is_a(kind), fits, "{number}");
        }
    }
}
