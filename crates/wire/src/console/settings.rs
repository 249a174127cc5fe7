//! How a site is set up.

use parlor_domain::finding::Finding;
use parlor_domain::language::Language;
use parlor_domain::text::{Name, SiteKey};
use serde::{Deserialize, Serialize};

/// How a site is set up. What settings are may be known to the one side and not to the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SiteSettings<S> {
    /// All of it, as in a site's file.
    pub settings: S,
    /// What could be better about the look.
    pub findings: Vec<Finding>,
    /// The languages that the chat speaks.
    pub known: Vec<Language>,
    /// What the chat says by itself in each of the site's languages.
    pub words: Vec<LanguageWords>,
}

/// What the chat says by itself in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageWords {
    /// The language.
    pub language: Language,
    /// Every text by its name.
    pub texts: Vec<(String, String)>,
}

/// Sets a site up otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeSettings<S> {
    /// As they were when whoever changes them looked: what somebody else has changed meanwhile isn't overwritten.
    pub former: S,
    /// As they are to be. Key, picture and typeface stay as they are.
    pub settings: S,
}

/// Changes an attribute; what it holds stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeAttribute {
    /// What people read.
    pub label: Name,
    /// Whether what a visitor answers may be written to it (I2).
    pub visitor_may_set: bool,
}

/// Makes a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSite {
    /// What it is called.
    pub name: String,
}

/// A file of a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookPart {
    /// The picture beside the bot's name.
    Avatar,
    /// The typeface.
    Font,
}

impl LookPart {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Avatar, Self::Font];

    /// The part as code, as it stands in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Avatar => "avatar",
            Self::Font => "font",
        }
    }

    /// The part of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }
}

/// A preview that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// What its page is asked for by.
    pub key: SiteKey,
    /// What could be better about the look.
    pub findings: Vec<Finding>,
}
