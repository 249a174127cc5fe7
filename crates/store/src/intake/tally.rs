//! Counting what becomes of events (A16).

use parlor_domain::delivery::Counts;
use parlor_domain::event::{Event, Outcome, Refusal};
use parlor_domain::ids::{EventId, SiteId, VisitorId};
use parlor_domain::time::{DAY, Instant};
use rusqlite::{Connection, Result, named_params, params};

use super::Intake;

/// What became of the events of a batch.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) counts: Counts,
    refused: Vec<(Refusal, u32)>,
}

/// Refuses a whole batch, and counts it. Nothing else is kept of it, so it counts again whenever it comes again.
pub(super) fn refuse_all(
    connection: &Connection,
    site: SiteId,
    batch: &Intake,
    refusal: Refusal,
) -> Result<Vec<(EventId, Outcome)>> {
    let count = batch.events.len() as u32;
    let counts = Counts { received: count.into(), refused: count.into(), ..Counts::default() };
    Tally { counts, refused: vec![(refusal, count)] }.write(connection, site, batch.received)?;
    Ok(batch.events.iter().map(|event| (event.id, Outcome::Refused(refusal))).collect())
}

impl Tally {
    /// Counts an event that is refused now, and keeps it as the last one that was refused for this reason.
    pub(super) fn refuse(
        &mut self,
        connection: &Connection,
        site: SiteId,
        visitor: VisitorId,
        (event, refusal): (&Event, Refusal),
        received: Instant,
    ) -> Result<()> {
        self.counts.refused += 1;
        match self.refused.iter_mut().find(|(reason, _)| *reason == refusal) {
            Some((_, count)) => *count += 1,
            None => self.refused.push((refusal, 1)),
        }
        let query = "-- name: last_refused_event
            INSERT OR REPLACE INTO refused_event (site, reason, event, visitor, what, dialogue, version, url, received)
            VALUES (:site, :reason, :event, :visitor, :what, :dialogue, :version, :url, :received)";
        let values = named_params! {
            ":site": site.bytes(),
            ":reason": refusal.code(),
            ":event": event.id.bytes(),
            ":visitor": visitor.bytes(),
            ":what": event.what.code(),
            ":dialogue": event.dialogue.bytes(),
            ":version": event.version,
            ":url": event.page.url,
            ":received": received.0,
        };
        connection.prepare_cached(query)?.execute(values).map(drop)
    }

    /// Adds it to what the site's day has so far.
    pub(super) fn write(&self, connection: &Connection, site: SiteId, received: Instant) -> Result<()> {
        let query = "-- name: count_delivery
            INSERT INTO delivery (site, day, received, stored, late, lost, apart, duplicates, refused, put_off)
            VALUES (:site, :day, :received, :stored, :late, :lost, :apart, :duplicates, :refused, :put_off)
            ON CONFLICT DO UPDATE SET received = received + :received, stored = stored + :stored, late = late + :late,
                lost = lost + :lost, apart = apart + :apart, duplicates = duplicates + :duplicates, refused = refused + :refused,
                put_off = put_off + :put_off";
        let day = received.0.div_euclid(DAY);
        let counts = &self.counts;
        let values = named_params! {
            ":site": site.bytes(),
            ":day": day,
            ":received": counts.received.cast_signed(),
            ":stored": counts.stored.cast_signed(),
            ":late": counts.late.cast_signed(),
            ":lost": counts.lost.cast_signed(),
            ":apart": counts.apart.cast_signed(),
            ":duplicates": counts.duplicates.cast_signed(),
            ":refused": counts.refused.cast_signed(),
            ":put_off": counts.put_off.cast_signed(),
        };
        connection.prepare_cached(query)?.execute(values)?;
        for (reason, count) in &self.refused {
            let query = "-- name: count_refusals
                INSERT INTO refusal (site, day, reason, count) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT DO UPDATE SET count = count + excluded.count";
            connection.prepare_cached(query)?.execute(params![site.bytes(), day, reason.code(), count])?;
        }
        Ok(())
    }
}
