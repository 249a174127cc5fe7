//! Those who may sign in to the console (O10).

use parlor_domain::change::By;
use parlor_domain::ids::UserId;
use parlor_domain::text::Email;
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::error::StoreError;
use crate::{Store, access, rows};

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
    pub async fn remove_user(&self, email: &Email, by: By) -> Result<bool, StoreError> {
        let email = email.folded();
        self.write(move |connection| remove(connection, &email, &by)).await
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
}

pub(crate) fn user_record(row: &Row<'_>) -> Result<UserRecord> {
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

fn remove(connection: &Connection, email_folded: &str, by: &By) -> Result<bool> {
    if let Some(user) = by_email(connection, email_folded)? {
        access::lose_all(connection, user.id, by)?;
    }
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
