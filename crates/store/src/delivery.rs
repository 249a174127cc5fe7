//! What became of the events of the last days (A16).

use parlor_domain::delivery::{Counts, DayOfDelivery, Delivery, Refused, RefusedEvent};
use parlor_domain::event::Refusal;
use parlor_domain::ids::{EventId, SiteId, VisitorId};
use parlor_domain::text::SiteKey;
use parlor_domain::time::{DAY, Date, Instant};
use rusqlite::{Connection, Result, Row, params};

use crate::error::StoreError;
use crate::impressions::by_dialogue;
use crate::{Store, rows, sites};

impl Store {
    /// What became of the site's events of so many days, today included. Empty if there is no such site.
    pub async fn delivery(&self, site: &SiteKey, days: u16, now: Instant) -> std::result::Result<Delivery, StoreError> {
        let site = site.clone();
        self.read(move |connection| delivery(connection, &site, days, now)).await
    }
}

fn delivery(connection: &Connection, site: &SiteKey, days: u16, now: Instant) -> Result<Delivery> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(Delivery::default()) };
    let from = now.0.div_euclid(DAY) - i64::from(days) + 1;
    let days = self::days(connection, site, from)?;
    let total = days.iter().fold(Counts::default(), |total, day| total.plus(day.counts));
    Ok(Delivery { total, days, refused: refused(connection, site, from)?, impressions: by_dialogue(connection, site, from)? })
}

fn days(connection: &Connection, site: SiteId, from: i64) -> Result<Vec<DayOfDelivery>> {
    let query = "-- name: delivery_by_day
        SELECT day, received, stored, late, lost, duplicates, refused, put_off, apart FROM delivery
        WHERE site = ?1 AND day >= ?2 ORDER BY day DESC";
    let read = |row: &Row<'_>| {
        let count = |column| row.get::<_, i64>(column).map(i64::cast_unsigned);
        let counts = Counts {
            received: count(1)?,
            stored: count(2)?,
            late: count(3)?,
            lost: count(4)?,
            duplicates: count(5)?,
            refused: count(6)?,
            put_off: count(7)?,
            apart: count(8)?,
        };
        Ok(DayOfDelivery { date: Date(row.get(0)?), counts })
    };
    connection.prepare_cached(query)?.query_map(params![site.bytes(), from], read)?.collect()
}

fn refused(connection: &Connection, site: SiteId, from: i64) -> Result<Vec<Refused>> {
    let query = "-- name: refusals_with_examples
        SELECT refusal.reason, sum(refusal.count) AS total, refused_event.event, refused_event.visitor, refused_event.what,
            dialogue.draft_json ->> '$.name', refused_event.version, refused_event.url, refused_event.received
        FROM refusal
        LEFT JOIN refused_event ON refused_event.site = refusal.site AND refused_event.reason = refusal.reason
        LEFT JOIN dialogue ON dialogue.id = refused_event.dialogue AND dialogue.site = refusal.site
        WHERE refusal.site = ?1 AND refusal.day >= ?2 GROUP BY refusal.reason ORDER BY total DESC, refusal.reason";
    let read = |row: &Row<'_>| {
        let reason = rows::code(row, 0, |code| Refusal::ALL.into_iter().find(|reason| reason.code() == code))?;
        let example = match rows::optional_id(row, 2, EventId::from_bytes)? {
            Some(event) => Some(example(row, event)?),
            None => None,
        };
        Ok(Refused { reason, count: row.get::<_, i64>(1)?.cast_unsigned(), example })
    };
    connection.prepare_cached(query)?.query_map(params![site.bytes(), from], read)?.collect()
}

fn example(row: &Row<'_>, event: EventId) -> Result<RefusedEvent> {
    Ok(RefusedEvent {
        event,
        visitor: row.get(3).map(VisitorId::from_bytes)?,
        what: row.get(4)?,
        dialogue: rows::optional_text(row, 5)?,
        version: row.get(6)?,
        url: row.get(7)?,
        received: rows::instant(row, 8)?,
    })
}
