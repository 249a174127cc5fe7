//! The corpus of the flow check (C25): a broken draft per rule, with the findings it must give beside it as `.txt`, and
//! sound ones that give none. Each file is a dialogue or a conversational flow of the site in `world.json`;
//! `UPDATE_EXPECT=1` rewrites the findings.

mod files;
mod inlining;
mod publishing;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use expect_test::expect_file;
use parlor_domain::attribute::{PersonAttribute, built_in};
use parlor_domain::draft::{DialogueDraft, Draft, FlowDraft, SiteDraft};
use parlor_domain::finding::{Finding, Severity};
use parlor_domain::flow::{Document, Place};
use parlor_domain::library::{Agent, Library, Staff, Team};
use parlor_domain::site::FileHash;
use parlor_domain::text::{Email, Name};
use parlor_engine::publish::{Compiled, Work, World, check, compile_flow, read_file};
use parlor_engine::step::{Input, step};
use parlor_engine::view::view;

use crate::support::made_up::dialogue_id;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name)
}

fn files(name: &str) -> Vec<(PathBuf, Draft)> {
    let entries = fs::read_dir(folder(name)).expect("the corpus");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), read(&path))).collect()
}

fn read(path: &Path) -> Draft {
    let json = fs::read_to_string(path).expect("a file");
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The site of the corpus. All is published but the flow that is called "Unpublished".
struct Corpus {
    attributes: Vec<PersonAttribute>,
    goals: Vec<Name>,
    documents: Vec<Document>,
    works: Vec<Work>,
    library: Library,
    staff: Staff,
}

/// Read once: properties ask it again and again.
static CORPUS: LazyLock<Corpus> = LazyLock::new(Corpus::read);

impl Corpus {
    fn read() -> Self {
        let site = read_file(&fs::read_to_string(folder("world.json")).expect("a file")).expect("a sound file");
        let documents = site.documents.iter().map(|document| Document {
            name: document.name.clone(),
            place: document.url.clone().map_or(Place::Uploaded { file: FileHash([1; 16]), bytes: 1_000 }, Place::Hosted),
            cover: document.cover.as_ref().map(|_| FileHash([2; 16])),
        });
        Self {
            attributes: built_in().chain(site.attributes.clone()).collect(),
            goals: site.goals.clone(),
            documents: documents.collect(),
            works: works(&site),
            library: Library { answers: 1, ..Library::of(&site) },
            staff: staff(),
        }
    }

    fn world(&self) -> World<'_> {
        World {
            attributes: &self.attributes,
            goals: &self.goals,
            documents: &self.documents,
            works: &self.works,
            library: &self.library,
            staff: Some(&self.staff),
        }
    }
}

/// A flow as the corpus' site publishes it.
pub(crate) fn compile(draft: &FlowDraft) -> Compiled {
    compile_flow(draft, &CORPUS.world()).expect("sound texts")
}

/// Ann meets and chats, Ben does neither, and is alone in the team "Night".
fn staff() -> Staff {
    let email = |text: &str| Email::parse(text).expect("an address");
    let agent = |text, covers| Agent { email: email(text), meets: covers, chats: covers };
    let team = |name: &str, of: &str| Team { name: Name::parse(name).expect("a name"), agents: vec![email(of)] };
    Staff {
        agents: vec![agent("ann@example.com", true), agent("ben@example.com", false)],
        teams: vec![team("Sales", "ann@example.com"), team("Night", "ben@example.com")],
    }
}

fn works(site: &SiteDraft) -> Vec<Work> {
    let dialogues = site.dialogues.iter().cloned().map(Draft::Dialogue);
    let drafts = dialogues.chain(site.flows.iter().cloned().map(Draft::Flow));
    let work = |(number, draft): (u8, Draft)| {
        let published = (draft.name().as_str() != "Unpublished").then_some((u32::from(number) + 10, &draft));
        Work::of(dialogue_id(number), &draft, published)
    };
    (1..).zip(drafts).map(work).collect()
}

/// What the check says about a dialogue of the corpus' site.
pub(crate) fn findings(draft: &DialogueDraft) -> Vec<Finding> {
    check(&Draft::Dialogue(draft.clone()), &CORPUS.world())
}

fn told(findings: &[Finding]) -> String {
    findings.iter().fold(String::new(), |mut told, finding| {
        let severity = if finding.severity == Severity::Error { "error" } else { "warning" };
        let card = finding.card.as_ref().map(|card| format!(" at {card}")).unwrap_or_default();
        writeln!(told, "{severity}{card}: {}", finding.message).expect("room");
        told
    })
}

#[test]
fn c25_every_broken_draft_gives_its_findings() {
    let files = files("broken");
    assert!(files.len() >= 110, "only {} broken drafts", files.len());
    for (path, draft) in files {
        let findings = check(&draft, &CORPUS.world());
        assert!(!findings.is_empty(), "{} is sound", path.display());
        expect_file![path.with_extension("txt")].assert_eq(&told(&findings));
    }
}

#[test]
fn c25_sound_drafts_give_no_finding() {
    let files = files("sound");
    assert!(files.len() >= 20, "only {} sound drafts", files.len());
    for (path, draft) in files {
        assert_eq!(told(&check(&draft, &CORPUS.world())), "", "{}", path.display());
    }
}

#[test]
fn c25_sound_drafts_begin() {
    for (path, draft) in files("sound") {
        let flow = compile(draft.flow()).flow;
        let (state, _) = step(&flow, Default::default(), Input::Start { delay_ms: 0, known: Vec::new() });
        assert!(!view(&flow, &state).broken, "{}", path.display());
    }
}
