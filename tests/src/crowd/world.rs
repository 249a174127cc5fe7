//! What the engine needs to know of the published site and its pages.

use std::collections::HashMap;

use parlor_domain::flow::Flow;
use parlor_domain::form::Form;
use parlor_domain::ids::DialogueId;
use parlor_domain::page::PageAddress;
use parlor_domain::site::{FileHash, SiteFile};
use parlor_domain::text::SiteKey;
use parlor_engine::facts::PageFacts;
use parlor_store::{FileKind, Store};
use serde_json::Value;

/// The published site.
pub struct World {
    pub(super) site: SiteFile,
    pub(super) flows: HashMap<FileHash, Flow>,
    /// What each goal scores.
    scores: HashMap<String, u8>,
    /// The pages' titles.
    titles: HashMap<String, String>,
    /// The flows that pages have an element for (W10).
    inside: HashMap<String, String>,
}

impl World {
    /// Reads what is published, and the pages of the website.
    pub async fn of(store: &Store, key: &str, draft: &Value) -> Self {
        let key = SiteKey::parse(key).expect("a key");
        let hash = store.front(&key).await.expect("a site").expect("a site").site_files[0].1;
        let bytes = store.file(FileKind::Site, hash).await.expect("a file").expect("a file");
        let site = SiteFile::from_bytes(&bytes).expect("a site file");
        let mut flows = HashMap::new();
        let published = site.dialogues.iter().map(|of| of.flow).chain(site.flows.iter().map(|of| of.flow));
        for hash in published {
            let bytes = store.file(FileKind::Flow, hash).await.expect("a file").expect("a file");
            flows.insert(hash, Flow::from_bytes(&bytes).expect("a flow"));
        }
        let mut scores = HashMap::new();
        find_scores(draft, &mut scores);
        Self { site, flows, scores, titles: in_pages("<title>", "</title>"), inside: in_pages("data-parlor-inline=\"", "\"") }
    }

    pub(super) fn score(&self, goal: &str) -> Option<u8> {
        self.scores.get(goal).copied()
    }

    /// Name and flow of what an event names.
    pub(super) fn named(&self, id: DialogueId) -> Option<(&str, &Flow)> {
        let dialogues = self.site.dialogues.iter().map(|of| (of.id, &of.name, of.flow));
        let flows = self.site.flows.iter().map(|of| (of.id, &of.name, of.flow));
        let (_, name, hash) = dialogues.chain(flows).find(|(other, ..)| *other == id)?;
        Some((name.as_str(), self.flows.get(&hash)?))
    }

    /// The flow that a page has an element for.
    pub(super) fn inside(&self, path: &str) -> Option<&str> {
        self.inside.get(path).map(String::as_str)
    }

    /// A page as a browser reports it. The host never counts here.
    pub(super) fn page(&self, path: &str) -> PageFacts {
        let (bare, search) = path.split_once('?').unwrap_or((path, ""));
        let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        let query: Vec<(String, String)> = search.split('&').filter_map(pair).collect();
        PageFacts {
            address: PageAddress::new("localhost:1", bare, "", query.clone()),
            url: format!("http://localhost:1{path}"),
            title: self.titles.get(bare).cloned().unwrap_or_default(),
            query,
            ..PageFacts::default()
        }
    }
}

fn find_scores(value: &Value, scores: &mut HashMap<String, u8>) {
    if let (Some(goal), Some(score)) = (value.get("goal").and_then(Value::as_str), value.get("score").and_then(Value::as_u64)) {
        scores.insert(goal.to_owned(), u8::try_from(score).expect("a score"));
    }
    match value {
        Value::Array(all) => all.iter().for_each(|one| find_scores(one, scores)),
        Value::Object(all) => all.values().for_each(|one| find_scores(one, scores)),
        _ => {}
    }
}

/// What stands between these two in the website's pages that have it, by path.
fn in_pages(from: &str, to: &str) -> HashMap<String, String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../www/demo");
    let read = |(path, file): &(&str, &str)| {
        let html = std::fs::read_to_string(format!("{folder}/{file}")).expect("a page");
        let found = html.split_once(from).and_then(|(_, rest)| rest.split_once(to))?.0;
        Some(((*path).to_owned(), found.to_owned()))
    };
    super::act::PAGES.iter().filter_map(read).collect()
}
