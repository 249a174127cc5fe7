//! Backups (O7): a copy of the database as it was at one instant, made while others read and write.
//!
//! A backup is a database by itself, with notes that only backups have: when it was made, by which program, how many rows
//! each table had, and a seal by which every damage is found.

mod error;
mod make;
mod notes;
mod replace;
mod seal;
mod verify;

use parlor_domain::time::Instant;

pub use error::BackupError;
pub use make::back_up;
pub use replace::restore;
pub use verify::verify;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupRecord {
    /// When it was made. What was acknowledged before is in it.
    pub made: Instant,
    /// The version of the program that made it.
    pub program: String,
    /// The schema of its database.
    pub schema: i64,
    /// How many rows each table has, by the tables' names.
    pub rows: Vec<(String, u64)>,
    /// How large the file is.
    pub bytes: u64,
}

/// What a restore has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What the backup holds.
    pub record: BackupRecord,
    /// How many persons and visitors were erased again, because they had been since the backup; `None` if that isn't known, because
    /// the database that was there before doesn't tell.
    pub erased_again: Option<usize>,
}

/// How far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The rows of the database are counted.
    Counting,
    /// Pages are copied.
    Copying {
        /// So many are done.
        done: u64,
        /// So many there are.
        total: u64,
    },
    /// A backup is checked.
    Verifying,
    /// What was restored is brought up to date.
    Migrating,
}
