//! Those who may sign in to the console, and their sessions (O10).

use parlor_domain::access::Access;
use parlor_domain::ids::UserId;
use parlor_domain::text::Email;
use parlor_domain::time::{DAY, Instant, MINUTE};
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::error::StoreError;
use crate::{Store, access, rows};

/// Days after which a session that is not used ends.
pub const SESSION_IDLE_DAYS: i64 = 14;
/// Days after which every session ends.
pub const SESSION_DAYS: i64 = 90;
/// How exactly a session's last use is known: reading is not to become writing.
const TOUCH_EVERY: i64 = 60 * MINUTE;

/// A user to be added.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The id.
    pub id: UserId,
    /// The address to sign in with.
    pub email: Email,
    /// The password's hash, in PHC form.
    pub password_hash: String,
    /// Whether an administrator of every site, also of those to come.
    pub everywhere: bool,
    /// When.
    pub created: Instant,
}

/// A user of the console.
#[derive(Clone, PartialEq, Eq)]
pub struct UserRecord {
    /// The id.
    pub id: UserId,
    /// The address to sign in with.
    pub email: Email,
    /// The password's hash, in PHC form.
    pub password_hash: String,
    /// Since when.
    pub created: Instant,
}

/// Without the password's hash, which has no business in a log.
impl std::fmt::Debug for UserRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserRecord").field("id", &self.id).field("email", &self.email).finish_non_exhaustive()
    }
}

impl Store {
    /// How many users there are.
    pub async fn user_count(&self) -> Result<u32, StoreError> {
        self.read(count).await
    }

    /// Adds a user. False if the address is taken.
    pub async fn add_user(&self, user: NewUser) -> Result<bool, StoreError> {
        self.write(move |connection| add(connection, &user)).await
    }

    /// Removes a user and ends all sessions. False if there is none with this address.
    pub async fn remove_user(&self, email: &Email) -> Result<bool, StoreError> {
        let email = email.folded();
        self.write(move |connection| remove(connection, &email)).await
    }

    /// All users, by their addresses.
    pub async fn users(&self) -> Result<Vec<UserRecord>, StoreError> {
        self.read(all).await
    }

    /// The user with this address.
    pub async fn user_by_email(&self, email: &Email) -> Result<Option<UserRecord>, StoreError> {
        let email = email.folded();
        self.read(move |connection| by_email(connection, &email)).await
    }

    /// Keeps the hash of the one-time link that makes the first user; an older link no longer works.
    pub async fn set_set_up_token(&self, hash: [u8; 32], now: Instant) -> Result<(), StoreError> {
        self.write(move |connection| set_set_up_token(connection, hash, now)).await
    }

    /// Makes the first user, if the one-time link is right and nobody is there yet; the link is used up then.
    pub async fn set_up(&self, token_hash: [u8; 32], user: NewUser) -> Result<bool, StoreError> {
        self.write(move |connection| set_up(connection, token_hash, &user)).await
    }

    /// Opens a session of a user. Sessions that have ended are cleared away on the way.
    pub async fn open_session(&self, user: UserId, token_hash: [u8; 32], now: Instant) -> Result<(), StoreError> {
        self.write(move |connection| open_session(connection, user, token_hash, now)).await
    }

    /// Whose session it is, and what the user may, if the session goes on: see [`SESSION_IDLE_DAYS`] and [`SESSION_DAYS`].
    pub async fn session_user(&self, token_hash: [u8; 32], now: Instant) -> Result<Option<(UserRecord, Access)>, StoreError> {
        // Two transactions: reading waits for nobody, and a touch that comes to nothing does no harm.
        let found = self.read(move |connection| session_user(connection, token_hash, now)).await?;
        let Some((user, access, last_use)) = found else { return Ok(None) };
        if now.since(last_use) >= TOUCH_EVERY {
            self.write(move |connection| touch_session(connection, token_hash, now)).await?;
        }
        Ok(Some((user, access)))
    }

    /// Ends a session.
    pub async fn close_session(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        self.write(move |connection| close_session(connection, token_hash)).await
    }

    /// Ends all sessions of a user: sign-out everywhere.
    pub async fn close_all_sessions(&self, user: UserId) -> Result<(), StoreError> {
        self.write(move |connection| close_all_sessions(connection, user)).await
    }
}

fn user_record(row: &Row<'_>) -> Result<UserRecord> {
    Ok(UserRecord {
        id: row.get(0).map(UserId::from_bytes)?,
        email: rows::text(row, 1)?,
        password_hash: row.get(2)?,
        created: rows::instant(row, 3)?,
    })
}

fn count(connection: &Connection) -> Result<u32> {
    let query = "-- name: user_count
        SELECT count(*) FROM user";
    connection.prepare_cached(query)?.query_row([], |row| row.get(0))
}

