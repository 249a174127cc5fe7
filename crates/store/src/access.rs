//! Who may do what on which site (O11).

use parlor_domain::access::{Access, GivenRole, SiteRole, SiteUser};
use parlor_domain::change::{By, ChangeKind, FieldChange};
use parlor_domain::ids::{SiteId, UserId};
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::error::StoreError;
use crate::user_sessions::good_since;
use crate::{Store, changes, invitations, rows, sites};

/// What became of roles that were to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RolesGiven {
    /// The user has these roles now and no others.
    Given,
    /// There is no such site, or the user is none of it.
    NoSuchUser,
    /// The user has other roles by now.
    Changed,
}

impl Store {
    /// What a user may.
    pub async fn access(&self, user: UserId) -> Result<Access, StoreError> {
        self.read(move |connection| of(connection, user)).await
    }

    /// The users of a site, by their addresses. `None` if there is no such site.
    pub async fn site_users(&self, site: &SiteKey, now: Instant) -> Result<Option<Vec<SiteUser>>, StoreError> {
        let site = site.clone();
        self.read(move |connection| sites::id_of(connection, &site)?.map(|site| site_users(connection, site, now)).transpose())
            .await
    }

    /// Gives a user of the site these roles there, in the place of the former. Without any the user is no longer one of the site.
    /// Invitations that the user has made there, or that are for this user, are taken back.
    pub async fn give_roles(
        &self,
        site: &SiteKey,
        user: UserId,
        former: Vec<GivenRole>,
        roles: Vec<GivenRole>,
        by: By,
    ) -> Result<RolesGiven, StoreError> {
        let site = site.clone();
        self.write(move |connection| {
            let Some(site) = sites::id_of(connection, &site)? else { return Ok(RolesGiven::NoSuchUser) };
            let before = roles_on(connection, user, site)?;
            if before.is_empty() {
                return Ok(RolesGiven::NoSuchUser);
            }
            if before != former {
                return Ok(RolesGiven::Changed);
            }
            invitations::withdraw_with(connection, user, Some(site), &by)?;
            take_all(connection, user, site)?;
            give(connection, user, site, &roles)?;
            owns_nothing(connection, user, site)?;
            note(connection, site, user, &before, &by)?;
            Ok(RolesGiven::Given)
        })
        .await
    }

    /// Gives a user one more role on a site. False if there is no such site.
    pub async fn add_role(&self, site: &SiteKey, user: UserId, role: GivenRole, by: By) -> Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| {
            let Some(site) = sites::id_of(connection, &site)? else { return Ok(false) };
            let before = roles_on(connection, user, site)?;
            give(connection, user, site, &[role])?;
            note(connection, site, user, &before, &by).map(|()| true)
        })
        .await
    }
}

/// What a user may.
pub(crate) fn of(connection: &Connection, user: UserId) -> Result<Access> {
    let query = "-- name: everywhere
        SELECT everywhere FROM user WHERE id = ?1";
    let everywhere = connection.prepare_cached(query)?.query_row([user.bytes()], |row| row.get(0)).optional()?;
    let query = "-- name: roles_of_user
        SELECT site.key, user_role.role, own_role.permissions_json FROM user_role JOIN site ON site.id = user_role.site
        LEFT JOIN own_role ON own_role.site = user_role.site AND own_role.name = user_role.role
        WHERE user_role.user = ?1 ORDER BY site.key, user_role.role";
    let read = |row: &Row<'_>| {
        let role = rows::code(row, 1, GivenRole::from_code)?;
        let permissions = match role {
            GivenRole::BuiltIn(role) => role.permissions().to_vec(),
            GivenRole::Own(_) => rows::optional_json(row, 2)?.unwrap_or_default(),
        };
        Ok(SiteRole { site: rows::text(row, 0)?, role, permissions })
    };
    let roles = connection.prepare_cached(query)?.query_map([user.bytes()], read)?.collect::<Result<_>>()?;
    Ok(Access { everywhere: everywhere.unwrap_or_default(), roles })
}

/// Notes that a user who goes has no roles any more, and takes the invitations back that went with them.
pub(crate) fn lose_all(connection: &Connection, user: UserId, by: &By) -> Result<()> {
    invitations::withdraw_with(connection, user, None, by)?;
    let query = "-- name: sites_of_user
        SELECT DISTINCT site FROM user_role WHERE user = ?1";
    let read = |row: &Row<'_>| row.get(0).map(SiteId::from_bytes);
    let sites: Vec<SiteId> = connection.prepare_cached(query)?.query_map([user.bytes()], read)?.collect::<Result<_>>()?;
    for site in sites {
        let before = roles_on(connection, user, site)?;
        take_all(connection, user, site)?;
        note(connection, site, user, &before, by)?;
    }
    Ok(())
}

