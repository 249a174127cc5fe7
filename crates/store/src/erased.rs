//! Who was erased, as keyed hashes: enough to refuse what would bring them back, and too little to find out who it was (O8).

use hmac::{Hmac, KeyInit, Mac};
use parlor_domain::ids::{SiteId, VisitorId};
use parlor_domain::text::Email;
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, params};
use sha2::Sha256;

use crate::rows;

/// Somebody who may have been erased.
#[derive(Clone, Copy)]
pub(crate) enum Who<'a> {
    Address(&'a Email),
    Visitor(VisitorId),
}

/// The key of the hashes: `fresh` when there is none yet.
pub(crate) fn key(connection: &Connection, fresh: [u8; 32]) -> Result<[u8; 32]> {
    let keep = "-- name: keep_erasure_key
        INSERT INTO secret (name, bytes) VALUES ('erasure_key', ?1) ON CONFLICT DO NOTHING";
    connection.prepare_cached(keep)?.execute([fresh])?;
    Ok(known_key(connection)?.unwrap_or(fresh))
}

/// The key, if anybody was ever erased.
pub(crate) fn known_key(connection: &Connection) -> Result<Option<[u8; 32]>> {
    let read = "-- name: erasure_key
        SELECT bytes FROM secret WHERE name = 'erasure_key'";
    connection.prepare_cached(read)?.query_row([], |row| row.get(0)).optional()
}

/// The hash under which somebody is noted.
pub(crate) fn hash(key: &[u8; 32], site: SiteId, who: Who<'_>) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| unreachable!("a key of any length will do"));
    mac.update(site.bytes());
    match who {
        Who::Address(email) => {
            mac.update(b"address");
            mac.update(email.folded().as_bytes());
        }
        Who::Visitor(visitor) => {
            mac.update(b"visitor");
            mac.update(visitor.bytes());
        }
    }
    mac.finalize().into_bytes().into()
}

/// Notes that somebody is erased.
pub(crate) fn note(connection: &Connection, site: SiteId, hash: &[u8; 32], at: Instant) -> Result<()> {
    let query = "-- name: note_erased
        INSERT INTO erased (site, hash, at) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)";
    connection.prepare_cached(query)?.execute(params![site.bytes(), hash, at.0]).map(drop)
}

/// When somebody was erased, if so.
pub(crate) fn when(connection: &Connection, site: SiteId, who: Who<'_>) -> Result<Option<Instant>> {
    let Some(key) = known_key(connection)? else { return Ok(None) };
    let query = "-- name: when_erased
        SELECT at FROM erased WHERE site = ?1 AND hash = ?2";
    let hash = hash(&key, site, who);
    connection.prepare_cached(query)?.query_row(params![site.bytes(), hash], |row| rows::instant(row, 0)).optional()
}
