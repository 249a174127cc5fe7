//! The JSON Schema of what authors write, for editors and for programs that write such files.
//!
//! It is derived from the types of [`crate::draft`], so it says what they are read from. Types that are texts with rules
//! have their rule as a pattern here; [`limits`] adds what the check would refuse anyway.

mod limits;

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use crate::apart::Network;
use crate::attribute::Attribute;
use crate::colour::Colour;
use crate::draft::{CardDraft, CardDrafts, SiteDraft};
use crate::language::Language;
use crate::limits::NAME_CHARS;
use crate::schedule::ClockTime;
use crate::text::{Email, Key, Name, SiteKey};
use crate::time::Date;

/// The schema of the file that `parlor import` reads, with the limits of the check.
pub fn site_schema() -> Schema {
    let mut schema = readable_schema();
    limits::add(&mut schema);
    schema
}

/// The schema of every file that can be read at all, however much the check finds in it. Each type stands in `$defs` by its
/// name, a dialogue for instance as `DialogueDraft`.
pub fn readable_schema() -> Schema {
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(without_widths));
    let mut generator = settings.into_generator();
    let mut schema = generator.subschema_for::<SiteDraft>();
    schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".to_owned(), "A site of Parlor, with its dialogues and flows".into());
    schema.insert("$defs".to_owned(), generator.take_definitions(true).into());
    schema
}

/// Takes out formats like `uint16`, over which strict validators stumble. Minimum and maximum say the same, but for the largest.
fn without_widths(schema: &mut Schema) {
    let Some(format) = schema.get("format").and_then(Value::as_str).map(str::to_owned) else { return };
    if format == "uint32" {
        schema.insert("maximum".to_owned(), u32::MAX.into());
    }
    if format.starts_with("uint") || format == "double" {
        schema.remove("format");
    }
}

/// An instant as authors write it.
pub(crate) struct Written;

/// A key, as within the pattern of something larger.
const KEY: &str = "[a-z][a-z0-9_]{0,63}";
/// The rest of a name of which a query parameter's name is a part. The reader allows 100 bytes; characters beyond ASCII have
/// several, and a pattern counts characters.
const PARAMETER: &str = r"(?:[ -~]{1,100}|\S{1,25})";

/// The schemas of types that are texts: each with its name, what it is, and a function that makes the pattern.
macro_rules! texts {
    ($($type:ty, $name:literal, $about:literal, $keywords:expr;)*) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let mut schema: Schema = $keywords;
                schema.insert("type".to_owned(), "string".into());
                schema.insert("description".to_owned(), $about.into());
                schema
            }
        }
    )*};
}

texts! {
    Name, "Name", "A name that people give: 1 to 200 characters on one line.", json_schema!({
        "minLength": 1,
        "maxLength": NAME_CHARS,
        "pattern": r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$",
    });
    Key, "Key", "A key: `a` to `z`, `0` to `9` and `_`, starting with a letter, at most 64 characters.", json_schema!({
        "pattern": format!("^{KEY}$"),
    });
    SiteKey, "SiteKey", "The public key of a site, as it stands in the script tag: 4 to 32 of `a` to `z` and `0` to `9`.", json_schema!({
        "pattern": "^[a-z0-9]{4,32}$",
    });
    Email, "Email", "An e-mail address, like `name@example.com`.", json_schema!({
        "format": "email",
        "pattern": format!(r"^{LOCAL}+(?:\.{LOCAL}+)*@(?:{LABEL}\.)+{LABEL}$"),
    });
    Colour, "Colour", "A colour, like `#0e6f73`.", json_schema!({
        "pattern": "^#[0-9A-Fa-f]{6}$",
    });
    Language, "Language", "A language by its tag, like `en` or `pt-BR`.", json_schema!({
        "maxLength": 35,
        "pattern": "^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$",
    });
    Network, "Network", "A network, like `203.0.113.0/24` or `2001:db8::/32`, or an address.", json_schema!({
        "pattern": r"^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:/[0-9]{1,2})?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:/[0-9]{1,3})?)$",
    });
    Date, "Date", "A date, like `2026-11-21`.", json_schema!({
        "format": "date",
        "pattern": format!("^(?:[0-9]{{4}}-(?:{DAY_OF_MONTH})|{LEAP_YEAR}-02-29)$"),
    });
    ClockTime, "ClockTime", "A time of day, like `09:00`; the last one is `24:00`.", json_schema!({
        "pattern": "^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
    });
    Written, "Instant", "An instant in UTC, like `2026-12-01T08:00Z`.", json_schema!({
        "pattern": format!(
            r"^(?:[0-9]{{4}}-(?:{DAY_OF_MONTH})|{LEAP_YEAR}-02-29)T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?Z$"
        ),
    });
    Attribute, "Attribute", "An attribute: `person.KEY`, a fact of the visit like `visit.language` or `visit.query.NAME`, what happened before like \
        `history.completed`, `company.name`, `inferred.country`, `membership.list`, `live.agent`, or in the conditions of a flow `answer.CARD`.", json_schema!({
        "pattern": format!(
            r"^(?:(?:person|company|inferred|membership|live)\.{KEY}|visit\.(?:{KEY}|query\.{PARAMETER})|history\.(?:shown|engaged|completed|goal|document)|answer\.(?:{KEY}|[0-9]{{1,5}}))$"
        ),
    });
}

/// A character of an address before the `@`.
const LOCAL: &str = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00a1-\uffff-]";
/// A part of an address behind it, between two dots.
const LABEL: &str = r"[A-Za-z0-9\u00a1-\uffff](?:[A-Za-z0-9\u00a1-\uffff-]{0,61}[A-Za-z0-9\u00a1-\uffff])?";
/// Month and day of every year.
const DAY_OF_MONTH: &str = "(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31";
/// Years that have a 29th of February.
const LEAP_YEAR: &str = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";

impl JsonSchema for CardDrafts {
    fn schema_name() -> Cow<'static, str> {
        "CardDrafts".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Cards by their keys.",
            "type": "object",
            "propertyNames": generator.subschema_for::<Key>(),
            "additionalProperties": generator.subschema_for::<CardDraft>(),
        })
    }
}
