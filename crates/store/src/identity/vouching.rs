//! What the site's owner says of a visitor: who it is, for certain, and what is true of that person (I3).

use parlor_domain::attribute::{EMAIL, EXTERNAL_ID, SCORE};
use parlor_domain::identity::{Link, link};
use parlor_domain::ids::PersonId;
use parlor_domain::text::{Email, Key};
use parlor_domain::value::{Kind, Value};
use rusqlite::{OptionalExtension, Result, Row, params};

use super::{Giver, is_blank};
use crate::fresh::Fresh;
use crate::merge::{Values, merge};
use crate::{companies, search};

/// What the site's owner calls a person: at least one of the two.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub(crate) email: Option<Email>,
    pub(crate) external_id: Option<String>,
}

impl Giver<'_> {
    /// The site's owner says who the visitor is: the table of I1, and the link is verified from here on (I3).
    pub(crate) fn vouch(&mut self, names: &Names, fresh: &mut Fresh) -> Result<()> {
        let person = match self.meant(names)? {
            Some(person) => person,
            None => self.create(names, None, fresh.id())?,
        };
        self.unite(person, names)?;
        match link(self.person, Some(person)) {
            Link::Join(person) => self.join(person)?,
            Link::MoveTo(person) => self.move_to(person)?,
            Link::Keep(_) | Link::Create | Link::MoveToNew => {}
        }
        self.name(person, names)?;
        self.verify(person)
    }

    /// The site's owner says something about the person. Address, external id and score have ways of their own.
    pub(crate) fn trust(&self, key: &Key, value: &Value) -> Result<()> {
        let attribute = self.attributes.iter().find(|attribute| attribute.key == *key);
        let (Some(person), Some(attribute)) = (self.person, attribute) else { return Ok(()) };
        match fitting(value, attribute.kind) {
            Some(value) if !OWN_WAY.contains(&key.as_str()) => self.put_value(person, key, &value),
            _ => Ok(()),
        }
    }

    /// The person that the site's owner means: by the id, else by the address of somebody who has no other id.
    fn meant(&self, names: &Names) -> Result<Option<PersonId>> {
        let query = "-- name: person_meant
            SELECT id FROM person WHERE site = ?1 AND external_id = ?2
            UNION ALL SELECT person FROM merged WHERE site = ?1 AND external_id = ?2
            UNION ALL SELECT id FROM person WHERE site = ?1 AND email_folded = ?3 AND (external_id IS NULL OR ?2 IS NULL)
            UNION ALL SELECT person.id FROM merged JOIN person ON person.id = merged.person
                WHERE merged.site = ?1 AND merged.email_folded = ?3 AND (person.external_id IS NULL OR ?2 IS NULL)
            LIMIT 1";
        let read = |row: &Row<'_>| row.get(0).map(PersonId::from_bytes);
        let values = params![self.site.bytes(), names.external_id, names.email.as_ref().map(Email::folded)];
        self.connection.prepare_cached(query)?.query_row(values, read).optional()
    }

    /// Who has the same address, and is nobody else to the site's owner, is the same person (I5). What the owner's person has, stays: of
    /// the other's values nobody has vouched for any.
    fn unite(&mut self, person: PersonId, names: &Names) -> Result<()> {
        let Some(email) = &names.email else { return Ok(()) };
        let Some(other) = self.owner_of(email)?.filter(|other| *other != person) else { return Ok(()) };
        let query = "-- name: is_somebody_else
            SELECT external_id IS NOT NULL FROM person WHERE id = ?1";
        if self.connection.prepare_cached(query)?.query_row([other.bytes()], |row| row.get(0))? {
            return Ok(());
        }
        merge(self.connection, self.site, (person, other), Values::OfWhoStays, self.received, None)?;
        if self.person == Some(other) {
            self.person = Some(person);
        }
        Ok(())
    }

    /// Gives the person the names that no other person has.
    fn name(&self, person: PersonId, names: &Names) -> Result<()> {
        if let Some(external_id) = &names.external_id {
            let query = "-- name: person_gets_external_id
                UPDATE person SET external_id = ?2 WHERE id = ?1 AND external_id IS NULL";
            self.connection.prepare_cached(query)?.execute(params![person.bytes(), external_id])?;
        }
        if let Some(email) = &names.email
            && self.owner_of(email)?.is_none_or(|owner| owner == person)
        {
            let query = "-- name: person_gets_email
                UPDATE OR IGNORE person SET email = ?2, email_folded = ?3
                WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM merged WHERE person = ?1 AND email_folded = ?3)";
            let values = params![person.bytes(), email.as_str(), email.folded()];
            self.connection.prepare_cached(query)?.execute(values)?;
        }
        companies::place(self.connection, self.site, person)?;
        search::refresh(self.connection, person)
    }

    fn verify(&mut self, person: PersonId) -> Result<()> {
        let query = "-- name: verify_visitor
            UPDATE visitor SET verified = 1 WHERE id = ?1";
        self.connection.prepare_cached(query)?.execute([self.visitor.bytes()])?;
        // What is known of the person now comes from the owner too, and is no longer the maker's to overwrite.
        let query = "-- name: person_vouched_for
            UPDATE person SET shared = 1 WHERE id = ?1";
        self.connection.prepare_cached(query)?.execute([person.bytes()])?;
        self.verified = true;
        Ok(())
    }
}

/// Attributes that no signed identity writes: they have ways of their own.
const OWN_WAY: [&str; 6] = [EMAIL, EXTERNAL_ID, SCORE, "created", "updated", "owner"];

/// The value as an attribute of this kind holds it: JSON has no dates, so those come as texts. An empty text is no value.
fn fitting(value: &Value, kind: Kind) -> Option<Value> {
    match (value, kind) {
        (value, _) if is_blank(value) => None,
        (Value::Text(text), Kind::Date) => text.parse().map(Value::Date).ok(),
        (Value::Text(text), Kind::DateTime) => text.parse().map(Value::DateTime).ok(),
        (value, kind) => value.is_a(kind).then(|| value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i3_texts_become_what_the_attribute_holds() {
        let text = |text: &str| Value::Text(text.to_owned());
        let read = |text: &str| (text.parse().map(Value::Date).ok(), text.parse().map(Value::DateTime).ok());
        let (date, _) = read("2026-11-21");
        let (_, date_time) = read("2026-11-21T10:00:00Z");
        assert!(date.is_some() && date_time.is_some());
        for (value, kind, expected) in [
            (text("2026-11-21"), Kind::Date, date),
            (text("2026-11-21T10:00:00Z"), Kind::DateTime, date_time),
            (text("soon"), Kind::Date, None),
            (text("soon"), Kind::DateTime, None),
            (text("soon"), Kind::Choice, Some(text("soon"))),
            (text("7"), Kind::Number, None),
            (text(""), Kind::Text, None),
            (text(" \n"), Kind::Text, None),
            (Value::Number(7.0), Kind::WholeNumber, Some(Value::Number(7.0))),
            (Value::Number(7.0), Kind::Text, None),
            (Value::YesNo(false), Kind::YesNo, Some(Value::YesNo(false))),
        ] {
            assert_eq!(fitting(&value, kind), expected, "{value:?} as {kind:?}");
        }
    }
}
