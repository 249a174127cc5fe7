//! What the memory takes and gives back of sites, dialogues and flows.

use parlor_domain::attribute::PersonAttribute;
use parlor_domain::draft::{Draft, Source, WebhookDraft};
use parlor_domain::flow::{Behind, Document};
use parlor_domain::ids::{DialogueId, SiteId};
use parlor_domain::language::Language;
use parlor_domain::library::Library;
use parlor_domain::site::{FileHash, Settings};
use parlor_domain::text::{Name, SiteKey};
use parlor_domain::time::Instant;

/// What every visitor's request needs of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteFront {
    /// The settings.
    pub settings: Settings,
    /// The current site files by their languages, the first language first; none before the site is published for the first time.
    pub site_files: Vec<(Language, FileHash)>,
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
    /// The library of documents.
    pub documents: Vec<Document>,
    /// Its lists, programs and webhooks.
    pub library: Library,
    /// The current site files by their languages, the first language first.
    pub site_files: Vec<(Language, FileHash)>,
    /// Its dialogues and flows, the oldest first.
    pub dialogues: Vec<DialogueRecord>,
}

/// A dialogue or flow as its author knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct DialogueRecord {
    /// Its id.
    pub id: DialogueId,
    /// What its author works on.
    pub draft: Draft,
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
    pub draft: Draft,
    /// Where the flow is.
    pub flow: FileHash,
    /// What the server keeps beside it.
    pub behind: Behind,
}

/// A version to be frozen.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// The draft as it is now.
    pub draft: Draft,
    /// The flow as browsers walk it.
    pub flow: File,
    /// What the server keeps beside it.
    pub behind: Behind,
    /// The copies that were fetched for it: the flow names them by their hashes.
    pub copies: Vec<(FileKind, File)>,
    /// Whether those who completed the dialogue before are asked again (T28).
    pub ask_again: bool,
}

/// A document to be added, or changed if there is one of its name.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// The document.
    pub document: Document,
    /// The files that it names and that are not kept yet.
    pub files: Vec<(FileKind, File)>,
}

/// What the file of a site brings along besides what it says itself.
#[derive(Clone, Default)]
pub struct Brought {
    /// The documents that it names, read.
    pub documents: Vec<NewDocument>,
    /// The webhooks that it names, with fresh secrets.
    pub webhooks: Vec<NewWebhook>,
    /// The files that its look needs.
    pub look: Vec<(FileKind, File)>,
}

/// A webhook to be added, or changed if there is one of its name, which then keeps its secret.
#[derive(Clone)]
pub struct NewWebhook {
    /// The webhook.
    pub webhook: WebhookDraft,
    /// What its calls are signed with: all chance, as long as *Standard Webhooks* asks for.
    pub secret: [u8; 24],
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
    /// An uploaded PDF.
    Document,
    /// A picture: the cover of a document, an image of a text, or the one beside the bot's name.
    Cover,
    /// A typeface in the format WOFF2.
    Font,
}

impl FileKind {
    /// The kind as it stands in the database.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Flow => "flow",
            Self::Document => "document",
            Self::Cover => "cover",
            Self::Font => "font",
        }
    }
}

/// What an import led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The site's key.
    pub key: SiteKey,
    /// What became of its settings, attributes, goals and documents.
    pub site: Change,
    /// What became of each dialogue and flow, in the order of the file, dialogues first.
    pub dialogues: Vec<ImportedDialogue>,
}

/// What an import led to for one dialogue or flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedDialogue {
    /// Which it is.
    pub id: DialogueId,
    /// Its name.
    pub name: Name,
    /// Whether it is a dialogue or a flow.
    pub source: Source,
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
