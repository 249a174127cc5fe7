//! What a restored database learns from the one whose place it takes: who was erased since the backup stays erased (O8).

use std::collections::HashMap;
use std::path::Path;

use parlor_domain::ids::{PersonId, SiteId, VisitorId};
use parlor_domain::text::Email;
use parlor_domain::time::Instant;
use rusqlite::{Connection, Result, Row};

use crate::erase::{Begun, erase_nobodys, erase_visitor, of_address};
use crate::erased::{self, Who};
use crate::forget::forget_transcript;
use crate::mentions::{self, forget_mention, forget_row};
use crate::rows;
use crate::schema::open_reader;

/// Hashes of who was erased, with when.
type Hashes = HashMap<[u8; 32], Instant>;

/// Erases from a restored database whoever is erased in the present one. Says how many persons and visitors; `None` if the
/// present one doesn't tell.
pub(crate) fn erase_again(restored: &Connection, present: &Path) -> std::result::Result<Option<usize>, rusqlite::Error> {
    // One that isn't there, can't be read any more, or is older than erasing knows of nobody.
    let Ok(present) = open_reader(present) else { return Ok(None) };
    let Ok(key) = erased::known_key(&present) else { return Ok(None) };
    let Some(key) = key else { return Ok(Some(0)) };
    // Another key: it is the database of somebody else, with other sites.
    if erased::key(restored, key)? != key {
        return Ok(None);
    }
    let transaction = restored.unchecked_transaction()?;
    let mut count = 0;
    for site in sites(&transaction)? {
        let hashes = hashes(&present, site)?;
        for (hash, at) in &hashes {
            erased::note(&transaction, site, hash, *at)?;
        }
        count += erase_from(&transaction, site, &key, &hashes)?;
    }
    transaction.commit()?;
    Ok(Some(count))
}

fn erase_from(connection: &Connection, site: SiteId, key: &[u8; 32], hashes: &Hashes) -> Result<usize> {
    let mut count = 0;
    for (email, created) in people(connection, site)? {
        let erased = hashes.get(&erased::hash(key, site, Who::Address(&email)));
        if erased.is_some_and(|at| created <= *at) {
            erase(connection, site, &email)?;
            count += 1;
        }
    }
    for visitor in visitors(connection, site)? {
        if hashes.contains_key(&erased::hash(key, site, Who::Visitor(visitor))) {
            erase_visitor(connection, site, visitor)?;
            count += 1;
        }
    }
    Ok(count)
}

fn erase(connection: &Connection, site: SiteId, email: &Email) -> Result<()> {
    let Begun { person, visitors, former, .. } = of_address(connection, site, email)?;
    visitors.into_iter().try_for_each(|visitor| erase_visitor(connection, site, visitor))?;
    former.into_iter().try_for_each(|conversation| forget_transcript(connection, conversation))?;
    person.map_or(Ok(()), |person: PersonId| erase_nobodys(connection, site, person))?;
    let (found, _) = mentions::in_events(connection, site, email, 0, u32::MAX)?;
    found.into_iter().try_for_each(|one| forget_mention(connection, one))?;
    mentions::elsewhere(connection, site, email)?.into_iter().try_for_each(|place| forget_row(connection, place))
}

fn people(connection: &Connection, site: SiteId) -> Result<Vec<(Email, Instant)>> {
    let query = "-- name: people_to_erase_again
        SELECT email, created FROM person WHERE site = ?1 AND email IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM merged WHERE merged.person = person.id AND merged.email_folded = person.email_folded)
        UNION SELECT email, created FROM merged WHERE site = ?1 AND email IS NOT NULL";
    let read = |row: &Row<'_>| Ok((rows::text(row, 0)?, rows::instant(row, 1)?));
    connection.prepare_cached(query)?.query_map([site.bytes()], read)?.collect()
}

fn hashes(connection: &Connection, site: SiteId) -> Result<Hashes> {
    let query = "-- name: erased_of_site
        SELECT hash, at FROM erased WHERE site = ?1";
    connection.prepare_cached(query)?.query_map([site.bytes()], |row| Ok((row.get(0)?, rows::instant(row, 1)?)))?.collect()
}

fn sites(connection: &Connection) -> Result<Vec<SiteId>> {
    let query = "-- name: sites_to_erase_from
        SELECT id FROM site";
    connection.prepare_cached(query)?.query_map([], |row| row.get(0).map(SiteId::from_bytes))?.collect()
}

fn visitors(connection: &Connection, site: SiteId) -> Result<Vec<VisitorId>> {
    let query = "-- name: visitors_to_erase_again
        SELECT id FROM visitor WHERE site = ?1";
    connection.prepare_cached(query)?.query_map([site.bytes()], |row| row.get(0).map(VisitorId::from_bytes))?.collect()
}
