//! Reading what a visitor typed into an information capture (C3).

use parlor_domain::state::Problem;
use parlor_domain::text::{Email, Typed};
use parlor_domain::time::{Date, Instant};
use parlor_domain::value::{InputKind, Value, parse_number};

/// A value that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// The value.
    pub value: Value,
    /// A text in lower case, as conditions compare it.
    pub folded: String,
}

/// Reads typed text as what the card asks for.
pub fn read(input: &InputKind, typed: &Typed) -> Result<Read, Problem> {
    if !typed.fits() {
        return Err(Problem::TooLong);
    }
    let text = typed.text.trim();
    let value = match input {
        InputKind::Text | InputKind::LongText => Value::Text(text.to_owned()),
        InputKind::Email => Value::Text(Email::parse(text).map_err(|_| Problem::NotAnEmail)?.into()),
        InputKind::Phone if is_phone(text) => Value::Text(text.to_owned()),
        InputKind::Phone => return Err(Problem::NotAPhone),
        InputKind::Number => Value::Number(parse_number(text).ok_or(Problem::NotANumber)?),
        InputKind::WholeNumber => Value::Number(whole_number(text).ok_or(Problem::NotAWholeNumber)?),
        InputKind::Date => Value::Date(text.parse::<Date>().map_err(|_| Problem::NotADate)?),
        InputKind::DateTime => Value::DateTime(text.parse::<Instant>().map_err(|_| Problem::NotATime)?),
        // What was confirmed has no other form, and says it like this.
        InputKind::YesNo => Value::YesNo(yes_or_no(typed.folded.trim()).or_else(|| yes_or_no(text)).ok_or(Problem::NotAChoice)?),
        InputKind::Choice(choices) if choices.iter().any(|choice| choice == text) => Value::Text(text.to_owned()),
        InputKind::Choice(_) => return Err(Problem::NotAChoice),
    };
    Ok(Read { value, folded: typed.folded.trim().to_owned() })
}

/// Digits with the marks that people put between them; 6 to 15 digits, as numbering plans have it.
fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let rest = text.strip_prefix('+').unwrap_or(text);
    (6..=15).contains(&digits) && rest.bytes().all(|byte| byte.is_ascii_digit() || b" -/().".contains(&byte))
}

fn whole_number(text: &str) -> Option<f64> {
    parse_number(text).filter(|number| number % 1.0 == 0.0)
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
