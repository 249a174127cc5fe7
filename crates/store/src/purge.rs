//! What is kept for a while only goes when its time is over (O8), in small steps, so that nobody waits long.

use parlor_domain::ids::{ConversationId, SiteId, VisitorId};
use parlor_domain::retention::Retention;
use parlor_domain::time::{DAY, Instant};
use rusqlite::{Connection, Result, params};

use crate::error::StoreError;
use crate::forget::{forget_transcript, forget_visitor};
use crate::{Store, sites};

/// Visitors that are forgotten in one transaction, transcripts, and entries of the log or counts.
const VISITORS_AT_ONCE: u32 = 100;
const TRANSCRIPTS_AT_ONCE: u32 = 100;
const ENTRIES_AT_ONCE: u32 = 1_000;

/// What has gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Anonymous visitors who never acted.
    pub visitors: usize,
    /// Transcripts.
    pub transcripts: usize,
    /// Entries of the log.
    pub entries: usize,
}

impl Store {
    /// Removes what is older than its site keeps it.
    pub async fn purge(&self, now: Instant) -> std::result::Result<Purged, StoreError> {
        let mut purged = Purged::default();
        for key in self.sites().await? {
            let site = self.read(move |connection| sites::by_key(connection, &key)).await?;
            let Some(site) = site else { continue };
            let Retention { anonymous_days, shown_days, log_days, transcript_days } = site.settings.retention;
            let before = move |days: u16| now.plus(-i64::from(days) * DAY);
            let id = site.id;
            purged.visitors += self.repeat(move |connection| visitors(connection, id, before(anonymous_days))).await?;
            purged.transcripts += self.repeat(move |connection| transcripts(connection, id, before(transcript_days))).await?;
            purged.entries += self.repeat(move |connection| shown(connection, id, before(shown_days))).await?;
            purged.entries += self.repeat(move |connection| entries(connection, id, before(log_days))).await?;
            self.write(move |connection| counts(connection, id, before(log_days))).await?;
        }
        if purged != Purged::default() {
            self.empty_log().await?;
        }
        Ok(purged)
    }

    /// Takes one step after the other, until there is nothing left to do. Returns how much was done.
    async fn repeat(
        &self,
        step: impl Fn(&Connection) -> Result<usize> + Clone + Send + 'static,
    ) -> std::result::Result<usize, StoreError> {
        let mut all = 0;
        loop {
            let step = step.clone();
            match self.write(move |connection| step(connection)).await? {
                0 => return Ok(all),
                done => all += done,
            }
        }
    }
}

fn visitors(connection: &Connection, site: SiteId, before: Instant) -> Result<usize> {
    let query = "-- name: visitors_to_purge
        SELECT id FROM visitor WHERE site = ?1 AND person IS NULL AND last_seen < ?2 AND engaged = 0
        UNION ALL
        SELECT id FROM visitor WHERE site = ?1 AND person IS NULL AND last_seen IS NULL AND created < ?2
        LIMIT ?3";
    let values = params![site.bytes(), before.0, VISITORS_AT_ONCE];
    let read = |row: &rusqlite::Row<'_>| row.get(0).map(VisitorId::from_bytes);
    let found: Vec<VisitorId> = connection.prepare_cached(query)?.query_map(values, read)?.collect::<Result<_>>()?;
    found.iter().try_for_each(|visitor| forget_visitor(connection, *visitor))?;
    Ok(found.len())
}

/// A transcript is as old as the last of its conversation's sessions. Ids of conversations begin with the time, so only those are
/// looked at that were begun before.
fn transcripts(connection: &Connection, site: SiteId, before: Instant) -> Result<usize> {
    let query = "-- name: transcripts_to_purge
        SELECT conversation.id FROM conversation
        JOIN session ON session.id = conversation.session
        JOIN visitor ON visitor.id = conversation.visitor
        WHERE conversation.id < ?4 AND visitor.site = ?1 AND conversation.purged = 0 AND session.last_received < ?2
        LIMIT ?3";
    let values = params![site.bytes(), before.0, TRANSCRIPTS_AT_ONCE, first_id_of(before)];
    let read = |row: &rusqlite::Row<'_>| row.get(0).map(ConversationId::from_bytes);
    let found: Vec<ConversationId> = connection.prepare_cached(query)?.query_map(values, read)?.collect::<Result<_>>()?;
    found.iter().try_for_each(|conversation| forget_transcript(connection, *conversation))?;
    Ok(found.len())
}

/// What ids that are made from then on are not smaller than.
fn first_id_of(at: Instant) -> [u8; 16] {
    let mut id = [0; 16];
    id[..6].copy_from_slice(&at.0.max(0).to_be_bytes()[2..]);
    id
}

fn shown(connection: &Connection, site: SiteId, before: Instant) -> Result<usize> {
    let query = "-- name: purge_shown
        DELETE FROM activity WHERE position IN (
            SELECT position FROM activity WHERE site = ?1 AND at < ?2 AND kind IN ('triggered', 'engaged') LIMIT ?3)";
    connection.prepare_cached(query)?.execute(params![site.bytes(), before.0, ENTRIES_AT_ONCE])
}

fn entries(connection: &Connection, site: SiteId, before: Instant) -> Result<usize> {
    let query = "-- name: purge_log
        DELETE FROM activity WHERE position IN (SELECT position FROM activity WHERE site = ?1 AND at < ?2 LIMIT ?3)";
    connection.prepare_cached(query)?.execute(params![site.bytes(), before.0, ENTRIES_AT_ONCE])
}

fn counts(connection: &Connection, site: SiteId, before: Instant) -> Result<()> {
    let day = before.0.div_euclid(DAY);
    for query in [
        "-- name: purge_delivery
            DELETE FROM delivery WHERE site = ?1 AND day < ?2",
        "-- name: purge_refusals
            DELETE FROM refusal WHERE site = ?1 AND day < ?2",
    ] {
        connection.prepare_cached(query)?.execute(params![site.bytes(), day])?;
    }
    Ok(())
}
