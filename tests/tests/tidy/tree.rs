//! The files of the tree, as values.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A file with its path from the root, folders divided by `/`.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    pub(crate) fn is(&self, kind: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| ending == kind)
    }

    /// Whether it lies in one of these folders.
    pub(crate) fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    /// Whether it belongs to this test, whose files are full of what they forbid.
    pub(crate) fn is_tidy(&self) -> bool {
        self.is_in(&["tests/tests/tidy"])
    }
}

/// What cargo, git and package managers put into the tree, and bytes that pin forms.
const NOT_OURS: [&str; 5] = ["target", ".git", "node_modules", "tests/golden", "Cargo.lock"];

/// Every text file of ours.
pub(crate) fn tree() -> &'static [File] {
    static TREE: OnceLock<Vec<File>> = OnceLock::new();
    TREE.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut files = Vec::new();
        gather(&root, &root, &mut files);
        assert!(files.len() > 50, "the tree is not where it should be: {}", root.display());
        files
    })
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<File>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|cause| panic!("{}: {cause}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let Ok(name) = path.strip_prefix(root) else { continue };
        let name = name.to_string_lossy().replace('\\', "/");
        if NOT_OURS.iter().any(|other| name == *other || name.ends_with(&format!("/{other}"))) {
            continue;
        }
        if path.is_dir() {
            gather(root, &path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            files.push(File { path: name, text });
        }
    }
}
