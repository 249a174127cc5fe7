//! Where things are, and reading and writing them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::outcome::{During, Outcome};

/// The path of something in the work tree.
pub(crate) fn root(path: &str) -> PathBuf {
    // Cargo says where this crate is: two folders below the root.
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path).components().fold(PathBuf::new(), |mut so_far, part| {
        match part {
            std::path::Component::ParentDir => drop(so_far.pop()),
            part => so_far.push(part),
        }
        so_far
    })
}

/// The folder that the server takes in when it is compiled.
pub(crate) fn www() -> PathBuf {
    root("target/www")
}

/// Every file under a file or folder, sorted, hidden ones left out. Nothing, if it isn't there.
pub(crate) fn files(path: &Path) -> Outcome<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).at(path)? {
        entries.push(entry.at(path)?.path());
    }
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        if !entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            found.extend(files(&entry)?);
        }
    }
    Ok(found)
}

pub(crate) fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).at(path)
}

pub(crate) fn read_text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).at(path)
}

/// Writes a file and makes the folders that it needs.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Outcome {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).at(folder)?;
    }
    fs::write(path, bytes).at(path)
}

/// Removes a folder with what is in it, if it is there.
pub(crate) fn clear(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(cause).at(folder),
        _ => Ok(()),
    }
}
