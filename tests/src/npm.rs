//! What comes from npm for the tests alone: fetched once, in the versions that stand in the tree.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// What one folder of packages is known by: `package.json` and `package-lock.json`.
pub(crate) type Manifests = [(&'static str, &'static str); 2];

/// Stories run beside each other, and each may be the first to need something.
static FETCHING: Mutex<()> = Mutex::new(());

/// The folder that holds the packages of these manifests.
pub(crate) fn fetched(name: &str, manifests: &Manifests) -> PathBuf {
    let _alone = FETCHING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target").join(name);
    let packages = folder.join("node_modules");
    let is_kept = |(name, wanted): &(&str, &str)| std::fs::read_to_string(folder.join(name)).is_ok_and(|kept| kept == *wanted);
    // npm writes this one when it is done.
    let is_whole = packages.join(".package-lock.json").exists();
    if !(is_whole && manifests.iter().all(is_kept)) {
        std::fs::create_dir_all(&folder).expect("a folder");
        manifests.iter().for_each(|(name, text)| std::fs::write(folder.join(name), text).expect("a file"));
        let words = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
        let status = Command::new("npm").args(words).current_dir(&folder).status();
        assert!(status.is_ok_and(|status| status.success()), "{name} comes from npm, which needs a way to its registry");
    }
    packages
}
