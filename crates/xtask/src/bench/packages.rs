//! What benches need of npm.

use std::path::Path;

use crate::command::{program, run};
use crate::outcome::{During, Outcome};
use crate::tree;

/// Which versions, with all that they need.
const MANIFESTS: [&str; 2] = ["package.json", "package-lock.json"];

/// Fetches what the manifests in `source` name into `folder`, unless it is there in these versions.
pub(super) fn install(source: &Path, folder: &Path) -> Outcome {
    let mut is_there = folder.join("node_modules").is_dir();
    for name in MANIFESTS {
        let (wanted, kept) = (tree::read(&source.join(name))?, folder.join(name));
        is_there &= std::fs::read(&kept).is_ok_and(|kept| kept == wanted);
        tree::write(&kept, wanted)?;
    }
    if is_there {
        return Ok(());
    }
    let words = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    let installed = run(program("npm", &words).current_dir(folder));
    if installed.is_err() {
        // What is half there must not count as there.
        std::fs::remove_file(folder.join(MANIFESTS[0])).at(folder)?;
    }
    installed.map_err(|problem| format!("{problem}\nThe bench needs node with npm, and npm a way to its registry."))
}
