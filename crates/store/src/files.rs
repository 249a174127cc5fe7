//! Immutable files, named by what they are and their content.

use parlor_domain::site::FileHash;
use rusqlite::{Connection, OptionalExtension, Result, params};

use crate::Store;
use crate::error::StoreError;
use crate::records::{File, FileKind};

impl Store {
    /// The content of an immutable file.
    pub async fn file(&self, kind: FileKind, hash: FileHash) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(move |connection| file(connection, kind, hash)).await
    }
}

/// Keeps a file; one that is there already is the same.
pub(crate) fn keep_file(connection: &Connection, kind: FileKind, file: &File) -> Result<()> {
    let query = "-- name: keep_file
        INSERT INTO file (kind, hash, bytes) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    connection.prepare_cached(query)?.execute(params![kind.code(), file.hash.0, file.bytes]).map(drop)
}

fn file(connection: &Connection, kind: FileKind, hash: FileHash) -> Result<Option<Vec<u8>>> {
    let query = "-- name: file
        SELECT bytes FROM file WHERE kind = ?1 AND hash = ?2";
    connection.prepare_cached(query)?.query_row(params![kind.code(), hash.0], |row| row.get(0)).optional()
}
