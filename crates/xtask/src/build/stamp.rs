//! Whether a step's inputs are those of its last run.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::outcome::Outcome;
use crate::tree;

/// The inputs of a step as one hash, and where it is kept.
pub(crate) struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    /// Of files and folders of the work tree, and of facts like the compiler's version.
    pub(crate) fn of(file: PathBuf, inputs: &[&str], facts: &[&str]) -> Outcome<Self> {
        let mut hasher = Sha256::new();
        for fact in facts {
            add(&mut hasher, fact.as_bytes());
        }
        for input in inputs {
            for path in tree::files(&tree::root(input))? {
                add(&mut hasher, path.to_string_lossy().as_bytes());
                add(&mut hasher, &tree::read(&path)?);
            }
        }
        Ok(Self { file, hash: hex(&hasher.finalize()) })
    }

    /// Whether the last run had the same inputs and what it made is still there.
    pub(crate) fn is_fresh(&self, made: &[&Path]) -> bool {
        made.iter().all(|path| path.exists()) && std::fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.hash)
    }

    /// To be called when the step is done.
    pub(crate) fn keep(&self) -> Outcome {
        tree::write(&self.file, &self.hash)
    }
}

/// The part of a name that changes with the content.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..8])
}

// With its length in front, so that two inputs never hash like one.
fn add(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
