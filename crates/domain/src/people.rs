//! What the console shows of people, visitors and what they did.

use serde::{Deserialize, Serialize};

use crate::activity::{ActivityKind, Detail};
use crate::attribute::PersonAttribute;
use crate::company::CompanyOf;
use crate::conversation::{Line, Status};
use crate::draft::{ProgramStatus, Source};
use crate::event::StartedBy;
use crate::ids::{ActivityId, ConversationId, DialogueId, PersonId, SessionId, VisitorId};
use crate::site::Interface;
use crate::text::{Email, Key, Name};
use crate::time::Instant;
use crate::value::Value;

/// Entries of one page of a list.
pub const PAGE_ENTRIES: u32 = 50;

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// At most [`PAGE_ENTRIES`].
    pub entries: Vec<T>,
    /// How many there are in all.
    pub total: u32,
}

/// In which order people are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleOrder {
    /// Who was seen last first.
    #[default]
    LastSeen,
    /// Who was first known last first.
    FirstKnown,
    /// By first name, last name, then what else they are found by.
    Name,
}

/// The most attributes that the list of people shows besides what it has anyway.
pub const PEOPLE_COLUMNS: usize = 6;

/// A person in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The person.
    pub id: PersonId,
    /// The address.
    pub email: Option<Email>,
    /// First and last name, where known.
    pub name: Option<String>,
    /// When the person was first known.
    pub created: Instant,
    /// The newest activity.
    pub last_seen: Option<Instant>,
    /// Values of the attributes that were asked for, of those that there are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<(Key, Value)>,
}

/// A visitor in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The visitor.
    pub id: VisitorId,
    /// The first event.
    pub created: Instant,
    /// The newest activity.
    pub last_seen: Option<Instant>,
    /// Whether the visitor ever acted.
    pub engaged: bool,
}

/// Everything about a person but the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonPage {
    /// The person.
    pub person: Person,
    /// Attributes with a value, or with values that are claimed.
    pub attributes: Vec<AttributeValue>,
    /// The visitors linked now.
    pub visitors: Vec<LinkedVisitor>,
    /// The lists that the person is on.
    pub lists: Vec<Name>,
    /// The programs that the person is a member of.
    pub programs: Vec<ProgramStatus>,
    /// The company, by the address.
    pub company: Option<CompanyOf>,
    /// Who turned out to be this person, the newest first.
    pub merged: Vec<Merged>,
}

/// A person who went into another one (I5). What this one was called leads there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Who is gone.
    pub id: PersonId,
    /// The address.
    pub email: Option<Email>,
    /// What the site's owner called the person.
    pub external_id: Option<String>,
    /// When.
    pub at: Instant,
    /// The address of the user who did it; none: the site's owner has vouched that both have the same address.
    pub by: Option<String>,
}

/// A visitor who is linked to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedVisitor {
    /// The visitor.
    pub id: VisitorId,
    /// Whether the link is verified: the site's owner vouched for it (I3).
    pub verified: bool,
}

/// An attribute that people of a site can have (P2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteAttribute {
    /// The attribute.
    pub attribute: PersonAttribute,
    /// Whether every site has it.
    pub built_in: bool,
}

/// What an attribute is used for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeUses {
    /// The dialogues and flows, as drafted or as published, that name it.
    pub used_by: Vec<Name>,
    /// How many people have a value of it.
    pub people: u32,
}

/// An attribute of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributeValue {
    /// Its key.
    pub key: Key,
    /// Its label.
    pub label: Name,
    /// What is stored.
    pub value: Option<Value>,
    /// What unverified visitors claim instead (I2).
    pub claimed: Vec<Value>,
}

/// Everything about an anonymous visitor but the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VisitorPage {
    /// The visitor.
    pub visitor: Visitor,
    /// The person this visitor is linked to now.
    pub person: Option<PersonId>,
    /// What was given in this browser.
    pub given: Vec<AttributeValue>,
}

/// An entry of the activity log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// Its id.
    pub id: ActivityId,
    /// What kind of entry.
    pub kind: ActivityKind,
    /// When, corrected for the browser's clock.
    pub at: Instant,
    /// When, by the browser's clock.
    pub browser_at: Instant,
    /// When the server received it.
    pub received_at: Instant,
    /// Which visitor.
    pub visitor: VisitorId,
    /// Which session.
    pub session: SessionId,
    /// The conversation that it belongs to; `None` for what happens in none.
    pub within: Option<Within>,
    /// The page's address.
    pub url: String,
    /// The page's title.
    pub title: String,
    /// What belongs to its kind.
    pub detail: Detail,
    /// Who did it, in the log of a company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
}

/// The conversation that an entry of the log belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Within {
    /// Which conversation.
    pub conversation: ConversationId,
    /// Which dialogue or flow.
    pub dialogue: DialogueId,
    /// Its name, from the version.
    pub name: Name,
    /// Which version of it.
    pub version: u32,
    /// Where the conversation stands now.
    pub status: Status,
    /// Its score now, 0 to 3.
    pub score: Option<u8>,
    /// Whether it is a dialogue's or a flow's.
    pub source: Source,
    /// How it was shown.
    pub interface: Interface,
    /// What started it, if it is a flow's.
    pub started_by: Option<StartedBy>,
}

/// Everything about one person (P6).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonExport {
    /// What is known.
    pub known: PersonPage,
    /// The person's log, the newest entry first.
    pub activities: Vec<Activity>,
    /// The conversations that the log tells of, the newest first.
    pub conversations: Vec<ConversationExport>,
}

/// A conversation in which the visitor has acted, in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConversationInList {
    /// Its id.
    pub id: ConversationId,
    /// The dialogue's or flow's name, from the version.
    pub name: Name,
    /// Whether it is a dialogue's or a flow's.
    pub source: Source,
    /// Where it stands.
    pub status: Status,
    /// Its score, 0 to 3.
    pub score: Option<u8>,
    /// When the visitor first acted in it.
    pub at: Instant,
    /// The page that this was on, and its title, as long as the log has it.
    pub page: Option<(String, String)>,
    /// Whose it is.
    pub visitor: VisitorId,
    /// The person whom the visitor was linked to when it was had, or has become by it.
    pub person: Option<Person>,
}

/// A conversation of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConversationExport {
    /// Its id.
    pub id: ConversationId,
    /// The dialogue's or flow's name.
    pub name: Name,
    /// What was said.
    pub conversation: Conversation,
}

/// A conversation with what was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Where it stands.
    pub status: Status,
    /// Its score, 0 to 3.
    pub score: Option<u8>,
    /// What was said, in order.
    pub transcript: Vec<Line>,
}
