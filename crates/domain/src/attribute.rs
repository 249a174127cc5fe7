//! Attributes: named, typed fields of a person, and facts of the visit that conditions read (T10).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::memory::Past;
use crate::pack::{Packed, Reader, Writer};
use crate::text::{Key, Name};
use crate::value::Kind;

/// Whose field it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// A field of the person.
    Person,
    /// A fact of the visit.
    Visit,
    /// What the visitor did before, in this browser.
    History,
    /// An answer given in the conversation; only conditions of a flow can ask for it.
    Answer,
    /// What is known of the person's company.
    Company,
    /// What the server infers from the visitor's address.
    Inferred,
    /// Lists and programs that the person is in.
    Membership,
    /// What is so just now.
    Live,
}

/// The groups and the words that attributes begin with.
const GROUPS: [(Group, &str); 8] = [
    (Group::Person, "person"),
    (Group::Visit, "visit"),
    (Group::History, "history"),
    (Group::Answer, "answer"),
    (Group::Company, "company"),
    (Group::Inferred, "inferred"),
    (Group::Membership, "membership"),
    (Group::Live, "live"),
];

/// The full name of an attribute, written `person.email`, `visit.query.plan`, `history.completed`, `answer.CARD_KEY`,
/// `company.name`, `inferred.country`, `membership.list` or `live.agent`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Attribute {
    /// Whose field it is.
    pub group: Group,
    /// Its name within the group. For a query parameter `query.` and the parameter's name.
    pub name: String,
}

impl FromStr for Attribute {
    type Err = NotAnAttribute;

    fn from_str(text: &str) -> Result<Self, NotAnAttribute> {
        let (group, name) = text.split_once('.').ok_or(NotAnAttribute)?;
        let (group, _) = *GROUPS.iter().find(|(_, word)| *word == group).ok_or(NotAnAttribute)?;
        let is_key = || Key::parse(name).is_ok();
        let is_name = match group {
            Group::Visit => is_key() || is_query(name),
            Group::History => Past::of_name(name).is_some(),
            // Published, an answer stands by the place of its card.
            Group::Answer => is_key() || is_place(name),
            _ => is_key(),
        };
        if !is_name {
            return Err(NotAnAttribute);
        }
        Ok(Self { group, name: name.to_owned() })
    }
}

fn is_place(name: &str) -> bool {
    (1..=5).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_query(name: &str) -> bool {
    name.strip_prefix("query.").is_some_and(|parameter| (1..=100).contains(&parameter.len()))
}

impl TryFrom<String> for Attribute {
    type Error = NotAnAttribute;

    fn try_from(text: String) -> Result<Self, NotAnAttribute> {
        text.parse()
    }
}

impl From<Attribute> for String {
    fn from(attribute: Attribute) -> Self {
        attribute.text()
    }
}

impl Packed for Attribute {
    fn write(&self, to: &mut Writer) {
        to.text(&self.text());
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.parsed(|text| text.parse().ok()).unwrap_or_else(|| Self { group: Group::Person, name: String::new() })
    }
}

impl Attribute {
    /// The full name as it is written.
    pub fn text(&self) -> String {
        let word = GROUPS.iter().find(|(group, _)| *group == self.group).map_or("", |(_, word)| word);
        [word, ".", &self.name].concat()
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// A text that names no attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnAttribute;

impl fmt::Display for NotAnAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not an attribute: expected one like person.email, visit.language, visit.query.plan, history.completed, answer.CARD, \
             company.name, inferred.country, membership.list or live.agent",
        )
    }
}

/// A field that persons of a site can have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonAttribute {
    /// Its key, as in `person.KEY`.
    pub key: Key,
    /// What people read.
    pub label: Name,
    /// What it holds.
    pub kind: Kind,
    /// Whether what a visitor answers may be written to it (I2).
    #[serde(default = "yes")]
    pub visitor_may_set: bool,
}

