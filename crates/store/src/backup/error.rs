//! What can go wrong with backups, in words for whoever runs the server.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::error::StoreError;

/// Why a backup could not be made, or is not restored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// Where the backup is to be written, there is something already.
    #[error("{file} is there already; name another file")]
    Exists {
        /// The file.
        file: PathBuf,
    },
    /// The file can't be written.
    #[error("{file} can't be written: {reason}")]
    NotWritable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// What was copied is not sound, so that no backup was kept.
    #[error("the database is damaged, and no backup was made: {why}")]
    Unsound {
        /// What was found.
        why: String,
    },
    /// The file can't be read.
    #[error("{file} can't be read: {reason}")]
    NotReadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is something else.
    #[error("{file} is not a backup of Parlor")]
    NotABackup {
        /// The file.
        file: PathBuf,
    },
    /// The file is not what was written once.
    #[error("{file} is damaged: {why}")]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What was found.
        why: String,
    },
    /// Somebody works with the database that is to be replaced.
    #[error("a server or another command works in {folder}; stop it first")]
    InUse {
        /// The data folder.
        folder: PathBuf,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl BackupError {
    /// The same, of the file that somebody named instead of its copy.
    pub(super) fn in_file(self, file: &Path) -> Self {
        match self {
            Self::Damaged { why, .. } => Self::Damaged { file: file.to_owned(), why },
            Self::NotABackup { .. } => Self::NotABackup { file: file.to_owned() },
            other => other,
        }
    }

    /// What SQLite says of a file that should be a backup.
    pub(super) fn of(file: &Path, error: rusqlite::Error) -> Self {
        let file = file.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotABackup { file },
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::SystemIoFailure) => {
                Self::NotReadable { file, reason: error.to_string() }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Locked.into(),
            _ => Self::Damaged { file, why: error.to_string() },
        }
    }
}
