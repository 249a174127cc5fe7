//! What visitors give: the link to a person (I1), and values that are stored or stand beside (I2).

use parlor_domain::attribute::{EMAIL, PersonAttribute};
use parlor_domain::identity::{Link, Write, WriteCase, link, write};
use parlor_domain::ids::{PersonId, SiteId, VisitorId};
use parlor_domain::text::{Email, Key};
use parlor_domain::time::Instant;
use parlor_domain::value::Value;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::fresh::Fresh;
use crate::rows;

/// A visitor who gives something.
pub(crate) struct Giver<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) site: SiteId,
    pub(crate) overwrite_at_once: bool,
    /// The attributes that persons of the site have.
    pub(crate) attributes: Vec<PersonAttribute>,
    pub(crate) visitor: VisitorId,
    /// The person the visitor is linked to now.
    pub(crate) person: Option<PersonId>,
    pub(crate) received: Instant,
}

impl Giver<'_> {
    /// The visitor gives an e-mail address: the table of I1.
    pub(crate) fn give_email(&mut self, email: &Email, fresh: &mut Fresh) -> Result<()> {
        let owner = self.owner_of(email)?;
        match link(self.person, owner) {
            Link::Keep(_) => {}
            Link::Create => {
                let person = self.create(email, fresh.id())?;
                self.join(person)?;
            }
            Link::Join(person) => self.join(person)?,
            Link::MoveTo(person) => self.move_to(person)?,
            Link::MoveToNew => {
                let person = self.create(email, fresh.id())?;
                self.move_to(person)?;
            }
        }
        self.note_given(EMAIL, &Value::Text(email.as_str().to_owned()))
    }

    /// The visitor gives a value. `None` if it may not be written; else whether it is but a claim.
    pub(crate) fn give(&self, key: &Key, value: &Value) -> Result<Option<bool>> {
        let attribute = self.attributes.iter().find(|attribute| attribute.key == *key);
        let fits = attribute.is_some_and(|attribute| attribute.visitor_may_set && value.is_a(attribute.kind));
        // The address is no value like others: it comes as an e-mail given, and links.
        if !fits || key.as_str() == EMAIL {
            return Ok(None);
        }
        self.note_given(key.as_str(), value)?;
        match self.person {
            Some(person) => self.write(person, key, value).map(Some),
            None => Ok(Some(false)),
        }
    }

    /// Notes when the visitor, and the person linked, did something.
    pub(crate) fn seen(&self, at: Instant) -> Result<()> {
        let query = "-- name: visitor_seen
            UPDATE visitor SET last_seen = max(coalesce(last_seen, ?2), ?2) WHERE id = ?1";
        self.connection.prepare_cached(query)?.execute(params![self.visitor.bytes(), at.0])?;
        let Some(person) = self.person else { return Ok(()) };
        let query = "-- name: person_seen
            UPDATE person SET last_seen = max(last_seen, ?2) WHERE id = ?1";
        self.connection.prepare_cached(query)?.execute(params![person.bytes(), at.0]).map(drop)
    }

    /// Notes that the visitor acted.
    pub(crate) fn engaged(&self) -> Result<()> {
        let query = "-- name: visitor_engaged
            UPDATE visitor SET engaged = 1 WHERE id = ?1";
        self.connection.prepare_cached(query)?.execute([self.visitor.bytes()]).map(drop)
    }

    fn owner_of(&self, email: &Email) -> Result<Option<PersonId>> {
        let query = "-- name: person_by_email
            SELECT id FROM person WHERE site = ?1 AND email_folded = ?2";
        let read = |row: &Row<'_>| row.get(0).map(PersonId::from_bytes);
        let values = params![self.site.bytes(), email.folded()];
        self.connection.prepare_cached(query)?.query_row(values, read).optional()
    }

    fn create(&self, email: &Email, id: PersonId) -> Result<PersonId> {
        let query = "-- name: insert_person
            INSERT INTO person (id, site, email, email_folded, made_by, created, last_seen)
            VALUES (:id, :site, :email, :folded, :visitor, :created, 0)";
        let values = named_params! {
            ":id": id.bytes(),
            ":site": self.site.bytes(),
            ":email": email.as_str(),
            ":folded": email.folded(),
            ":visitor": self.visitor.bytes(),
            ":created": self.received.0,
        };
        self.connection.prepare_cached(query)?.execute(values)?;
        Ok(id)
    }

    /// An anonymous visitor becomes known: what was done and given before is the person's.
    fn join(&mut self, person: PersonId) -> Result<()> {
        self.link(person)?;
        let query = "-- name: activities_join
            UPDATE activity SET person = ?2 WHERE visitor = ?1 AND person IS NULL";
        self.connection.prepare_cached(query)?.execute(params![self.visitor.bytes(), person.bytes()])?;
        for (key, value) in given(self.connection, self.visitor)? {
            self.write(person, &key, &value)?;
        }
        Ok(())
    }

    /// A known visitor turns out to be somebody else: nothing of the former person reaches the new one.
    fn move_to(&mut self, person: PersonId) -> Result<()> {
        let query = "-- name: given_starts_afresh
            DELETE FROM given WHERE visitor = ?1";
        self.connection.prepare_cached(query)?.execute([self.visitor.bytes()])?;
        self.link(person)
    }

    fn link(&mut self, person: PersonId) -> Result<()> {
        let query = "-- name: link_visitor
            UPDATE visitor SET person = ?2 WHERE id = ?1";
        self.connection.prepare_cached(query)?.execute(params![self.visitor.bytes(), person.bytes()])?;
        let query = "-- name: person_shared
            UPDATE person SET shared = 1 WHERE id = ?2 AND made_by IS NOT ?1";
        self.connection.prepare_cached(query)?.execute(params![self.visitor.bytes(), person.bytes()])?;
        self.person = Some(person);
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
            filled: self.stored(person, key)?.is_some_and(|stored| stored != *value),
            made_by_visitor: self.made(person)?,
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

    fn store(&self, person: PersonId, key: &Key, value: &Value) -> Result<()> {
        let query = "-- name: store_value
            INSERT INTO person_value (person, key, value_json) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET value_json = excluded.value_json";
        let values = params![person.bytes(), key.as_str(), rows::to_json(value)?];
        self.connection.prepare_cached(query)?.execute(values)?;
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

/// What was given in a visitor's browser, by key.
pub(crate) fn given(connection: &Connection, visitor: VisitorId) -> Result<Vec<(Key, Value)>> {
    let query = "-- name: given
        SELECT key, value_json FROM given WHERE visitor = ?1 ORDER BY key";
    let read = |row: &Row<'_>| Ok((rows::text(row, 0)?, rows::json(row, 1)?));
    connection.prepare_cached(query)?.query_map([visitor.bytes()], read)?.collect()
}
