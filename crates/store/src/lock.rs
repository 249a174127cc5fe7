//! Who works in a data folder: many may at once, one of them as the server, and who replaces the database is alone there.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use crate::error::StoreError;
use crate::folder::not_writable;

/// The file that everybody locks who works there. It stays empty, and stays when nobody works; so does the server's.
const LOCK: &str = "parlor.lock";
/// The file that the server locks besides.
const SERVER_LOCK: &str = "parlor.serve.lock";

/// A lock on a data folder. It goes with the program, however that ends.
pub(crate) struct Lock {
    folder: File,
    server: Option<File>,
}

impl Lock {
    /// For whoever opens the database.
    pub(crate) fn shared(folder: &Path) -> Result<Self, StoreError> {
        let file = open(folder, LOCK)?;
        match file.try_lock_shared() {
            Ok(()) => Ok(Self { folder: file, server: None }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Restoring { folder: folder.to_owned() }),
            Err(TryLockError::Error(error)) => Err(not_writable(folder, &error)),
        }
    }

    /// For a server.
    pub(crate) fn of_server(folder: &Path) -> Result<Self, StoreError> {
        let lock = Self::shared(folder)?;
        let Some(server) = alone(folder, SERVER_LOCK)? else { return Err(StoreError::Served { folder: folder.to_owned() }) };
        Ok(Self { server: Some(server), ..lock })
    }

    /// For whoever replaces the database. `None` as long as anybody works there.
    pub(crate) fn alone(folder: &Path) -> Result<Option<Self>, StoreError> {
        Ok(alone(folder, LOCK)?.map(|file| Self { folder: file, server: None }))
    }

    /// Lets others in before the lock itself is gone.
    pub(crate) fn release(&self) {
        for file in self.server.iter().chain([&self.folder]) {
            if let Err(error) = file.unlock() {
                tracing::warn!(%error, "the data folder stays locked until the program ends");
            }
        }
    }
}

/// Whether a server works in the folder.
pub fn is_served(folder: &Path) -> bool {
    let file = File::open(folder.join(SERVER_LOCK));
    file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// `None` as long as anybody else has locked the file.
fn alone(folder: &Path, name: &str) -> Result<Option<File>, StoreError> {
    let file = open(folder, name)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(not_writable(folder, &error)),
    }
}

/// Opens the file for reading, which suffices, so that it may be somebody else's.
fn open(folder: &Path, name: &str) -> Result<File, StoreError> {
    let path = folder.join(name);
    let file = match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => File::options().read(true).append(true).create(true).open(&path),
        other => other,
    };
    file.map_err(|error| not_writable(folder, &error))
}
