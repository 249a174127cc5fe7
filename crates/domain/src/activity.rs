//! The activity log: what is worth telling about a visitor.

use serde::{Deserialize, Serialize};

use crate::action::Task;
use crate::event::Beginning;
use crate::reading::{DocumentRead, Reading};
use crate::text::{Email, Key, Name};
use crate::value::Value;

/// What kind of entry: the six of the product, and supporting ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    /// A1: a dialogue was shown.
    Triggered,
    /// A2: the visitor's first act on a prompt.
    Engaged,
    /// A5: a goal card was reached.
    Goal,
    /// Supporting: the end of a branch was reached.
    Completed,
    /// Supporting: engaged, not completed, and the session is over.
    Dropped,
    /// Supporting: an e-mail address was given.
    EmailGiven,
    /// Supporting: a telephone number was given.
    PhoneGiven,
    /// Supporting: an answer was written to an attribute.
    AttributeWritten,
    /// A4: a document was opened or downloaded.
    Document,
    /// Supporting: the visitor closed the chat after acting.
    Closed,
    /// Supporting: a link of the bot's was clicked.
    LinkClicked,
    /// Supporting: a page was viewed, on sites that log it.
    PageViewed,
    /// Supporting: the site's owner vouched for who the visitor is (I3).
    Identified,
    /// Supporting: an action changed a membership, emptied an attribute, or called a webhook (C7).
    Action,
}

impl ActivityKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Triggered,
        Self::Engaged,
        Self::Goal,
        Self::Completed,
        Self::Dropped,
        Self::EmailGiven,
        Self::PhoneGiven,
        Self::AttributeWritten,
        Self::Document,
        Self::Closed,
        Self::LinkClicked,
        Self::PageViewed,
        Self::Identified,
        Self::Action,
    ];

    /// The kind as code, as it stands in the database and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Triggered => "triggered",
            Self::Engaged => "engaged",
            Self::Goal => "goal",
            Self::Completed => "completed",
            Self::Dropped => "dropped",
            Self::EmailGiven => "email_given",
            Self::PhoneGiven => "phone_given",
            Self::AttributeWritten => "attribute_written",
            Self::Document => "document",
            Self::Closed => "closed",
            Self::LinkClicked => "link_clicked",
            Self::PageViewed => "page_viewed",
            Self::Identified => "identified",
            Self::Action => "action",
        }
    }

    /// The kind of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it is logged once per visitor and session (A7).
    pub const fn once_per_session(self) -> bool {
        matches!(self, Self::Triggered | Self::Engaged | Self::Identified)
    }
}

/// What belongs to an entry besides what all have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// Nothing more.
    None,
    /// The goal and the score it gave.
    Goal {
        /// The goal's name.
        goal: Name,
        /// 0 to 3.
        score: Option<u8>,
    },
    /// The address.
    Email(Email),
    /// The number as given.
    Phone(String),
    /// What was written.
    Attribute {
        /// The attribute's key.
        attribute: Key,
        /// The value.
        value: Value,
        /// Whether it stands beside a stored value instead of replacing it (I2).
        claimed: bool,
    },
    /// The document and what was done with it.
    Document {
        /// Its name.
        document: String,
        /// Its address; of an uploaded one, on this server.
        url: String,
        /// Whether it was opened.
        opened: bool,
        /// Whether it was downloaded.
        downloaded: bool,
        /// How far it was read, if the viewer has told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reading: Option<Reading>,
    },
    /// Where the link led.
    Link {
        /// Its address.
        url: String,
    },
    /// Who the visitor was said to be.
    Identified {
        /// The address, if one was named.
        email: Option<Email>,
        /// The owner's own id, if one was named.
        external_id: Option<String>,
    },
    /// What an action did.
    Action {
        /// What.
        task: Task,
        /// Whether it was left undone, because who the visitor is isn't verified (I2).
        held_back: bool,
    },
}

/// What an accepted event leads to; the server makes entries and writes of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Consequence {
    /// An entry of this kind without further detail.
    Log(ActivityKind),
    /// A goal was reached at this card.
    Goal(crate::flow::CardIndex),
    /// An answer is to be written.
    Write {
        /// The attribute's key.
        attribute: Key,
        /// The value.
        value: Value,
    },
    /// An e-mail address was given: the visitor is linked to a person (I1).
    Email(Email),
    /// A telephone number was given.
    Phone(String),
    /// A conversational flow began.
    Begun(Beginning),
    /// The document of this card was opened, or downloaded.
    Document {
        /// The card.
        card: crate::flow::CardIndex,
        /// Downloaded, and not opened.
        downloaded: bool,
    },
    /// A document is read on: the entry of its opening says how far.
    Read(DocumentRead),
    /// A link to this address was clicked.
    Link(String),
    /// The action of this card is to be done (C7).
    Action {
        /// The card.
        card: crate::flow::CardIndex,
        /// What stands in the places of its tokens, in order.
        filled: Vec<String>,
    },
}
