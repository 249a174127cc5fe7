//! Erasing a person at once (O8): the person, the browsers that are linked to it, and every other place in which the address stands.

use std::collections::BTreeSet;

use parlor_domain::change::{By, ChangeKind};
use parlor_domain::ids::{ConversationId, PersonId, SiteId, VisitorId};
use parlor_domain::text::{Email, SiteKey};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::erased::{self, Who};
use crate::error::StoreError;
use crate::forget::{forget_person, forget_transcript, forget_visitor};
use crate::mentions::{self, forget_mention, forget_row};
use crate::merge::is_of;
use crate::{Store, changes, rows, sites};

/// Events that are searched for the address in one transaction.
const EVENTS_AT_ONCE: u32 = 20_000;

/// What was erased of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Whether there was such a person.
    pub person: bool,
    /// Browsers that are forgotten with everything they have sent.
    pub visitors: usize,
    /// Conversations of others of which nothing that was said is left, because the address stood in one of the answers.
    pub transcripts: usize,
    /// Entries of the log, values and the like of others that were removed because the address stood in them.
    pub mentions: usize,
}

/// Who is to be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToErase {
    /// Who has this address, and every place in which it stands, also if nobody has it.
    Address(Email),
    /// This person, with the address if there is one.
    Person(PersonId),
}

impl Store {
    /// Erases somebody from a site, in small steps, so that nobody waits long. When it returns, the address stands in no
    /// file any more. That a person was erased is logged (O16), by its id. `None` if there is no such site or person. `fresh` becomes
    /// the key of the hashes that stay, if there is none yet.
    pub async fn erase_person(
        &self,
        site: &SiteKey,
        who: ToErase,
        by: By,
        fresh: [u8; 32],
    ) -> std::result::Result<Option<Erased>, StoreError> {
        let key = site.clone();
        let begun = self.write(move |connection| begin(connection, &key, who, &by, fresh)).await?;
        let Some(Begun { site, emails, person, visitors, former }) = begun else { return Ok(None) };
        let mut erased = Erased { person: person.is_some(), visitors: visitors.len(), ..Erased::default() };
        for visitor in visitors {
            self.write(move |connection| erase_visitor(connection, site, visitor)).await?;
        }
        for conversation in former {
            self.write(move |connection| forget_transcript(connection, conversation)).await?;
        }
        // The person is there until then, so that whoever was interrupted can begin again.
        for email in emails {
            self.erase_mentions(site, &email, &mut erased).await?;
        }
        if let Some(person) = person {
            self.write(move |connection| {
                // Whoever was linked meanwhile goes, too.
                linked(connection, person)?.into_iter().try_for_each(|visitor| erase_visitor(connection, site, visitor))?;
                erase_nobodys(connection, site, person)
            })
            .await?;
        }
        self.empty_log().await?;
        Ok(Some(erased))
    }

    /// Erases an address from everywhere else. What takes long is looked for beside the writer.
    async fn erase_mentions(&self, site: SiteId, email: &Email, erased: &mut Erased) -> std::result::Result<(), StoreError> {
        let mut after = Some(0);
        while let Some(from) = after {
            let address = email.clone();
            let find = move |connection: &Connection| mentions::in_events(connection, site, &address, from, EVENTS_AT_ONCE);
            let (found, next) = self.read(find).await?;
            erased.transcripts += found.len();
            self.write(move |connection| found.into_iter().try_for_each(|one| forget_mention(connection, one))).await?;
            after = next;
        }
        let address = email.clone();
        let found = self.read(move |connection| mentions::elsewhere(connection, site, &address)).await?;
        erased.mentions = found.len();
        self.write(move |connection| found.into_iter().try_for_each(|place| forget_row(connection, place))).await
    }
}

/// Removes a visitor, and the pages that only this visitor was on from reports.
pub(crate) fn erase_visitor(connection: &Connection, site: SiteId, visitor: VisitorId) -> Result<()> {
    let query = "-- name: pages_of_visitor
        SELECT DISTINCT url FROM activity WHERE visitor = ?1 AND counted = 1";
    let pages = pages(connection, query, visitor.bytes())?;
    forget_visitor(connection, visitor)?;
    forget_lonely(connection, site, &pages)
}

/// Removes a person to whom no visitor is linked any more, and the pages that nobody else was on from reports.
pub(crate) fn erase_nobodys(connection: &Connection, site: SiteId, person: PersonId) -> Result<()> {
    let query = "-- name: pages_of_person
        SELECT DISTINCT url FROM activity WHERE person = ?1 AND counted = 1";
    let pages = pages(connection, query, person.bytes())?;
    forget_person(connection, person)?;
    forget_lonely(connection, site, &pages)
}

