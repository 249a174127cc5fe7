//! The sessions of those who may sign in to the console (O10).

use parlor_domain::access::{Access, UserSession};
use parlor_domain::ids::UserId;
use parlor_domain::time::{DAY, Instant, MINUTE};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::error::StoreError;
use crate::users::{UserRecord, user_record};
use crate::{Store, access, rows};

/// Days after which a session that is not used ends.
pub const SESSION_IDLE_DAYS: i64 = 14;
/// Days after which every session ends.
pub const SESSION_DAYS: i64 = 90;
/// How exactly a session's last use is known: reading is not to become writing.
const TOUCH_EVERY: i64 = 5 * MINUTE;

impl Store {
    /// Opens a session of a user. Sessions that have ended are cleared away on the way.
    pub async fn open_session(
        &self,
        user: UserId,
        token_hash: [u8; 32],
        browser: String,
        now: Instant,
    ) -> Result<(), StoreError> {
        self.write(move |connection| open_session(connection, user, token_hash, &browser, now)).await
    }

    /// The sessions of a user that go on, the last used first.
    pub async fn user_sessions(&self, user: UserId, this: [u8; 32], now: Instant) -> Result<Vec<UserSession>, StoreError> {
        self.read(move |connection| sessions(connection, user, this, now)).await
    }

    /// Ends a session of a user by its number. False if there is none.
    pub async fn close_user_session(&self, user: UserId, number: i64) -> Result<bool, StoreError> {
        self.write(move |connection| {
            let query = "-- name: close_session_by_number
                DELETE FROM user_session WHERE user = ?1 AND rowid = ?2";
            Ok(connection.prepare_cached(query)?.execute(params![user.bytes(), number])? > 0)
        })
        .await
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

    /// Gives a user another password, by its hash, and ends all sessions but this one.
    pub async fn set_password(&self, user: UserId, hash: String, but: [u8; 32]) -> Result<(), StoreError> {
        self.write(move |connection| {
            let query = "-- name: set_password
                UPDATE user SET password_hash = ?2 WHERE id = ?1";
            connection.prepare_cached(query)?.execute(params![user.bytes(), hash])?;
            close_others(connection, user, but)
        })
        .await
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

/// When sessions that are still good were at least opened and last used.
pub(crate) fn good_since(now: Instant) -> (i64, i64) {
    (now.plus(-SESSION_DAYS * DAY).0, now.plus(-SESSION_IDLE_DAYS * DAY).0)
}

fn open_session(connection: &Connection, user: UserId, token_hash: [u8; 32], browser: &str, now: Instant) -> Result<()> {
    let (opened, last_use) = good_since(now);
    let query = "-- name: clear_sessions
        DELETE FROM user_session WHERE opened <= ?1 OR last_use <= ?2";
    connection.prepare_cached(query)?.execute([opened, last_use])?;
    let query = "-- name: open_session
        INSERT INTO user_session (token_hash, user, opened, last_use, browser) VALUES (?1, ?2, ?3, ?3, ?4)";
    connection.prepare_cached(query)?.execute(params![token_hash, user.bytes(), now.0, browser]).map(drop)
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

/// Ends all sessions of a user but one.
fn close_others(connection: &Connection, user: UserId, but: [u8; 32]) -> Result<()> {
    let query = "-- name: close_other_sessions
        DELETE FROM user_session WHERE user = ?1 AND token_hash <> ?2";
    connection.prepare_cached(query)?.execute(params![user.bytes(), but]).map(drop)
}

fn sessions(connection: &Connection, user: UserId, this: [u8; 32], now: Instant) -> Result<Vec<UserSession>> {
    let (opened, last_use) = good_since(now);
    let query = "-- name: sessions_of_user
        SELECT rowid, browser, opened, last_use, token_hash = ?2 FROM user_session
        WHERE user = ?1 AND opened > ?3 AND last_use > ?4 ORDER BY last_use DESC, rowid DESC";
    let read = |row: &Row<'_>| {
        Ok(UserSession {
            number: row.get(0)?,
            browser: row.get(1)?,
            opened: rows::instant(row, 2)?,
            last_use: rows::instant(row, 3)?,
            is_this: row.get(4)?,
        })
    };
    connection.prepare_cached(query)?.query_map(params![user.bytes(), this, opened, last_use], read)?.collect()
}
