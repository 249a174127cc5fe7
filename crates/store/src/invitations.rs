//! Invitations to become a user of a site (O11). Whoever has the link and the password that goes with the address takes it.

use parlor_domain::access::{GivenRole, Invitation};
use parlor_domain::change::{By, ChangeKind, FieldChange};
use parlor_domain::ids::{InvitationId, SiteId, UserId};
use parlor_domain::text::{Email, Name, SiteKey};
use parlor_domain::time::{DAY, Instant};
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::error::StoreError;
use crate::mail::NewMail;
use crate::users::NewUser;
use crate::{Store, access, changes, mail, rows, sites, users};

/// Days for which an invitation can be taken.
pub const INVITATION_DAYS: i64 = 7;

/// An invitation to be made.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// The id.
    pub id: InvitationId,
    /// Whom it is for.
    pub email: Email,
    /// The roles that it gives.
    pub roles: Vec<GivenRole>,
    /// The SHA-256 of the link's token.
    pub token_hash: [u8; 32],
    /// Who invites.
    pub invited_by: UserId,
    /// The mail that brings the link, where mail is sent.
    pub mail: Option<NewMail>,
    /// When.
    pub created: Instant,
}

/// What the holder of an invitation's link is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Whom it is for.
    pub email: Email,
    /// To which site.
    pub site: Name,
    /// The user of that address, if there is one already.
    pub user: Option<UserId>,
}

impl Store {
    /// Makes an invitation; an earlier one of the same address no longer works. False if there is no such site.
    pub async fn invite(&self, site: &SiteKey, new: NewInvitation) -> Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| {
            let Some(site) = sites::id_of(connection, &site)? else { return Ok(false) };
            clear(connection, new.created)?;
            let before = withdraw_of(connection, site, &new.email)?;
            insert(connection, site, &new)?;
            if let Some(mail) = &new.mail {
                mail::keep(connection, site, mail, Some(new.id))?;
            }
            let by = By { user: Some(new.invited_by), at: new.created };
            let roles = FieldChange::of("roles", access::told(&before), access::told(&new.roles));
            changes::note(connection, site, &by, ChangeKind::Invited, new.email.as_str(), [roles]).map(|()| true)
        })
        .await
    }

    /// The site's invitations that can be taken, by their addresses.
    pub async fn invitations(&self, site: &SiteKey, now: Instant) -> Result<Vec<Invitation>, StoreError> {
        let site = site.clone();
        self.read(move |connection| {
            let Some(site) = sites::id_of(connection, &site)? else { return Ok(Vec::new()) };
            all(connection, site, now)
        })
        .await
    }

    /// Takes an invitation back. False if there is none.
    pub async fn withdraw(&self, site: &SiteKey, id: InvitationId, by: By) -> Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| {
            let Some(site) = sites::id_of(connection, &site)? else { return Ok(false) };
            let query = "-- name: withdraw_invitation
                DELETE FROM invitation WHERE id = ?1 AND site = ?2 RETURNING email";
            let values = params![id.bytes(), site.bytes()];
            let email: Option<String> = connection.prepare_cached(query)?.query_row(values, |row| row.get(0)).optional()?;
            let Some(email) = email else { return Ok(false) };
            changes::note(connection, site, &by, ChangeKind::InvitationWithdrawn, &email, []).map(|()| true)
        })
        .await
    }

    /// To what the link with this token invites.
    pub async fn invited(&self, token_hash: [u8; 32], now: Instant) -> Result<Option<Invited>, StoreError> {
        self.read(move |connection| {
            let Some(found) = find(connection, token_hash, now)? else { return Ok(None) };
            let user = users::by_email(connection, &found.email.folded())?.map(|user| user.id);
            Ok(Some(Invited { email: found.email, site: found.name, user }))
        })
        .await
    }

    /// Takes the invitation with this token, which is used up then: the user of its address gets its roles. Whose password was
    /// checked is `known`; where there was no user, this one is added, if its address is that of the invitation. The answer is who
    /// has the roles now; `None`: the invitation can't be taken, or not by this user.
    pub async fn accept(&self, token_hash: [u8; 32], known: Option<UserId>, new: NewUser) -> Result<Option<UserId>, StoreError> {
        self.write(move |connection| accept(connection, token_hash, known, &new)).await
    }
}

struct Found {
    id: InvitationId,
    site: SiteId,
    name: Name,
    email: Email,
    roles: Vec<GivenRole>,
}

fn find(connection: &Connection, token_hash: [u8; 32], now: Instant) -> Result<Option<Found>> {
    let query = "-- name: invitation_by_token
        SELECT invitation.id, invitation.site, site.name, invitation.email, invitation.roles_json
        FROM invitation JOIN site ON site.id = invitation.site
        WHERE invitation.token_hash = ?1 AND invitation.created > ?2";
    let read = |row: &Row<'_>| {
        Ok(Found {
            id: row.get(0).map(InvitationId::from_bytes)?,
            site: row.get(1).map(SiteId::from_bytes)?,
            name: rows::text(row, 2)?,
            email: rows::text(row, 3)?,
            roles: rows::json(row, 4)?,
        })
    };
    connection.prepare_cached(query)?.query_row(params![token_hash, good_since(now)], read).optional()
}

