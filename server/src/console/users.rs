//! The users of a site and their roles (O11).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use parlor_domain::access::need::ManageUsers;
use parlor_domain::access::{GivenRole, OwnRole, Role};
use parlor_domain::ids::UserId;
use parlor_domain::text::SiteKey;
use parlor_store::RolesGiven;
use parlor_wire::console::{Roles, Users};
use parlor_wire::problem::Code;

use super::gate::{May, SignedIn};
use crate::app::App;
use crate::body::Json;
use crate::clock;
use crate::failure::Failure;

/// GET the users of a site, and who is invited.
pub(super) async fn users(may: May<ManageUsers>, app: Data<App>) -> Result<HttpResponse, Failure> {
    told(&app, &may.site, &may.by).await
}

/// POST the roles of a user.
pub(super) async fn give_roles(
    may: May<ManageUsers, Json<Roles>>,
    app: Data<App>,
    path: Path<(SiteKey, UserId)>,
) -> Result<HttpResponse, Failure> {
    let (site, by, Json(asked)) = (may.site, may.by, may.brought);
    let (_, user) = path.into_inner();
    let present = app.store.site_users(&site, clock::now()).await?.ok_or(Code::NotFound)?;
    let former = present.into_iter().find(|other| other.id == user).ok_or(Code::NotFound)?.roles;
    if user == by.user.id {
        return Err(Failure::detailed(Code::Refused, OWN));
    }
    let own = app.store.own_roles(&site).await?;
    are_roles(&asked.roles, &own)?;
    if !by.access.may_change(&site, &own, &former, &asked.roles) {
        return Err(too_much());
    }
    match app.store.give_roles(&site, user, former, asked.roles, by.now()).await? {
        RolesGiven::Given => told(&app, &site, &by).await,
        RolesGiven::NoSuchUser => Err(Code::NotFound.into()),
        RolesGiven::Changed => Err(Failure::detailed(Code::Refused, "Somebody else has just changed these roles. Look again.")),
    }
}

/// Nobody changes their own.
pub(super) const OWN: &str = "Nobody changes their own roles. Ask another administrator of this site.";

/// Nobody gives or takes what they haven't.
pub(super) fn too_much() -> Failure {
    Failure::detailed(Code::NotAllowed, "You can give and take only roles that may no more than you.")
}

/// Whether the site has all of these roles.
pub(super) fn are_roles(roles: &[GivenRole], own: &[OwnRole]) -> Result<(), Failure> {
    match roles.iter().find(|role| role.permissions(own).is_none()) {
        None => Ok(()),
        Some(role) => Err(Failure::detailed(Code::Refused, format!("There is no role “{role}” on this site."))),
    }
}

/// The users of a site with what whoever asks may give them.
pub(super) async fn told(app: &App, site: &SiteKey, by: &SignedIn) -> Result<HttpResponse, Failure> {
    let users = app.store.site_users(site, clock::now()).await?.ok_or(Code::NotFound)?;
    let invitations = app.store.invitations(site, clock::now()).await?;
    let own_roles = app.store.own_roles(site).await?;
    let all =
        Role::ALL.iter().copied().map(GivenRole::from).chain(own_roles.iter().map(|role| GivenRole::Own(role.name.clone())));
    let may_give = |role: &GivenRole| role.permissions(&own_roles).is_some_and(|all| by.access.may_give(site, all));
    let may_give = all.filter(may_give).collect();
    Ok(super::json(&Users { users, invitations, own_roles, may_give }))
}
