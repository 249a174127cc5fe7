//! Invitations to become a user of a site (O11).

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use parlor_domain::access::need::ManageUsers;
use parlor_domain::ids::InvitationId;
use parlor_domain::text::{Email, SiteKey};
use parlor_store::{NewInvitation, NewMail};
use parlor_wire::console::{Accept, InvitationLink, InvitationToken, Invite, Invited, invitation_link};
use parlor_wire::problem::Code;

use super::cookie::Form;
use super::gate::{FromConsole, May};
use super::sign_in::{checked, chosen, open};
use super::users::{OWN, are_roles, too_much};
use crate::app::App;
use crate::body::Json;
use crate::failure::Failure;
use crate::users::{new_user, token_hash};
use crate::{clock, mail};

/// POST: somebody is invited to a site. The link is told this once.
pub(super) async fn invite(may: May<ManageUsers, Json<Invite>>, app: Data<App>) -> Result<HttpResponse, Failure> {
    let (site, by, Json(asked)) = (may.site, may.by, may.brought);
    let email =
        Email::parse(&asked.email).map_err(|bad| Failure::detailed(Code::Refused, format!("The e-mail address {bad}.")))?;
    if asked.roles.is_empty() {
        return Err(Failure::detailed(Code::Refused, "Choose at least one role."));
    }
    if email.folded() == by.user.email.folded() {
        return Err(Failure::detailed(Code::Refused, OWN));
    }
    let present = app.store.invitations(&site, clock::now()).await?;
    let replaced = present.into_iter().find(|other| other.email.folded() == email.folded());
    let replaced = replaced.map(|other| other.roles).unwrap_or_default();
    let own = app.store.own_roles(&site).await?;
    are_roles(&asked.roles, &own)?;
    if !by.access.may_change(&site, &own, &[], &asked.roles) || !by.access.may_change(&site, &own, &replaced, &[]) {
        return Err(too_much());
    }
    let (token, moment) = (clock::token(), clock::moment());
    let link = format!("{}{}", app.console_url, invitation_link(&token));
    let mut ids = moment.ids();
    let mail = if app.sends_mail {
        let name = app.store.front(&site).await?.ok_or(Code::NotFound)?.settings.name;
        let mail = mail::invitation::mail(email.clone(), &by.user.email, &name, &link);
        Some(NewMail { id: ids.make(), mail, made: moment.now })
    } else {
        None
    };
    let invitation = NewInvitation {
        id: ids.make(),
        email,
        roles: asked.roles,
        token_hash: token_hash(&token),
        invited_by: by.user.id,
        created: moment.now,
        mail,
    };
    if !app.store.invite(&site, invitation).await? {
        return Err(Code::NotFound.into());
    }
    Ok(super::json(&InvitationLink { link, mailed: app.sends_mail }))
}

/// DELETE an invitation.
pub(super) async fn withdraw(
    may: May<ManageUsers>,
    app: Data<App>,
    path: Path<(SiteKey, InvitationId)>,
) -> Result<HttpResponse, Failure> {
    let (_, id) = path.into_inner();
    let present = app.store.invitations(&may.site, clock::now()).await?;
    let invitation = present.into_iter().find(|other| other.id == id).ok_or(Code::NotFound)?;
    let own = app.store.own_roles(&may.site).await?;
    if !may.by.access.may_change(&may.site, &own, &invitation.roles, &[]) {
        return Err(too_much());
    }
    if app.store.withdraw(&may.site, id, may.by.now()).await? { Ok(super::done()) } else { Err(Code::NotFound.into()) }
}

/// POST: to what a link invites.
pub(super) async fn invited(_: FromConsole, app: Data<App>, Json(asked): Json<InvitationToken>) -> Result<HttpResponse, Failure> {
    let invited = app.store.invited(token_hash(&asked.token), clock::now()).await?.ok_or(Code::LinkUsed)?;
    Ok(super::json(&Invited { email: invited.email, site: invited.site, is_user: invited.user.is_some() }))
}

/// POST: the holder of the link, who is the user of its address or becomes it, gets the roles and is signed in.
pub(super) async fn accept(
    _: FromConsole,
    app: Data<App>,
    Json(asked): Json<Accept>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let form = Form::of(&app.console_url)?;
    let token = token_hash(&asked.token);
    let invited = app.store.invited(token, clock::now()).await?.ok_or(Code::LinkUsed)?;
    let (known, hash) = match invited.user {
        Some(_) => {
            let user = checked(&app, &request, &invited.email, asked.password).await?;
            (Some(user.id), user.password_hash)
        }
        None => (None, chosen(&app, asked.password).await?),
    };
    let user = new_user(invited.email.clone(), hash, false, clock::moment());
    let id = app.store.accept(token, known, user).await?.ok_or(Code::LinkUsed)?;
    open(&app, &request, form, id, invited.email).await
}
