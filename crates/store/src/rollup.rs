//! The roll-ups of the log that reports are read from (R15): they follow it by position, beside whoever waits for an answer.

use rusqlite::{Connection, OptionalExtension, Result, params};

use crate::Store;
use crate::error::StoreError;

/// Positions of the log that are rolled up in one transaction.
const POSITIONS_AT_ONCE: i64 = 5_000;

impl Store {
    /// Rolls up what the log has and the roll-ups don't, in small steps, up to the end that it has now.
    pub async fn roll_up(&self) -> std::result::Result<(), StoreError> {
        let Some(end) = self.read(end_to_roll_up).await? else { return Ok(()) };
        while self.write(move |connection| roll_up(connection, end)).await? {}
        Ok(())
    }

    /// Counts everything anew, from the log and from what is no longer in it. At once, so that nothing goes from the log meanwhile
    /// that isn't counted: other writes wait for some seconds for each million entries.
    pub async fn roll_up_anew(&self) -> std::result::Result<(), StoreError> {
        self.write(|connection| {
            start_afresh(connection)?;
            let Some(end) = end_to_roll_up(connection)? else { return Ok(()) };
            while roll_up(connection, end)? {}
            Ok(())
        })
        .await
    }

    /// A figure that the roll-ups have otherwise than the log; none, as long as everything is right.
    pub async fn roll_up_fault(&self) -> std::result::Result<Option<String>, StoreError> {
        self.read(fault).await
    }
}

/// The end of the log, if the roll-ups aren't there yet.
fn end_to_roll_up(connection: &Connection) -> Result<Option<i64>> {
    let query = "-- name: end_to_roll_up
        SELECT max(activity.position) AS last FROM activity HAVING last > (SELECT position FROM rolled_up)";
    connection.prepare_cached(query)?.query_row([], |row| row.get(0)).optional()
}

/// One step; says whether there is another to the end.
fn roll_up(connection: &Connection, end: i64) -> Result<bool> {
    let query = "-- name: rolled_up
        SELECT position FROM rolled_up";
    let from: i64 = connection.prepare_cached(query)?.query_row([], |row| row.get(0))?;
    if from >= end {
        return Ok(false);
    }
    let to = end.min(from + POSITIONS_AT_ONCE);
    for query in [
        "-- name: roll_up
            INSERT INTO rollup (site, bucket, figure, dialogue, subject, known, count)
            SELECT site, bucket, figure, dialogue, subject, known, sum(count) FROM counted WHERE position > ?1 AND position <= ?2
            GROUP BY site, bucket, figure, dialogue, subject, known
            ON CONFLICT DO UPDATE SET count = rollup.count + excluded.count",
        "-- name: roll_up_pages
            INSERT INTO rollup_of_page (site, bucket, page, figure, dialogue, subject, known, count)
            SELECT site, bucket, page, figure, dialogue, subject, known, sum(count) FROM counted
            WHERE position > ?1 AND position <= ?2 GROUP BY site, bucket, page, figure, dialogue, subject, known
            ON CONFLICT DO UPDATE SET count = rollup_of_page.count + excluded.count",
    ] {
        connection.prepare_cached(query)?.execute(params![from, to])?;
    }
    let query = "-- name: note_rolled_up
        UPDATE rolled_up SET position = ?1";
    connection.prepare_cached(query)?.execute([to])?;
    Ok(to < end)
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

fn fault(connection: &Connection) -> Result<Option<String>> {
    let query = "-- name: roll_up_fault
        WITH logged AS (
            SELECT site, bucket, figure, dialogue, subject, known, sum(count) AS count FROM counted
            WHERE position <= (SELECT position FROM rolled_up) GROUP BY site, bucket, figure, dialogue, subject, known
        )
        SELECT coalesce(rollup.figure, logged.figure), coalesce(rollup.bucket, logged.bucket),
            coalesce(rollup.count - rollup.gone, 0), coalesce(logged.count, 0)
        FROM rollup FULL JOIN logged USING (site, bucket, figure, dialogue, subject, known)
        WHERE coalesce(rollup.count - rollup.gone, 0) <> coalesce(logged.count, 0) LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| {
        let (figure, bucket, rolled_up, logged): (String, i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(format!("{figure} in quarter of an hour {bucket}: {rolled_up} in the reports, {logged} in the log"))
    };
    connection.prepare(query)?.query_row([], read).optional()
}
