//! Making a backup.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::Path;

use parlor_domain::time::Instant;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use tempfile::NamedTempFile;

use super::notes::{self, Notes};
use super::verify::Candidate;
use super::{BackupError, BackupRecord, Progress, seal};
use crate::error::StoreError;
use crate::folder::present_file;
use crate::lock::Lock;
use crate::schema::open_present;

/// Pages that are copied between two words about the progress.
const PAGES: i32 = 1_024;

/// Copies the database of a data folder into a new file, as it is now; others may go on reading and writing. Until the file
/// is whole and checked it has another name: whatever is called `file` is a backup that can be restored.
pub fn back_up(
    folder: &Path,
    file: &Path,
    now: Instant,
    progress: &mut dyn FnMut(Progress),
) -> Result<BackupRecord, BackupError> {
    if file.symlink_metadata().is_ok() {
        return Err(BackupError::Exists { file: file.to_owned() });
    }
    let database = present_file(folder)?;
    let _working = Lock::shared(folder)?;
    let partial = beside(file).map_err(|error| not_writable(file, &error))?;
    copy(&database, partial.path(), now, progress)?;
    let record = Candidate::open(partial.path()).and_then(|copy| copy.verify(progress)).map_err(unsound)?;
    partial.as_file().sync_all().map_err(|error| not_writable(file, &error))?;
    partial.persist_noclobber(file).map_err(|error| not_kept(file, &error.error))?;
    sync_folder(file).map_err(|error| not_writable(file, &error))?;
    Ok(record)
}

/// An empty file in the same folder, for its owner alone. It is gone unless it is kept.
pub(super) fn beside(file: &Path) -> io::Result<NamedTempFile> {
    let mut prefix = OsString::from(file.file_name().unwrap_or_default());
    prefix.push(".");
    tempfile::Builder::new().prefix(&prefix).suffix(".partial").tempfile_in(folder_of(file))
}

/// What is renamed in a folder is on the disk when the folder is.
pub(super) fn sync_folder(file: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder_of(file))?.sync_all() } else { Ok(()) }
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Copies pages and takes notes, both of the same instant.
fn copy(database: &Path, file: &Path, made: Instant, progress: &mut dyn FnMut(Progress)) -> Result<(), BackupError> {
    let source = open_present(database)?;
    let mut copy = Connection::open(file)?;
    // As long as this reads, what it sees stays as it is, whatever is written meanwhile.
    let reading = source.unchecked_transaction()?;
    progress(Progress::Counting);
    let rows = notes::count(&reading)?;
    copy_pages(&reading, &mut copy, progress)?;
    drop(reading);
    let notes = Notes { made, program: env!("CARGO_PKG_VERSION").to_owned(), rows };
    // One file that needs no log beside it.
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    let writing = copy.transaction()?;
    notes::write(&writing, &notes)?;
    writing.commit()?;
    seal::put(&copy, file)
}

fn copy_pages(source: &Connection, copy: &mut Connection, progress: &mut dyn FnMut(Progress)) -> Result<(), BackupError> {
    let backup = Backup::new(source, copy)?;
    loop {
        let step = backup.step(PAGES)?;
        let pages = backup.progress();
        let (left, total) = (u64::from(pages.remaining.cast_unsigned()), u64::from(pages.pagecount.cast_unsigned()));
        progress(Progress::Copying { done: total.saturating_sub(left), total });
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => return Err(StoreError::Locked.into()),
        }
    }
}

fn unsound(error: BackupError) -> BackupError {
    match error {
        BackupError::Damaged { why, .. } => BackupError::Unsound { why },
        other => other,
    }
}

fn not_kept(file: &Path, error: &io::Error) -> BackupError {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return BackupError::Exists { file: file.to_owned() };
    }
    not_writable(file, error)
}

fn not_writable(file: &Path, error: &io::Error) -> BackupError {
    BackupError::NotWritable { file: file.to_owned(), reason: error.to_string() }
}
