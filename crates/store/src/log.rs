//! The activity log, and the conversations that its entries come from.

use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::conversation::Status;
use parlor_domain::event::{Event, What};
use parlor_domain::flow::Flow;
use parlor_domain::ids::{ActivityId, ConversationId, DialogueId, PersonId, SessionId, SiteId, VisitorId};
use parlor_domain::people::{Activity, PAGE_ENTRIES, Page};
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::error::StoreError;
use crate::intake::past;
use crate::{Store, rows, sites};

/// Whose entries of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What this person did.
    Person(PersonId),
    /// What this visitor did, as whomever.
    Visitor(VisitorId),
    /// What all of the site's visitors did.
    Everyone,
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
    /// Entries of the log, the newest first, [`PAGE_ENTRIES`] after the first `skip`.
    pub async fn activities(&self, site: &SiteKey, of: Whose, skip: u32) -> Result<Page<Activity>, StoreError> {
        let site = site.clone();
        self.read(move |connection| activities(connection, &site, of, skip)).await
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
    /// The event it comes from: session, conversation, version and page are the event's.
    pub(crate) event: &'a Event,
    pub(crate) at: Instant,
    pub(crate) browser_at: Instant,
    pub(crate) received_at: Instant,
    pub(crate) detail: Detail,
    /// Within what it is logged once per visitor and session (A7).
    pub(crate) scope: Option<&'a [u8]>,
}

/// Makes an entry.
pub(crate) fn insert(connection: &Connection, entry: &Entry<'_>) -> Result<()> {
    // Besides A7's key this passes over an id that is in use. Only a browser that names its own events
    // too close to each other gets there, and it loses but an entry of its own.
    let query = "-- name: insert_activity
        INSERT INTO activity (id, site, kind, visitor, person, session, conversation, dialogue, version,
            at, browser_at, received_at, url, title, detail_json, scope)
        VALUES (:id, :site, :kind, :visitor, :person, :session, :conversation, :dialogue, :version,
            :at, :browser_at, :received_at, :url, :title, :detail, :scope)
        ON CONFLICT DO NOTHING";
    let values = named_params! {
        ":id": entry.id.bytes(),
        ":site": entry.site.bytes(),
        ":kind": entry.kind.code(),
        ":visitor": entry.visitor.bytes(),
        ":person": entry.person.as_ref().map(PersonId::bytes),
        ":session": entry.event.session.bytes(),
        ":conversation": entry.event.conversation.bytes(),
        ":dialogue": entry.event.dialogue.bytes(),
        ":version": entry.event.version,
        ":at": entry.at.0,
        ":browser_at": entry.browser_at.0,
        ":received_at": entry.received_at.0,
        ":url": entry.event.page.url,
        ":title": entry.event.page.title,
        ":detail": rows::to_json(&entry.detail)?,
        ":scope": entry.scope,
    };
    connection.prepare_cached(query)?.execute(values).map(drop)
}

fn activities(connection: &Connection, site: &SiteKey, of: Whose, skip: u32) -> Result<Page<Activity>> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(Page { entries: Vec::new(), total: 0 }) };
    // One text for each case, so that each finds its index.
    let (whose, id) = match &of {
        Whose::Person(person) => ("activity.person = :id", person.bytes()),
        Whose::Visitor(visitor) => ("activity.visitor = :id", visitor.bytes()),
        Whose::Everyone => ("activity.site = :id", site.bytes()),
    };
    let count = format!(
        "-- name: count_activities
        SELECT count(*) FROM activity WHERE {whose} AND activity.site = :site"
    );
    let values = named_params! { ":id": id, ":site": site.bytes() };
    let total = connection.prepare_cached(&count)?.query_row(values, |row| row.get(0))?;
    let list = format!(
        "-- name: activities
        SELECT activity.id, activity.kind, activity.at, activity.browser_at, activity.received_at, activity.visitor,
            activity.session, activity.dialogue, version.draft_json ->> '$.name', activity.version,
            activity.conversation, conversation.status, conversation.score, activity.url, activity.title,
            activity.detail_json
        FROM activity
        JOIN version ON version.dialogue = activity.dialogue AND version.number = activity.version
        JOIN conversation ON conversation.id = activity.conversation
        WHERE {whose} AND activity.site = :site
        ORDER BY activity.at DESC, activity.id DESC LIMIT :limit OFFSET :skip"
    );
    let values = named_params! { ":id": id, ":site": site.bytes(), ":limit": PAGE_ENTRIES, ":skip": skip };
    let entries = connection.prepare_cached(&list)?.query_map(values, activity)?.collect::<Result<_>>()?;
    Ok(Page { entries, total })
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
        dialogue: row.get(7).map(DialogueId::from_bytes)?,
        dialogue_name: rows::text(row, 8)?,
        version: row.get(9)?,
        conversation: row.get(10).map(ConversationId::from_bytes)?,
        status: rows::code(row, 11, Status::from_code)?,
        score: row.get(12)?,
        // There is but one kind of each so far.
        source: "dialogue".to_owned(),
        interface: "bubble".to_owned(),
        url: row.get(13)?,
        title: row.get(14)?,
        detail: rows::json(row, 15)?,
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
