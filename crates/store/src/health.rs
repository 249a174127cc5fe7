//! How the memory is, for those who run it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::StoreError;
use crate::{DATABASE, Store};

/// Jobs that were written together, in one transaction.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// How many.
    pub jobs: usize,
    /// How long it took until they were on the disk, without what they did themselves; `None` if they failed.
    pub commit: Option<Duration>,
}

/// How large the database's files are, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSizes {
    /// The database.
    pub database: u64,
    /// Its log, with what is not in the database yet.
    pub log: u64,
}

impl FileSizes {
    /// The sizes in a data folder. A file that is not there is empty.
    pub fn of(folder: &Path) -> Self {
        let size = |path: PathBuf| path.metadata().map_or(0, |file| file.len());
        Self { database: size(folder.join(DATABASE)), log: size(folder.join(format!("{DATABASE}-wal"))) }
    }
}

impl Store {
    /// Goes through when the database can be read and the writer takes jobs. Nothing is written.
    pub async fn ready(&self) -> Result<(), StoreError> {
        let query = "-- name: any_site
            SELECT EXISTS (SELECT 1 FROM site)";
        self.read(move |connection| connection.prepare_cached(query)?.query_row([], |_| Ok(()))).await?;
        self.write(|_| Ok(())).await
    }

    /// Tells of each group of jobs from now on, on a thread of the memory's. Only the first who asks is told.
    pub fn watch(&self, watcher: impl Fn(Group) + Send + Sync + 'static) {
        self.inner.writer.watch(Box::new(watcher));
    }

    /// Jobs that wait to be written.
    pub fn waiting_jobs(&self) -> usize {
        self.inner.writer.waiting()
    }
}
