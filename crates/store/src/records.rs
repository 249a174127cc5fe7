//! What the memory gives back of sites and dialogues.

use parlor_domain::attribute::PersonAttribute;
use parlor_domain::draft::DialogueDraft;
use parlor_domain::ids::{DialogueId, SiteId};
use parlor_domain::site::{FileHash, Settings};
use parlor_domain::text::{Name, SiteKey};
use parlor_domain::time::Instant;

/// What every visitor's request needs of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteFront {
    /// The settings.
    pub settings: Settings,
    /// The current site file.
    pub site_file: Option<FileHash>,
}

/// Everything authors have of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteRecord {
    /// Its public key.
    pub key: SiteKey,
    /// Its id.
    pub id: SiteId,
    /// Counts the changes of whatever the site file is made of.
    pub revision: u64,
    /// Its settings, the key filled in.
    pub settings: Settings,
    /// The built-in person attributes, then the site's own.
    pub attributes: Vec<PersonAttribute>,
    /// The library of goals.
    pub goals: Vec<Name>,
    /// The current site file.
    pub site_file: Option<FileHash>,
    /// Its dialogues, the oldest first.
    pub dialogues: Vec<DialogueRecord>,
}

/// A dialogue as its author knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct DialogueRecord {
    /// Its id.
    pub id: DialogueId,
    /// What its author works on.
    pub draft: DialogueDraft,
    /// When it was made.
    pub created: Instant,
    /// Its latest version.
    pub latest: Option<VersionRecord>,
    /// Whether visitors get the latest version.
    pub published: bool,
    /// When everybody was last asked again (T28).
    pub asked_again: Option<Instant>,
}

/// A frozen version.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionRecord {
    /// 1 and up.
    pub number: u32,
    /// The draft as it was.
    pub draft: DialogueDraft,
    /// Where the flow is.
    pub flow: FileHash,
}

/// A version to be frozen.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// The draft as it is now.
    pub draft: DialogueDraft,
    /// The flow as browsers walk it.
    pub flow: File,
    /// Whether those who completed the dialogue before are asked again (T28).
    pub ask_again: bool,
}

/// An immutable file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub hash: FileHash,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A [`parlor_domain::site::SiteFile`].
    Site,
    /// A [`parlor_domain::flow::Flow`].
    Flow,
}

impl FileKind {
    /// The kind as it stands in the database.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Flow => "flow",
        }
    }
}

/// What an import led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The site's key.
    pub key: SiteKey,
    /// What became of its settings, attributes and goals.
    pub site: Change,
    /// What became of each dialogue, in the order of the file.
    pub dialogues: Vec<ImportedDialogue>,
}

/// What an import led to for one dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedDialogue {
    /// Which dialogue.
    pub id: DialogueId,
    /// Its name.
    pub name: Name,
    /// What became of it.
    pub change: Change,
}

/// What became of something that was imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not there.
    New,
    /// It was different.
    Changed,
    /// It was there as it is.
    Same,
}

impl Change {
    /// The change of a whole of which a part changed.
    pub(crate) fn and(self, part: bool) -> Self {
        if self == Self::Same && part { Self::Changed } else { self }
    }
}
