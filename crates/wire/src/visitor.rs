//! What a visitor's browser and the server say to each other.

use serde::{Deserialize, Serialize};

use parlor_domain::event::{Event, Outcome, PageSeen};
use parlor_domain::form::Form;
use parlor_domain::ids::{EventId, Secret, SessionId, VisitorId};
use parlor_domain::impression::Impression;
use parlor_domain::lean::hex;
use parlor_domain::memory::PersonFacts;
use parlor_domain::pack::Packed;
use parlor_domain::site::FileHash;
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;

/// The loader of a site, with its launcher settings and pointer inside (W1).
pub const LOADER: &str = "/{key}.js";
/// The frame document of a site, with its ticket (O9).
pub const FRAME: &str = "/frame/{key}";
/// The query parameter of [`FRAME`] that says in which of the site's languages it is to be (W20).
pub const FRAME_LANGUAGE: &str = "language";
/// The `meta` element of the frame document that carries the site's key.
pub const META_KEY: &str = "parlor-key";
/// The one that carries the ticket.
pub const META_TICKET: &str = "parlor-ticket";
/// The one that carries the hosts that may hold the frame, with blanks between; empty: every host.
pub const META_DOMAINS: &str = "parlor-domains";
/// The one that carries the hash of the current site file in the frame's language (W5); none is there as long as nothing is published.
pub const META_SITE_FILE: &str = "parlor-site-file";
/// An immutable part of widget or console.
pub const ASSET: &str = "/assets/{name}";
/// What pages may load beside the loader, and what their authors use, under names that stay (W12, W13).
pub const LIBRARY: &str = "/lib/{name}";
/// An immutable site file (W5), by its hash.
pub const SITE_FILE: &str = "/site/{hash}";
/// An immutable flow of a version (W5), by its hash.
pub const FLOW: &str = "/flow/{hash}";
/// Where events are posted.
pub const EVENTS: &str = "/events";
/// Where it is told that something was shown to a visitor of whom nothing may be stored yet (W28).
pub const IMPRESSIONS: &str = "/impressions";

/// The path of a hashed file: [`SITE_FILE`] or [`FLOW`] with the hash filled in.
pub fn hashed(path: &str, hash: parlor_domain::site::FileHash) -> String {
    [path.strip_suffix("{hash}").unwrap_or(path), &hex(&hash.0)].concat()
}

/// The content type of forms. It is on the list of those that a keep-alive request may carry
/// without asking first.
pub const FORM_TYPE: &str = "application/octet-stream";

/// Events on their way to the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct Batch {
    /// Of which site.
    pub site: SiteKey,
    /// The frame's ticket (O9).
    pub ticket: String,
    /// By which visitor.
    pub visitor: VisitorId,
    /// The visitor's credential.
    pub secret: Secret,
    /// The browser's clock when it was sent; the difference to the server's corrects the events' times.
    pub sent: Instant,
    /// At most `BATCH_EVENTS`.
    pub events: Vec<Event>,
}

impl Form for Batch {
    const VERSION: u8 = 1;
}

/// Something was shown to a visitor of whom nothing may be stored yet (W28). It says nothing of who that is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct Impressed {
    /// On which site.
    pub site: SiteKey,
    /// The frame's ticket (O9).
    pub ticket: String,
    /// What.
    pub impression: Impression,
}

impl Form for Impressed {
    const VERSION: u8 = 1;
}

/// What became of each event of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct BatchAnswer {
    /// In the order of the batch.
    pub outcomes: Vec<(EventId, Outcome)>,
    /// A fresh ticket, when the old one will end soon.
    pub ticket: Option<String>,
}

impl Form for BatchAnswer {
    const VERSION: u8 = 1;
}

/// Where a signed identity is shown (I3).
pub const IDENTIFY: &str = "/identify";
/// Where browsers ask what conditions and flows need that only the server knows (T14).
pub const FACTS: &str = "/facts";
/// An uploaded document, as a download (W22).
pub const DOCUMENT: &str = "/document/{hash}";
/// The same, shown by the browser: a page that fetches it and hands it over.
pub const READ_DOCUMENT: &str = "/read/{hash}";
/// The query parameter of [`DOCUMENT`] and [`READ_DOCUMENT`] that says what the document is called.
pub const DOCUMENT_NAME: &str = "name";
/// A picture: the cover of a document, an image of a text, or the one beside the bot's name.
pub const COVER: &str = "/cover/{hash}";
/// A site's own typeface.
pub const FONT: &str = "/font/{hash}";

/// Who asks: what every visitor's request brings along.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct Asker {
    /// Of which site.
    pub site: SiteKey,
    /// The frame's ticket (O9).
    pub ticket: String,
    /// Which visitor.
    pub visitor: VisitorId,
    /// The visitor's credential.
    pub secret: Secret,
}

/// A signed identity, as the page handed it over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct Identify {
    /// Who shows it.
    pub asker: Asker,
    /// In which session.
    pub session: SessionId,
    /// On which page.
    pub page: PageSeen,
    /// A JSON Web Token; at most `IDENTITY_CHARS`.
    pub token: String,
}

impl Form for Identify {
    const VERSION: u8 = 1;
}

/// The identity holds: the visitor's link to the person is verified.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct Identified {
    /// Whether the visitor was linked to another person before.
    pub moved: bool,
    /// A fresh ticket, when the old one will end soon.
    pub ticket: Option<String>,
}

impl Form for Identified {
    const VERSION: u8 = 1;
}

/// A question for what only the server knows (T10, T14).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct AskFacts {
    /// Who asks.
    pub asker: Asker,
    /// The site file whose conditions are to be decided.
    pub site_file: FileHash,
    /// The flow that begins, whose conditions are to be decided and whose tokens and prefill need values.
    pub flow: Option<FileHash>,
    /// Minutes that clocks where the visitor is are ahead of UTC: conditions of dates are about days there.
    pub utc_offset_minutes: i16,
}

impl Form for AskFacts {
    const VERSION: u8 = 1;
}

/// What the server may tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub struct FactsAnswer {
    /// Whether the visitor's link to a person is verified. If it isn't, nothing of what follows is about a person.
    pub verified: bool,
    /// The verdicts and values. Its time is the server's.
    pub facts: PersonFacts,
    /// A fresh ticket, when the old one will end soon.
    pub ticket: Option<String>,
}

impl Form for FactsAnswer {
    const VERSION: u8 = 2;
}
