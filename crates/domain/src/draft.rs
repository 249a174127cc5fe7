//! What an author writes: dialogues and flows as JSON documents, fit for a diff.
//!
//! A draft may be unfinished or wrong; the engine's check says what is missing, and publishing
//! turns a sound one into the types of [`crate::flow`] and [`crate::site`].

mod card;

use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::attribute::PersonAttribute;
use crate::audience::Audience;
use crate::display::Display;
use crate::schedule::ScheduleDraft;
use crate::site::{Caps, Interface, Settings};
use crate::text::{Key, Name};

pub use card::*;

/// A file that `parlor import` reads: a site with its attributes, goals, documents, dialogues and flows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SiteDraft {
    /// Where an editor finds the schema of this file. It is read, and nothing is done with it.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The form of the file; this program reads 1.
    pub parlor: u16,
    /// The site's settings.
    pub site: Settings,
    /// Person attributes besides the built-in ones.
    #[serde(default)]
    pub attributes: Vec<PersonAttribute>,
    /// The library of goals.
    #[serde(default)]
    pub goals: Vec<Name>,
    /// The library of documents.
    #[serde(default)]
    pub documents: Vec<DocumentDraft>,
    /// Lists of people, for actions and audiences.
    #[serde(default)]
    pub lists: Vec<Name>,
    /// Programs of which people can be members.
    #[serde(default)]
    pub programs: Vec<ProgramDraft>,
    /// Webhooks that actions call.
    #[serde(default)]
    pub webhooks: Vec<WebhookDraft>,
    /// The dialogues; one that is already there by the same name gets a new draft.
    #[serde(default)]
    pub dialogues: Vec<DialogueDraft>,
    /// The conversational flows; the same goes for them.
    #[serde(default)]
    pub flows: Vec<ConversationalFlowDraft>,
}

/// A document of the library: an uploaded file or a hosted address, one of the two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentDraft {
    /// What it is called, also for visitors; unique in its site.
    pub name: Name,
    /// Where the PDF lies: a path beside the file that names it.
    #[serde(default)]
    pub file: Option<String>,
    /// Where it is hosted.
    #[serde(default)]
    pub url: Option<String>,
    /// Where its cover lies: a picture beside the file that names it.
    #[serde(default)]
    pub cover: Option<String>,
}

/// A program, of which people can be members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProgramDraft {
    /// What it is called; unique in its site.
    pub name: Name,
    /// What its members can be.
    pub statuses: Vec<Name>,
}

/// An address that hears when an action calls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WebhookDraft {
    /// What it is called; unique in its site.
    pub name: Name,
    /// Where it is.
    pub url: String,
}

/// What an author works on under one name: a dialogue or a conversational flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Draft {
    /// Shown by targeting.
    Dialogue(DialogueDraft),
    /// Started by an action.
    Flow(ConversationalFlowDraft),
}

impl Draft {
    /// What it is called in the console.
    pub fn name(&self) -> &Name {
        match self {
            Self::Dialogue(draft) => &draft.name,
            Self::Flow(draft) => &draft.name,
        }
    }

    /// What it says and asks.
    pub fn flow(&self) -> &FlowDraft {
        match self {
            Self::Dialogue(draft) => &draft.flow,
            Self::Flow(draft) => &draft.flow,
        }
    }

    /// Where what comes of it comes from.
    pub fn source(&self) -> Source {
        match self {
            Self::Dialogue(_) => Source::Dialogue,
            Self::Flow(_) => Source::Flow,
        }
    }
}

/// Where a conversation comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A dialogue, shown by targeting.
    Dialogue,
    /// A conversational flow, started by an action.
    Flow,
}

/// A conversational flow as its author sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConversationalFlowDraft {
    /// What it is called in the console, and by the page that starts it; unique in its site, dialogues included.
    pub name: Name,
    /// How it is shown. Always written, so that it tells a flow from a dialogue.
    #[serde(deserialize_with = "chosen")]
    pub interface: Interface,
    /// Pages whose load starts it; none when left out.
    #[serde(default)]
    pub on_load: PagesDraft,
    /// Fields of a page's form that are handed over when the form starts it (W9).
    #[serde(default)]
    pub form_fields: Vec<FormField>,
    /// What it says and asks.
    pub flow: FlowDraft,
}

/// What an author may choose: inside a page a flow is shown by the page, whatever stands here.
fn chosen<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Interface, D::Error> {
    match Interface::deserialize(deserializer)? {
        Interface::Inline => Err(Error::unknown_variant(Interface::Inline.code(), &["bubble", "popup"])),
        interface => Ok(interface),
    }
}

/// A field of a page's form that is handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Its name in the form.
    pub field: String,
    /// The person attribute that its value is written to.
    pub attribute: Key,
}

/// A dialogue as its author sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DialogueDraft {
    /// What it is called in the console; unique in its site.
    pub name: Name,
    /// Where it may appear.
    #[serde(default)]
    pub pages: PagesDraft,
    /// To whom; everyone when left out.
    #[serde(default)]
    pub audience: Audience,
    /// What it waits for; nothing when left out.
    #[serde(default)]
    pub display: Display,
    /// 1 (highest) to 1000.
    #[serde(default = "usual_priority")]
    pub priority: u16,
    /// Whether it may appear again to those who completed it (T28).
    #[serde(default)]
    pub may_appear_again: bool,
    /// Whether lower priorities may show while it waits for its display events (T26).
    #[serde(default)]
    pub others_go_first: bool,
    /// How often it may appear (T22).
    #[serde(default)]
    pub caps: Caps,
    /// When it may appear (T16); always, when left out.
    #[serde(default)]
    pub schedule: ScheduleDraft,
    /// What it says and asks.
    pub flow: FlowDraft,
}

fn usual_priority() -> u16 {
    100
}

/// Page patterns in their written form (T2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PagesDraft {
    /// At least one of these must match.
    pub include: Vec<String>,
    /// None of these may match.
    pub exclude: Vec<String>,
}

/// A graph of cards with one start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlowDraft {
    /// The key of the first card.
    pub start: Key,
    /// The cards by their keys, in the author's order.
    pub cards: CardDrafts,
}

/// Cards by key. JSON has them as an object; the order is kept, and a key that stands twice is refused.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardDrafts(pub Vec<(Key, CardDraft)>);

impl CardDrafts {
    /// Where the card of this key stands.
    pub fn position(&self, key: &Key) -> Option<usize> {
        self.0.iter().position(|(other, _)| other == key)
    }
}

impl Serialize for CardDrafts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        self.0.iter().try_for_each(|(key, card)| map.serialize_entry(key, card))?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for CardDrafts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(CardVisitor)
    }
}

struct CardVisitor;

impl<'de> Visitor<'de> for CardVisitor {
    type Value = CardDrafts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of cards by their keys")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<CardDrafts, A::Error> {
        let mut cards = CardDrafts::default();
        while let Some(key) = map.next_key::<Key>()? {
            if cards.position(&key).is_some() {
                return Err(A::Error::custom(format!("the card `{key}` stands twice")));
            }
            cards.0.push((key, map.next_value()?));
        }
        Ok(cards)
    }
}
