//! The page that measures: its scripts, the engine as visitors get it, and the other engines.

use std::path::Path;

use crate::build;
use crate::command::{program, run};
use crate::outcome::{During, Outcome};
use crate::tree;

/// The page's own files.
const OURS: [&str; 3] = ["index.html", "bench.js", "peers.js"];
/// Other engines: what their packages make for browsers, and what the page calls it.
const PEERS: [(&str, &str); 2] =
    [("json-logic-js/logic.js", "json-logic.js"), ("@growthbook/growthbook/dist/bundles/esm.min.js", "growthbook.js")];
/// Which versions of them, with all that they need.
const MANIFESTS: [&str; 2] = ["package.json", "package-lock.json"];

/// Puts everything into a folder, but for the sites.
pub(crate) fn lay_down(folder: &Path) -> Outcome {
    let source = tree::root("crates/xtask/bench");
    let packages = tree::root("target/bench-peers");
    tree::clear(folder)?;
    for name in OURS {
        tree::write(&folder.join(name), tree::read(&source.join(name))?)?;
    }
    install(&source, &packages)?;
    for (from, to) in PEERS {
        tree::write(&folder.join(to), tree::read(&packages.join("node_modules").join(from))?)?;
    }
    tree::write(&folder.join("engine.wasm"), build::example("bench_module")?)
}

/// Fetches the other engines, unless they are there in these versions.
fn install(source: &Path, packages: &Path) -> Outcome {
    let mut is_there = packages.join("node_modules").is_dir();
    for name in MANIFESTS {
        let (wanted, kept) = (tree::read(&source.join(name))?, packages.join(name));
        is_there &= std::fs::read(&kept).is_ok_and(|kept| kept == wanted);
        tree::write(&kept, wanted)?;
    }
    if is_there {
        return Ok(());
    }
    let words = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    let installed = run(program("npm", &words).current_dir(packages));
    if installed.is_err() {
        // What is half there must not count as there.
        std::fs::remove_file(packages.join(MANIFESTS[0])).at(packages)?;
    }
    installed.map_err(|problem| format!("{problem}\nThe bench needs node with npm, and npm a way to its registry."))
}
