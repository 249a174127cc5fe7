//! What a browser reports. An event says what the visitor did; what follows from it (activities,
//! written attributes) is worked out by the server, by walking the same flow.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::flow::{CardIndex, Flow};
use crate::ids::{ConversationId, DialogueId, EventId, SessionId, TabId};
use crate::pack::Packed;
use crate::reading::DocumentRead;
use crate::site::Interface;
use crate::state::Act;
use crate::text::Key;
use crate::time::Instant;
use crate::value::Value;

/// Something a visitor did, or was shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct Event {
    /// Its id; the same id is stored once.
    pub id: EventId,
    /// When, by the browser's clock.
    pub at: Instant,
    /// In which session.
    pub session: SessionId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// In which tab.
    pub tab: TabId,
    /// Its number within conversation and tab, from 0, without gaps (A13).
    pub client_seq: u32,
    /// Of which dialogue.
    pub dialogue: DialogueId,
    /// Of which version of it.
    pub version: u32,
    /// On which page.
    pub page: PageSeen,
    /// What happened.
    pub what: What,
}

/// The page an event happened on, for people to read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct PageSeen {
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub enum What {
    /// The dialogue was shown: it is triggered (A1).
    Shown,
    /// The visitor opened it and the flow began. Reported together with the first act, or when
    /// the flow reached a goal or its end without one. Brings what was known.
    Started(Vec<(Key, Value)>),
    /// The visitor acted on a prompt.
    Acted(Act),
    /// The event of this number is lost in the browser; the number counts as used (A13).
    Lost,
    /// A conversational flow was started and is shown: it is triggered (A1).
    Begun(Beginning),
    /// A document was opened or downloaded (A4); the first time it is also an act on the prompt.
    Document(DocumentUse),
    /// A link of the bot's was clicked.
    Clicked(Click),
    /// The visitor closed the chat after acting in this conversation.
    Closed,
    /// The page gave attributes, the e-mail address among them (W7); in no conversation.
    Given(Vec<(Key, Value)>),
    /// A page was viewed, on sites that log it; in no conversation.
    Viewed,
    /// The visitor turned out to be somebody else when the conversation had come to this turn: what was known of the
    /// former no longer counts (I2).
    Forgot(u16),
    /// A document that was opened is read on in the viewer (A4). It says how far since the opening, moves the conversation nowhere, and is
    /// none of its inputs.
    Read(DocumentRead),
}

impl What {
    /// Whether it happens in no conversation: the ids of conversation and dialogue are zero, the version is 0.
    pub const fn is_outside(&self) -> bool {
        matches!(self, Self::Given(_) | Self::Viewed)
    }

    /// What kind of event it is, as code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Started(_) => "started",
            Self::Acted(_) => "acted",
            Self::Lost => "lost",
            Self::Begun(_) => "begun",
            Self::Document(_) => "document",
            Self::Clicked(_) => "clicked",
            Self::Closed => "closed",
            Self::Given(_) => "given",
            Self::Viewed => "viewed",
            Self::Forgot(_) => "forgot",
            Self::Read(_) => "read",
        }
    }
}

/// How a conversational flow began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Packed)]
pub struct Beginning {
    /// What started it.
    pub by: StartedBy,
    /// How it is shown.
    pub interface: Interface,
}

/// What starts a conversational flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Packed)]
#[serde(rename_all = "snake_case")]
pub enum StartedBy {
    /// A click on a link or button that carries its name.
    Link,
    /// A form that was sent.
    Form,
    /// Page code.
    Code,
    /// The load of a page.
    Load,
}

impl StartedBy {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Link, Self::Form, Self::Code, Self::Load];

    /// The way as code, as it stands in the database and on the page.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Form => "form",
            Self::Code => "code",
            Self::Load => "load",
        }
    }
}

/// A document that was opened or downloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct DocumentUse {
    /// Which turn of the conversation, counted from 0.
    pub turn: u16,
    /// Its card.
    pub card: CardIndex,
    /// Downloaded, and not opened.
    pub downloaded: bool,
}

/// A link that was clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Click {
    /// The card that holds it.
    pub card: CardIndex,
    /// Which of the links in its text, counted from 0.
    pub link: u8,
}

/// An event and all that is needed to judge it (A14).
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The flow of the version that the event names.
    pub flow: &'a Flow,
    /// What happened in the conversation before, in order.
    pub past: &'a [What],
    /// The event.
    pub event: &'a Event,
    /// When it happened, corrected for the browser's clock.
    pub at: Instant,
    /// When it was received.
    pub received: Instant,
}

/// Why an event was refused for good (A14), in words for the site's owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Older than `EVENT_AGE_DAYS` by corrected time.
    TooOld,
    /// The session or conversation is another visitor's.
    NotYours,
    /// The site has no such dialogue, or it was never published in this version.
    UnknownVersion,
    /// The conversation goes on in another version.
    OtherVersion,
    /// The flow has no such card, or not at this point.
    NoSuchCard,
    /// The answer doesn't fit the card.
    DoesNotFit,
    /// The id is taken.
    TakenId,
    /// More than the event may carry.
    TooLarge,
    /// The visitor's person was erased, or the address that it gives, after it had happened (O8).
    Erased,
    /// What was said in the conversation is no longer kept (O8).
    UnknownConversation,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::TooOld,
        Self::NotYours,
        Self::UnknownVersion,
        Self::OtherVersion,
        Self::NoSuchCard,
        Self::DoesNotFit,
        Self::TakenId,
        Self::TooLarge,
        Self::Erased,
        Self::UnknownConversation,
    ];

    /// The reason as code, as it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooOld => "too_old",
            Self::NotYours => "not_yours",
            Self::UnknownVersion => "unknown_version",
            Self::OtherVersion => "other_version",
            Self::NoSuchCard => "no_such_card",
            Self::DoesNotFit => "does_not_fit",
            Self::TakenId => "taken_id",
            Self::TooLarge => "too_large",
            Self::Erased => "erased",
            Self::UnknownConversation => "unknown_conversation",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooOld => "The event is more than 30 days old.",
            Self::NotYours => "The session or conversation belongs to another visitor.",
            Self::UnknownVersion => "The site has no such dialogue in this version.",
            Self::OtherVersion => "The conversation goes on in another version of the dialogue.",
            Self::NoSuchCard => "The flow has no such card at this point.",
            Self::DoesNotFit => "The answer does not fit the card.",
            Self::TakenId => "The id is in use.",
            Self::TooLarge => "The event carries more than is allowed.",
            Self::Erased => "The person whom it is about was erased.",
            Self::UnknownConversation => "What was said in the conversation is no longer kept.",
        })
    }
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub enum Outcome {
    /// It is stored, now or before.
    Stored,
    /// It is refused for good.
    Refused(Refusal),
    /// It is neither stored nor refused: the event of this number must come first (A13).
    Wanted(u32),
}
