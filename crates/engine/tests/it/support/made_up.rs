//! Made-up ids, pages, flows and dialogues.

use parlor_domain::attribute::built_in;
use parlor_domain::draft::{DialogueDraft, FlowDraft};
use parlor_domain::flow::{Document, Flow, Place};
use parlor_domain::ids::{DialogueId, Ids, Moment, Secret, SessionId, VisitorId};
use parlor_domain::memory::{Memory, Session};
use parlor_domain::page::PageAddress;
use parlor_domain::site::{FileHash, PublishedDialogue, Settings, SiteFile};
use parlor_domain::text::Name;
use parlor_domain::time::Instant;
use parlor_engine::facts::PageFacts;
use parlor_engine::publish::{Compiled, World, compile_flow, publish_dialogue, site_file};
use parlor_engine::visit::blank_memory;

pub(crate) use super::prose::{START, draft, flow_draft};

pub(crate) fn moment(now: Instant, chance: u64) -> Moment {
    let mut bytes = [0; 10];
    bytes[..7].copy_from_slice(&chance.to_be_bytes()[1..]);
    Moment { now, chance: bytes }
}

pub(crate) fn ids(chance: u64) -> Ids {
    moment(START, chance).ids()
}

pub(crate) fn dialogue_id(number: u8) -> DialogueId {
    DialogueId::from_bytes([number; 16])
}

/// A page as a browser reports it.
pub(crate) fn page(url: &str) -> PageFacts {
    PageFacts {
        address: address(url),
        url: url.to_owned(),
        title: "A page".into(),
        query: query(url),
        language: "en".into(),
        device: "desktop".into(),
        browser: "firefox".into(),
        os: "linux".into(),
        hour: 10,
        weekday: "saturday".into(),
        ..PageFacts::default()
    }
}

/// An address split as a browser's `URL` splits it.
pub(crate) fn address(url: &str) -> PageAddress {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (rest, hash) = rest.find('#').map_or((rest, ""), |at| rest.split_at(at));
    let rest = rest.split('?').next().unwrap_or_default();
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    PageAddress::new(host, path, hash, query(url))
}

fn query(url: &str) -> Vec<(String, String)> {
    let query = url.split('#').next().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query);
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    query.split('&').filter_map(pair).collect()
}

pub(crate) fn settings() -> Settings {
    serde_json::from_str(r#"{"name": "Demo"}"#).expect("settings")
}

pub(crate) fn flow(json: &str) -> Flow {
    compiled(&flow_draft(json)).flow
}

/// A flow in a site that has one document and nothing else.
pub(crate) fn compiled(draft: &FlowDraft) -> Compiled {
    let guide = Document {
        name: Name::parse("Guide").expect("a name"),
        place: Place::Uploaded { file: FileHash([9; 16]), bytes: 1_200_000 },
        cover: None,
    };
    let world = World { documents: &[guide], ..World::default() };
    compile_flow(draft, &world).expect("sound texts")
}

/// The attributes that every site has.
pub(crate) fn attributes() -> Vec<parlor_domain::attribute::PersonAttribute> {
    built_in().collect()
}

/// A dialogue as it is published: number, priority and how it differs from [`draft`].
pub(crate) fn published(number: u8, change: impl FnOnce(&mut DialogueDraft)) -> PublishedDialogue {
    let mut draft = draft();
    change(&mut draft);
    let created = START.plus(i64::from(number));
    publish_dialogue(draft, dialogue_id(number), created, 1, FileHash([number; 16]), None, &World::default())
        .expect("sound patterns")
}

pub(crate) fn site(dialogues: Vec<PublishedDialogue>) -> SiteFile {
    site_file(&settings(), &attributes(), dialogues, Vec::new())
}

/// The memory of a visitor in the first session.
pub(crate) fn memory() -> Memory {
    Memory {
        sessions: 1,
        pages: 1,
        session: Session {
            last: START,
            id: SessionId::from_bytes([3; 16]),
            pages: 1,
            entry_page: String::new(),
            referrer: String::new(),
            campaign: Vec::new(),
        },
        ..blank_memory(VisitorId::from_bytes([1; 16]), Secret::new([2; 16]))
    }
}
