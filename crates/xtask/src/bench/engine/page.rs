//! The page that measures: its scripts, the engine as visitors get it, and the other engines.

use std::path::Path;

use crate::bench::packages;
use crate::build;
use crate::outcome::Outcome;
use crate::tree;

/// The page's own files.
const OURS: [&str; 3] = ["index.html", "bench.js", "peers.js"];
/// Other engines: what their packages make for browsers, and what the page calls it.
const PEERS: [(&str, &str); 2] =
    [("json-logic-js/logic.js", "json-logic.js"), ("@growthbook/growthbook/dist/bundles/esm.min.js", "growthbook.js")];

/// Puts everything into a folder, but for the sites.
pub(crate) fn lay_down(folder: &Path) -> Outcome {
    let source = tree::root("crates/xtask/bench");
    let packages = tree::root("target/bench-peers");
    tree::clear(folder)?;
    for name in OURS {
        tree::write(&folder.join(name), tree::read(&source.join(name))?)?;
    }
    packages::install(&source, &packages)?;
    for (from, to) in PEERS {
        tree::write(&folder.join(to), tree::read(&packages.join("node_modules").join(from))?)?;
    }
    tree::write(&folder.join("engine.wasm"), build::example("bench_module")?)
}
