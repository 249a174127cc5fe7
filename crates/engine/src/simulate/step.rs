//! What can happen in a story, as its file writes it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use parlor_domain::draft::Draft;
use parlor_domain::event::StartedBy;
use parlor_domain::limits::MESSAGE_CHARS;
use parlor_domain::reading::Reading;
use parlor_domain::site::StorageMode;
use parlor_domain::text::{Key, Name, Typed};
use parlor_domain::time::{DAY, MINUTE, SECOND};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::browser::{Browser, Page};
use crate::publish::fold_text;
use crate::visit::{Input, Named, Told};

/// One step of a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A page is loaded.
    Visit(OneOf<String, Page>),
    /// A single-page app changes its route, or the fragment changes (T7).
    Route(OneOf<String, Page>),
    /// The page is loaded again.
    Refresh,
    /// Time passes: `10s`, `5m`, `2h`, `31d`. Timers ring when they are due.
    Wait(Pause),
    /// The session is over: as much time passes as that takes, and a second.
    NewSession,
    /// This much of the page's height comes into view, in percent.
    Scroll(u8),
    /// The visitor does something on the page.
    Activity,
    /// The visitor is about to leave: the pointer goes out at the top.
    ExitIntent,
    /// The page's own code says that this happened.
    Track(String),
    /// The page goes out of view.
    Leave,
    /// The page comes back into view.
    Return,
    /// The visitor opens the chat.
    Open,
    /// The visitor closes it.
    Close,
    /// The visitor puts the teaser away.
    Dismiss,
    /// The visitor picks a choice by its label, or several.
    Click(OneOf<String, Vec<String>>),
    /// The visitor types.
    Answer(String),
    /// The visitor confirms what is known.
    Confirm,
    /// The visitor skips the question.
    Skip,
    /// The visitor goes back to change the nth answer that may be changed, counted from 0 (C19).
    Change(usize),
    /// The visitor opens the newest document.
    OpenDocument,
    /// The visitor downloads it.
    DownloadDocument,
    /// The viewer says how far the document has been read that was opened last.
    ReadDocument(ReadOn),
    /// The visitor clicks the nth link of the newest message that has one, counted from 0.
    ClickLink(u8),
    /// The last act is done once more, as when two tabs or a double click do it.
    Again,
    /// Something starts a flow or dialogue, by its name or id.
    Start(Start),
    /// The page has a place for this flow inside itself (W10), by its name or id: from here on the story is there, as in a tab of that
    /// name.
    Inside(String),
    /// The page gives attributes.
    Set(Values),
    /// The server has verified who the visitor is (I3); `true`: it is another person than before.
    Identified(bool),
    /// The server says what it knows of the person; `null`: the link isn't verified (T14).
    Facts(Option<Known>),
    /// What the server knows besides, from here on (T10).
    Server(ServerKnows),
    /// Nobody answers what the browser has asked.
    NoFacts,
    /// The visitor opens the list of conversations.
    List,
    /// The visitor leaves the list.
    LeaveList,
    /// The visitor goes on in the nth conversation of the list, counted from 0.
    Switch(usize),
    /// A dialogue or flow is published, or a new version of it: by its name as it stands in the site, or as another draft.
    Publish(OneOf<Name, Box<Draft>>),
    /// The same, and everybody is asked again (T28).
    PublishAndAskAgain(OneOf<Name, Box<Draft>>),
    /// A dialogue or flow is unpublished.
    Unpublish(Name),
    /// Settings of the site change.
    Site(Change),
    /// The browser's language, or a clock around it, changes.
    Browser(Browser),
    /// Another tab of the same browser comes to the front; a new one, when there is none of this name.
    Tab(String),
    /// A page is loaded in a tab that began before another one had stored anything.
    Race(OneOf<String, Page>),
    /// What each tab has stored reaches the others.
    Sync,
    /// The page says that the visitor consents (W28).
    Consent,
    /// A timer rings that was replaced by another one.
    OldTimer,
}

/// Written in the short form or in the long one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOf<S, L> {
    /// The short form.
    Short(S),
    /// The long form.
    Long(L),
}

impl OneOf<String, Page> {
    pub(super) fn page(self) -> Page {
        match self {
            Self::Short(url) => Page { url, ..Page::default() },
            Self::Long(page) => page,
        }
    }
}

