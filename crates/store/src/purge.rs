//! What is kept for a while only goes when its time is over (O8), in small steps, so that nobody waits long.

use parlor_domain::ids::{ConversationId, SiteId, VisitorId};
use parlor_domain::retention::Retention;
use parlor_domain::time::{DAY, Instant};
use rusqlite::{Connection, Result, params};

use crate::error::StoreError;
use crate::forget::{forget_transcript, forget_visitor};
use crate::{Store, invitations, mail, sites};

/// Visitors that are forgotten in one transaction, transcripts, and entries of the log or counts.
const VISITORS_AT_ONCE: u32 = 100;
const TRANSCRIPTS_AT_ONCE: u32 = 100;
const ENTRIES_AT_ONCE: u32 = 250;

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
            let find = move |connection: &Connection| visitors(connection, id, before(anonymous_days));
            purged.visitors += self.repeat(find, forget_visitor).await?;
            let find = move |connection: &Connection| transcripts(connection, id, before(transcript_days));
            purged.transcripts += self.repeat(find, forget_transcript).await?;
            let find = move |connection: &Connection| shown(connection, id, before(shown_days));
            purged.entries += self.repeat(find, forget_entry).await?;
            let find = move |connection: &Connection| entries(connection, id, before(log_days));
            purged.entries += self.repeat(find, forget_entry).await?;
            self.write(move |connection| counts(connection, id, before(log_days))).await?;
            self.write(move |connection| mail::purge(connection, id, now)).await?;
        }
        self.write(move |connection| invitations::clear(connection, now)).await?;
        if purged != Purged::default() {
            self.empty_log().await?;
        }
        Ok(purged)
    }

    /// Removes some after the other, until there is nothing left. They are looked for beside the writer, however long that takes.
    /// Returns how many they were.
    async fn repeat<T: Copy + Send + 'static>(
        &self,
        find: impl Fn(&Connection) -> Result<Vec<T>> + Copy + Send + 'static,
        remove: fn(&Connection, T) -> Result<()>,
    ) -> std::result::Result<usize, StoreError> {
        let mut all = 0;
        loop {
            let found = self.read(find).await?;
            if found.is_empty() {
                return Ok(all);
            }
            all += found.len();
            self.write(move |connection| found.into_iter().try_for_each(|one| remove(connection, one))).await?;
        }
    }
}

fn visitors(connection: &Connection, site: SiteId, before: Instant) -> Result<Vec<VisitorId>> {
    let query = "-- name: visitors_to_purge
        SELECT id FROM visitor WHERE site = ?1 AND apart IN (0, 1) AND person IS NULL AND last_seen < ?2 AND engaged = 0
        UNION ALL
        SELECT id FROM visitor WHERE site = ?1 AND apart IN (0, 1) AND person IS NULL AND last_seen IS NULL AND created < ?2
        LIMIT ?3";
    let values = params![site.bytes(), before.0, VISITORS_AT_ONCE];
    connection.prepare_cached(query)?.query_map(values, |row| row.get(0).map(VisitorId::from_bytes))?.collect()
}

/// A transcript is as old as the last of its conversation's sessions. Ids of conversations begin with the time, so only those are
/// looked at that were begun before.
fn transcripts(connection: &Connection, site: SiteId, before: Instant) -> Result<Vec<ConversationId>> {
    let query = "-- name: transcripts_to_purge
        SELECT conversation.id FROM conversation
        JOIN session ON session.id = conversation.session
        JOIN visitor ON visitor.id = conversation.visitor
        WHERE conversation.id < ?4 AND visitor.site = ?1 AND conversation.purged = 0 AND session.last_received < ?2
        LIMIT ?3";
    let values = params![site.bytes(), before.0, TRANSCRIPTS_AT_ONCE, first_id_of(before)];
    connection.prepare_cached(query)?.query_map(values, |row| row.get(0).map(ConversationId::from_bytes))?.collect()
}

/// What ids that are made from then on are not smaller than.
fn first_id_of(at: Instant) -> [u8; 16] {
    let mut id = [0; 16];
    id[..6].copy_from_slice(&at.0.max(0).to_be_bytes()[2..]);
    id
}

fn shown(connection: &Connection, site: SiteId, before: Instant) -> Result<Vec<i64>> {
    let query = "-- name: shown_to_purge
        SELECT position FROM activity WHERE site = ?1 AND at < ?2 AND kind IN ('triggered', 'engaged') LIMIT ?3";
    positions(connection, query, site, before)
}

fn entries(connection: &Connection, site: SiteId, before: Instant) -> Result<Vec<i64>> {
    let query = "-- name: entries_to_purge
        SELECT position FROM activity WHERE site = ?1 AND at < ?2 LIMIT ?3";
    positions(connection, query, site, before)
}

fn positions(connection: &Connection, query: &str, site: SiteId, before: Instant) -> Result<Vec<i64>> {
    let values = params![site.bytes(), before.0, ENTRIES_AT_ONCE];
    connection.prepare_cached(query)?.query_map(values, |row| row.get(0))?.collect()
}

fn forget_entry(connection: &Connection, position: i64) -> Result<()> {
    let query = "-- name: forget_entry
        DELETE FROM activity WHERE position = ?1";
    connection.prepare_cached(query)?.execute([position]).map(drop)
}

fn counts(connection: &Connection, site: SiteId, before: Instant) -> Result<()> {
    let day = before.0.div_euclid(DAY);
    for query in [
        "-- name: purge_delivery
            DELETE FROM delivery WHERE site = ?1 AND day < ?2",
        "-- name: purge_refusals
            DELETE FROM refusal WHERE site = ?1 AND day < ?2",
        "-- name: purge_impressions
            DELETE FROM impression WHERE site = ?1 AND hour < ?2 * 24",
        // What was counted stays, but not for each address of a page, which may tell of somebody.
        "-- name: purge_pages
            DELETE FROM rollup_of_page WHERE site = ?1 AND (bucket + 1) * width <= ?2 * 96",
    ] {
        connection.prepare_cached(query)?.execute(params![site.bytes(), day])?;
    }
    Ok(())
}
