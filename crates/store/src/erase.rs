//! Erasing a person at once (O8): the person, the browsers that are linked to it, and every other place in which the address stands.

use parlor_domain::ids::{ConversationId, PersonId, SiteId, VisitorId};
use parlor_domain::text::{Email, SiteKey};
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::erased::{self, Who};
use crate::error::StoreError;
use crate::forget::{forget_person, forget_transcript, forget_visitor};
use crate::mentions::{self, forget_mention, forget_row};
use crate::{Store, sites};

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

impl Store {
    /// Erases who has this address from a site, in small steps, so that nobody waits long. When it returns, the address stands in no
    /// file any more. `None` if there is no such site. `fresh` becomes the key of the hashes that stay, if there is none yet.
    pub async fn erase_person(
        &self,
        site: &SiteKey,
        email: &Email,
        now: Instant,
        fresh: [u8; 32],
    ) -> std::result::Result<Option<Erased>, StoreError> {
        let (key, address) = (site.clone(), email.clone());
        let begun = self.write(move |connection| begin(connection, &key, &address, now, fresh)).await?;
        let Some(Begun { site, person, visitors, former }) = begun else { return Ok(None) };
        let mut erased = Erased { person: person.is_some(), visitors: visitors.len(), ..Erased::default() };
        for visitor in visitors {
            self.write(move |connection| forget_visitor(connection, visitor)).await?;
        }
        for conversation in former {
            self.write(move |connection| forget_transcript(connection, conversation)).await?;
        }
        if let Some(person) = person {
            self.write(move |connection| {
                // Whoever was linked meanwhile goes, too.
                linked(connection, person)?.into_iter().try_for_each(|visitor| forget_visitor(connection, visitor))?;
                forget_person(connection, person)
            })
            .await?;
        }
        // What takes long is looked for beside the writer.
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
        self.write(move |connection| found.into_iter().try_for_each(|place| forget_row(connection, place))).await?;
        self.empty_log().await?;
        Ok(Some(erased))
    }
}

/// Whom and what it is about.
pub(crate) struct Begun {
    site: SiteId,
    pub(crate) person: Option<PersonId>,
    /// Linked to the person now.
    pub(crate) visitors: Vec<VisitorId>,
    /// Conversations that were the person's, of visitors who are somebody else by now.
    pub(crate) former: Vec<ConversationId>,
}

/// What is noted first is refused from now on, so that nothing comes in behind what is removed.
fn begin(connection: &Connection, key: &SiteKey, email: &Email, now: Instant, fresh: [u8; 32]) -> Result<Option<Begun>> {
    let Some(site) = sites::id_of(connection, key)? else { return Ok(None) };
    let hashes = erased::key(connection, fresh)?;
    let begun = of_address(connection, site, email)?;
    erased::note(connection, site, &erased::hash(&hashes, site, Who::Address(email)), now)?;
    for visitor in &begun.visitors {
        erased::note(connection, site, &erased::hash(&hashes, site, Who::Visitor(*visitor)), now)?;
    }
    Ok(Some(begun))
}

/// What has to go with an address.
pub(crate) fn of_address(connection: &Connection, site: SiteId, email: &Email) -> Result<Begun> {
    let Some(person) = person(connection, site, email)? else {
        return Ok(Begun { site, person: None, visitors: Vec::new(), former: Vec::new() });
    };
    let (visitors, former) = (linked(connection, person)?, former(connection, person)?);
    Ok(Begun { site, person: Some(person), visitors, former })
}

fn person(connection: &Connection, site: SiteId, email: &Email) -> Result<Option<PersonId>> {
    let query = "-- name: person_to_erase
        SELECT id FROM person WHERE site = ?1 AND email_folded = ?2";
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