fn accept(connection: &Connection, token_hash: [u8; 32], known: Option<UserId>, new: &NewUser) -> Result<Option<UserId>> {
    let Some(found) = find(connection, token_hash, new.created)? else { return Ok(None) };
    if found.email.folded() != new.email.folded() {
        return Ok(None);
    }
    let user = match (users::by_email(connection, &found.email.folded())?.map(|user| user.id), known) {
        (Some(user), Some(known)) if user == known => user,
        (None, None) => users::add(connection, new).map(|_| new.id)?,
        // Somebody has become that user, or is it no longer, since the password was looked at.
        _ => return Ok(None),
    };
    let before = access::roles_on(connection, user, found.site)?;
    access::give(connection, user, found.site, &found.roles)?;
    let after = access::roles_on(connection, user, found.site)?;
    let query = "-- name: use_invitation
        DELETE FROM invitation WHERE id = ?1";
    connection.prepare_cached(query)?.execute([found.id.bytes()])?;
    let by = By { user: Some(user), at: new.created };
    let roles = FieldChange::of("roles", access::told(&before), access::told(&after));
    changes::note(connection, found.site, &by, ChangeKind::InvitationTaken, found.email.as_str(), [roles])?;
    Ok(Some(user))
}

/// After when invitations were made that can still be taken.
pub(crate) fn good_since(now: Instant) -> i64 {
    now.plus(-INVITATION_DAYS * DAY).0
}

/// Those that can be taken no longer go.
pub(crate) fn clear(connection: &Connection, now: Instant) -> Result<()> {
    let query = "-- name: clear_invitations
        DELETE FROM invitation WHERE created <= ?1";
    connection.prepare_cached(query)?.execute([good_since(now)]).map(drop)
}

/// Takes back the invitations that a user has made or that are for this user, on a site or on all: they rest on what the user
/// may no longer.
pub(crate) fn withdraw_with(connection: &Connection, user: UserId, site: Option<SiteId>, by: &By) -> Result<()> {
    let query = "-- name: withdraw_invitations_with_user
        DELETE FROM invitation WHERE (invited_by = ?1 OR email_folded = (SELECT email_folded FROM user WHERE id = ?1))
            AND (?2 IS NULL OR site = ?2) RETURNING site, email";
    let values = params![user.bytes(), site.as_ref().map(SiteId::bytes)];
    let read = |row: &Row<'_>| Ok((row.get(0).map(SiteId::from_bytes)?, row.get::<_, String>(1)?));
    let gone: Vec<_> = connection.prepare_cached(query)?.query_map(values, read)?.collect::<Result<_>>()?;
    gone.iter().try_for_each(|(site, email)| changes::note(connection, *site, by, ChangeKind::InvitationWithdrawn, email, []))
}

/// Takes back the invitation of this address, and says what it would have given.
fn withdraw_of(connection: &Connection, site: SiteId, email: &Email) -> Result<Vec<GivenRole>> {
    let query = "-- name: withdraw_invitation_of
        DELETE FROM invitation WHERE site = ?1 AND email_folded = ?2 RETURNING roles_json";
    let values = params![site.bytes(), email.folded()];
    let roles = connection.prepare_cached(query)?.query_row(values, |row| rows::json(row, 0)).optional()?;
    Ok(roles.unwrap_or_default())
}

fn insert(connection: &Connection, site: SiteId, new: &NewInvitation) -> Result<()> {
    let query = "-- name: invite
        INSERT INTO invitation (id, site, email, email_folded, roles_json, token_hash, invited_by, created)
        VALUES (:id, :site, :email, :folded, :roles, :token_hash, :invited_by, :created)";
    let values = named_params! {
        ":id": new.id.bytes(),
        ":site": site.bytes(),
        ":email": new.email.as_str(),
        ":folded": new.email.folded(),
        ":roles": rows::to_json(&new.roles)?,
        ":token_hash": new.token_hash,
        ":invited_by": new.invited_by.bytes(),
        ":created": new.created.0,
    };
    connection.prepare_cached(query)?.execute(values).map(drop)
}

fn all(connection: &Connection, site: SiteId, now: Instant) -> Result<Vec<Invitation>> {
    let query = "-- name: invitations
        SELECT invitation.id, invitation.email, invitation.roles_json, invitation.created, user.email
        FROM invitation LEFT JOIN user ON user.id = invitation.invited_by
        WHERE invitation.site = ?1 AND invitation.created > ?2 ORDER BY invitation.email_folded";
    let read = |row: &Row<'_>| {
        let created = rows::instant(row, 3)?;
        Ok(Invitation {
            id: row.get(0).map(InvitationId::from_bytes)?,
            email: rows::text(row, 1)?,
            roles: rows::json(row, 2)?,
            created,
            expires: created.plus(INVITATION_DAYS * DAY),
            invited_by: rows::optional_text(row, 4)?,
        })
    };
    connection.prepare_cached(query)?.query_map(params![site.bytes(), good_since(now)], read)?.collect()
}
