//! What visitors give: the link to a person (I1), and values that are stored or stand beside (I2).

mod tasks;
mod vouching;

pub(crate) use vouching::Names;

use std::sync::Arc;

use parlor_domain::activity::ActivityKind;
use parlor_domain::attribute::{EMAIL, PersonAttribute};
use parlor_domain::identity::{Link, Write, WriteCase, link, write};
use parlor_domain::ids::{PersonId, SiteId, VisitorId};
use parlor_domain::text::{Email, Key};
use parlor_domain::time::Instant;
use parlor_domain::value::Value;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::fresh::Fresh;
use crate::{companies, rows, search};

/// A visitor who gives something.
pub(crate) struct Giver<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) site: SiteId,
    pub(crate) overwrite_at_once: bool,
    /// The attributes that persons of the site have.
    pub(crate) attributes: Arc<[PersonAttribute]>,
    pub(crate) visitor: VisitorId,
    /// The person the visitor is linked to now.
    pub(crate) person: Option<PersonId>,
    /// Whether that link is verified (I3).
    pub(crate) verified: bool,
    pub(crate) received: Instant,
    /// Whether nothing was known of the visitor before.
    pub(crate) is_new: bool,
}

impl Giver<'_> {
    /// The visitor gives an e-mail address: the table of I1. Says whether it has acquired a person (R4).
    pub(crate) fn give_email(&mut self, email: &Email, fresh: &mut Fresh) -> Result<bool> {
        let owner = self.owner_of(email)?;
        let (link, was_verified) = (link(self.person, owner), self.verified);
        match link {
            Link::Keep(_) => {}
            Link::Create => {
                let person = self.create_typed(email, fresh.id())?;
                self.join(person)?;
            }
            Link::Join(person) => self.join(person)?,
            Link::MoveTo(person) => self.move_to(person)?,
            Link::MoveToNew => {
                let person = self.create_typed(email, fresh.id())?;
                self.move_to(person)?;
            }
        }
        self.note_given(EMAIL, &Value::Text(email.as_str().to_owned()))?;
        Ok(match link {
            Link::Create => true,
            // Whom the site's owner vouched for isn't acquired by another address.
            Link::MoveToNew => !was_verified,
            Link::Keep(_) | Link::Join(_) | Link::MoveTo(_) => false,
        })
    }

    /// Whether the visitor may give such a value.
    pub(crate) fn may_give(&self, key: &Key, value: &Value) -> bool {
        let attribute = self.attributes.iter().find(|attribute| attribute.key == *key);
        let fits = attribute.is_some_and(|attribute| attribute.visitor_may_set && value.is_a(attribute.kind));
        // The address is no value like others: it comes as an e-mail given, and links.
        fits && key.as_str() != EMAIL && !is_blank(value)
    }

    /// The visitor gives a value. `None` if it may not be written, or is none; else whether it is but a claim.
    pub(crate) fn give(&self, key: &Key, value: &Value) -> Result<Option<bool>> {
        if !self.may_give(key, value) {
            return Ok(None);
        }
        self.note_given(key.as_str(), value)?;
        match self.person {
            Some(person) => self.write(person, key, value).map(Some),
            None => self.give_up_waiting(key).map(|()| Some(false)),
        }
    }

    /// Notes when the visitor, and the person linked, did something, and whether the visitor acted.
    pub(crate) fn seen(&self, at: Instant, acted: bool) -> Result<()> {
        let query = "-- name: visitor_seen
            UPDATE visitor SET last_seen = max(coalesce(last_seen, ?2), ?2), engaged = max(engaged, ?3), apart = 0 WHERE id = ?1";
        self.connection.prepare_cached(query)?.execute(params![self.visitor.bytes(), at.0, acted])?;
        let Some(person) = self.person else { return Ok(()) };
        let query = "-- name: person_seen
            UPDATE person SET last_seen = max(last_seen, ?2) WHERE id = ?1";
        self.connection.prepare_cached(query)?.execute(params![person.bytes(), at.0]).map(drop)
    }

    /// Notes when a visitor did something that isn't counted (A15). It is no sign of life of a person.
    pub(crate) fn seen_apart(&self, at: Instant) -> Result<()> {
        let query = "-- name: visitor_seen_apart
            UPDATE visitor SET last_seen = max(coalesce(last_seen, ?2), ?2) WHERE id = ?1";
        self.connection.prepare_cached(query)?.execute(params![self.visitor.bytes(), at.0]).map(drop)
    }

    fn owner_of(&self, email: &Email) -> Result<Option<PersonId>> {
        let query = "-- name: person_by_email
            SELECT id FROM person WHERE site = ?1 AND email_folded = ?2
            UNION ALL SELECT person FROM merged WHERE site = ?1 AND email_folded = ?2 LIMIT 1";
        let read = |row: &Row<'_>| row.get(0).map(PersonId::from_bytes);
        let values = params![self.site.bytes(), email.folded()];
        self.connection.prepare_cached(query)?.query_row(values, read).optional()
    }

    fn create_typed(&self, email: &Email, id: PersonId) -> Result<PersonId> {
        self.create(&Names { email: Some(email.clone()), external_id: None }, Some(self.visitor), id)
    }

    /// An address that is another person's is left out.
    fn create(&self, names: &Names, made_by: Option<VisitorId>, id: PersonId) -> Result<PersonId> {
        let email = match &names.email {
            Some(email) if self.owner_of(email)?.is_none() => Some(email),
            _ => None,
        };
        let query = "-- name: insert_person
            INSERT INTO person (id, site, email, email_folded, external_id, made_by, created, last_seen)
            VALUES (:id, :site, :email, :folded, :external_id, :made_by, :created, 0)";
        let values = named_params! {
            ":id": id.bytes(),
            ":site": self.site.bytes(),
            ":email": email.map(Email::as_str),
            ":folded": email.map(Email::folded),
            ":external_id": names.external_id,
            ":made_by": made_by.as_ref().map(VisitorId::bytes),
            ":created": self.received.0,
        };
        self.connection.prepare_cached(query)?.execute(values)?;
        companies::place(self.connection, self.site, id)?;
        search::refresh(self.connection, id)?;
        Ok(id)
    }

    /// An anonymous visitor becomes known: what was done and given before is the person's.
    fn join(&mut self, person: PersonId) -> Result<()> {
        self.link(person)?;
        let query = "-- name: activities_join
            UPDATE activity SET person = ?2 WHERE visitor = ?1 AND person IS NULL";
        self.connection.prepare_cached(query)?.execute(params![self.visitor.bytes(), person.bytes()])?;
        let query = "-- name: conversations_join
            UPDATE conversation SET person = ?2 WHERE visitor = ?1 AND person IS NULL";
        self.connection.prepare_cached(query)?.execute(params![self.visitor.bytes(), person.bytes()])?;
        for (key, value) in given(self.connection, self.visitor)? {
            // Former programs kept such.
            if !is_blank(&value) && self.write(person, &key, &value)? {
                self.log_as_claimed(person, &key)?;
            }
        }
        self.do_what_waited(person)
    }

    /// What was written while nobody knew by whom turns out to be but a claim (I2): the person's log says so.
    fn log_as_claimed(&self, person: PersonId, key: &Key) -> Result<()> {
        let query = "-- name: activities_claimed
            UPDATE activity SET detail_json = json_set(detail_json, '$.attribute.claimed', json('true'))
            WHERE visitor = ?1 AND person = ?2 AND kind = ?3 AND detail_json ->> '$.attribute.attribute' = ?4";
        let values = params![self.visitor.bytes(), person.bytes(), ActivityKind::AttributeWritten.code(), key.as_str()];
        self.connection.prepare_cached(query)?.execute(values).map(drop)
    }

    /// A known visitor turns out to be somebody else: nothing of the former person reaches the new one.
    fn move_to(&mut self, person: PersonId) -> Result<()> {
        let query = "-- name: given_starts_afresh
            DELETE FROM given WHERE visitor = ?1";
        self.connection.prepare_cached(query)?.execute([self.visitor.bytes()])?;
        self.link(person)
    }

    /// Every new link is unverified, until the site's owner has vouched for this one.
    fn link(&mut self, person: PersonId) -> Result<()> {
        let query = "-- name: link_visitor
            UPDATE visitor SET person = ?2, verified = 0 WHERE id = ?1";
        self.connection.prepare_cached(query)?.execute(params![self.visitor.bytes(), person.bytes()])?;
        let query = "-- name: person_shared
            UPDATE person SET shared = 1 WHERE id = ?2 AND made_by IS NOT ?1";
        self.connection.prepare_cached(query)?.execute(params![self.visitor.bytes(), person.bytes()])?;
        (self.person, self.verified) = (Some(person), false);
        Ok(())
    }

    fn note_given(&self, key: &str, value: &Value) -> Result<()> {
        let query = "-- name: note_given
            INSERT INTO given (visitor, key, value_json) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET value_json = excluded.value_json";
        let values = params![self.visitor.bytes(), key, rows::to_json(value)?];
        self.connection.prepare_cached(query)?.execute(values).map(drop)
    }

    /// Writes a value with care (I2); says whether it is but a claim.
    fn write(&self, person: PersonId, key: &Key, value: &Value) -> Result<bool> {
        let Some(attribute) = self.attributes.iter().find(|attribute| attribute.key == *key) else { return Ok(false) };
        let case = WriteCase {
            visitor_may_set: attribute.visitor_may_set && key.as_str() != EMAIL,
            filled: self.stored(person, key)?.is_some_and(|stored| !is_blank(&stored) && stored != *value),
            made_by_visitor: self.made(person)?,
            verified: self.verified,
            overwrite_at_once: self.overwrite_at_once,
        };
        match write(case) {
            Write::Store => self.store(person, key, value).map(|()| false),
            Write::Claim => self.claim(person, key, value).map(|()| true),
            Write::Refuse => Ok(false),
        }
    }

    fn stored(&self, person: PersonId, key: &Key) -> Result<Option<Value>> {
        let query = "-- name: value_of_person
            SELECT value_json FROM person_value WHERE person = ?1 AND key = ?2";
        let values = params![person.bytes(), key.as_str()];
        self.connection.prepare_cached(query)?.query_row(values, |row| rows::json(row, 0)).optional()
    }

    fn made(&self, person: PersonId) -> Result<bool> {
        let query = "-- name: made_by_visitor
            SELECT made_by IS ?2 AND NOT shared FROM person WHERE id = ?1";
        self.connection.prepare_cached(query)?.query_row([person.bytes(), self.visitor.bytes()], |row| row.get(0))
    }

    fn put_value(&self, person: PersonId, key: &Key, value: &Value) -> Result<()> {
        let query = "-- name: store_value
            INSERT INTO person_value (person, key, value_json, written) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET value_json = excluded.value_json, written = excluded.written";
        let values = params![person.bytes(), key.as_str(), rows::to_json(value)?, self.received.0];
        self.connection.prepare_cached(query)?.execute(values)?;
        if search::is_found_by(key.as_str()) { search::refresh(self.connection, person) } else { Ok(()) }
    }

    fn store(&self, person: PersonId, key: &Key, value: &Value) -> Result<()> {
        self.put_value(person, key, value)?;
        // What this visitor claimed before is no longer what the visitor says.
        let query = "-- name: withdraw_claim
            DELETE FROM claim WHERE person = ?1 AND key = ?2 AND visitor = ?3";
        let values = params![person.bytes(), key.as_str(), self.visitor.bytes()];
        self.connection.prepare_cached(query)?.execute(values).map(drop)
    }

    fn claim(&self, person: PersonId, key: &Key, value: &Value) -> Result<()> {
        let query = "-- name: claim_value
            INSERT INTO claim (person, key, visitor, value_json) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET value_json = excluded.value_json";
        let values = params![person.bytes(), key.as_str(), self.visitor.bytes(), rows::to_json(value)?];
        self.connection.prepare_cached(query)?.execute(values).map(drop)
    }
}

/// Whether it is a text that says nothing, and so no value.
fn is_blank(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.trim().is_empty())
}

/// What was given in a visitor's browser, by key.
pub(crate) fn given(connection: &Connection, visitor: VisitorId) -> Result<Vec<(Key, Value)>> {
    let query = "-- name: given
        SELECT key, value_json FROM given WHERE visitor = ?1 ORDER BY key";
    let read = |row: &Row<'_>| Ok((rows::text(row, 0)?, rows::json(row, 1)?));
    connection.prepare_cached(query)?.query_map([visitor.bytes()], read)?.collect()
}
