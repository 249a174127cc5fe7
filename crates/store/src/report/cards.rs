//! What conversations did at the cards of one dialogue or flow (R11).

use std::collections::BTreeSet;

use parlor_domain::draft::Draft;
use parlor_domain::drop_off::{CardCount, Passing, WalkedVersion};
use parlor_domain::ids::DialogueId;
use parlor_domain::report::Narrowed;
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use rusqlite::{Result, Row, named_params};

use super::{ALONE, BUCKET, Question, Span, cover};
use crate::error::StoreError;
use crate::{Store, rows, sites};

impl Store {
    /// What conversations that began in these days did at the cards of this dialogue or flow, and the versions that they walked, the newest first.
    pub async fn card_counts(
        &self,
        site: &SiteKey,
        dialogue: DialogueId,
        span: Span,
        narrowed: Narrowed,
    ) -> std::result::Result<(Vec<CardCount>, Vec<WalkedVersion>), StoreError> {
        let site = site.clone();
        self.read(move |connection| {
            let Some(site) = sites::id_of(connection, &site)? else { return Ok(Default::default()) };
            let Some((_, from)) = span.days.first() else { return Ok(Default::default()) };
            let question = Question { connection, site: *site.bytes(), narrowed: &narrowed };
            let counts = counts(&question, dialogue, (*from, span.end))?;
            let versions = versions(&question, dialogue, &counts)?;
            Ok((counts, versions))
        })
        .await
    }
}

fn counts(question: &Question<'_>, dialogue: DialogueId, (from, to): (Instant, Instant)) -> Result<Vec<CardCount>> {
    let query = "-- name: passings
        SELECT r.version, r.card, r.passing, sum(r.count) FROM json_each(:ranges) AS range CROSS JOIN rollup_of_card AS r
        WHERE r.site = :site AND r.width = range.value ->> 0 AND r.dialogue = :dialogue
            AND r.bucket >= range.value ->> 1 AND r.bucket < range.value ->> 2 AND (:known IS NULL OR r.known = :known)
        GROUP BY r.version, r.card, r.passing HAVING sum(r.count) > 0";
    let values = named_params! {
        ":site": question.site,
        ":ranges": rows::to_json(&cover(from.0.div_euclid(BUCKET), to.0.div_euclid(BUCKET), ALONE))?,
        ":dialogue": dialogue.bytes(),
        ":known": question.known(),
    };
    let read = |row: &Row<'_>| {
        let count = row.get::<_, i64>(3)?.cast_unsigned();
        Ok(CardCount { version: row.get(0)?, card: row.get(1)?, passing: rows::code(row, 2, Passing::from_code)?, count })
    };
    question.connection.prepare_cached(query)?.query_map(values, read)?.collect()
}

fn versions(question: &Question<'_>, dialogue: DialogueId, counts: &[CardCount]) -> Result<Vec<WalkedVersion>> {
    let walked: BTreeSet<u32> = counts.iter().map(|count| count.version).collect();
    let query = "-- name: versions_walked
        SELECT version.number, version.draft_json, file.bytes FROM version
        JOIN dialogue ON dialogue.id = version.dialogue
        JOIN file ON file.kind = 'flow' AND file.hash = version.flow
        WHERE dialogue.site = :site AND dialogue.id = :dialogue AND version.number IN (SELECT value FROM json_each(:walked))
        ORDER BY version.number DESC";
    let read =
        |row: &Row<'_>| Ok(WalkedVersion { number: row.get(0)?, draft: rows::json::<Draft>(row, 1)?, flow: rows::form(row, 2)? });
    let values = named_params! { ":site": question.site, ":dialogue": dialogue.bytes(), ":walked": rows::to_json(&walked)? };
    question.connection.prepare_cached(query)?.query_map(values, read)?.collect()
}
