//! The corpus of the flow check (C25): a broken dialogue per rule, with the findings it must give beside it as
//! `.txt`, and sound ones that give none. Each file is a dialogue; `UPDATE_EXPECT=1` rewrites the findings.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use parlor_domain::attribute::{PersonAttribute, built_in};
use parlor_domain::draft::DialogueDraft;
use parlor_domain::finding::{Finding, Severity};
use parlor_domain::text::{Key, Name};
use parlor_domain::value::Kind;
use parlor_engine::publish::{World, check, compile_flow};
use parlor_engine::step::{Input, step};
use parlor_engine::view::view;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name)
}

fn files(name: &str) -> Vec<(PathBuf, DialogueDraft)> {
    let entries = fs::read_dir(folder(name)).expect("the corpus");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), read(&path))).collect()
}

fn read(path: &Path) -> DialogueDraft {
    let json = fs::read_to_string(path).expect("a file");
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn findings(draft: &DialogueDraft) -> Vec<Finding> {
    let seats = PersonAttribute {
        key: Key::parse("seats").expect("a key"),
        label: Name::parse("Seats").expect("a name"),
        kind: Kind::WholeNumber,
        visitor_may_set: true,
    };
    let attributes: Vec<PersonAttribute> = built_in().chain([seats]).collect();
    check(draft, &World { attributes: &attributes, goals: &[Name::parse("Lead").expect("a name")] })
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
fn c25_every_broken_dialogue_gives_its_findings() {
    let files = files("broken");
    assert!(files.len() >= 25, "only {} broken dialogues", files.len());
    for (path, draft) in files {
        let findings = findings(&draft);
        assert!(!findings.is_empty(), "{} is sound", path.display());
        expect_file![path.with_extension("txt")].assert_eq(&told(&findings));
    }
}

#[test]
fn c25_sound_dialogues_give_no_finding() {
    let files = files("sound");
    assert!(files.len() >= 5, "only {} sound dialogues", files.len());
    for (path, draft) in files {
        assert_eq!(told(&findings(&draft)), "", "{}", path.display());
    }
}

#[test]
fn c25_sound_dialogues_begin() {
    for (path, draft) in files("sound") {
        let flow = compile_flow(&draft.flow).expect("sound texts");
        let (state, _) = step(&flow, Default::default(), Input::Start { delay_ms: 0, known: Vec::new() });
        assert!(!view(&flow, &state).broken, "{}", path.display());
    }
}
