//! What a browser remembers of its visitor, in the host page's storage.

use serde::{Deserialize, Serialize};

use crate::event::Beginning;
use crate::ids::{ConversationId, DialogueId, Secret, SessionId, VisitorId};
use crate::pack::Packed;
use crate::site::FileHash;
use crate::state::State;
use crate::text::Key;
use crate::time::Instant;
use crate::value::Value;

/// What a browser remembers of its visitor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
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
    /// What a conversation has besides: sorted by id.
    pub runs: Vec<(ConversationId, Run)>,
    /// What happened, and when last; for conditions (T10). Sorted; at most `HISTORY_ENTRIES`.
    pub history: Vec<(Past, Instant)>,
    /// What caps ask for (T22). Sorted by id.
    pub showings: Vec<(DialogueId, Showings)>,
    /// Whether the link to the person is verified, as far as this browser has heard (I3).
    pub verified: bool,
    /// What the server told of the person; only when verified.
    pub facts: Option<PersonFacts>,
    /// Since when this browser has this visitor, if the person of the one before was erased. What is older is another one's.
    pub visitor_since: Instant,
}

/// What a conversation has besides its state.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Packed)]
pub struct Run {
    /// How it began; `None` if targeting did it.
    pub beginning: Option<Beginning>,
    /// Seconds from the conversation's beginning to each turn.
    pub times: Vec<u32>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Packed)]
pub enum Past {
    /// A dialogue or flow was shown.
    Shown(DialogueId),
    /// It was engaged with.
    Engaged(DialogueId),
    /// It was completed.
    Completed(DialogueId),
    /// A goal was reached, by its name.
    Goal(String),
    /// A document was opened, by its name.
    Document(String),
}

impl Past {
    /// What happenings of this name in the group *history* are about; `None`: there is no such name.
    pub fn of_name(name: &str) -> Option<About> {
        match name {
            "shown" | "engaged" | "completed" => Some(About::Dialogue),
            "goal" => Some(About::Goal),
            "document" => Some(About::Document),
            _ => None,
        }
    }
}

/// What a happening is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A dialogue or flow.
    Dialogue,
    /// A goal of the library.
    Goal,
    /// A document of the library.
    Document,
}

/// How often a dialogue was shown and put away (T22).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Showings {
    /// Sessions in which it was shown.
    pub sessions: u16,
    /// When its teaser was last put away.
    pub dismissed: Option<Instant>,
}

/// What the server told of a verified person (T14).
#[derive(Clone, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize, Packed)]
pub struct PersonFacts {
    /// When.
    pub at: Instant,
    /// Conditions by their marks, and whether each holds.
    pub verdicts: Vec<(u32, bool)>,
    /// Values that the flow which begins uses in tokens and prefill. Sorted by key.
    pub values: Vec<(Key, Value)>,
}

/// A visit.
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize, Packed)]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Packed)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
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
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize, Packed)]
pub struct Given {
    /// When.
    pub at: Instant,
    /// The value.
    pub value: Value,
    /// A text in lower case, as conditions compare it.
    pub folded: String,
}
