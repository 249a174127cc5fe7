//! Moving the write-ahead log into the database while others write. It takes the disk's time, so a thread of its own does the most
//! of it; what is left then is little, and the writer does that itself, because only who writes can start the log anew.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, Result, Row};

use crate::error::StoreError;
use crate::schema::open_checkpointer;

/// Pages in the log, of which the database has none yet, from which the thread moves them.
const WORTH_MOVING: u32 = 1_000;
/// Pages in the log from which it is started anew as soon as little is left to move.
const LONG: u32 = 4_000;
/// So few pages are moved in no time.
const LITTLE: u32 = 500;
/// Pages in the log from which the writer moves them however long it takes, lest the log grow without end.
const TOO_LONG: u32 = 64_000;

/// How often emptying the log is tried, and the pause between two tries. A reader is waited for longer, as long as the connection is
/// patient; who moves the log at that moment isn't.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

/// The thread. It ends with this value.
pub(crate) struct Checkpointer {
    due: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// Starts the thread.
    pub(crate) fn start(path: &Path) -> std::io::Result<Self> {
        let connection = open_checkpointer(path).map_err(std::io::Error::other)?;
        let (due, wanted) = sync_channel(1);
        let thread = std::thread::Builder::new().name("store-checkpoint".into()).spawn(move || work(&connection, &wanted))?;
        Ok(Self { due: Some(due), thread: Some(thread) })
    }

    /// Called by the writer between two groups: sees to it that the log stays short.
    pub(crate) fn look_after(&self, writer: &Connection) -> Result<()> {
        let (log, moved) = run(writer, "PRAGMA wal_checkpoint(NOOP)")?;
        let left = log.saturating_sub(moved);
        if log >= TOO_LONG || log >= LONG && left <= LITTLE {
            return run(writer, "PRAGMA wal_checkpoint(PASSIVE)").map(drop);
        }
        if left >= WORTH_MOVING
            && let Some(due) = &self.due
        {
            // If it is full the thread is about to look anyway.
            let _ = due.try_send(());
        }
        Ok(())
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.due = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the checkpointing thread panicked");
        }
    }
}

/// Moves all of the log into the database, and empties it; waits for those who read what was before.
pub(crate) fn empty_log(path: &Path) -> std::result::Result<(), StoreError> {
    let connection = open_checkpointer(path)?;
    for _ in 0..TRIES {
        if is_emptied(&connection)? {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
    Err(StoreError::LogHeld)
}

/// The same, without more patience than a connection has.
pub(crate) fn empty_log_now(path: &Path) -> std::result::Result<(), StoreError> {
    if is_emptied(&open_checkpointer(path)?)? { Ok(()) } else { Err(StoreError::LogHeld) }
}

fn is_emptied(connection: &Connection) -> Result<bool> {
    let is_held: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(!is_held)
}

fn work(connection: &Connection, due: &Receiver<()>) {
    while due.recv().is_ok() {
        if let Err(error) = run(connection, "PRAGMA wal_checkpoint(PASSIVE)") {
            tracing::warn!(%error, "the write-ahead log could not be moved into the database");
        }
    }
}

/// Pages in the log, and how many of them the database has.
fn run(connection: &Connection, checkpoint: &str) -> Result<(u32, u32)> {
    // -1 while there is no log.
    let pages = |row: &Row<'_>, column| row.get::<_, i64>(column).map(|pages| u32::try_from(pages).unwrap_or(0));
    connection.prepare_cached(checkpoint)?.query_row([], |row| Ok((pages(row, 1)?, pages(row, 2)?)))
}
