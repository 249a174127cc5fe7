//! The memory of Parlor: the only crate that knows SQL.
//!
//! A [`Store`] is one SQLite database in a folder. Each of its methods is one use case in one
//! transaction; who gets an answer to a write may rely on its being on the disk. Rules of the
//! product come in as a function ([`Judge`]). Backups and what is made of them stand beside it: [`back_up`], [`restore`].

mod access;
mod attributes;
mod audit;
mod backup;
mod changes;
mod checkpoint;
mod companies;
mod conversations;
mod delivery;
mod documents;
mod door;
mod erase;
mod erased;
mod error;
mod examine;
mod facts;
mod files;
mod flush;
mod folder;
mod forget;
mod fresh;
mod health;
mod identify;
mod identity;
mod identity_keys;
mod import;
mod impressions;
mod inherit;
mod intake;
mod invitations;
mod keys;
mod library;
mod lock;
mod log;
mod mail;
mod mentions;
mod merge;
mod own_roles;
mod people;
mod purge;
mod queue;
mod readers;
mod records;
mod removal;
mod report;
mod rollup;
mod rows;
mod schema;
mod search;
mod session;
mod settings;
mod sites;
mod sweep;
mod user_sessions;
mod users;
mod versions;
mod webhooks;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

pub use access::RolesGiven;
pub use attributes::{AttributeKept, AttributeRemoved};
pub use audit::{Audit, AuditedActivity, AuditedEvent};
pub use backup::{BackupError, BackupRecord, Progress, Restored, back_up, restore, verify};
pub use companies::{CompanyAttributeKept, CompanyKept};
pub use documents::DocumentRemoved;
pub use door::Caller;
pub use erase::{Erased, ToErase};
pub use error::{CallerError, StoreError};
pub use examine::{Examined, examine};
pub use facts::{Facts, KnownPerson};
pub use health::{FileSizes, Group};
pub use identify::Identity;
pub use identity_keys::{IDENTITY_KEYS, IdentityKey, KeyAdded};
pub use intake::{Intake, Judge, NotTaken};
pub use invitations::{INVITATION_DAYS, Invited, NewInvitation};
pub use lock::is_served;
pub use log::{ConversationRecord, Whose};
pub use mail::{DueMail, NewMail};
pub use own_roles::RoleKept;
pub use purge::Purged;
pub use records::{
    Brought, Change, DialogueRecord, File, FileKind, Imported, ImportedDialogue, NewDocument, NewVersion, NewWebhook, SiteFront,
    SiteRecord, VersionRecord,
};
pub use report::Span;
pub use rollup::Passings;
pub use settings::SettingsChanged;
pub use user_sessions::{SESSION_DAYS, SESSION_IDLE_DAYS};
pub use users::{NewUser, UserRecord};
pub use webhooks::{CallsRecord, DueCall, WEBHOOK_CALLS_AT_ONCE, WebhookRecord};

use intake::Shelf;
use lock::Lock;
use readers::Readers;
use writer::Writer;

/// The database's name in the data folder.
pub const DATABASE: &str = "parlor.db";

/// The memory. Clones share one database.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

// The readers go first, so that the writer's last act finds nobody in its way.
struct Inner {
    readers: Readers,
    writer: Writer,
    shelf: Arc<Mutex<Shelf>>,
    path: PathBuf,
    lock: Lock,
}

impl Store {
    /// Opens or creates the database in `folder`, which is made if need be, for its owner alone.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        folder::make_folder(folder)?;
        if is_served(folder) {
            // The server's database is gone then, and another one would be made beside it.
            folder::present_file(folder)?;
        }
        Self::open_under(Lock::shared(folder)?, folder)
    }

    /// The same for a server, of which there is one for a folder.
    pub fn open_to_serve(folder: &Path) -> Result<Self, StoreError> {
        folder::make_folder(folder)?;
        Self::open_under(Lock::of_server(folder)?, folder)
    }

    /// Opens the database in `folder`, and makes none.
    pub fn open_present(folder: &Path) -> Result<Self, StoreError> {
        folder::present_file(folder)?;
        Self::open_under(Lock::shared(folder)?, folder)
    }

    fn open_under(lock: Lock, folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(DATABASE);
        let shelf = Arc::new(Mutex::new(Shelf::default()));
        let of_writer = Arc::clone(&shelf);
        let forget = move || of_writer.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let connection = schema::open_writer(&path)?;
        let writer = Writer::start(connection, &path, forget).map_err(|error| folder::not_writable(folder, &error))?;
        Ok(Self { inner: Arc::new(Inner { readers: Readers::new(path.clone()), writer, shelf, path, lock }) })
    }

    /// Ends the memory, for all clones: what waits is still written and answered, then the log is
    /// moved into the database. Whoever comes later gets [`StoreError::Closed`].
    pub fn close(self) {
        self.inner.readers.close();
        self.inner.writer.close();
        self.inner.lock.release();
    }

    /// Leaves nothing of what was removed in the write-ahead log: it is moved into the database and emptied.
    async fn empty_log(&self) -> Result<(), StoreError> {
        let path = self.inner.path.clone();
        let emptied = tokio::task::spawn_blocking(move || checkpoint::empty_log(&path)).await;
        emptied.unwrap_or_else(|_| Err(StoreError::Panicked))
    }

    /// A use case that only reads.
    async fn read<T, F>(&self, read: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&rusqlite::Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        self.inner.readers.run(|connection| read(connection).map_err(StoreError::from)).await
    }

    /// A use case that writes.
    async fn write<T, F>(&self, write: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&rusqlite::Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        self.inner.writer.run(|connection| write(connection).map_err(StoreError::from)).await
    }
}
