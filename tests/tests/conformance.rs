//! The conformance cases and stories, natively and as WebAssembly in a browser: the same bytes out.

#[path = "../../crates/engine/examples/probe/conformance.rs"]
mod conformance;
#[path = "../../crates/engine/examples/probe/lines.rs"]
mod lines;
#[path = "../../crates/engine/examples/probe/prose.rs"]
mod prose;
#[path = "../../crates/engine/examples/probe/tried.rs"]
mod tried;

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use parlor_tests::browser::{Browser, DESKTOP};
use parlor_tests::engine::{module, root};
use serde_json::{Value, json};

/// Runs each input through the module in an empty page.
const HOST: &str = r#"
const [module, inputs, done] = arguments;
const bytes = Uint8Array.from(atob(module), (character) => character.charCodeAt(0));
WebAssembly.instantiate(bytes, {}).then(({ instance: { exports } }) => {
  done(inputs.map((input) => {
    for (const byte of new TextEncoder().encode(input)) exports.input(byte);
    const length = exports.try_cases();
    return new TextDecoder().decode(Uint8Array.from({ length }, (_, at) => exports.output(at)));
  }));
}, (error) => done([String(error)]));
"#;

fn files(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|other| other == extension));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).expect("a text"))).collect()
}

fn name(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// Every file of cases, and every story with the flows that it may name.
fn inputs() -> Vec<(String, String)> {
    let scenarios = "crates/engine/tests/scenarios";
    let flows: Vec<_> =
        files(&format!("{scenarios}/flows"), "json").into_iter().map(|(path, flow)| (name(&path), flow)).collect();
    let story = |(path, story): (PathBuf, String)| (name(&path), json!({ "flows": flows, "story": story }).to_string());
    let cases = files("tests/conformance", "json").into_iter().map(|(path, cases)| (name(&path), cases));
    cases.chain(files(scenarios, "txt").into_iter().map(story)).collect()
}

#[tokio::test]
async fn c20_c23_a_browser_says_what_the_native_engine_says() {
    let inputs = inputs();
    let texts: Vec<&str> = inputs.iter().map(|(_, text)| text.as_str()).collect();
    let module = STANDARD.encode(fs::read(module()).expect("the module"));
    let browser = Browser::start(DESKTOP).await;
    browser.client().goto("about:blank").await.expect("an empty page");
    let told = browser.client().execute_async(HOST, vec![json!(module), json!(texts)]).await.expect("an answer");
    let told = told.as_array().expect("a list");
    assert_eq!(told.len(), inputs.len(), "{told:?}");
    let mut tried_there = 0;
    for ((name, input), told) in inputs.iter().zip(told) {
        let here = tried::tried(input);
        assert_eq!(told.as_str(), Some(here.as_str()), "{name}");
        tried_there += cases_in(&here);
    }
    eprintln!("{tried_there} cases, natively and as WebAssembly in a browser");
    assert!(tried_there >= 400, "only {tried_there} cases");
}

/// A story is one case.
fn cases_in(told: &str) -> usize {
    let first = told.lines().next().unwrap_or_default();
    first.strip_suffix(" tried").map_or(1, |count| count.parse().unwrap_or(0))
}

/// What the two never say, or the comparison would be one of nothing.
#[test]
fn a_case_that_does_not_hold_is_told() {
    let wrong = json!({ "patterns": [{ "why": "T2", "pattern": "a.de", "url": "https://b.de/", "matches": true }] });
    assert!(tried::tried(&wrong.to_string()).contains("saw Some(false), expected Some(true)"));
    assert!(tried::tried(&Value::Null.to_string()).starts_with("0 tried"));
}
