//! The door that every visitor's request passes: whether site, visitor and secret go together.

use std::sync::Arc;

use parlor_domain::ids::{PersonId, SiteId, VisitorId};
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params};

use crate::erased::{self, Who};
use crate::error::CallerError;
use crate::identity::Giver;
use crate::rows;
use crate::sites::{self, Site, SiteRow};

/// A visitor who asks for something, with what proves it.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Of which site.
    pub site: SiteKey,
    /// Which visitor.
    pub visitor: VisitorId,
    /// The SHA-256 of the visitor's credential.
    pub secret_hash: [u8; 32],
}

/// What is known of a visitor who has been here before.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    /// The person linked.
    pub(crate) person: Option<PersonId>,
    /// Whether that link is verified (I3).
    pub(crate) verified: bool,
}

/// Lets the visitor of this site in; one that was never seen is new. `None` for one who was erased.
pub(crate) fn enter<'a>(
    connection: &'a Connection,
    site: &Site,
    caller: &Caller,
    received: Instant,
    apart: bool,
) -> std::result::Result<Option<Giver<'a>>, CallerError> {
    let known = known(connection, site.row.id, caller)?;
    if known.is_none() {
        if erased::when(connection, site.row.id, Who::Visitor(caller.visitor))?.is_some() {
            return Ok(None);
        }
        insert(connection, site.row.id, caller, received, apart)?;
    }
    Ok(Some(Giver {
        connection,
        site: site.row.id,
        overwrite_at_once: site.row.settings.overwrite_at_once,
        attributes: Arc::clone(&site.attributes),
        visitor: caller.visitor,
        person: known.and_then(|known| known.person),
        verified: known.is_some_and(|known| known.verified),
        received,
        is_new: known.is_none(),
    }))
}

/// Checks what came along, and changes nothing.
pub(crate) fn recognise(connection: &Connection, caller: &Caller) -> std::result::Result<(SiteRow, Option<Known>), CallerError> {
    let site = sites::by_key(connection, &caller.site)?.ok_or(CallerError::NotYours)?;
    let known = known(connection, site.id, caller)?;
    Ok((site, known))
}

fn known(connection: &Connection, site: SiteId, caller: &Caller) -> std::result::Result<Option<Known>, CallerError> {
    match find(connection, caller.visitor)? {
        Some((of, secret_hash, known)) if of == site && secret_hash == caller.secret_hash => Ok(Some(known)),
        Some(_) => Err(CallerError::NotYours),
        None => Ok(None),
    }
}

fn find(connection: &Connection, visitor: VisitorId) -> Result<Option<(SiteId, [u8; 32], Known)>> {
    let query = "-- name: visitor_at_the_door
        SELECT site, secret_hash, person, verified FROM visitor WHERE id = ?1";
    let read = |row: &Row<'_>| {
        let known = Known { person: rows::optional_id(row, 2, PersonId::from_bytes)?, verified: row.get(3)? };
        Ok((row.get(0).map(SiteId::from_bytes)?, row.get(1)?, known))
    };
    connection.prepare_cached(query)?.query_row([visitor.bytes()], read).optional()
}

fn insert(connection: &Connection, site: SiteId, caller: &Caller, received: Instant, apart: bool) -> Result<()> {
    let query = "-- name: insert_visitor
        INSERT INTO visitor (id, site, secret_hash, created, apart) VALUES (:id, :site, :secret_hash, :created, :apart)";
    let values = named_params! {
        ":id": caller.visitor.bytes(),
        ":site": site.bytes(),
        ":secret_hash": caller.secret_hash,
        ":created": received.0,
        ":apart": apart,
    };
    connection.prepare_cached(query)?.execute(values).map(drop)
}
