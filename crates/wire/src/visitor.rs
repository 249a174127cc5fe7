//! What a visitor's browser and the server say to each other.

use serde::{Deserialize, Serialize};

use parlor_domain::event::{Event, Outcome};
use parlor_domain::form::Form;
use parlor_domain::ids::{EventId, Secret, VisitorId};
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;

/// The loader of a site, with its launcher settings and pointer inside (W1).
pub const LOADER: &str = "/{key}.js";
/// The frame document of a site, with its ticket (O9).
pub const FRAME: &str = "/frame/{key}";
/// The query parameter of [`FRAME`] that carries the site file's hash, so that it is fetched early.
pub const FRAME_SITE_FILE: &str = "site";
/// The `meta` element of the frame document that carries the site's key.
pub const META_KEY: &str = "parlor-key";
/// The one that carries the ticket.
pub const META_TICKET: &str = "parlor-ticket";
/// The one that carries the hosts that may hold the frame, with blanks between; empty: every host.
pub const META_DOMAINS: &str = "parlor-domains";
/// An immutable part of widget or console.
pub const ASSET: &str = "/assets/{name}";
/// An immutable site file (W5), by its hash.
pub const SITE_FILE: &str = "/site/{hash}";
/// An immutable flow of a version (W5), by its hash.
pub const FLOW: &str = "/flow/{hash}";
/// Where events are posted.
pub const EVENTS: &str = "/events";

/// The path of a hashed file: [`SITE_FILE`] or [`FLOW`] with the hash filled in.
pub fn hashed(path: &str, hash: parlor_domain::site::FileHash) -> String {
    path.replace("{hash}", &hash.to_string())
}

/// The content type of forms. It is on the list of those that a keep-alive request may carry
/// without asking first.
pub const FORM_TYPE: &str = "application/octet-stream";

/// Events on their way to the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

/// What became of each event of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BatchAnswer {
    /// In the order of the batch.
    pub outcomes: Vec<(EventId, Outcome)>,
    /// A fresh ticket, when the old one will end soon.
    pub ticket: Option<String>,
}

impl Form for BatchAnswer {
    const VERSION: u8 = 1;
}
