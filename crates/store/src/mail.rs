//! Mail that waits to be sent, and what became of it (M20).

use parlor_domain::change::{By, ChangeKind};
use parlor_domain::ids::{InvitationId, MailId, SiteId};
use parlor_domain::mail::{KeptMail, Mail, MailState};
use parlor_domain::text::SiteKey;
use parlor_domain::time::{DAY, Instant};
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::error::StoreError;
use crate::{Store, changes, invitations, rows, sites};

/// Days for which it can be seen that a mail was sent, or given up.
const DAYS: i64 = 30;
/// Mails of an outbox that are told.
const TOLD: u32 = 200;

/// A mail to be kept.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// Its id, the same each time it is tried.
    pub id: MailId,
    /// The mail.
    pub mail: Mail,
    /// When it was written.
    pub made: Instant,
}

/// A mail that is to be sent now.
#[derive(Clone, Debug)]
pub struct DueMail {
    /// Its id.
    pub id: MailId,
    /// The mail.
    pub mail: Mail,
    /// When it was written.
    pub made: Instant,
    /// How often it was tried.
    pub tries: u32,
}

impl Store {
    /// The mails that are due, the longest waiting first, at most this many. They stay due until it is told what became of them.
    pub async fn due_mail(&self, most: u32, now: Instant) -> Result<Vec<DueMail>, StoreError> {
        self.read(move |connection| due(connection, most, now)).await
    }

    /// A mail was sent then.
    pub async fn mail_sent(&self, id: MailId, at: Instant) -> Result<(), StoreError> {
        self.write(move |connection| sent(connection, id, at)).await
    }

    /// A mail was not sent, for this reason. It is due again at `next`; without that it is given up and stays.
    pub async fn mail_failed(&self, id: MailId, failure: String, next: Option<Instant>) -> Result<(), StoreError> {
        self.write(move |connection| failed(connection, id, &failure, next)).await
    }

    /// The site's mails: those that are not sent, then those that are; the newest first.
    pub async fn mails(&self, site: &SiteKey) -> Result<Vec<KeptMail>, StoreError> {
        let site = site.clone();
        self.read(move |connection| sites::id_of(connection, &site)?.map_or(Ok(Vec::new()), |site| all(connection, site))).await
    }

    /// Makes a mail due that waits or was given up, as if it had never been tried. False if there is none such.
    pub async fn retry_mail(&self, site: &SiteKey, id: MailId, by: By) -> Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| sites::id_of(connection, &site)?.map_or(Ok(false), |site| retry(connection, site, id, &by)))
            .await
    }
}

/// Keeps a mail until it was sent; with its invitation it goes before that.
pub(crate) fn keep(connection: &Connection, site: SiteId, new: &NewMail, invitation: Option<InvitationId>) -> Result<()> {
    let query = "-- name: keep_mail
        INSERT INTO mail (id, site, recipient, subject, text, invitation, made, due)
        VALUES (:id, :site, :recipient, :subject, :text, :invitation, :made, :made)";
    let values = named_params! {
        ":id": new.id.bytes(),
        ":site": site.bytes(),
        ":recipient": new.mail.to.as_str(),
        ":subject": new.mail.subject,
        ":text": new.mail.text,
        ":invitation": invitation.as_ref().map(InvitationId::bytes),
        ":made": new.made.0,
    };
    connection.prepare_cached(query)?.execute(values).map(drop)
}

/// What was sent or given up long ago goes.
pub(crate) fn purge(connection: &Connection, site: SiteId, now: Instant) -> Result<()> {
    let query = "-- name: purge_mail
        DELETE FROM mail WHERE site = ?1 AND made < ?2 AND state <> 'waiting'";
    connection.prepare_cached(query)?.execute(params![site.bytes(), now.plus(-DAYS * DAY).0]).map(drop)
}

fn due(connection: &Connection, most: u32, now: Instant) -> Result<Vec<DueMail>> {
    let query = "-- name: due_mail
        SELECT id, recipient, subject, text, made, tries FROM mail WHERE state = 'waiting' AND due <= ?1
            AND (invitation IS NULL OR invitation IN (SELECT id FROM invitation WHERE created > ?3))
        ORDER BY due LIMIT ?2";
    let read = |row: &Row<'_>| {
        Ok(DueMail {
            id: row.get(0).map(MailId::from_bytes)?,
            mail: Mail { to: rows::text(row, 1)?, subject: row.get(2)?, text: row.get(3)? },
            made: rows::instant(row, 4)?,
            tries: row.get(5)?,
        })
    };
    connection.prepare_cached(query)?.query_map(params![now.0, most, invitations::good_since(now)], read)?.collect()
}

fn sent(connection: &Connection, id: MailId, at: Instant) -> Result<()> {
    let query = "-- name: mail_sent
        UPDATE mail SET state = 'sent', due = ?2, text = NULL, failure = NULL WHERE id = ?1";
    connection.prepare_cached(query)?.execute(params![id.bytes(), at.0]).map(drop)
}

fn failed(connection: &Connection, id: MailId, failure: &str, next: Option<Instant>) -> Result<()> {
    let query = "-- name: mail_failed
        UPDATE mail SET tries = tries + 1, failure = ?2, due = coalesce(?3, due), state = iif(?3 IS NULL, 'given_up', 'waiting')
        WHERE id = ?1";
    connection.prepare_cached(query)?.execute(params![id.bytes(), failure, next.map(|next| next.0)]).map(drop)
}

fn retry(connection: &Connection, site: SiteId, id: MailId, by: &By) -> Result<bool> {
    let query = "-- name: retry_mail
        UPDATE mail SET state = 'waiting', tries = 0, due = ?3 WHERE id = ?1 AND site = ?2 AND state <> 'sent'
            AND (invitation IS NULL OR invitation IN (SELECT id FROM invitation WHERE created > ?4)) RETURNING recipient";
    let values = params![id.bytes(), site.bytes(), by.at.0, invitations::good_since(by.at)];
    let to: Option<String> = connection.prepare_cached(query)?.query_row(values, |row| row.get(0)).optional()?;
    let Some(to) = to else { return Ok(false) };
    changes::note(connection, site, by, ChangeKind::MailRetried, &to, []).map(|()| true)
}

fn all(connection: &Connection, site: SiteId) -> Result<Vec<KeptMail>> {
    let query = "-- name: mails
        SELECT id, recipient, subject, made, tries, failure, state, due FROM mail WHERE site = ?1
        ORDER BY state = 'sent', made DESC LIMIT ?2";
    connection.prepare_cached(query)?.query_map(params![site.bytes(), TOLD], kept)?.collect()
}

fn kept(row: &Row<'_>) -> Result<KeptMail> {
    let due = rows::instant(row, 7)?;
    let state = |code: &str| match code {
        "waiting" => Some(MailState::Waiting(due)),
        "sent" => Some(MailState::Sent(due)),
        "given_up" => Some(MailState::GivenUp),
        _ => None,
    };
    let code: String = row.get(6)?;
    Ok(KeptMail {
        id: row.get(0).map(MailId::from_bytes)?,
        to: rows::text(row, 1)?,
        subject: row.get(2)?,
        made: rows::instant(row, 3)?,
        tries: row.get(4)?,
        failure: row.get(5)?,
        state: state(&code).ok_or_else(|| rows::unreadable(6, &format!("unknown code `{code}`")))?,
    })
}
