//! Opening the database: the file, its settings, its schema.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::StoreError;
use crate::folder::{make_file, not_writable, remove_empty};
use crate::search;

mod migrations {
    refinery::embed_migrations!("migrations");
}

/// "Parl" in the file's header tells our databases from others. The first migration writes it.
pub(crate) const APPLICATION_ID: i64 = 0x5061_726c;
/// How long to wait for another program, say a backup, that holds the database.
const PATIENCE: Duration = Duration::from_secs(2);
/// Memory for pages of the database that are written to again and again.
const CACHE_KIBIBYTES: i64 = 32 * 1024;
/// Prepared queries that each connection keeps.
const PREPARED: usize = 128;

/// Opens or creates the database for writing and brings its schema up to date.
pub(crate) fn open_writer(path: &Path) -> Result<Connection, StoreError> {
    let is_made = make_file(path)?;
    open_file(path).inspect_err(|error| {
        // Whoever holds it is about to begin it.
        if is_made && !matches!(error, StoreError::Locked) {
            remove_empty(path);
        }
    })
}

fn open_file(path: &Path) -> Result<Connection, StoreError> {
    let mut connection = Connection::open(path).and_then(set_up).map_err(|error| explain(path, error))?;
    refuse_foreign(&connection, path)?;
    prepare(&connection).map_err(|error| explain(path, error))?;
    migrate(&mut connection, path)?;
    search::fill(&connection)?;
    enforce_references(&connection, true)?;
    Ok(connection)
}

/// Opens a database that is there, and changes nothing of it. Not for reading only: whoever is the last to close a database
/// moves its log into it.
pub(crate) fn open_present(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).and_then(set_up).map_err(|error| explain(path, error))?;
    refuse_foreign(&connection, path)?;
    Ok(connection)
}

/// Opens the database for reading.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(Connection::open_with_flags(path, flags).and_then(set_up)?)
}

/// Opens the database for moving its log into it.
pub(crate) fn open_checkpointer(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).and_then(set_up)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// What every connection needs.
pub(crate) fn set_up(connection: Connection) -> rusqlite::Result<Connection> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    Ok(connection)
}

/// What the writing connection needs: what is acknowledged is on the disk (A12).
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Not before the migrations: a table that is made anew is gone for a moment.
    enforce_references(connection, false)?;
    // What a job may have to undo is no matter for the disk.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIBIBYTES)?;
    // The checkpointer does that.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    // What is deleted is not to stay readable in the file.
    connection.pragma_update(None, "secure_delete", true)
}

/// Commits don't wait for the disk any longer: somebody else brings them there before anybody hears of them. The log's order is
/// kept all the same.
pub(crate) fn leave_flushing(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "NORMAL")
}

fn enforce_references(connection: &Connection, enforced: bool) -> rusqlite::Result<()> {
    connection.pragma_update(None, "foreign_keys", enforced)
}

/// Refuses other programs' databases before anything is written to them, and those of a newer Parlor.
fn refuse_foreign(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let tables = count_tables(connection).map_err(|error| explain(path, error))?;
    let id: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if tables == 0 {
        return Ok(());
    }
    if id != APPLICATION_ID {
        return Err(StoreError::NotADatabase { path: path.to_owned() });
    }
    let (found, known) = (schema_of(connection)?, known_schema());
    if found > known { Err(StoreError::Newer { path: path.to_owned(), found, known }) } else { Ok(()) }
}

fn count_tables(connection: &Connection) -> rusqlite::Result<i64> {
    // refinery makes its own table before the first migration; a file with only that one is a beginning cut short.
    let query = "-- name: count_tables
        SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name <> 'refinery_schema_history'";
    connection.query_row(query, [], |row| row.get(0))
}

/// The schema that a database has.
pub(crate) fn schema_of(connection: &Connection) -> rusqlite::Result<i64> {
    let query = "-- name: schema
        SELECT coalesce(max(version), 0) FROM refinery_schema_history";
    connection.query_row(query, [], |row| row.get(0))
}

/// The newest schema that this program knows.
pub(crate) fn known_schema() -> i64 {
    let runner = migrations::migrations::runner();
    runner.get_migrations().iter().map(|migration| i64::from(migration.version())).max().unwrap_or(0)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    // Grouped: what a migration did and that it was done go into one transaction, so that a kill leaves neither or both.
    match migrations::migrations::runner().set_grouped(true).run(connection) {
        Ok(_) => Ok(()),
        Err(error) => Err(match error.kind() {
            refinery::error::Kind::Connection(_, cause) => cause.downcast_ref().and_then(StoreError::of_system),
            _ => None,
        }
        .unwrap_or_else(|| StoreError::Migration(format!("{} in {}", error, path.display())))),
    }
}

/// Says what SQLite says in words that help.
pub(crate) fn explain(path: &Path, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::NotADatabase { path: path.to_owned() },
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            not_writable(path.parent().unwrap_or(path), &error)
        }
        _ => error.into(),
    }
}
