//! Documents that authors write: read, checked, and if they are sound published and walked (C25).

use std::collections::BTreeMap;

use parlor_domain::attribute::{PersonAttribute, built_in};
use parlor_domain::draft::{Draft, SiteDraft};
use parlor_domain::event::{Case, Event, What};
use parlor_domain::finding::Severity;
use parlor_domain::flow::{Document, Flow, Place};
use parlor_domain::form::Form;
use parlor_domain::ids::{ConversationId, DialogueId};
use parlor_domain::site::{FileHash, SiteFile};
use parlor_domain::time::Instant;
use parlor_engine::judge::judge;
use parlor_engine::publish::{
    Work, World, check, check_site, compile_flow, publish_dialogue, publish_flow, read_file, site_file,
};

use crate::chance::Chance;
use crate::live::live;
use crate::walk::walk;

/// The site that single drafts belong to.
const WORLD: &str = include_str!("../../../crates/engine/tests/corpus/world.json");

/// A site file, or a dialogue or flow of the corpus' site.
pub(crate) fn run(bytes: &[u8]) {
    let (json, mut chance) = Chance::behind_text(bytes);
    if let Ok(site) = read_file(&json) {
        let json = serde_json::to_string(&site).expect("JSON");
        assert_eq!(read_file(&json).as_ref(), Ok(&site), "reads back as something else");
        return try_site(&site, None, &mut chance);
    }
    if let Ok(draft) = serde_json::from_str::<Draft>(&json) {
        try_site(&read_file(WORLD).expect("a sound file"), Some(draft), &mut chance);
    }
}

/// Publishes what is sound, and comes as a visitor.
fn try_site(site: &SiteDraft, more: Option<Draft>, chance: &mut Chance<'_>) {
    let attributes: Vec<PersonAttribute> = built_in().chain(site.attributes.clone()).collect();
    let documents: Vec<Document> = site
        .documents
        .iter()
        .map(|document| Document {
            name: document.name.clone(),
            place: document.url.clone().map_or(Place::Uploaded { file: FileHash([1; 16]), bytes: 1_000 }, Place::Hosted),
            cover: None,
        })
        .collect();
    let dialogues = site.dialogues.iter().cloned().map(Draft::Dialogue);
    let drafts: Vec<Draft> = dialogues.chain(site.flows.iter().cloned().map(Draft::Flow)).collect();
    let works: Vec<Work> = drafts.iter().zip(1..).map(|(draft, number)| work(draft, number)).collect();
    let world = World { attributes: &attributes, goals: &site.goals, documents: &documents, works: &works, ..World::default() };
    let mut published = Published::default();
    match more {
        Some(draft) => published.try_draft(draft, 99, &world, chance),
        None => drafts.iter().zip(1..).for_each(|(draft, number)| published.try_draft(draft.clone(), number, &world, chance)),
    }
    if check_site(&drafts.iter().collect::<Vec<_>>()).is_ok() {
        let Published { dialogues, conversational, flows } = published;
        let site = site_file(&site.site, &attributes, dialogues, conversational);
        assert_eq!(SiteFile::from_bytes(&site.to_bytes()).as_ref(), Ok(&site), "reads back as something else");
        let events = live(site.clone(), None, &flows, chance);
        judge_all(&site, &flows, &events);
    }
}

/// What an honest browser reports, its server believes (A14).
fn judge_all(site: &SiteFile, flows: &[(FileHash, Flow)], events: &[Event]) {
    let mut pasts: BTreeMap<ConversationId, Vec<What>> = BTreeMap::new();
    for event in events {
        let dialogues = site.dialogues.iter().map(|dialogue| (dialogue.id, dialogue.flow));
        let mut all = dialogues.chain(site.flows.iter().map(|flow| (flow.id, flow.flow)));
        let hash = all.find(|(id, _)| *id == event.dialogue).map(|(_, hash)| hash);
        // What happens in no conversation is judged without a flow.
        let Some((_, flow)) = flows.iter().find(|(other, _)| Some(*other) == hash) else { continue };
        let past = pasts.entry(event.conversation).or_default();
        let judged = judge(&Case { flow, past, event, at: event.at, received: event.at });
        // Which links there are only the shell knows, which draws them; here they are made up.
        let is_made_up = matches!(event.what, What::Clicked(_));
        assert!(judged.is_ok() || is_made_up, "{judged:?}: {event:?} after {past:?}");
        past.push(event.what.clone());
    }
}

fn work(draft: &Draft, number: u8) -> Work {
    Work::of(DialogueId::from_bytes([number; 16]), draft, Some((1, draft)))
}

/// What was sound.
#[derive(Default)]
struct Published {
    dialogues: Vec<parlor_domain::site::PublishedDialogue>,
    conversational: Vec<parlor_domain::site::PublishedFlow>,
    flows: Vec<(FileHash, Flow)>,
}

impl Published {
    fn try_draft(&mut self, draft: Draft, number: u8, world: &World<'_>, chance: &mut Chance<'_>) {
        let findings = check(&draft, world);
        let compiled = compile_flow(draft.flow(), world);
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return;
        }
        let flow = compiled.unwrap_or_else(|bad| panic!("the check lets it pass: {bad}")).flow;
        assert_eq!(Flow::from_bytes(&flow.to_bytes()).as_ref(), Ok(&flow), "reads back as something else");
        walk(&flow, chance);
        let (id, hash) = (DialogueId::from_bytes([number; 16]), FileHash([number; 16]));
        self.flows.push((hash, flow));
        match draft {
            Draft::Dialogue(draft) => {
                let published = publish_dialogue(draft, id, Instant(i64::from(number)), 1, hash, None, world);
                self.dialogues.push(published.unwrap_or_else(|bad| panic!("the check lets it pass: {bad}")));
            }
            Draft::Flow(draft) => {
                let published = publish_flow(draft, id, 1, hash);
                self.conversational.push(published.unwrap_or_else(|bad| panic!("the check lets it pass: {bad}")));
            }
        }
    }
}
