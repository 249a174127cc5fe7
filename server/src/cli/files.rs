//! Files that authors write, with what lies beside them. Every message begins with the file's name.

use std::fmt::Display;
use std::path::Path;

use parlor_domain::draft::SiteDraft;
use parlor_engine::publish::read_file;
use parlor_store::Brought;

use super::Refused;
use crate::brought::read_brought;

/// Reads a file; says everything that is wrong with it.
pub(super) fn read_draft(path: &Path) -> Result<SiteDraft, Refused> {
    let json = std::fs::read_to_string(path).map_err(|error| faults(path, [error]))?;
    read_file(&json).map_err(|bad| faults(path, bad.0))
}

/// Reads what a file brings along.
pub(super) fn read_beside(path: &Path, draft: &mut SiteDraft) -> Result<Brought, Refused> {
    let folder = path.parent().unwrap_or(Path::new(""));
    read_brought(draft, &|name, most| read_in(folder, name, most)).map_err(|bad| faults(path, bad))
}

/// What is wrong with a file, a line each.
pub(super) fn faults(path: &Path, faults: impl IntoIterator<Item = impl Display>) -> Refused {
    let lines: Vec<String> = faults.into_iter().map(|fault| format!("{}: {fault}", path.display())).collect();
    Refused(lines.join("\n"))
}

fn read_in(folder: &Path, name: &str, most: usize) -> Result<Vec<u8>, String> {
    let path = folder.join(name);
    let unreadable = |error: std::io::Error| format!("`{name}` can't be read: {error}");
    let size = std::fs::metadata(&path).map_err(unreadable)?.len();
    if size > most as u64 {
        return Err(format!("`{name}` has {size} bytes, the most is {most}"));
    }
    std::fs::read(&path).map_err(unreadable)
}
