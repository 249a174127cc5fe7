//! The users of a site and their roles (O11).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use parlor_domain::access::Role;
use parlor_domain::access::need::ManageUsers;
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
    if !by.access.may_change(&site, &former, &asked.roles) {
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

async fn told(app: &App, site: &SiteKey, by: &SignedIn) -> Result<HttpResponse, Failure> {
    let users = app.store.site_users(site, clock::now()).await?.ok_or(Code::NotFound)?;
    let invitations = app.store.invitations(site, clock::now()).await?;
    let may_give = Role::ALL.iter().copied().filter(|role| by.access.may_give(site, *role)).collect();
    Ok(super::json(&Users { users, invitations, may_give }))
}