impl OneOf<String, Vec<String>> {
    pub(super) fn labels(&self) -> &[String] {
        match self {
            Self::Short(label) => std::slice::from_ref(label),
            Self::Long(labels) => labels,
        }
    }
}

/// How far a document has been read since it was opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadOn {
    /// Pages that were on screen for a second at least.
    pub pages: u16,
    /// Pages that it has.
    pub of: u16,
    /// Seconds on screen.
    pub seconds: u32,
    /// What was searched for.
    pub words: Vec<String>,
    /// Whether it was downloaded from the viewer.
    pub downloaded: bool,
}

impl ReadOn {
    pub(super) fn told(self) -> Input {
        let Self { pages, of, seconds, words, downloaded } = self;
        Input::Read(Reading { pages, of, seconds, words }, downloaded)
    }
}

/// What is started, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// The name or id.
    pub name: String,
    /// By what.
    #[serde(default = "by_code")]
    pub by: StartedBy,
    /// Values that come along: attributes, or fields of a form.
    #[serde(default)]
    pub values: Values,
}

fn by_code() -> StartedBy {
    StartedBy::Code
}

/// Settings that change; what is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Change {
    /// Whether the chat is switched off (T30).
    pub off: Option<bool>,
    /// Milliseconds of typing before each bot message.
    pub response_delay_ms: Option<u16>,
    /// Minutes after which a session is over.
    pub session_minutes: Option<u16>,
    /// Whether page views are logged.
    pub log_page_views: Option<bool>,
    /// What is stored of a visitor before they do something about it (W28).
    pub storage_mode: Option<StorageMode>,
}

/// What the server knows of a person: values by the keys of their attributes.
pub type Known = BTreeMap<Key, Plain>;

/// What a server knows besides the attributes of persons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerKnows {
    /// What is inferred from the visitor's address; nothing can be inferred, when left out.
    pub inferred: Option<BTreeMap<String, String>>,
    /// The lists that the person is on.
    pub lists: Vec<String>,
    /// The programs that the person is a member of, and the statuses.
    pub programs: BTreeMap<String, String>,
    /// Whether an agent is available.
    pub agent: bool,
}

/// A value as JSON has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Plain {
    /// A text; also a date or an instant.
    Text(String),
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(f64),
}

impl Plain {
    fn told(self) -> Told {
        match self {
            Self::Text(text) => Told::Text(typed(&text)),
            Self::YesNo(yes) => Told::YesNo(yes),
            Self::Number(number) => Told::Number(number),
        }
    }
}

/// Values by their names; in JSON an object.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Values(pub BTreeMap<String, Plain>);

impl Values {
    pub(super) fn told(self) -> Vec<Named> {
        self.0.into_iter().map(|(name, value)| (name, value.told())).collect()
    }
}

/// A text as a browser hands over what was typed.
pub(super) fn typed(text: &str) -> Typed {
    let text: String = text.nfc().take(2 * MESSAGE_CHARS).collect();
    Typed { folded: fold_text(&text), text }
}

/// How long nothing else happens, in milliseconds. Written `10s`, `5m`, `2h`, `31d` or `250ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pause(pub i64);

impl FromStr for Pause {
    type Err = NotAPause;

    fn from_str(text: &str) -> Result<Self, NotAPause> {
        let unit = text.find(|character: char| !character.is_ascii_digit()).ok_or(NotAPause)?;
        let number: i64 = text[..unit].parse().map_err(|_| NotAPause)?;
        let unit = match &text[unit..] {
            "ms" => 1,
            "s" => SECOND,
            "m" => MINUTE,
            "h" => 60 * MINUTE,
            "d" => DAY,
            _ => return Err(NotAPause),
        };
        number.checked_mul(unit).filter(|ms| *ms <= LONGEST_PAUSE).map(Self).ok_or(NotAPause)
    }
}

/// The longest pause: a hundred years.
const LONGEST_PAUSE: i64 = 36_525 * DAY;

impl TryFrom<String> for Pause {
    type Error = NotAPause;

    fn try_from(text: String) -> Result<Self, NotAPause> {
        text.parse()
    }
}

impl From<Pause> for String {
    fn from(pause: Pause) -> Self {
        format!("{}ms", pause.0)
    }
}

/// A text that says no length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPause;

impl fmt::Display for NotAPause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a length of time like 10s, 5m, 2h or 31d; at most a hundred years")
    }
}
