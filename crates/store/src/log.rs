//! The activity log, and the conversations that its entries come from.

use std::collections::{HashMap, hash_map};

use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::conversation::Status;
use parlor_domain::draft::Source;
use parlor_domain::event::{PageSeen, StartedBy, What};
use parlor_domain::flow::Flow;
use parlor_domain::ids::{ActivityId, CompanyId, ConversationId, DialogueId, EventId, PersonId, SessionId, SiteId, VisitorId};
use parlor_domain::people::{Activity, PAGE_ENTRIES, Page, Person, Within};
use parlor_domain::site::Interface;
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::error::StoreError;
use crate::intake::past;
use crate::{Store, people, rows, sites};

/// Whose entries of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What this person did.
    Person(PersonId),
    /// What this visitor did, as whomever.
    Visitor(VisitorId),
    /// What the people of this company did.
    Company(CompanyId),
}

/// A conversation with what its transcript is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ConversationRecord {
    /// Where it stands.
    pub status: Status,
    /// Its score, 0 to 3.
    pub score: Option<u8>,
    /// The flow of its version.
    pub flow: Flow,
    /// What happened in it, in order.
    pub inputs: Vec<What>,
}

impl Store {
    /// Entries of the log of these kinds (none: of every kind), the newest first, [`PAGE_ENTRIES`] after the first `skip`.
    pub async fn activities(
        &self,
        site: &SiteKey,
        of: Whose,
        kinds: &[ActivityKind],
        skip: u32,
    ) -> Result<Page<Activity>, StoreError> {
        self.entries(site, of, kinds, skip, false).await
    }

    /// The same of what is stored apart, and is in no other log (A15).
    pub async fn activities_apart(
        &self,
        site: &SiteKey,
        of: Whose,
        kinds: &[ActivityKind],
        skip: u32,
    ) -> Result<Page<Activity>, StoreError> {
        self.entries(site, of, kinds, skip, true).await
    }

    async fn entries(
        &self,
        site: &SiteKey,
        of: Whose,
        kinds: &[ActivityKind],
        skip: u32,
        apart: bool,
    ) -> Result<Page<Activity>, StoreError> {
        let (site, kinds) = (site.clone(), kinds.to_vec());
        self.read(move |connection| activities(connection, &site, (of, apart), &kinds, skip)).await
    }

    /// A conversation of this site.
    pub async fn conversation(&self, site: &SiteKey, id: ConversationId) -> Result<Option<ConversationRecord>, StoreError> {
        let site = site.clone();
        self.read(move |connection| conversation(connection, &site, id)).await
    }
}

/// An entry to be made. What is logged once only and is there already makes none.
pub(crate) struct Entry<'a> {
    pub(crate) id: ActivityId,
    pub(crate) site: SiteId,
    pub(crate) kind: ActivityKind,
    pub(crate) visitor: VisitorId,
    pub(crate) person: Option<PersonId>,
    pub(crate) session: SessionId,
    /// Conversation, dialogue and version; `None` for what happens in no conversation.
    pub(crate) within: Option<(ConversationId, DialogueId, u32)>,
    pub(crate) page: &'a PageSeen,
    pub(crate) at: Instant,
    pub(crate) browser_at: Instant,
    pub(crate) received_at: Instant,
    pub(crate) detail: Detail,
    /// Whether it is stored apart, and not counted (A15).
    pub(crate) apart: bool,
    /// Whether reports count it, and if so, whether the visitor was known when the conversation began (R13).
    pub(crate) counted: Option<bool>,
    /// Within what it is logged once per visitor and session (A7).
    pub(crate) scope: Option<&'a [u8]>,
}

