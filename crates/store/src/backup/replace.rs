//! Putting a backup into the place of a database.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use tempfile::NamedTempFile;

use super::make::{beside, sync_folder};
use super::verify::Candidate;
use super::{BackupError, Progress, Restored, notes};
use crate::DATABASE;
use crate::error::StoreError;
use crate::folder::make_folder;
use crate::inherit::erase_again;
use crate::lock::Lock;
use crate::schema::open_writer;

/// What SQLite keeps beside a database: its log, and what readers and writers share.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Puts a backup into the place of the data folder's database, if there is one, once it is found sound. Until the very end
/// the present database stays as it is. Nobody may work in the folder meanwhile.
pub fn restore(file: &Path, folder: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Restored, BackupError> {
    drop(Candidate::open(file)?);
    make_folder(folder)?;
    let Some(_alone) = Lock::alone(folder)? else { return Err(BackupError::InUse { folder: folder.to_owned() }) };
    let database = folder.join(DATABASE);
    let copy = copy_beside(file, &database)?;
    // What is checked is what will be relied on.
    let record = Candidate::open(copy.path()).and_then(|copy| copy.verify(progress)).map_err(|error| error.in_file(file))?;
    progress(Progress::Migrating);
    let erased_again = make_ready(copy.path(), &database)?;
    replace(copy, &database).map_err(|error| not_writable(folder, &error))?;
    Ok(Restored { record, erased_again })
}

fn copy_beside(file: &Path, database: &Path) -> Result<NamedTempFile, BackupError> {
    let folder = database.parent().unwrap_or(database);
    let mut copy = beside(database).map_err(|error| not_writable(folder, &error))?;
    let not_readable = |error: io::Error| BackupError::NotReadable { file: file.to_owned(), reason: error.to_string() };
    let mut source = File::open(file).map_err(not_readable)?;
    io::copy(&mut source, copy.as_file_mut()).map_err(|error| not_writable(folder, &error))?;
    Ok(copy)
}

/// Makes a copy ready to take the database's place: what only backups have goes, and it gets the schema that this program
/// knows. The present database is still there, and nobody works with either: what the restored one has to learn from the
/// present one, because it happened after the backup and must stay so, is told to it here.
fn make_ready(copy: &Path, present: &Path) -> Result<Option<usize>, BackupError> {
    let connection = open_writer(copy)?;
    notes::remove(&connection)?;
    let erased_again = erase_again(&connection, present)?;
    connection.close().map(|()| erased_again).map_err(|(_, error)| error.into())
}

/// Renames, so that there is the one database or the other, whenever the machine stops.
fn replace(copy: NamedTempFile, database: &Path) -> io::Result<()> {
    keep_owner(copy.as_file(), database);
    copy.as_file().sync_all()?;
    end_log(database)?;
    copy.persist(database).map_err(|error| error.error)?;
    sync_folder(database)
}

/// Moves the log of the present database into it, so that it is whole without; then the log goes. A log that stayed would be
/// read as the restored one's.
fn end_log(database: &Path) -> io::Result<()> {
    if database.exists() {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let moved = Connection::open_with_flags(database, flags).and_then(|present| {
            let query = "PRAGMA wal_checkpoint(TRUNCATE)";
            present.query_row(query, [], |_| Ok(()))
        });
        if let Err(error) = moved {
            tracing::warn!(%error, "the log of the database that is replaced can't be read");
        }
    }
    BESIDE.iter().try_for_each(|end| match fs::remove_file(with_end(database, end)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    })
}

fn with_end(database: &Path, end: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Whoever could work with the present database, or in the folder, can work with the new one, whoever restores it.
#[cfg(unix)]
fn keep_owner(copy: &File, database: &Path) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let (present, folder) = (fs::metadata(database), fs::metadata(database.parent().unwrap_or(database)));
    let kept = present.as_ref().map_or(Ok(()), |present| copy.set_permissions(present.permissions()));
    let owned = present.or(folder).and_then(|like| fchown(copy, Some(like.uid()), Some(like.gid())));
    if let Err(error) = kept.and(owned) {
        tracing::warn!(%error, "the restored database is owned by who restored it");
    }
}

#[cfg(not(unix))]
fn keep_owner(_copy: &File, _database: &Path) {}

fn not_writable(folder: &Path, error: &io::Error) -> BackupError {
    StoreError::NotWritable { folder: folder.to_owned(), reason: error.to_string() }.into()
}
