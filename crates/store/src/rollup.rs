//! The roll-ups of the log that reports are read from (R15): they follow it by position, beside whoever waits for an answer.

mod cards;

use rusqlite::{Connection, OptionalExtension, Result, Row, params};

pub use self::cards::Passings;
use crate::Store;
use crate::error::StoreError;

/// Positions of the log that are rolled up in one transaction.
const POSITIONS_AT_ONCE: i64 = 1_000;

impl Store {
    /// Rolls up what the log has and the roll-ups don't, in small steps.
    pub async fn roll_up(&self) -> std::result::Result<(), StoreError> {
        while self.read(is_behind).await? {
            self.write(roll_up).await?;
        }
        Ok(())
    }

    /// Counts everything anew, from the log and from what is no longer in it. At once, so that nothing goes from the log meanwhile
    /// that isn't counted: other writes wait, for a minute and a half where a million entries are spread over a year.
    pub async fn roll_up_anew(&self) -> std::result::Result<(), StoreError> {
        self.write(|connection| {
            start_afresh(connection)?;
            while is_behind(connection)? {
                roll_up(connection)?;
            }
            Ok(())
        })
        .await
    }

    /// A figure that the roll-ups have otherwise than the log; none, as long as everything is right.
    pub async fn roll_up_fault(&self) -> std::result::Result<Option<String>, StoreError> {
        self.read(fault).await
    }
}

/// Whether the log has something behind what is rolled up.
fn is_behind(connection: &Connection) -> Result<bool> {
    let query = "-- name: is_behind
        SELECT coalesce(max(position), 0) > (SELECT position FROM rolled_up) FROM activity";
    connection.prepare_cached(query)?.query_row([], |row| row.get(0))
}

/// One step. It never goes beyond the end of the log: positions there are given again when their entries are gone.
fn roll_up(connection: &Connection) -> Result<()> {
    let query = "-- name: positions_to_roll_up
        SELECT position, min(position + ?1, (SELECT coalesce(max(position), 0) FROM activity)) FROM rolled_up";
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let (from, to): (i64, i64) = connection.prepare_cached(query)?.query_row([POSITIONS_AT_ONCE], read)?;
    if to <= from {
        return Ok(());
    }
    for query in [
        "-- name: roll_up
            INSERT INTO rollup (site, width, dialogue, bucket, figure, subject, known, count)
            SELECT site, width, dialogue, bucket, figure, subject, known, sum(count) FROM cell
            WHERE position > ?1 AND position <= ?2 GROUP BY site, width, dialogue, bucket, figure, subject, known
            ON CONFLICT DO UPDATE SET count = rollup.count + excluded.count",
        "-- name: roll_up_pages
            INSERT INTO rollup_of_page (site, width, dialogue, bucket, page, figure, subject, known, count)
            SELECT site, width, dialogue, bucket, page, figure, subject, known, sum(count) FROM cell
            WHERE position > ?1 AND position <= ?2 AND of_pages
            GROUP BY site, width, dialogue, bucket, page, figure, subject, known
            ON CONFLICT DO UPDATE SET count = rollup_of_page.count + excluded.count",
    ] {
        connection.prepare_cached(query)?.execute(params![from, to])?;
    }
    let query = "-- name: note_rolled_up
        UPDATE rolled_up SET position = ?1";
    connection.prepare_cached(query)?.execute([to]).map(drop)
}

/// What is no longer in the log is all that is known of it.
fn start_afresh(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "-- name: roll_up_anew
        UPDATE rollup SET count = gone;
        UPDATE rollup_of_page SET count = gone;
        UPDATE rolled_up SET position = 0;",
    )
}

/// What goes at once with its page, where that is no longer kept, is in no roll-up of pages: those are held against what there is.
fn fault(connection: &Connection) -> Result<Option<String>> {
    let of_figures = "-- name: roll_up_fault
        WITH logged AS (
            SELECT site, width, dialogue, bucket, figure, subject, known, sum(count) AS count FROM cell
            WHERE position <= (SELECT position FROM rolled_up) GROUP BY site, width, dialogue, bucket, figure, subject, known
        )
        SELECT coalesce(rollup.figure, logged.figure), coalesce(rollup.bucket * rollup.width, logged.bucket * logged.width),
            coalesce(rollup.count - rollup.gone, 0), coalesce(logged.count, 0)
        FROM rollup FULL JOIN logged USING (site, width, dialogue, bucket, figure, subject, known)
        WHERE coalesce(rollup.count - rollup.gone, 0) <> coalesce(logged.count, 0) LIMIT 1";
    let of_pages = "-- name: roll_up_fault_of_pages
        WITH logged AS (
            SELECT site, width, dialogue, bucket, page, figure, subject, known, sum(count) AS count FROM cell
            WHERE of_pages AND position <= (SELECT position FROM rolled_up)
            GROUP BY site, width, dialogue, bucket, page, figure, subject, known
        )
        SELECT rollup.figure, rollup.bucket * rollup.width, rollup.count - rollup.gone, coalesce(logged.count, 0)
        FROM rollup_of_page AS rollup LEFT JOIN logged USING (site, width, dialogue, bucket, page, figure, subject, known)
        WHERE rollup.count - rollup.gone <> coalesce(logged.count, 0) LIMIT 1";
    let read = |row: &Row<'_>| {
        let (figure, bucket, rolled_up, logged): (String, i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(format!("{figure} from quarter of an hour {bucket} on: {rolled_up} in the reports, {logged} in the log"))
    };
    let first = connection.prepare(of_figures)?.query_row([], read).optional()?;
    first.map_or_else(|| connection.prepare(of_pages)?.query_row([], read).optional(), |fault| Ok(Some(fault)))
}
