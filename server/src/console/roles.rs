//! Roles that a site makes of single permissions (O11).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use parlor_domain::access::need::ManageUsers;
use parlor_domain::access::{GivenRole, OWN_ROLES, Permission, is_taken};
use parlor_domain::text::{Name, SiteKey};
use parlor_store::RoleKept;
use parlor_wire::console::KeepRole;
use parlor_wire::problem::Code;

use super::gate::{May, SignedIn};
use super::users::{OWN, told, too_much};
use crate::app::App;
use crate::body::Json;
use crate::failure::Failure;

/// POST: a role is made, or allows something else.
pub(super) async fn keep(may: May<ManageUsers, Json<KeepRole>>, app: Data<App>) -> Result<HttpResponse, Failure> {
    let (site, by, Json(KeepRole { former, mut role })) = (may.site, may.by, may.brought);
    role.permissions.sort();
    role.permissions.dedup();
    if role.permissions.is_empty() {
        return Err(refused("Choose at least one thing that the role allows."));
    }
    let taken = format!("There is a role “{}” already. Choose another name.", role.name);
    if former.is_none() && is_taken(&role.name) {
        return Err(refused(taken));
    }
    may_keep(&by, &site, &role.name, former.iter().flatten().chain(&role.permissions))?;
    match app.store.put_own_role(&site, former, role, by.now()).await? {
        RoleKept::Kept => told(&app, &site, &by).await,
        RoleKept::NoSuchRole | RoleKept::InUse => Err(Code::NotFound.into()),
        RoleKept::Changed => Err(refused(CHANGED)),
        RoleKept::NameTaken => Err(refused(taken)),
        RoleKept::TooMany => {
            Err(refused(format!("A site has at most {OWN_ROLES} roles of its own. Delete one that nobody needs.")))
        }
    }
}

/// DELETE a role that nobody has.
pub(super) async fn remove(may: May<ManageUsers>, app: Data<App>, path: Path<(SiteKey, Name)>) -> Result<HttpResponse, Failure> {
    let (site, name) = path.into_inner();
    let present = app.store.own_roles(&site).await?;
    let role = present.into_iter().find(|role| role.name == name).ok_or(Code::NotFound)?;
    may_keep(&may.by, &site, &name, role.permissions.iter())?;
    match app.store.remove_own_role(&site, role, may.by.now()).await? {
        RoleKept::Kept => told(&app, &site, &may.by).await,
        RoleKept::NoSuchRole | RoleKept::NameTaken | RoleKept::TooMany => Err(Code::NotFound.into()),
        RoleKept::Changed => Err(refused(CHANGED)),
        RoleKept::InUse => Err(refused("Users or invitations have this role. Give them another one first.")),
    }
}

const CHANGED: &str = "Somebody else has changed this role meanwhile. Look at it anew.";

/// Nobody makes or unmakes what they haven't, nor a role of their own.
fn may_keep<'a>(
    by: &SignedIn,
    site: &SiteKey,
    name: &Name,
    permissions: impl Iterator<Item = &'a Permission>,
) -> Result<(), Failure> {
    if by.access.has(site, &GivenRole::Own(name.clone())) {
        return Err(refused(OWN));
    }
    let permissions: Vec<Permission> = permissions.copied().collect();
    if by.access.may_give(site, &permissions) { Ok(()) } else { Err(too_much()) }
}

fn refused(detail: impl Into<String>) -> Failure {
    Failure::detailed(Code::Refused, detail)
}