/// Gives a user roles on a site, beside those that are there; a role of the site's own that is gone by now isn't given.
pub(crate) fn give(connection: &Connection, user: UserId, site: SiteId, roles: &[GivenRole]) -> Result<()> {
    let query = "-- name: give_role
        INSERT INTO user_role (user, site, role) SELECT ?1, ?2, ?3
        WHERE ?4 OR EXISTS (SELECT 1 FROM own_role WHERE site = ?2 AND name = ?3) ON CONFLICT DO NOTHING";
    let mut give = connection.prepare_cached(query)?;
    let is_built_in = |role: &GivenRole| matches!(role, GivenRole::BuiltIn(_));
    roles.iter().try_for_each(|role| give.execute(params![user.bytes(), site.bytes(), role.code(), is_built_in(role)]).map(drop))
}

/// Roles as one reads them; none: no user of the site.
pub(crate) fn told(roles: &[GivenRole]) -> Option<String> {
    (!roles.is_empty()).then(|| roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

/// Notes that a user had other roles before.
fn note(connection: &Connection, site: SiteId, user: UserId, before: &[GivenRole], by: &By) -> Result<()> {
    let after = roles_on(connection, user, site)?;
    let Some(field) = FieldChange::of("roles", told(before), told(&after)) else { return Ok(()) };
    let about = changes::address(connection, user)?.unwrap_or_default();
    changes::note(connection, site, by, ChangeKind::RolesChanged, &about, [Some(field)])
}

fn take_all(connection: &Connection, user: UserId, site: SiteId) -> Result<()> {
    let query = "-- name: take_roles
        DELETE FROM user_role WHERE user = ?1 AND site = ?2";
    connection.prepare_cached(query)?.execute(params![user.bytes(), site.bytes()]).map(drop)
}

/// Who is no user of a site any more looks after none of its companies.
fn owns_nothing(connection: &Connection, user: UserId, site: SiteId) -> Result<()> {
    let query = "-- name: owner_goes
        UPDATE company SET owner = NULL WHERE site = ?2 AND owner = ?1
            AND NOT EXISTS (SELECT 1 FROM user WHERE id = ?1 AND everywhere)
            AND NOT EXISTS (SELECT 1 FROM user_role WHERE user = ?1 AND site = ?2)";
    connection.prepare_cached(query)?.execute(params![user.bytes(), site.bytes()]).map(drop)
}

/// The roles of a user on a site, the one that may most first.
pub(crate) fn roles_on(connection: &Connection, user: UserId, site: SiteId) -> Result<Vec<GivenRole>> {
    let query = "-- name: roles_on_site
        SELECT role FROM user_role WHERE user = ?1 AND site = ?2";
    let read = |row: &Row<'_>| rows::code(row, 0, GivenRole::from_code);
    let mut roles: Vec<GivenRole> =
        connection.prepare_cached(query)?.query_map(params![user.bytes(), site.bytes()], read)?.collect::<Result<_>>()?;
    roles.sort();
    Ok(roles)
}

fn site_users(connection: &Connection, site: SiteId, now: Instant) -> Result<Vec<SiteUser>> {
    let (opened, last_use) = good_since(now);
    let query = "-- name: users_of_site
        SELECT id, email, everywhere,
            (SELECT max(last_use) FROM user_session WHERE user = user.id AND opened > ?2 AND last_use > ?3)
        FROM user WHERE everywhere = 1 OR id IN (SELECT user FROM user_role WHERE site = ?1) ORDER BY email_folded";
    let read = |row: &Row<'_>| {
        Ok(SiteUser {
            id: row.get(0).map(UserId::from_bytes)?,
            email: rows::text(row, 1)?,
            everywhere: row.get(2)?,
            roles: Vec::new(),
            last_seen: rows::optional_instant(row, 3)?,
        })
    };
    let mut users: Vec<SiteUser> =
        connection.prepare_cached(query)?.query_map(params![site.bytes(), opened, last_use], read)?.collect::<Result<_>>()?;
    for user in &mut users {
        user.roles = roles_on(connection, user.id, site)?;
    }
    Ok(users)
}
