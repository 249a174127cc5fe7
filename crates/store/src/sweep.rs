//! What ends without the browser's word (C18).

use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::conversation::Status;
use parlor_domain::event::Event;
use parlor_domain::ids::{Moment, PersonId, SiteId, VisitorId};
use parlor_domain::time::{Instant, MINUTE};
use rusqlite::{Connection, Result, Row, params};

use crate::error::StoreError;
use crate::fresh::Fresh;
use crate::log::{self, Entry};
use crate::{Store, rows};

/// Conversations that one sweep drops at most, so that it holds up nobody.
const SWEEP_CONVERSATIONS: u32 = 500;

impl Store {
    /// Marks conversations as dropped that were engaged with, not completed, and whose session is over: its last
    /// event was received longer ago than the site's sessions last. Logs *dropped*, once per conversation and
    /// session. Returns how many; one sweep takes a limited number, and the next goes on.
    pub async fn sweep_dropped(&self, moment: Moment) -> Result<u32, StoreError> {
        self.write(move |connection| sweep(connection, moment)).await
    }
}

/// A conversation whose session is over.
struct Left {
    site: SiteId,
    visitor: VisitorId,
    person: Option<PersonId>,
    /// When the session was over.
    over: Instant,
    last: Event,
    /// Whether the session is stored apart.
    apart: bool,
}

fn sweep(connection: &Connection, moment: Moment) -> Result<u32> {
    let mut fresh = Fresh::new(moment);
    let mut dropped = 0;
    for left in find(connection, moment.now)? {
        mark(connection, &left.last)?;
        log::insert(connection, &entry(&left, &mut fresh, moment.now))?;
        dropped += 1;
    }
    Ok(dropped)
}

fn find(connection: &Connection, now: Instant) -> Result<Vec<Left>> {
    let query = "-- name: conversations_left
        SELECT site.id, visitor.id, visitor.person,
            session.last_received + (site.settings_json ->> '$.session_minutes') * ?2 AS over, event.form, session.apart
        FROM conversation
        JOIN session ON session.id = conversation.session
        JOIN visitor ON visitor.id = conversation.visitor
        JOIN site ON site.id = visitor.site
        JOIN event ON event.conversation = conversation.id AND event.position = conversation.inputs - 1
        WHERE conversation.engaged = 1 AND conversation.status = 'initiated' AND over < ?1
        LIMIT ?3";
    let values = params![now.0, MINUTE, SWEEP_CONVERSATIONS];
    connection.prepare_cached(query)?.query_map(values, left)?.collect()
}

fn left(row: &Row<'_>) -> Result<Left> {
    Ok(Left {
        site: row.get(0).map(SiteId::from_bytes)?,
        visitor: row.get(1).map(VisitorId::from_bytes)?,
        person: rows::optional_id(row, 2, PersonId::from_bytes)?,
        over: rows::instant(row, 3)?,
        last: rows::form(row, 4)?,
        apart: row.get(5)?,
    })
}

fn mark(connection: &Connection, last: &Event) -> Result<()> {
    let query = "-- name: drop_conversation
        UPDATE conversation SET status = ?2 WHERE id = ?1";
    let values = params![last.conversation.bytes(), Status::Dropped.code()];
    connection.prepare_cached(query)?.execute(values).map(drop)
}

fn entry<'a>(left: &'a Left, fresh: &mut Fresh, now: Instant) -> Entry<'a> {
    Entry {
        id: fresh.id(),
        site: left.site,
        kind: ActivityKind::Dropped,
        visitor: left.visitor,
        person: left.person,
        session: left.last.session,
        within: Some((left.last.conversation, left.last.dialogue, left.last.version)),
        page: &left.last.page,
        // However late the sweep comes, the session was over when it was over.
        at: left.over,
        browser_at: left.over,
        received_at: now,
        detail: Detail::None,
        apart: left.apart,
        counted: None,
        scope: None,
    }
}
