//! What a simulated server says of a person (T14).

use parlor_domain::flow::Flow;
use parlor_domain::memory::PersonFacts;
use parlor_domain::site::SiteFile;
use parlor_domain::text::Key;
use parlor_domain::time::{Date, Instant};
use parlor_domain::value::Value;
use unicode_normalization::UnicodeNormalization;

use super::step::{Known, Plain};
use crate::person::{conditions_of_flow, conditions_of_site, verdicts};

/// The verdicts on every condition about the person, and the values.
pub(super) fn facts<'a>(
    site: &'a SiteFile,
    flows: impl Iterator<Item = &'a Flow>,
    values: Known,
    now: Instant,
    utc_offset_minutes: i16,
) -> PersonFacts {
    let values: Vec<(Key, Value)> = values.into_iter().map(|(key, plain)| (key, value(plain))).collect();
    let conditions = conditions_of_site(site).chain(flows.flat_map(conditions_of_flow));
    PersonFacts { at: now, verdicts: verdicts(conditions, &values, now, utc_offset_minutes), values }
}

/// A text that is a date or an instant counts as one; others are put into NFC, as browsers do.
pub fn value(plain: Plain) -> Value {
    match plain {
        Plain::YesNo(yes) => Value::YesNo(yes),
        Plain::Number(number) => Value::Number(number),
        Plain::Text(text) => match (text.parse::<Date>(), text.parse::<Instant>()) {
            (Ok(date), _) => Value::Date(date),
            (_, Ok(instant)) => Value::DateTime(instant),
            _ => Value::Text(text.nfc().collect()),
        },
    }
}
