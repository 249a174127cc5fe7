//! Whether a file is a backup, and sound.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, Result};

use super::notes::{self, Notes};
use super::{BackupError, BackupRecord, Progress, seal};
use crate::error::StoreError;
use crate::schema::{APPLICATION_ID, known_schema, schema_of, set_up};

/// Flaws that are told; one would do, and a few show what kind of damage it is.
const FLAWS: usize = 3;

/// Checks a backup: that it is one, of a schema that this program knows, undamaged, with the rows that it was made with.
/// Nothing is written.
pub fn verify(file: &Path, progress: &mut dyn FnMut(Progress)) -> std::result::Result<BackupRecord, BackupError> {
    Candidate::open(file)?.verify(progress)
}

/// A file that says it is a backup.
pub(super) struct Candidate {
    file: PathBuf,
    connection: Connection,
    schema: i64,
    notes: Notes,
    bytes: u64,
}

impl Candidate {
    /// Opens a file and asks what it is, which takes no time.
    pub(super) fn open(file: &Path) -> std::result::Result<Self, BackupError> {
        let not_readable = |error: std::io::Error| BackupError::NotReadable { file: file.to_owned(), reason: error.to_string() };
        let bytes = fs::metadata(file).map_err(not_readable)?.len();
        let of = |error| BackupError::of(file, error);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags).and_then(set_up).map_err(of)?;
        let (id, schema, notes) = identify(&connection).map_err(of)?;
        let Some(notes) = notes.filter(|_| id == APPLICATION_ID) else {
            return Err(BackupError::NotABackup { file: file.to_owned() });
        };
        let known = known_schema();
        if schema > known {
            return Err(StoreError::Newer { path: file.to_owned(), found: schema, known }.into());
        }
        Ok(Self { file: file.to_owned(), connection, schema, notes, bytes })
    }

    /// Reads all of it.
    pub(super) fn verify(self, progress: &mut dyn FnMut(Progress)) -> std::result::Result<BackupRecord, BackupError> {
        progress(Progress::Verifying);
        if let Some(why) = seal::fault(&self.connection, &self.file)? {
            return Err(self.damaged(why.to_owned()));
        }
        let flaws = flaws(&self.connection).map_err(|error| BackupError::of(&self.file, error))?;
        if !flaws.is_empty() {
            return Err(self.damaged(flaws.join("; ")));
        }
        let found = notes::count(&self.connection).map_err(|error| BackupError::of(&self.file, error))?;
        if let Some(why) = differs(&self.notes.rows, &found) {
            return Err(self.damaged(why));
        }
        let Notes { made, program, rows } = self.notes;
        Ok(BackupRecord { made, program, schema: self.schema, rows, bytes: self.bytes })
    }

    fn damaged(&self, why: String) -> BackupError {
        BackupError::Damaged { file: self.file.clone(), why }
    }
}

fn identify(connection: &Connection) -> Result<(i64, i64, Option<Notes>)> {
    let id: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let notes = if id == APPLICATION_ID { notes::read(connection)? } else { None };
    let schema = if notes.is_some() { schema_of(connection)? } else { 0 };
    Ok((id, schema, notes))
}

/// What SQLite finds: pages that don't hang together, and references without what they mean.
fn flaws(connection: &Connection) -> Result<Vec<String>> {
    let query = format!("PRAGMA integrity_check({FLAWS})");
    let found = connection.prepare(&query)?.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>>>()?;
    let mut flaws: Vec<String> = found.into_iter().filter(|flaw| flaw != "ok").collect();
    let query = format!(
        "-- name: broken_references
        SELECT 'a row of ' || \"table\" || ' names one of ' || parent || ' that is not there' FROM pragma_foreign_key_check LIMIT {FLAWS}"
    );
    flaws.extend(connection.prepare(&query)?.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>>>()?);
    Ok(flaws)
}

/// How the counts of rows differ.
fn differs(noted: &[(String, u64)], found: &[(String, u64)]) -> Option<String> {
    if noted == found {
        return None;
    }
    let other = noted.iter().find(|counted| !found.contains(counted));
    let (name, rows) = other.or_else(|| found.iter().find(|counted| !noted.contains(counted)))?;
    Some(format!("the rows of {name} are not the {rows} that were noted"))
}
