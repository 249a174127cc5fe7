//! What sites, pages and visitors are made of: as many words as make texts differ early, late and not at all.

use parlor_domain::ids::{DialogueId, SessionId};
use parlor_domain::time::{DAY, Instant};

/// When everything happens.
pub(crate) const NOW: Instant = Instant(1_795_255_200_000);

pub(crate) const HOSTS: [&str; 3] = ["www.example.com", "shop.example.com", "docs.example.com"];
pub(crate) const SECTIONS: [&str; 8] = ["products", "pricing", "blog", "guides", "customers", "company", "support", "events"];
pub(crate) const THINGS: [&str; 8] = ["lamp", "mast", "buoy", "bell", "gauge", "mooring", "station", "beacon"];
pub(crate) const COUNTRIES: [&str; 8] = ["norway", "scotland", "ireland", "iceland", "denmark", "germany", "france", "portugal"];
pub(crate) const COMPANIES: [&str; 6] =
    ["skerry harbour", "skerry pilots", "north quay", "north light", "lerwick port", "stornoway"];
pub(crate) const JOBS: [&str; 6] =
    ["harbour master", "head of operations", "operations engineer", "chief engineer", "buyer", "pilot"];
pub(crate) const PLANS: [&str; 4] = ["free", "quay", "buoy", "pro"];
pub(crate) const SOURCES: [&str; 5] = ["newsletter", "search", "partner", "fair", "video"];
pub(crate) const LANGUAGES: [&str; 6] = ["en-gb", "en-us", "de-de", "de-at", "fr-fr", "nb-no"];
pub(crate) const DEVICES: [&str; 3] = ["phone", "tablet", "desktop"];
pub(crate) const BROWSERS: [&str; 4] = ["firefox", "chrome", "safari", "edge"];
pub(crate) const SYSTEMS: [&str; 5] = ["android", "ios", "windows", "macos", "linux"];
pub(crate) const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
pub(crate) const REFERRERS: [&str; 4] = [
    "https://search.example.net/find?q=tide+gauge",
    "https://news.example.org/harbours/2026/lamps",
    "https://www.example.org/partners/list",
    "https://mail.example.net/inbox",
];
pub(crate) const GOALS: [&str; 6] =
    ["signed up", "asked for a call", "booked a survey", "read the prices", "joined a fair", "found a station"];
pub(crate) const DOCUMENTS: [&str; 4] = ["station brochure", "price list", "mooring manual", "tide tables"];

/// The dialogue of this number, each made an hour after the one before.
pub(crate) fn dialogue(number: u32) -> DialogueId {
    DialogueId::from_bytes(id(1, made(number), number))
}

/// When it was made.
pub(crate) fn made(number: u32) -> Instant {
    Instant(NOW.0 - 400 * DAY + i64::from(number) * 3_600_000)
}

/// The session of this number.
pub(crate) fn session(number: u32) -> SessionId {
    SessionId::from_bytes(id(2, NOW, number))
}

/// Sixteen bytes that begin with the time.
pub(crate) fn id(kind: u8, at: Instant, number: u32) -> [u8; 16] {
    let mut bytes = [kind; 16];
    bytes[..6].copy_from_slice(&at.0.to_be_bytes()[2..]);
    bytes[6..10].copy_from_slice(&number.wrapping_mul(0x9e37_79b1).to_be_bytes());
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    bytes
}