pub(crate) fn add(connection: &Connection, user: &NewUser) -> Result<bool> {
    let query = "-- name: add_user
        INSERT INTO user (id, email, email_folded, password_hash, everywhere, created)
        VALUES (:id, :email, :folded, :password_hash, :everywhere, :created)
        ON CONFLICT (email_folded) DO NOTHING";
    let values = named_params! {
        ":id": user.id.bytes(),
        ":email": user.email.as_str(),
        ":folded": user.email.folded(),
        ":password_hash": user.password_hash,
        ":everywhere": user.everywhere,
        ":created": user.created.0,
    };
    Ok(connection.prepare_cached(query)?.execute(values)? > 0)
}

fn remove(connection: &Connection, email_folded: &str) -> Result<bool> {
    let query = "-- name: remove_user
        DELETE FROM user WHERE email_folded = ?1";
    Ok(connection.prepare_cached(query)?.execute([email_folded])? > 0)
}

fn all(connection: &Connection) -> Result<Vec<UserRecord>> {
    let query = "-- name: users
        SELECT id, email, password_hash, created FROM user ORDER BY email_folded";
    connection.prepare_cached(query)?.query_map([], user_record)?.collect()
}

pub(crate) fn by_email(connection: &Connection, email_folded: &str) -> Result<Option<UserRecord>> {
    let query = "-- name: user_by_email
        SELECT id, email, password_hash, created FROM user WHERE email_folded = ?1";
    connection.prepare_cached(query)?.query_row([email_folded], user_record).optional()
}

fn set_set_up_token(connection: &Connection, hash: [u8; 32], now: Instant) -> Result<()> {
    let query = "-- name: set_set_up_token
        INSERT INTO set_up (one, token_hash, created) VALUES (1, ?1, ?2)
        ON CONFLICT DO UPDATE SET token_hash = excluded.token_hash, created = excluded.created";
    connection.prepare_cached(query)?.execute(params![hash, now.0]).map(drop)
}

fn set_up(connection: &Connection, token_hash: [u8; 32], user: &NewUser) -> Result<bool> {
    let query = "-- name: use_set_up_token
        DELETE FROM set_up WHERE token_hash = ?1 AND NOT EXISTS (SELECT 1 FROM user)";
    let right = connection.prepare_cached(query)?.execute([token_hash])? > 0;
    if right { add(connection, user) } else { Ok(false) }
}

/// When sessions that are still good were at least opened and last used.
pub(crate) fn good_since(now: Instant) -> (i64, i64) {
    (now.plus(-SESSION_DAYS * DAY).0, now.plus(-SESSION_IDLE_DAYS * DAY).0)
}

fn open_session(connection: &Connection, user: UserId, token_hash: [u8; 32], now: Instant) -> Result<()> {
    let (opened, last_use) = good_since(now);
    let query = "-- name: clear_sessions
        DELETE FROM user_session WHERE opened <= ?1 OR last_use <= ?2";
    connection.prepare_cached(query)?.execute([opened, last_use])?;
    let query = "-- name: open_session
        INSERT INTO user_session (token_hash, user, opened, last_use) VALUES (?1, ?2, ?3, ?3)";
    connection.prepare_cached(query)?.execute(params![token_hash, user.bytes(), now.0]).map(drop)
}

fn session_user(connection: &Connection, token_hash: [u8; 32], now: Instant) -> Result<Option<(UserRecord, Access, Instant)>> {
    let (opened, last_use) = good_since(now);
    let query = "-- name: session_user
        SELECT user.id, user.email, user.password_hash, user.created, user_session.last_use
        FROM user_session JOIN user ON user.id = user_session.user
        WHERE user_session.token_hash = ?1 AND user_session.opened > ?2 AND user_session.last_use > ?3";
    let read = |row: &Row<'_>| Ok((user_record(row)?, rows::instant(row, 4)?));
    let found = connection.prepare_cached(query)?.query_row(params![token_hash, opened, last_use], read).optional()?;
    let Some((user, last_use)) = found else { return Ok(None) };
    let access = access::of(connection, user.id)?;
    Ok(Some((user, access, last_use)))
}

fn touch_session(connection: &Connection, token_hash: [u8; 32], now: Instant) -> Result<()> {
    let query = "-- name: touch_session
        UPDATE user_session SET last_use = max(last_use, ?2) WHERE token_hash = ?1";
    connection.prepare_cached(query)?.execute(params![token_hash, now.0]).map(drop)
}

fn close_session(connection: &Connection, token_hash: [u8; 32]) -> Result<()> {
    let query = "-- name: close_session
        DELETE FROM user_session WHERE token_hash = ?1";
    connection.prepare_cached(query)?.execute([token_hash]).map(drop)
}

fn close_all_sessions(connection: &Connection, user: UserId) -> Result<()> {
    let query = "-- name: close_all_sessions
        DELETE FROM user_session WHERE user = ?1";
    connection.prepare_cached(query)?.execute([user.bytes()]).map(drop)
}
