//! The conformance cases, natively; `tests/tests/conformance.rs` runs them in a browser, too.

#[path = "../../examples/probe/conformance.rs"]
mod cases;

use std::fs;
use std::path::{Path, PathBuf};

use cases::{Outcome, conform};

fn every_file() -> Vec<(PathBuf, Outcome)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("cases").map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let tried = |path: PathBuf| {
        let outcome = conform(&fs::read_to_string(&path).expect("a file"));
        (path, outcome)
    };
    paths.into_iter().map(tried).collect()
}

#[test]
fn every_case_holds() {
    let mut failed = String::new();
    for (path, outcome) in every_file() {
        assert!(outcome.tried > 0 || !outcome.failed.is_empty(), "{} is empty", path.display());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        failed.extend(outcome.failed.lines().map(|line| format!("{name} {line}\n")));
    }
    assert!(failed.is_empty(), "\n{failed}");
}

#[test]
fn there_are_at_least_450_cases() {
    let tried: usize = every_file().iter().map(|(_, outcome)| outcome.tried).sum();
    assert!(tried >= 450, "there are {tried}");
}