fn yes() -> bool {
    true
}

/// The key of the attribute that holds a person's address.
pub const EMAIL: &str = "email";
/// The key of the attribute that holds a person's telephone number.
pub const PHONE: &str = "phone";
/// The key of the attribute that holds the name of a person's company.
pub const COMPANY: &str = "company_name";
/// The key of the attribute that holds what the site's owner calls a person (I3).
pub const EXTERNAL_ID: &str = "external_id";
/// The key of the attribute that holds a person's score.
pub const SCORE: &str = "score";

/// The fields that every site has: key, label, kind, whether a visitor may set it.
pub const BUILT_IN: [(&str, &str, Kind, bool); 10] = [
    (EMAIL, "E-mail", Kind::Text, true),
    ("first_name", "First name", Kind::Text, true),
    ("last_name", "Last name", Kind::Text, true),
    (PHONE, "Phone", Kind::Text, true),
    ("job_title", "Job title", Kind::Text, true),
    (COMPANY, "Company name", Kind::Text, true),
    ("country", "Country", Kind::Text, true),
    ("language", "Language", Kind::Text, true),
    (SCORE, "Score", Kind::Number, false),
    (EXTERNAL_ID, "External id", Kind::Text, false),
];

/// The built-in person attributes as values.
pub fn built_in() -> impl Iterator<Item = PersonAttribute> {
    BUILT_IN.into_iter().filter_map(|(key, label, kind, visitor_may_set)| {
        Some(PersonAttribute { key: Key::parse(key).ok()?, label: Name::parse(label).ok()?, kind, visitor_may_set })
    })
}

/// What the server infers from the visitor's address; each a text.
pub const INFERRED: [&str; 5] = ["country", "region", "city", "postal_code", "organisation"];
/// What a person can be a member of: lists by their names, programs by theirs or as `PROGRAM: STATUS`.
pub const MEMBERSHIPS: [&str; 2] = ["list", "program"];

/// The facts of a visit and what each holds; query parameters (`visit.query.NAME`) come on top.
pub const VISIT_FACTS: [(&str, Kind); 17] = [
    ("returning", Kind::YesNo),
    ("sessions", Kind::Number),
    ("pages_in_session", Kind::Number),
    ("pages_ever", Kind::Number),
    ("entry_page", Kind::Text),
    ("referrer", Kind::Text),
    ("utm_source", Kind::Text),
    ("utm_medium", Kind::Text),
    ("utm_campaign", Kind::Text),
    ("utm_term", Kind::Text),
    ("utm_content", Kind::Text),
    ("language", Kind::Text),
    ("device", Kind::Text),
    ("browser", Kind::Text),
    ("os", Kind::Text),
    ("hour", Kind::Number),
    ("weekday", Kind::Text),
];

/// What a fact of the visit holds; `None` if there is no such fact.
pub fn visit_kind(name: &str) -> Option<Kind> {
    if is_query(name) {
        return Some(Kind::Text);
    }
    VISIT_FACTS.iter().find(|(fact, _)| *fact == name).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_written_with_their_group() {
        for good in [
            "person.email",
            "person.team_size",
            "visit.sessions",
            "visit.query.Plan-Id",
            "company.name",
            "inferred.city",
            "membership.program",
            "live.agent",
        ] {
            assert_eq!(good.parse::<Attribute>().map(|a| a.to_string()).as_deref(), Ok(good));
        }
        for bad in [
            "email",
            "person.",
            "person.E-mail",
            "company.",
            "inferred.a b",
            "membership",
            "live.Agent",
            "visit.query.",
            "visit.a b",
        ] {
            assert_eq!(bad.parse::<Attribute>(), Err(NotAnAttribute), "{bad}");
        }
    }

    #[test]
    fn every_built_in_attribute_is_well_formed() {
        assert_eq!(built_in().count(), BUILT_IN.len());
    }
}
