//! What can go wrong with the memory, in words for whoever runs the server.

use std::path::PathBuf;

use parlor_domain::limits::SITE_DOCUMENTS;
use rusqlite::ErrorCode;

/// Why the memory could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A later Parlor has changed the database's schema.
    #[error(
        "{path} was written by a newer Parlor: its schema is {found}, this program knows up to {known}; start that newer version"
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// The schema it has.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// The file is something else.
    #[error("{path} is not a Parlor database; choose another data folder, or move the file away")]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// There is nothing to work with.
    #[error("there is no Parlor database in {folder}; name the data folder with --data")]
    NoDatabase {
        /// The folder.
        folder: PathBuf,
    },
    /// There was something to work with once, or it was about to be made.
    #[error("{path} is empty; restore a backup, or remove the file to begin anew")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The folder can't be made or written to.
    #[error("the data folder {folder} can't be written to: {reason}")]
    NotWritable {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Another program holds the database.
    #[error("the database is locked by another program; is a second Parlor working in the same data folder?")]
    Locked,
    /// Somebody reads a former state all the time.
    #[error("what was removed is still in the database's log, because somebody reads it all the time; try again")]
    LogHeld,
    /// A backup is being restored into the folder.
    #[error("a backup is being restored into {folder}; wait until that is done")]
    Restoring {
        /// The data folder.
        folder: PathBuf,
    },
    /// A server works in the folder, and another was to.
    #[error("a server runs with the data in {folder} already; stop it first, or give this one a folder of its own with --data")]
    Served {
        /// The data folder.
        folder: PathBuf,
    },
    /// A migration failed.
    #[error("the database's schema can't be brought up to date: {0}")]
    Migration(String),
    /// More work is waiting than the queue may hold.
    #[error("too much work is waiting for the database")]
    Busy,
    /// The memory is closed.
    #[error("the database is closed")]
    Closed,
    /// The group of jobs that this one was in could not be committed; nothing of it is stored.
    #[error("the transaction could not be committed: {0}")]
    NotCommitted(String),
    /// What the job did is there, but the disk has not taken it: it stays as long as the power does.
    #[error("what was committed could not be brought to the disk: {0}")]
    NotFlushed(String),
    /// A job panicked; what it did is undone.
    #[error("a database job panicked")]
    Panicked,
    /// A site's library holds as many documents as it may; nothing of the job is stored.
    #[error("a site can have {SITE_DOCUMENTS} documents at the most; remove one first")]
    LibraryFull,
    /// The disk takes or gives nothing at the moment; nothing of the job is stored.
    #[error("the disk is full or fails, or a file may grow no further: {0}")]
    Disk(String),
    /// The database's file is not as it was written.
    #[error("the database is damaged: {0}; stop the server and restore a backup")]
    Damaged(String),
    /// A query failed, or a row does not read back.
    #[error("the database failed: {0}")]
    Sql(rusqlite::Error),
}

impl StoreError {
    /// What SQLite says of the system around it, in words that help.
    pub(crate) fn of_system(error: &rusqlite::Error) -> Option<Self> {
        match error.sqlite_error_code()? {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Some(Self::Locked),
            ErrorCode::DiskFull | ErrorCode::SystemIoFailure => Some(Self::Disk(error.to_string())),
            ErrorCode::DatabaseCorrupt => Some(Self::Damaged(error.to_string())),
            _ => None,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::of_system(&error).unwrap_or(Self::Sql(error))
    }
}

/// Why a visitor's request was refused as a whole.
#[derive(Debug, thiserror::Error)]
pub enum CallerError {
    /// Site, visitor, secret and session don't go together; which of them is wrong is not told.
    #[error("site, visitor, secret and session don't go together")]
    NotYours,
    /// A file that was asked about is not one of the site's.
    #[error("the site has no such file")]
    NoSuchFile,
    /// The memory failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for CallerError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}
