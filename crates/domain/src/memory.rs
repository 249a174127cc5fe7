//! What a browser remembers of its visitor, in the host page's storage.

use serde::{Deserialize, Serialize};

use crate::ids::{ConversationId, DialogueId, Secret, SessionId, VisitorId};
use crate::site::FileHash;
use crate::state::State;
use crate::text::Key;
use crate::time::Instant;
use crate::value::Value;

/// What a browser remembers of its visitor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// The visitor's public id.
    pub visitor: VisitorId,
    /// The visitor's credential.
    pub secret: Secret,
    /// Sessions so far, this one included.
    pub sessions: u32,
    /// Page views so far.
    pub pages: u32,
    /// The visit that goes on, or the last one.
    pub session: Session,
    /// What became of each dialogue that was resolved, sorted by id.
    pub dialogues: Vec<(DialogueId, DialogueMemory)>,
    /// Conversations, sorted by id.
    pub conversations: Vec<Conversation>,
    /// What was given in this browser: *these* are the person's attributes here (I2). Sorted by key.
    pub given: Vec<(Key, Given)>,
    /// When another e-mail address was given last: older values are another person's, also those that
    /// another tab still holds (I2).
    pub given_since: Instant,
}

/// A visit.
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Session {
    /// The last page view or interaction.
    pub last: Instant,
    /// Its id.
    pub id: SessionId,
    /// Page views in it.
    pub pages: u32,
    /// The address of its first page, in lower case.
    pub entry_page: String,
    /// Where the visitor came from, in lower case.
    pub referrer: String,
    /// Its `utm_*` parameters, in lower case.
    pub campaign: Vec<(String, String)>,
}

/// What became of a dialogue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DialogueMemory {
    /// When and in which session it was last shown.
    pub shown: Option<(Instant, SessionId)>,
    /// In which session its teaser was put away.
    pub dismissed: Option<SessionId>,
    /// Visible milliseconds on the pages that it matches (T19).
    pub time_on_page: u32,
    /// Which display events `met` is about.
    pub display: u32,
    /// Display events that were met, one bit each: once met they stay met (T20).
    pub met: u16,
    /// When it was completed (T28).
    pub completed: Option<Instant>,
}

/// A conversation as the browser keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// Of which dialogue.
    pub dialogue: DialogueId,
    /// Of which version.
    pub version: u32,
    /// The version's flow.
    pub flow: FileHash,
    /// The last act or showing.
    pub touched: Instant,
    /// The session of its last *triggered*.
    pub triggered_in: Option<SessionId>,
    /// The session of its last act.
    pub engaged_in: Option<SessionId>,
    /// Whether its beginning was reported.
    pub start_reported: bool,
    /// How far it has come.
    pub state: State,
}

/// A value that was given in this browser.
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Given {
    /// When.
    pub at: Instant,
    /// The value.
    pub value: Value,
    /// A text in lower case, as conditions compare it.
    pub folded: String,
}
