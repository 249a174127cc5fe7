//! Roles that a site has made of single permissions (O11).

use parlor_domain::access::{OWN_ROLES, OwnRole, Permission};
use parlor_domain::change::{By, ChangeKind, FieldChange};
use parlor_domain::ids::SiteId;
use parlor_domain::text::{Name, SiteKey};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::error::StoreError;
use crate::{Store, changes, invitations, rows, sites};

/// What became of a role that was to be made, changed or taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleKept {
    /// It is as it was to be.
    Kept,
    /// There is no such site or role.
    NoSuchRole,
    /// There is a role of this name, in whatever case.
    NameTaken,
    /// The site has as many as it may.
    TooMany,
    /// It allows something else by now.
    Changed,
    /// Users or invitations have it.
    InUse,
}

impl Store {
    /// The roles of its own that a site has, by their names.
    pub async fn own_roles(&self, site: &SiteKey) -> std::result::Result<Vec<OwnRole>, StoreError> {
        let site = site.clone();
        self.read(move |connection| match sites::id_of(connection, &site)? {
            Some(site) => all(connection, site),
            None => Ok(Vec::new()),
        })
        .await
    }

    /// Makes a role, or changes what it allows from what it did.
    pub async fn put_own_role(
        &self,
        site: &SiteKey,
        former: Option<Vec<Permission>>,
        role: OwnRole,
        by: By,
    ) -> std::result::Result<RoleKept, StoreError> {
        let site = site.clone();
        self.write(move |connection| {
            let Some(site) = sites::id_of(connection, &site)? else { return Ok(RoleKept::NoSuchRole) };
            if former.is_some() && find(connection, site, &role.name)? != former {
                return Ok(RoleKept::Changed);
            }
            if former.is_none() {
                let present = all(connection, site)?;
                if present.iter().any(|other| folded(&other.name) == folded(&role.name)) {
                    return Ok(RoleKept::NameTaken);
                }
                if present.len() >= OWN_ROLES {
                    return Ok(RoleKept::TooMany);
                }
            }
            let query = "-- name: put_own_role
                INSERT INTO own_role (site, name, permissions_json) VALUES (?1, ?2, ?3)
                ON CONFLICT DO UPDATE SET permissions_json = excluded.permissions_json";
            let values = params![site.bytes(), role.name.as_str(), rows::to_json(&role.permissions)?];
            connection.prepare_cached(query)?.execute(values)?;
            let kind = if former.is_some() { ChangeKind::RoleChanged } else { ChangeKind::RoleAdded };
            note(connection, site, &by, kind, &role.name, (former, Some(role.permissions)))?;
            Ok(RoleKept::Kept)
        })
        .await
    }

    /// Takes out a role that nobody has, and that allows what it did when it was looked at.
    pub async fn remove_own_role(&self, site: &SiteKey, role: OwnRole, by: By) -> std::result::Result<RoleKept, StoreError> {
        let site = site.clone();
        self.write(move |connection| {
            let Some(site) = sites::id_of(connection, &site)? else { return Ok(RoleKept::NoSuchRole) };
            let OwnRole { name, permissions } = role;
            let Some(former) = find(connection, site, &name)? else { return Ok(RoleKept::NoSuchRole) };
            if former != permissions {
                return Ok(RoleKept::Changed);
            }
            invitations::clear(connection, by.at)?;
            if is_used(connection, site, &name)? {
                return Ok(RoleKept::InUse);
            }
            let query = "-- name: remove_own_role
                DELETE FROM own_role WHERE site = ?1 AND name = ?2";
            connection.prepare_cached(query)?.execute(params![site.bytes(), name.as_str()])?;
            note(connection, site, &by, ChangeKind::RoleRemoved, &name, (Some(former), None))?;
            Ok(RoleKept::Kept)
        })
        .await
    }
}

fn folded(name: &Name) -> String {
    name.as_str().to_lowercase()
}

fn all(connection: &Connection, site: SiteId) -> Result<Vec<OwnRole>> {
    let query = "-- name: own_roles
        SELECT name, permissions_json FROM own_role WHERE site = ?1 ORDER BY name COLLATE NOCASE";
    let read = |row: &Row<'_>| Ok(OwnRole { name: rows::text(row, 0)?, permissions: rows::json(row, 1)? });
    connection.prepare_cached(query)?.query_map([site.bytes()], read)?.collect()
}

fn find(connection: &Connection, site: SiteId, name: &Name) -> Result<Option<Vec<Permission>>> {
    let query = "-- name: own_role
        SELECT permissions_json FROM own_role WHERE site = ?1 AND name = ?2";
    connection.prepare_cached(query)?.query_row(params![site.bytes(), name.as_str()], |row| rows::json(row, 0)).optional()
}

fn is_used(connection: &Connection, site: SiteId, name: &Name) -> Result<bool> {
    let query = "-- name: own_role_is_used
        SELECT EXISTS (SELECT 1 FROM user_role WHERE site = ?1 AND role = ?2)
            OR EXISTS (SELECT 1 FROM invitation JOIN json_each(roles_json) AS role WHERE site = ?1 AND role.value = ?2)";
    connection.prepare_cached(query)?.query_row(params![site.bytes(), name.as_str()], |row| row.get(0))
}

type Allowed = Option<Vec<Permission>>;

fn note(
    connection: &Connection,
    site: SiteId,
    by: &By,
    kind: ChangeKind,
    name: &Name,
    (before, after): (Allowed, Allowed),
) -> Result<()> {
    let told = |allowed: Allowed| allowed.map(|all| all.iter().map(|one| one.code()).collect::<Vec<_>>().join(", "));
    changes::note(connection, site, by, kind, name.as_str(), [FieldChange::of("permissions", told(before), told(after))])
}
