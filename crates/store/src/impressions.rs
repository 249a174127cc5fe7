//! Showings to visitors of whom nothing is stored (W28): counted by the hour, and nothing else.

use parlor_domain::delivery::Impressions;
use parlor_domain::draft::Source;
use parlor_domain::ids::SiteId;
use parlor_domain::impression::Impression;
use parlor_domain::text::SiteKey;
use parlor_domain::time::{DAY, HOUR, Instant};
use rusqlite::{Connection, Result, Row, params};

use crate::error::StoreError;
use crate::{Store, rows, sites, versions};

impl Store {
    /// Counts a showing. False if the site has no such version of a dialogue.
    pub async fn count_impression(
        &self,
        site: &SiteKey,
        impression: Impression,
        now: Instant,
    ) -> std::result::Result<bool, StoreError> {
        let site = site.clone();
        self.inner
            .writer
            .run_repeatable(move |connection| count(connection, &site, impression, now).map_err(StoreError::from))
            .await
    }
}

fn count(connection: &Connection, site: &SiteKey, impression: Impression, now: Instant) -> Result<bool> {
    let Impression { dialogue, version } = impression;
    let Some(site) = sites::id_of(connection, site)? else { return Ok(false) };
    let known = versions::version(connection, site, dialogue, version)?;
    if known.is_none_or(|version| version.source() != Source::Dialogue) {
        return Ok(false);
    }
    let query = "-- name: count_impression
        INSERT INTO impression (site, dialogue, version, hour, count) VALUES (?1, ?2, ?3, ?4, 1)
        ON CONFLICT DO UPDATE SET count = count + 1";
    let values = params![site.bytes(), dialogue.bytes(), version, now.0.div_euclid(HOUR)];
    connection.prepare_cached(query)?.execute(values)?;
    Ok(true)
}

/// How often each of the site's dialogues was shown so from this day on (counted from 1970), the most frequent first.
pub(crate) fn by_dialogue(connection: &Connection, site: SiteId, from: i64) -> Result<Vec<Impressions>> {
    let query = "-- name: impressions_by_dialogue
        SELECT dialogue.draft_json ->> '$.name' AS name, sum(impression.count) AS total FROM impression
        JOIN dialogue ON dialogue.id = impression.dialogue
        WHERE impression.site = ?1 AND impression.hour >= ?2 GROUP BY impression.dialogue ORDER BY total DESC, name";
    let read = |row: &Row<'_>| Ok(Impressions { dialogue: rows::text(row, 0)?, count: row.get::<_, i64>(1)?.cast_unsigned() });
    connection.prepare_cached(query)?.query_map(params![site.bytes(), from * (DAY / HOUR)], read)?.collect()
}
