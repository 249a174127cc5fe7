//! Calls of webhooks that wait to be made, and what became of them (P16). A call is gone when it was taken, not before.

use parlor_domain::ids::{EventId, SiteId};
use parlor_domain::text::{Name, SiteKey};
use parlor_domain::time::Instant;
use rusqlite::{Connection, Result, Row, params};

use crate::error::StoreError;
use crate::{Store, rows, sites};

/// Calls of one webhook that are made at once: who is slow to answer holds up no others.
pub const WEBHOOK_CALLS_AT_ONCE: u32 = 4;

/// A call that is to be made now.
#[derive(Clone)]
pub struct DueCall {
    /// Its id, the same each time it is tried.
    pub id: EventId,
    /// Whom to call.
    pub url: String,
    /// What to sign it with.
    pub secret: Vec<u8>,
    /// What to say, as JSON.
    pub body: String,
    /// How often it was tried.
    pub tries: u32,
}

/// A webhook of a site, for whoever runs the server.
#[derive(Clone)]
pub struct WebhookRecord {
    /// What it is called.
    pub name: Name,
    /// Where it is.
    pub url: String,
    /// What its calls are signed with.
    pub secret: Vec<u8>,
    /// Its calls that nobody has taken yet, those of one fate together.
    pub calls: Vec<CallsRecord>,
}

/// Calls of one webhook that nobody has taken yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallsRecord {
    /// How many.
    pub count: u32,
    /// Whether they are no longer tried.
    pub given_up: bool,
    /// Why their last try failed, if there was one.
    pub failure: Option<String>,
    /// When the oldest was to be made.
    pub since: Instant,
    /// When the next of them is due; what is given up, never again.
    pub next: Instant,
}

impl Store {
    /// The calls that are due, the longest waiting first: at most this many, and of each webhook
    /// [`WEBHOOK_CALLS_AT_ONCE`]. They stay due until it is told what became of them.
    pub async fn due_calls(&self, most: u32, now: Instant) -> Result<Vec<DueCall>, StoreError> {
        let due = self.read(move |connection| due(connection, most, now)).await?;
        if !due.is_empty() {
            // What others are told of has to stay: whatever was committed is on the disk when this is answered.
            self.write(|_| Ok(())).await?;
        }
        Ok(due)
    }

    /// A call was taken: it is gone.
    pub async fn call_taken(&self, call: EventId) -> Result<(), StoreError> {
        self.write(move |connection| taken(connection, call)).await
    }

    /// A call was not taken, for this reason. It is due again at `next`; without that it is given up and stays.
    pub async fn call_failed(&self, call: EventId, failure: String, next: Option<Instant>) -> Result<(), StoreError> {
        self.write(move |connection| failed(connection, call, &failure, next)).await
    }

    /// The site's webhooks and what waits for them. `None` if there is no such site.
    pub async fn webhooks(&self, site: &SiteKey) -> Result<Option<Vec<WebhookRecord>>, StoreError> {
        let site = site.clone();
        self.read(move |connection| sites::id_of(connection, &site)?.map(|site| webhooks(connection, site)).transpose()).await
    }

    /// Makes the site's calls due that failed or were given up, as if they had never been tried. Returns how many; `None` if
    /// there is no such site.
    pub async fn retry_calls(&self, site: &SiteKey, now: Instant) -> Result<Option<usize>, StoreError> {
        let site = site.clone();
        self.write(move |connection| sites::id_of(connection, &site)?.map(|site| retry(connection, site, now)).transpose()).await
    }
}

fn due(connection: &Connection, most: u32, now: Instant) -> Result<Vec<DueCall>> {
    // Webhooks on the left: of each a few calls are looked up, however many wait.
    let query = "-- name: due_webhook_calls
        SELECT call.id, webhook.url, webhook.secret, call.body_json, call.tries
        FROM webhook CROSS JOIN webhook_call AS call ON call.id IN (
            SELECT id FROM webhook_call WHERE site = webhook.site AND webhook = webhook.name AND given_up = 0 AND due <= ?1
            ORDER BY due LIMIT ?2)
        WHERE EXISTS (SELECT 1 FROM webhook_call WHERE given_up = 0 AND due <= ?1)
        ORDER BY call.due LIMIT ?3";
    let read = |row: &Row<'_>| {
        Ok(DueCall {
            id: row.get(0).map(EventId::from_bytes)?,
            url: row.get(1)?,
            secret: row.get(2)?,
            body: row.get(3)?,
            tries: row.get(4)?,
        })
    };
    connection.prepare_cached(query)?.query_map(params![now.0, WEBHOOK_CALLS_AT_ONCE, most], read)?.collect()
}

fn taken(connection: &Connection, call: EventId) -> Result<()> {
    let query = "-- name: webhook_call_taken
        DELETE FROM webhook_call WHERE id = ?1";
    connection.prepare_cached(query)?.execute([call.bytes()]).map(drop)
}

fn failed(connection: &Connection, call: EventId, failure: &str, next: Option<Instant>) -> Result<()> {
    let query = "-- name: webhook_call_failed
        UPDATE webhook_call SET tries = tries + 1, failure = ?2, due = coalesce(?3, due), given_up = ?3 IS NULL WHERE id = ?1";
    connection.prepare_cached(query)?.execute(params![call.bytes(), failure, next.map(|next| next.0)]).map(drop)
}

fn webhooks(connection: &Connection, site: SiteId) -> Result<Vec<WebhookRecord>> {
    let query = "-- name: webhooks_with_secrets
        SELECT name, url, secret FROM webhook WHERE site = ?1 ORDER BY rowid";
    let read = |row: &Row<'_>| {
        let name: Name = rows::text(row, 0)?;
        Ok(WebhookRecord { calls: calls(connection, site, &name)?, name, url: row.get(1)?, secret: row.get(2)? })
    };
    connection.prepare_cached(query)?.query_map([site.bytes()], read)?.collect()
}

/// There are few ways to fail: a call's reason is one of some fixed texts.
fn calls(connection: &Connection, site: SiteId, webhook: &Name) -> Result<Vec<CallsRecord>> {
    let query = "-- name: webhook_calls_by_fate
        SELECT count(*), given_up, failure, min(made), min(due) FROM webhook_call WHERE site = ?1 AND webhook = ?2
        GROUP BY given_up, failure ORDER BY given_up, failure";
    let read = |row: &Row<'_>| {
        let (count, given_up, failure) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(CallsRecord { count, given_up, failure, since: rows::instant(row, 3)?, next: rows::instant(row, 4)? })
    };
    connection.prepare_cached(query)?.query_map(params![site.bytes(), webhook.as_str()], read)?.collect()
}

fn retry(connection: &Connection, site: SiteId, now: Instant) -> Result<usize> {
    let query = "-- name: retry_webhook_calls
        UPDATE webhook_call SET tries = 0, due = ?2, given_up = 0 WHERE site = ?1 AND tries > 0";
    connection.prepare_cached(query)?.execute(params![site.bytes(), now.0])
}
