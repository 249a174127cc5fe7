//! What the owner of a site signs identities with (I3).

use parlor_domain::text::{Name, SiteKey};
use parlor_domain::time::Instant;
use rusqlite::{Connection, Result, Row, params};

use crate::error::StoreError;
use crate::{Store, rows, sites};

/// Keys of one site: enough for one to take another's place, few enough to try them all.
pub const IDENTITY_KEYS: u32 = 10;

/// An identity key without its secret, which is shown once, when it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityKey {
    /// What it is called; unique in its site.
    pub name: Name,
    /// Since when.
    pub created: Instant,
}

/// What became of a key that was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAdded {
    /// It is good from now on.
    Added,
    /// There is one of that name.
    NameTaken,
    /// The site has [`IDENTITY_KEYS`] already.
    TooMany,
    /// There is no such site.
    NoSuchSite,
}

impl Store {
    /// The site's identity keys, the oldest first. `None` if there is no such site.
    pub async fn identity_keys(&self, site: &SiteKey) -> Result<Option<Vec<IdentityKey>>, StoreError> {
        let site = site.clone();
        self.read(move |connection| identity_keys(connection, &site)).await
    }

    /// Adds an identity key.
    pub async fn add_identity_key(
        &self,
        site: &SiteKey,
        name: Name,
        secret: Vec<u8>,
        now: Instant,
    ) -> Result<KeyAdded, StoreError> {
        let site = site.clone();
        self.write(move |connection| add(connection, &site, &name, &secret, now)).await
    }

    /// Removes an identity key: what it signed is refused from now on. False if there is none of that name.
    pub async fn remove_identity_key(&self, site: &SiteKey, name: Name) -> Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| remove(connection, &site, &name)).await
    }

    /// The secrets of the site's identity keys; any of them may sign.
    pub async fn identity_secrets(&self, site: &SiteKey) -> Result<Vec<Vec<u8>>, StoreError> {
        let site = site.clone();
        self.read(move |connection| secrets(connection, &site)).await
    }
}

fn identity_keys(connection: &Connection, site: &SiteKey) -> Result<Option<Vec<IdentityKey>>> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(None) };
    let query = "-- name: identity_keys
        SELECT name, created FROM identity_key WHERE site = ?1 ORDER BY created, rowid";
    let read = |row: &Row<'_>| Ok(IdentityKey { name: rows::text(row, 0)?, created: rows::instant(row, 1)? });
    connection.prepare_cached(query)?.query_map([site.bytes()], read)?.collect::<Result<_>>().map(Some)
}

fn add(connection: &Connection, site: &SiteKey, name: &Name, secret: &[u8], now: Instant) -> Result<KeyAdded> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(KeyAdded::NoSuchSite) };
    let query = "-- name: count_identity_keys
        SELECT count(*) FROM identity_key WHERE site = ?1";
    let count: u32 = connection.prepare_cached(query)?.query_row([site.bytes()], |row| row.get(0))?;
    if count >= IDENTITY_KEYS {
        return Ok(KeyAdded::TooMany);
    }
    let query = "-- name: add_identity_key
        INSERT INTO identity_key (site, name, secret, created) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
    let added = connection.prepare_cached(query)?.execute(params![site.bytes(), name.as_str(), secret, now.0])? > 0;
    Ok(if added { KeyAdded::Added } else { KeyAdded::NameTaken })
}

fn remove(connection: &Connection, site: &SiteKey, name: &Name) -> Result<bool> {
    let query = "-- name: remove_identity_key
        DELETE FROM identity_key WHERE name = ?2 AND site = (SELECT id FROM site WHERE key = ?1)";
    Ok(connection.prepare_cached(query)?.execute(params![site.as_str(), name.as_str()])? > 0)
}

fn secrets(connection: &Connection, site: &SiteKey) -> Result<Vec<Vec<u8>>> {
    let query = "-- name: identity_secrets
        SELECT secret FROM identity_key WHERE site = (SELECT id FROM site WHERE key = ?1)";
    connection.prepare_cached(query)?.query_map([site.as_str()], |row| row.get(0))?.collect()
}
