//! Bringing what is committed to the disk. It takes the disk's time, so a thread of its own does it, and the writer goes on with
//! the next group meanwhile; only then is answered who waits (A12). One flush serves all groups that were committed before it.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use crate::checkpoint::empty_log_now;
use crate::error::StoreError;

/// Groups that may wait while one is flushed.
const WAITING_GROUPS: usize = 4;

/// The thread. It ends with this value, when all is on the disk.
pub(crate) struct Flusher<T> {
    groups: Option<SyncSender<T>>,
    thread: Option<JoinHandle<()>>,
}

impl<T: Send + 'static> Flusher<T> {
    /// Starts the thread for a database, which has its log already. `then` hears of each group whether it was flushed.
    pub(crate) fn start(
        database: &Connection,
        then: impl FnMut(T, &Result<(), StoreError>) + Send + 'static,
    ) -> io::Result<Self> {
        let (groups, committed) = sync_channel(WAITING_GROUPS);
        let mut disk = Disk::of(database)?;
        let thread =
            std::thread::Builder::new().name("store-flush".into()).spawn(move || work(&committed, || disk.flush(), then))?;
        Ok(Self { groups: Some(groups), thread: Some(thread) })
    }

    /// Has a group flushed that is committed; waits while too many do. False if nobody is there any more, after a panic.
    pub(crate) fn take(&self, group: T) -> bool {
        self.groups.as_ref().is_some_and(|groups| groups.send(group).is_ok())
    }
}

impl<T> Drop for Flusher<T> {
    fn drop(&mut self) {
        self.groups = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the flushing thread panicked");
        }
    }
}

fn work<T>(
    committed: &Receiver<T>,
    mut flush: impl FnMut() -> Result<(), StoreError>,
    mut then: impl FnMut(T, &Result<(), StoreError>),
) {
    while let Ok(first) = committed.recv() {
        let groups: Vec<T> = std::iter::once(first).chain(committed.try_iter()).collect();
        let flushed = flush();
        groups.into_iter().for_each(|group| then(group, &flushed));
    }
}

/// The write-ahead log as a file.
struct Disk {
    log: File,
    database: PathBuf,
    /// Something of the log may be lost, and whatever comes after it with that, when the power fails.
    is_doubtful: bool,
}

impl Disk {
    fn of(database: &Connection) -> io::Result<Self> {
        // As SQLite has resolved it: the log is beside the file, not beside what links to it.
        let database = PathBuf::from(database.path().unwrap_or_default());
        let mut log = database.clone().into_os_string();
        log.push("-wal");
        // Some systems flush only what may be written to.
        Ok(Self { log: File::options().write(true).open(log)?, database, is_doubtful: false })
    }

    /// Brings the log to the disk. Where that fails the database itself takes over what is in it, and the log begins anew.
    fn flush(&mut self) -> Result<(), StoreError> {
        if !self.is_doubtful {
            match self.log.sync_data() {
                Ok(()) => return Ok(()),
                Err(error) => tracing::error!(%error, "the database's log could not be brought to the disk"),
            }
        }
        self.is_doubtful = true;
        empty_log_now(&self.database)?;
        self.is_doubtful = false;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tempfile::TempDir;

    use super::*;

    #[test]
    fn a12_who_waits_hears_of_it_when_it_is_flushed_and_one_flush_serves_many() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let note = |text: String| told.lock().expect("nobody panicked").push(text);
        let (groups, committed) = sync_channel(3);
        for group in 1..=3 {
            groups.send(group).expect("room");
        }
        drop(groups);
        let flush = || {
            note("flush".to_owned());
            Ok(())
        };
        work(&committed, flush, |group, flushed| note(format!("{group} {}", flushed.is_ok())));
        assert_eq!(*told.lock().expect("nobody panicked"), ["flush", "1 true", "2 true", "3 true"]);
    }

    /// A database with something in its log, and a file in the log's place that no disk takes.
    #[cfg(unix)]
    fn without_a_log() -> (TempDir, Connection, Disk) {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("parlor.db");
        let connection = Connection::open(&path).expect("a database");
        connection
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE done (number INTEGER) STRICT; INSERT INTO done VALUES (1)")
            .expect("sound");
        let log = File::open("/dev/null").expect("a file");
        assert!(log.sync_data().is_err(), "it can't be flushed");
        (folder, connection, Disk { log, database: path, is_doubtful: false })
    }

    #[cfg(unix)]
    #[test]
    fn a12_where_the_log_can_not_be_flushed_the_database_takes_it_over() {
        let (folder, connection, mut disk) = without_a_log();
        let log = || folder.path().join("parlor.db-wal").metadata().expect("a log").len();
        assert!(log() > 0);
        disk.flush().expect("all is in the database");
        assert_eq!((log(), disk.is_doubtful), (0, false));
        drop(connection);
    }

    #[cfg(unix)]
    #[test]
    fn a12_the_log_is_beside_the_file_wherever_it_is_linked_from() {
        let (folder, connection, _) = without_a_log();
        let link = TempDir::new().expect("a folder");
        std::os::unix::fs::symlink(folder.path().join("parlor.db"), link.path().join("parlor.db")).expect("a link");
        let linked = Connection::open(link.path().join("parlor.db")).expect("a database");
        Disk::of(&linked).expect("a log").flush().expect("flushed");
        drop(connection);
    }

    #[cfg(unix)]
    #[test]
    fn a12_nobody_is_answered_while_something_may_be_lost() {
        let (_folder, connection, mut disk) = without_a_log();
        // Who reads a former state keeps the log.
        let reader = Connection::open(&disk.database).expect("a reader");
        reader.execute_batch("BEGIN; SELECT * FROM done").expect("a read");
        connection.execute("INSERT INTO done VALUES (2)", []).expect("sound");
        assert!(disk.flush().is_err());
        // The log itself would do again, but what is before may be lost.
        disk.log = Disk::of(&connection).expect("a log").log;
        assert!(disk.flush().is_err() && disk.is_doubtful);
        reader.execute_batch("COMMIT").expect("the end");
        disk.flush().expect("all is in the database");
        assert!(!disk.is_doubtful);
    }
}
