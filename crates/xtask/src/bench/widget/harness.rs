//! The harness that has browsers load the widgets. It works in a copy of its own under `target`, so that the tree stays as it is.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::Extent;
use super::figures::Figures;
use super::limits::MESSAGES;
use crate::bench::packages;
use crate::bench::server::parties::Server;
use crate::bench::server::place::KEY;
use crate::command::{program, run, told};
use crate::outcome::{During, Outcome};
use crate::tree;

/// The copy, with the other widgets fetched and built.
pub(super) fn prepared() -> Outcome<PathBuf> {
    let (source, folder) = (tree::root("crates/xtask/peer-bench"), tree::root("target/peer-bench"));
    for file in tree::files(&source)? {
        let name = file.strip_prefix(&source).at(&file)?;
        match file.file_name() {
            // The first that npm is to be asked for: it brings the other one along.
            Some(name) if name == "package-lock.json" => {}
            Some(_) if name.ends_with("package.json") => install(&file, &folder.join(name))?,
            _ => tree::write(&folder.join(name), tree::read(&file)?)?,
        }
    }
    run(program("node", &["prepare.js"]).current_dir(&folder))?;
    Ok(folder)
}

fn install(manifest: &Path, copy: &Path) -> Outcome {
    match (manifest.parent(), copy.parent()) {
        (Some(source), Some(folder)) => packages::install(source, folder),
        _ => Ok(()),
    }
}

/// Has everything measured.
pub(super) fn measure(folder: &Path, many: &Server, long: &Server, extent: &Extent) -> Outcome<Figures> {
    let Extent { rounds, pairs } = extent;
    let asked: Value = json!({
        "parlor": many.origin(), "long": long.origin(), "key": KEY, "rounds": rounds, "pairs": pairs, "messages": MESSAGES,
    });
    let told = told(program("node", &["run.js"]).arg(asked.to_string()).current_dir(folder))?;
    serde_json::from_str(&told).during("the harness")
}
