//! The door of the intake: whether site, visitor and secret go together.

use parlor_domain::ids::{PersonId, SiteId, VisitorId};
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params};

use super::Intake;
use crate::error::TakeInError;
use crate::identity::Giver;
use crate::sites::{self, SiteRow};

/// Who has come in.
pub(super) struct Visit<'a> {
    pub(super) site: SiteRow,
    pub(super) giver: Giver<'a>,
}

/// Lets the visitor in; one that was never seen is new.
pub(super) fn enter<'a>(connection: &'a Connection, batch: &Intake) -> std::result::Result<Visit<'a>, TakeInError> {
    let site = sites::by_key(connection, &batch.site)?.ok_or(TakeInError::NotYours)?;
    let person = match find(connection, batch.visitor)? {
        Some(known) if known.site == site.id && known.secret_hash == batch.secret_hash => known.person,
        Some(_) => return Err(TakeInError::NotYours),
        None => {
            insert(connection, site.id, batch)?;
            None
        }
    };
    let giver = Giver {
        connection,
        site: site.id,
        overwrite_at_once: site.settings.overwrite_at_once,
        attributes: sites::attributes(connection, site.id)?,
        visitor: batch.visitor,
        person,
        received: batch.received,
    };
    Ok(Visit { site, giver })
}

struct Known {
    site: SiteId,
    secret_hash: [u8; 32],
    person: Option<PersonId>,
}

fn find(connection: &Connection, visitor: VisitorId) -> Result<Option<Known>> {
    let query = "-- name: visitor_at_the_door
        SELECT site, secret_hash, person FROM visitor WHERE id = ?1";
    let read = |row: &Row<'_>| {
        Ok(Known {
            site: row.get(0).map(SiteId::from_bytes)?,
            secret_hash: row.get(1)?,
            person: row.get::<_, Option<[u8; 16]>>(2)?.map(PersonId::from_bytes),
        })
    };
    connection.prepare_cached(query)?.query_row([visitor.bytes()], read).optional()
}

fn insert(connection: &Connection, site: SiteId, batch: &Intake) -> Result<()> {
    let query = "-- name: insert_visitor
        INSERT INTO visitor (id, site, secret_hash, created) VALUES (:id, :site, :secret_hash, :created)";
    let values = named_params! {
        ":id": batch.visitor.bytes(),
        ":site": site.bytes(),
        ":secret_hash": batch.secret_hash,
        ":created": batch.received.0,
    };
    connection.prepare_cached(query)?.execute(values).map(drop)
}
