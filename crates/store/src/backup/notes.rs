//! What a backup says of itself, in tables that only backups have.

use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::rows;

/// When a backup was made, by what, and how many rows it has.
pub(super) struct Notes {
    pub(super) made: Instant,
    pub(super) program: String,
    pub(super) rows: Vec<(String, u64)>,
}

/// Counts the rows of each table of the product.
pub(super) fn count(connection: &Connection) -> Result<Vec<(String, u64)>> {
    let query = "-- name: tables
        SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'refinery_%'
            AND name NOT IN ('backup', 'backup_rows', 'backup_seal') ORDER BY name";
    let names = connection.prepare(query)?.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>>>()?;
    names.into_iter().map(|name| Ok((name.clone(), count_rows(connection, &name)?))).collect()
}

fn count_rows(connection: &Connection, table: &str) -> Result<u64> {
    let query = format!(
        "-- name: count_rows
        SELECT count(*) FROM \"{}\"",
        table.replace('"', "\"\"")
    );
    connection.query_row(&query, [], |row| row.get(0).map(i64::cast_unsigned))
}

/// Writes the notes into a copy, and makes room for its seal.
pub(super) fn write(connection: &Connection, notes: &Notes) -> Result<()> {
    remove(connection)?;
    connection.execute_batch(
        "-- name: make_notes
        CREATE TABLE backup (one INTEGER PRIMARY KEY CHECK (one = 1), made INTEGER NOT NULL, program TEXT NOT NULL) STRICT;
        CREATE TABLE backup_rows (name TEXT PRIMARY KEY, rows INTEGER NOT NULL) STRICT;
        CREATE TABLE backup_seal (one INTEGER PRIMARY KEY CHECK (one = 1), digest BLOB NOT NULL) STRICT;
        INSERT INTO backup_seal VALUES (1, zeroblob(32))",
    )?;
    let query = "-- name: note_backup
        INSERT INTO backup VALUES (1, ?1, ?2)";
    connection.execute(query, params![notes.made.0, notes.program])?;
    let query = "-- name: note_rows
        INSERT INTO backup_rows VALUES (?1, ?2)";
    let mut note = connection.prepare(query)?;
    notes.rows.iter().try_for_each(|(name, rows)| note.execute(params![name, rows.cast_signed()]).map(drop))
}

/// Reads the notes; `None` if they are not there.
pub(super) fn read(connection: &Connection) -> Result<Option<Notes>> {
    let query = "-- name: count_tables_of_notes
        SELECT count(*) = 3 FROM sqlite_schema WHERE type = 'table' AND name IN ('backup', 'backup_rows', 'backup_seal')";
    if !connection.query_row(query, [], |row| row.get(0))? {
        return Ok(None);
    }
    let query = "-- name: backup
        SELECT made, program FROM backup";
    let of_whole = |row: &Row<'_>| Ok((rows::instant(row, 0)?, row.get(1)?));
    let Some((made, program)) = connection.query_row(query, [], of_whole).optional()? else { return Ok(None) };
    let query = "-- name: rows_of_backup
        SELECT name, rows FROM backup_rows ORDER BY name";
    let rows = connection
        .prepare(query)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1).map(i64::cast_unsigned)?)))?
        .collect::<Result<_>>()?;
    Ok(Some(Notes { made, program, rows }))
}

/// Takes the notes out, if there are any.
pub(super) fn remove(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "-- name: remove_notes
        DROP TABLE IF EXISTS backup; DROP TABLE IF EXISTS backup_rows; DROP TABLE IF EXISTS backup_seal",
    )
}