/// Addresses without what follows their path, as reports have them.
fn pages(connection: &Connection, query: &str, id: &[u8; 16]) -> Result<BTreeSet<String>> {
    let page = |url: String| url.split(['?', '#']).next().unwrap_or_default().to_owned();
    connection.prepare_cached(query)?.query_map([id], |row| row.get(0).map(page))?.collect()
}

/// Removes these pages from reports, if nothing in the log tells any more that somebody else was there: their addresses may tell of who
/// is gone.
fn forget_lonely(connection: &Connection, site: SiteId, pages: &BTreeSet<String>) -> Result<()> {
    let query = "-- name: forget_lonely_page
        DELETE FROM rollup_of_page WHERE site = ?1 AND page = ?2
            AND (SELECT sum(count) = sum(gone) FROM rollup_of_page WHERE site = ?1 AND page = ?2)";
    let mut statement = connection.prepare_cached(query)?;
    pages.iter().try_for_each(|page| statement.execute(params![site.bytes(), page]).map(drop))
}

/// Whom and what it is about.
pub(crate) struct Begun {
    site: SiteId,
    /// The addresses that it has, or that was asked for.
    pub(crate) emails: Vec<Email>,
    pub(crate) person: Option<PersonId>,
    /// Linked to the person now.
    pub(crate) visitors: Vec<VisitorId>,
    /// Conversations that were the person's, of visitors who are somebody else by now.
    pub(crate) former: Vec<ConversationId>,
}

/// What is noted first is refused from now on, so that nothing comes in behind what is removed.
fn begin(connection: &Connection, key: &SiteKey, who: ToErase, by: &By, fresh: [u8; 32]) -> Result<Option<Begun>> {
    let Some(site) = sites::id_of(connection, key)? else { return Ok(None) };
    let begun = match who {
        ToErase::Address(email) => of_address(connection, site, &email)?,
        ToErase::Person(person) if is_of(connection, site, person)? => of_person(connection, site, person)?,
        ToErase::Person(_) => return Ok(None),
    };
    let hashes = erased::key(connection, fresh)?;
    let addresses = begun.emails.iter().map(Who::Address);
    for who in addresses.chain(begun.visitors.iter().map(|visitor| Who::Visitor(*visitor))) {
        erased::note(connection, site, &erased::hash(&hashes, site, who), by.at)?;
    }
    if let Some(person) = begun.person {
        changes::note(connection, site, by, ChangeKind::PersonErased, &person.to_string(), [])?;
    }
    Ok(Some(begun))
}

/// What has to go with an address.
pub(crate) fn of_address(connection: &Connection, site: SiteId, email: &Email) -> Result<Begun> {
    match person(connection, site, email)? {
        Some(person) => of_person(connection, site, person),
        None => Ok(Begun { site, emails: vec![email.clone()], person: None, visitors: Vec::new(), former: Vec::new() }),
    }
}

/// What has to go with a person.
fn of_person(connection: &Connection, site: SiteId, person: PersonId) -> Result<Begun> {
    let (visitors, former) = (linked(connection, person)?, former(connection, person)?);
    Ok(Begun { site, emails: addresses_of(connection, person)?, person: Some(person), visitors, former })
}

/// The addresses that lead to a person.
fn addresses_of(connection: &Connection, person: PersonId) -> Result<Vec<Email>> {
    let query = "-- name: addresses_to_erase
        SELECT email FROM person WHERE id = ?1 AND email IS NOT NULL UNION SELECT email FROM merged WHERE person = ?1 AND email IS NOT NULL";
    connection.prepare_cached(query)?.query_map([person.bytes()], |row| rows::text(row, 0))?.collect()
}

fn person(connection: &Connection, site: SiteId, email: &Email) -> Result<Option<PersonId>> {
    let query = "-- name: person_to_erase
        SELECT id FROM person WHERE site = ?1 AND email_folded = ?2
        UNION ALL SELECT person FROM merged WHERE site = ?1 AND email_folded = ?2 LIMIT 1";
    let read = |row: &Row<'_>| row.get(0).map(PersonId::from_bytes);
    connection.prepare_cached(query)?.query_row(params![site.bytes(), email.folded()], read).optional()
}

fn linked(connection: &Connection, person: PersonId) -> Result<Vec<VisitorId>> {
    let query = "-- name: visitors_to_erase
        SELECT id FROM visitor WHERE person = ?1";
    connection.prepare_cached(query)?.query_map([person.bytes()], |row| row.get(0).map(VisitorId::from_bytes))?.collect()
}

fn former(connection: &Connection, person: PersonId) -> Result<Vec<ConversationId>> {
    let query = "-- name: former_conversations_to_erase
        SELECT DISTINCT activity.conversation FROM activity JOIN visitor ON visitor.id = activity.visitor
        WHERE activity.person = ?1 AND visitor.person IS NOT ?1 AND activity.conversation IS NOT NULL";
    connection.prepare_cached(query)?.query_map([person.bytes()], |row| row.get(0).map(ConversationId::from_bytes))?.collect()
}
