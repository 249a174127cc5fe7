//! Secrets of the server itself.

use rusqlite::{Connection, Result};

use crate::Store;
use crate::error::StoreError;

impl Store {
    /// The key that signs tickets: `fresh` at the first start, and the same ever after.
    pub async fn signing_key(&self, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
        self.write(move |connection| signing_key(connection, fresh)).await
    }
}

fn signing_key(connection: &Connection, fresh: [u8; 32]) -> Result<[u8; 32]> {
    let keep = "-- name: keep_signing_key
        INSERT INTO secret (name, bytes) VALUES ('signing_key', ?1) ON CONFLICT DO NOTHING";
    connection.prepare_cached(keep)?.execute([fresh])?;
    let read = "-- name: signing_key
        SELECT bytes FROM secret WHERE name = 'signing_key'";
    connection.prepare_cached(read)?.query_row([], |row| row.get(0))
}
