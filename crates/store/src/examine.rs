//! Looking at a data folder without changing anything: the schema stays as it is, and nothing is made.

use std::path::Path;

use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result};

use crate::error::StoreError;
use crate::folder::present_file;
use crate::lock::Lock;
use crate::rows;
use crate::schema::{explain, known_schema, open_present, schema_of};

/// Flaws that are told; one would do, and a few show what kind of damage it is.
const FLAWS: usize = 3;

/// What was found in a data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// The schema that the database has.
    pub schema: i64,
    /// The newest schema that this program knows.
    pub known: i64,
    /// What doesn't hang together, if anything.
    pub flaws: Vec<String>,
    /// When the last event was received.
    pub last_event: Option<Instant>,
}

/// Looks at the database of a data folder; `None` if there is none.
pub fn examine(folder: &Path) -> std::result::Result<Option<Examined>, StoreError> {
    let database = match present_file(folder) {
        Err(StoreError::NoDatabase { .. }) => return Ok(None),
        other => other?,
    };
    let _working = Lock::shared(folder)?;
    let connection = open_present(&database)?;
    look(&connection).map(Some).map_err(|error| explain(&database, error))
}

fn look(connection: &Connection) -> Result<Examined> {
    let query = format!("PRAGMA quick_check({FLAWS})");
    let found = connection.prepare(&query)?.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>>>()?;
    let query = "-- name: last_event
        SELECT received FROM event ORDER BY rowid DESC LIMIT 1";
    Ok(Examined {
        schema: schema_of(connection)?,
        known: known_schema(),
        flaws: found.into_iter().filter(|flaw| flaw != "ok").collect(),
        last_event: connection.query_row(query, [], |row| rows::instant(row, 0)).optional()?,
    })
}
