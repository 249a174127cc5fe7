//! A file of cases or a story in, what came of it out: the same text natively and in WebAssembly.

use serde::Deserialize;

use super::conformance::conform;
use super::prose::play;

/// A story in prose, and the flows that it names.
#[derive(Deserialize)]
struct Played {
    flows: Vec<(String, String)>,
    story: String,
}

/// What came of a file: of a story what it tells, of cases how many were tried and which don't hold.
pub(crate) fn tried(json: &str) -> String {
    if let Ok(Played { flows, story }) = serde_json::from_str(json) {
        let script: Vec<&str> = story.lines().filter_map(|line| line.strip_prefix("> ")).collect();
        return play(&flows, &script);
    }
    let outcome = conform(json);
    format!("{} tried\n{}", outcome.tried, outcome.failed)
}