/// Makes an entry.
pub(crate) fn insert(connection: &Connection, entry: &Entry<'_>) -> Result<()> {
    // Besides A7's key this passes over an id that is in use. Only a browser that names its own events
    // too close to each other gets there, and it loses but an entry of its own.
    let query = "-- name: insert_activity
        INSERT INTO activity (id, site, kind, visitor, person, session, conversation, dialogue, version,
            at, browser_at, received_at, url, title, detail_json, apart, counted, known, scope)
        VALUES (:id, :site, :kind, :visitor, :person, :session, :conversation, :dialogue, :version,
            :at, :browser_at, :received_at, :url, :title, :detail, :apart, :counted, :known, :scope)
        ON CONFLICT DO NOTHING";
    let values = named_params! {
        ":id": entry.id.bytes(),
        ":site": entry.site.bytes(),
        ":kind": entry.kind.code(),
        ":visitor": entry.visitor.bytes(),
        ":person": entry.person.as_ref().map(PersonId::bytes),
        ":session": entry.session.bytes(),
        ":conversation": entry.within.as_ref().map(|(conversation, ..)| conversation.bytes()),
        ":dialogue": entry.within.as_ref().map(|(_, dialogue, _)| dialogue.bytes()),
        ":version": entry.within.map(|(.., version)| version),
        ":at": entry.at.0,
        ":browser_at": entry.browser_at.0,
        ":received_at": entry.received_at.0,
        ":url": entry.page.url,
        ":title": entry.page.title,
        ":detail": rows::to_json(&entry.detail)?,
        ":apart": entry.apart,
        ":counted": entry.counted.is_some(),
        ":known": entry.counted.unwrap_or_default(),
        ":scope": entry.scope,
    };
    connection.prepare_cached(query)?.execute(values).map(drop)
}

/// The entry of a document that this visitor has opened in this conversation, by the event that said so.
pub(crate) fn opening(
    connection: &Connection,
    visitor: VisitorId,
    conversation: ConversationId,
    event: EventId,
) -> Result<Option<(ActivityId, Detail)>> {
    // It is the first entry that follows from the event, or the second behind *engaged*.
    let query = "-- name: opened_document
        SELECT id, detail_json FROM activity WHERE id IN (?1, ?2) AND visitor = ?3 AND conversation = ?4 AND kind = ?5
            AND detail_json ->> '$.document.opened'";
    let (first, second) = (event.activity(0), event.activity(1));
    let values = params![first.bytes(), second.bytes(), visitor.bytes(), conversation.bytes(), ActivityKind::Document.code()];
    let read = |row: &Row<'_>| Ok((row.get(0).map(ActivityId::from_bytes)?, rows::json(row, 1)?));
    connection.prepare_cached(query)?.query_row(values, read).optional()
}

/// Notes how far a document has been read, in the entry of its opening.
pub(crate) fn note_reading(connection: &Connection, id: ActivityId, detail: &Detail) -> Result<()> {
    let query = "-- name: document_read
        UPDATE activity SET detail_json = ?2 WHERE id = ?1";
    connection.prepare_cached(query)?.execute(params![id.bytes(), rows::to_json(detail)?]).map(drop)
}

fn activities(
    connection: &Connection,
    site: &SiteKey,
    (of, apart): (Whose, bool),
    kinds: &[ActivityKind],
    skip: u32,
) -> Result<Page<Activity>> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(Page { entries: Vec::new(), total: 0 }) };
    let kinds = rows::to_json(&kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>())?;
    // One text for each case, so that each finds its index.
    let (whose, id) = match &of {
        Whose::Person(person) => ("activity.person = :id", person.bytes()),
        Whose::Visitor(visitor) => ("activity.visitor = :id", visitor.bytes()),
        Whose::Company(company) => ("activity.person IN (SELECT id FROM person WHERE company = :id)", company.bytes()),
    };
    // Never found by the site, which has far more than any of these.
    let wanted = format!(
        "{whose} AND +activity.site = :site AND activity.apart = :apart
            AND (:kinds = '[]' OR activity.kind IN (SELECT value FROM json_each(:kinds)))"
    );
    let count = format!(
        "-- name: count_activities
        SELECT count(*) FROM activity WHERE {wanted}"
    );
    let values = named_params! { ":id": id, ":site": site.bytes(), ":apart": apart, ":kinds": kinds };
    let total = connection.prepare_cached(&count)?.query_row(values, |row| row.get(0))?;
    let list = format!(
        "-- name: activities
        SELECT activity.id, activity.kind, activity.at, activity.browser_at, activity.received_at, activity.visitor,
            activity.session, activity.url, activity.title, activity.detail_json,
            activity.conversation, activity.dialogue, version.draft_json ->> '$.name', activity.version,
            conversation.status, conversation.score, version.draft_json ->> '$.interface', conversation.interface,
            conversation.started_by, activity.person
        FROM activity
        LEFT JOIN version ON version.dialogue = activity.dialogue AND version.number = activity.version
        LEFT JOIN conversation ON conversation.id = activity.conversation
        WHERE {wanted}
        ORDER BY activity.at DESC, activity.id DESC LIMIT :limit OFFSET :skip"
    );
    let values = named_params! { ":id": id, ":site": site.bytes(), ":apart": apart, ":kinds": kinds, ":limit": PAGE_ENTRIES, ":skip": skip };
    let with_person = |row: &Row<'_>| Ok((activity(row)?, rows::optional_id(row, 19, PersonId::from_bytes)?));
    let entries: Vec<(Activity, Option<PersonId>)> =
        connection.prepare_cached(&list)?.query_map(values, with_person)?.collect::<Result<_>>()?;
    let entries = match of {
        Whose::Company(_) => named(connection, entries)?,
        Whose::Person(_) | Whose::Visitor(_) => entries.into_iter().map(|(entry, _)| entry).collect(),
    };
    Ok(Page { entries, total })
}

