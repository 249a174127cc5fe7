//! Who works in a data folder: many may at once, and who replaces the database is alone there.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use crate::error::StoreError;

/// The file that is locked. It stays empty, and stays when nobody works.
const LOCK: &str = "parlor.lock";

/// A lock on a data folder. It goes with the program, however that ends.
pub(crate) struct Lock(File);

impl Lock {
    /// For whoever opens the database.
    pub(crate) fn shared(folder: &Path) -> Result<Self, StoreError> {
        let file = open(folder).map_err(|error| not_lockable(folder, &error))?;
        match file.try_lock_shared() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::Restoring { folder: folder.to_owned() }),
            Err(TryLockError::Error(error)) => Err(not_lockable(folder, &error)),
        }
    }

    /// For whoever replaces the database. `None` as long as anybody works there.
    pub(crate) fn alone(folder: &Path) -> Result<Option<Self>, StoreError> {
        let file = open(folder).map_err(|error| not_lockable(folder, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(not_lockable(folder, &error)),
        }
    }

    /// Lets others in before the lock itself is gone.
    pub(crate) fn release(&self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the data folder stays locked until the program ends");
        }
    }
}

/// Opens the file for reading, which suffices, so that it may be somebody else's.
fn open(folder: &Path) -> io::Result<File> {
    let path = folder.join(LOCK);
    match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => File::options().read(true).append(true).create(true).open(&path),
        other => other,
    }
}

fn not_lockable(folder: &Path, error: &io::Error) -> StoreError {
    StoreError::NotWritable { folder: folder.to_owned(), reason: error.to_string() }
}
