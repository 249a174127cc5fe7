//! A few connections that read beside the writer, each query on one consistent state.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use crate::error::StoreError;
use crate::schema::open_reader;

/// Connections that read at the same time.
const READERS: usize = 4;

/// The pool.
#[derive(Clone)]
pub(crate) struct Readers {
    path: Arc<PathBuf>,
    free: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Readers {
    /// A pool that opens connections as they are needed.
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path: Arc::new(path), free: Arc::new(Semaphore::new(READERS)), idle: Arc::default() }
    }

    /// Runs a read on a thread that may block.
    pub(crate) async fn run<T, E, F>(&self, read: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        let permit = Arc::clone(&self.free).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let pool = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            // The permit goes along: who stops waiting does not free the connection that is still at work.
            let _permit = permit;
            pool.read(read)
        });
        done.await.unwrap_or_else(|_| Err(StoreError::Panicked.into()))
    }

    /// Takes no more reads and closes the idle connections.
    pub(crate) fn close(&self) {
        self.free.close();
        self.idle().clear();
    }

    fn read<T, E: From<StoreError>>(&self, read: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let idle = self.idle().pop();
        let connection = idle.map_or_else(|| open_reader(&self.path), Ok)?;
        let transaction = connection.unchecked_transaction().map_err(StoreError::from)?;
        let result = read(&transaction);
        transaction.finish().map_err(StoreError::from)?;
        if !self.free.is_closed() {
            self.idle().push(connection);
        }
        result
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