/// Entries with who did what.
fn named(connection: &Connection, entries: Vec<(Activity, Option<PersonId>)>) -> Result<Vec<Activity>> {
    let mut known: HashMap<PersonId, Option<Person>> = HashMap::new();
    let mut name = |(entry, person): (Activity, Option<PersonId>)| {
        let Some(id) = person else { return Ok(entry) };
        let person = match known.entry(id) {
            hash_map::Entry::Occupied(there) => there.get().clone(),
            hash_map::Entry::Vacant(place) => place.insert(people::summary(connection, id)?).clone(),
        };
        Ok(Activity { person, ..entry })
    };
    entries.into_iter().map(&mut name).collect()
}

fn activity(row: &Row<'_>) -> Result<Activity> {
    Ok(Activity {
        id: row.get(0).map(ActivityId::from_bytes)?,
        kind: rows::code(row, 1, ActivityKind::from_code)?,
        at: rows::instant(row, 2)?,
        browser_at: rows::instant(row, 3)?,
        received_at: rows::instant(row, 4)?,
        visitor: row.get(5).map(VisitorId::from_bytes)?,
        session: row.get(6).map(SessionId::from_bytes)?,
        url: row.get(7)?,
        title: row.get(8)?,
        detail: rows::json(row, 9)?,
        person: None,
        within: match rows::optional_id(row, 10, ConversationId::from_bytes)? {
            Some(conversation) => Some(within(row, conversation)?),
            None => None,
        },
    })
}

fn within(row: &Row<'_>, conversation: ConversationId) -> Result<Within> {
    let interface: Option<String> = row.get(16)?;
    Ok(Within {
        conversation,
        dialogue: row.get(11).map(DialogueId::from_bytes)?,
        name: rows::text(row, 12)?,
        version: row.get(13)?,
        status: rows::code(row, 14, Status::from_code)?,
        score: row.get(15)?,
        // Flows alone say how they are shown.
        source: if interface.is_some() { Source::Flow } else { Source::Dialogue },
        interface: rows::code(row, 17, |code| Interface::ALL.into_iter().find(|interface| interface.code() == code))?,
        started_by: rows::optional_code(row, 18, |code| StartedBy::ALL.into_iter().find(|by| by.code() == code))?,
    })
}

fn conversation(connection: &Connection, site: &SiteKey, id: ConversationId) -> Result<Option<ConversationRecord>> {
    let query = "-- name: conversation
        SELECT conversation.status, conversation.score, file.bytes FROM conversation
        JOIN dialogue ON dialogue.id = conversation.dialogue
        JOIN site ON site.id = dialogue.site
        JOIN version ON version.dialogue = conversation.dialogue AND version.number = conversation.version
        JOIN file ON file.kind = 'flow' AND file.hash = version.flow
        WHERE site.key = ?1 AND conversation.id = ?2";
    let read = |row: &Row<'_>| Ok((rows::code(row, 0, Status::from_code)?, row.get(1)?, rows::form(row, 2)?));
    let found = connection.prepare_cached(query)?.query_row(params![site.as_str(), id.bytes()], read).optional()?;
    let Some((status, score, flow)) = found else { return Ok(None) };
    Ok(Some(ConversationRecord { status, score, flow, inputs: past(connection, id)? }))
}
