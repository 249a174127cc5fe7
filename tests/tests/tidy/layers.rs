//! Who may know what.

use crate::rust::{parts, words};
use crate::tree::File;

/// Each of our crates: its folder, its name and what of ours it may use. Tests may use everything.
const MAY_USE: [(&str, &str, &[&str]); 11] = [
    ("crates/domain-derive", "parlor-domain-derive", &[]),
    ("crates/domain", "parlor-domain", &["parlor-domain-derive"]),
    ("crates/engine", "parlor-engine", &["parlor-domain"]),
    ("crates/schedule", "parlor-schedule", &["parlor-domain"]),
    ("crates/wire", "parlor-wire", &["parlor-domain"]),
    ("crates/connect", "parlor-connect", &["parlor-domain", "parlor-wire"]),
    ("crates/store", "parlor-store", &["parlor-domain"]),
    ("crates/console", "parlor-console", &["parlor-domain", "parlor-engine", "parlor-wire"]),
    ("widget", "parlor-widget", &["parlor-domain", "parlor-engine", "parlor-wire"]),
    ("tests/fuzz", "parlor-fuzz", &["parlor-domain", "parlor-engine", "parlor-wire"]),
    ("server", "parlor", &["parlor-connect", "parlor-domain", "parlor-engine", "parlor-store", "parlor-wire"]),
];

/// No crate uses one of ours that it must not know.
pub(crate) fn dependencies_point_inwards(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with("/Cargo.toml")) {
        let folder = file.path.trim_end_matches("/Cargo.toml");
        let (may_use, all): (&[&str], bool) = match MAY_USE.iter().find(|(place, ..)| *place == folder) {
            Some((_, _, may_use)) => (may_use, false),
            None => (&[], folder == "tests"),
        };
        let used = dependencies(&file.text).filter(|name| MAY_USE.iter().any(|(_, ours, _)| ours == name));
        let wrong = used.filter(|name| !all && !may_use.contains(name));
        found.extend(wrong.map(|name| format!("{}: {folder} must not know {name}", file.path)));
    }
    found
}

/// The names in a manifest's sections of dependencies, of every kind and target.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let mut in_section = false;
    manifest.lines().filter_map(move |line| {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            in_section = section.ends_with("dependencies");
            // Also written as a section of its own: `[dependencies.parlor-store]`.
            return section.split_once("dependencies.").map(|(_, name)| name);
        }
        let name = line.split(['=', '.']).next().unwrap_or_default().trim();
        (in_section && !name.is_empty() && !name.starts_with('#')).then_some(name)
    })
}

const SQL: [&str; 8] =
    ["SELECT ", "INSERT INTO ", "INSERT OR ", "UPDATE ", "DELETE FROM ", "CREATE TABLE ", "ALTER TABLE ", "PRAGMA "];

/// Only the store speaks SQL.
pub(crate) fn sql_stays_in_the_store(files: &[File]) -> Vec<String> {
    let outside = files.iter().filter(|file| !file.is_in(&["crates/store"]) && !file.is_tidy());
    let speaks = |file: &File| {
        file.is("sql") || file.is("rs") && parts(&file.text).strings.iter().any(|s| SQL.iter().any(|word| s.contains(word)))
    };
    outside.filter(|file| speaks(file)).map(|file| format!("{}: SQL belongs in crates/store", file.path)).collect()
}

/// Only the server, and the tests that call it, know actix.
pub(crate) fn actix_stays_in_the_server(files: &[File]) -> Vec<String> {
    let outside = files.iter().filter(|file| !file.is_in(&["server", "tests"]));
    naming(outside, &["actix"], "belongs in server")
}

/// Only widget and console know the browser.
pub(crate) fn the_browser_stays_in_its_shells(files: &[File]) -> Vec<String> {
    let outside = files.iter().filter(|file| !file.is_in(&["widget", "crates/console", "tests/tests/tidy"]));
    naming(outside, &["yew", "web_sys", "web-sys"], "belongs in widget and crates/console")
}

/// Files whose code, or whose dependencies, name something that starts so.
fn naming<'a>(files: impl Iterator<Item = &'a File>, starts: &[&str], rule: &str) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for start in starts {
            let in_code = || file.is("rs") && words(&parts(&file.text).code).any(|word| word.starts_with(start));
            let in_manifest =
                || file.path.ends_with("/Cargo.toml") && dependencies(&file.text).any(|name| name.starts_with(start));
            if in_code() || in_manifest() {
                found.push(format!("{}: {start} {rule}", file.path));
            }
        }
    }
    found
}

/// Clocks, chance and ways out. Paths are matched from their start, as `use` and calls write them.
const IMPURE: [&str; 14] = [
    "std::time",
    "std::fs",
    "std::net",
    "std::io",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "rand",
    "getrandom",
    "Uuid::now_v7",
    "Uuid::new_v4",
    "tracing",
];

/// Domain, engine and schedule have no clock, no chance, no I/O, nothing asynchronous, no logging.
pub(crate) fn nouns_and_verbs_are_pure(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.is("rs") && file.is_in(&["crates/domain/src", "crates/engine/src", "crates/schedule/src"]))
    {
        let code = parts(&file.text).code;
        let is_path =
            |word: &str, path: &str| word.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
        let named = IMPURE.iter().filter(|path| words(&code).any(|word| is_path(word, path)));
        let mut wrong: Vec<&str> = named.copied().collect();
        wrong.extend(["async fn", "async move"].iter().filter(|phrase| code.contains(**phrase)));
        found.extend(wrong.iter().map(|what| format!("{}: {what} has no place in a pure crate; make it an input", file.path)));
    }
    found
}

/// Only the contract, the host page's side and the tests write the console's paths.
pub(crate) fn paths_stay_in_the_contract(files: &[File]) -> Vec<String> {
    let outside = files.iter().filter(|file| file.is("rs") && !file.is_in(&["crates/wire", "www", "tests", "server/tests"]));
    let wrong = outside.filter(|file| parts(&file.text).strings.iter().any(|string| string.starts_with("/api/")));
    wrong.map(|file| format!("{}: a path of the contract belongs in crates/wire", file.path)).collect()
}

/// The strict policy of frame and console blocks styles in markup.
pub(crate) fn no_style_stands_in_markup(files: &[File]) -> Vec<String> {
    let shells = files.iter().filter(|file| file.is("rs") && file.is_in(&["widget", "crates/console"]));
    // Formatted code has spaces around an assignment, and none in an attribute.
    let wrong = shells.filter(|file| parts(&file.text).code.contains(" style="));
    wrong.map(|file| format!("{}: `style=` is blocked by the policy; use a class or a property's setter", file.path)).collect()
}
