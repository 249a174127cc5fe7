//! A site: its settings, and the one file that a browser gets of it (W5).

use serde::{Deserialize, Serialize};

use crate::apart::Network;
use crate::audience::Audience;
use crate::display::Display;
use crate::ids::DialogueId;
use crate::language::{Language, OwnTexts, Words};
use crate::limits::SESSION_MINUTES;
use crate::look::{Look, PublishedLook};
use crate::pack::Packed;
use crate::page::Pages;
use crate::retention::Retention;
use crate::schedule::Schedule;
use crate::text::{Key, Name, SiteKey};
use crate::time::Instant;
use crate::value::Kind;

/// What an owner sets about a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What the site is called in the console.
    pub name: Name,
    /// Its public key; made by the server when left out.
    #[serde(default)]
    pub key: Option<SiteKey>,
    /// Domains that may show the chat: `example.com` or `*.example.com`. None: every domain (O9).
    #[serde(default)]
    pub allowed_domains: Vec<String>,
    /// Networks whose visitors are stored apart and not counted, like your own: `203.0.113.0/24`, `2001:db8::/32` (A15).
    #[serde(default)]
    pub excluded_networks: Vec<Network>,
    /// Minutes without page view or interaction after which a session is over.
    #[serde(default = "usual_session")]
    pub session_minutes: u16,
    /// Milliseconds of typing before each bot message.
    #[serde(default)]
    pub response_delay_ms: u16,
    /// How far "one per visitor, per session" reaches (A7).
    #[serde(default)]
    pub activity_scope: ActivityScope,
    /// What is stored of a visitor before they do something about it (W28).
    #[serde(default)]
    pub storage_mode: StorageMode,
    /// Whether what an unverified visitor types overwrites what is stored about a person (I2).
    #[serde(default)]
    pub overwrite_at_once: bool,
    /// Whether page views are logged.
    #[serde(default)]
    pub log_page_views: bool,
    /// The zone of the site's clocks, by its name in the IANA database; weekly hours are meant in it (T16).
    #[serde(default = "utc")]
    pub zone: String,
    /// For how long what is kept (O8).
    #[serde(default)]
    pub retention: Retention,
    /// Whether the chat is switched off on the whole site.
    #[serde(default)]
    pub off: bool,
    /// What the chat looks like.
    #[serde(default)]
    pub look: Look,
    /// The languages that the chat speaks, by their tags; who wants none of them gets the first (W20).
    #[serde(default = "english")]
    pub languages: Vec<Language>,
    /// What the chat says in words of your own, by language and name of the text (W14).
    #[serde(default)]
    pub texts: OwnTexts,
}

fn english() -> Vec<Language> {
    vec![Language::english()]
}

fn usual_session() -> u16 {
    SESSION_MINUTES.1
}

fn utc() -> String {
    "UTC".to_owned()
}

/// What is stored of a visitor before they do something about it (W28).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StorageMode {
    /// What the chat needs, in the browser and on the server.
    #[default]
    Always,
    /// Nothing until the visitor acts. That something was shown is counted without saying to whom.
    Engaged,
    /// Nothing until the page says that the visitor consents.
    Consent,
}

/// How far "one per visitor, per session" reaches (A7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActivityScope {
    /// Once for each dialogue in a session.
    #[default]
    Dialogue,
    /// Once in a session, whatever the dialogue.
    Session,
}

/// How a conversation is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Interface {
    /// In the chat bubble.
    #[default]
    Bubble,
    /// In a pop-up over the page.
    Popup,
    /// Inside the page, in an element that names the flow (W10). Pages choose this, and no author.
    #[cfg_attr(feature = "schema", schemars(skip))]
    Inline,
}

impl Interface {
    /// Every interface.
    pub const ALL: [Self; 3] = [Self::Bubble, Self::Popup, Self::Inline];

    /// The interface as code, as it stands in the database and on the page.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bubble => "bubble",
            Self::Popup => "popup",
            Self::Inline => "inline",
        }
    }
}

/// How often a dialogue may appear (T22). They count sessions with a showing, not page views.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Caps {
    /// Not again in a session in which the visitor put it away.
    pub once_per_session: bool,
    /// Once in this many days.
    pub once_in_days: Option<u16>,
    /// In this many sessions at most.
    pub sessions: Option<u16>,
    /// Not for this many days after the visitor put it away.
    pub days_after_dismissal: Option<u16>,
}

/// The content hash of an immutable file: the first sixteen bytes of its SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Packed)]
pub struct FileHash(pub [u8; 16]);

impl std::fmt::Display for FileHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for FileHash {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 16];
        if text.len() != 32 || !text.is_ascii() {
            return Err("is not a file hash");
        }
        for (byte, at) in bytes.iter_mut().zip((0..32).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| "is not a file hash")?;
        }
        Ok(Self(bytes))
    }
}

/// What a browser gets of a site: an allow-list, without internal names and notes (W5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct SiteFile {
    /// Minutes after which a session is over.
    pub session_minutes: u16,
    /// Milliseconds of typing before each bot message.
    pub response_delay_ms: u16,
    /// Whether nothing may be triggered (T30).
    pub off: bool,
    /// What the chat looks like.
    pub look: PublishedLook,
    /// Whether page views are reported.
    pub reports_pages: bool,
    /// Attributes that the page and visitors may set.
    pub attributes: Vec<(Key, Kind)>,
    /// In the order of resolution: by priority, the older first (T24).
    pub dialogues: Vec<PublishedDialogue>,
    /// What actions start, the oldest first.
    pub flows: Vec<PublishedFlow>,
    /// The zone of the site's clocks; empty when no schedule asks for it.
    pub zone: String,
    /// What the chat itself says, in the language of this file.
    pub words: Words,
}

/// A published conversational flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct PublishedFlow {
    /// Which flow.
    pub id: DialogueId,
    /// What the page calls it.
    pub name: Name,
    /// Which version of it.
    pub version: u32,
    /// Where its cards are.
    pub flow: FileHash,
    /// How it is shown.
    pub interface: Interface,
    /// Pages whose load starts it.
    pub on_load: Pages,
    /// Fields of a page's form, and the attributes that their values are written to.
    pub form_fields: Vec<(String, Key)>,
}

/// The targeting of a published dialogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct PublishedDialogue {
    /// Which dialogue.
    pub id: DialogueId,
    /// What the page calls it.
    pub name: Name,
    /// Which version of it.
    pub version: u32,
    /// Where its flow is.
    pub flow: FileHash,
    /// The words with which its flow always begins, for the teaser: they are shown while the flow is on its way. `None` if that depends
    /// on the visitor, or they are long.
    pub opening: Option<String>,
    /// 1 is the highest.
    pub priority: u16,
    /// When the dialogue was made.
    pub created: Instant,
    /// Where it may appear.
    pub pages: Pages,
    /// To whom.
    pub audience: Audience,
    /// What it waits for.
    pub display: Display,
    /// Whether it may appear again to those who completed it (T28).
    pub may_appear_again: bool,
    /// Completions before this instant no longer count: everybody is asked again (T28).
    pub asked_again: Option<Instant>,
    /// Whether lower priorities may show while it waits for its display events (T26).
    pub others_go_first: bool,
    /// How often it may appear (T22).
    pub caps: Caps,
    /// When it may appear (T16).
    pub schedule: Schedule,
}
