//! Who is signed in, and how that ends (O10).

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use parlor_wire::console::{Me, NewPassword};
use parlor_wire::problem::Code;

use super::cookie::Form;
use super::gate::{Bringing, SignedIn};
use super::sign_in::{allowed, checked, chosen};
use crate::app::App;
use crate::body::Json;
use crate::clock;
use crate::failure::Failure;

/// GET who is signed in.
pub(super) async fn me(by: SignedIn) -> HttpResponse {
    super::json(&Me { id: by.user.id, email: by.user.email, everywhere: by.access.everywhere })
}

/// POST: this session ends.
pub(super) async fn sign_out(by: SignedIn, app: Data<App>) -> Result<HttpResponse, Failure> {
    app.store.close_session(by.session).await?;
    signed_out(&app)
}

/// POST: every session of the user ends.
pub(super) async fn sign_out_everywhere(by: SignedIn, app: Data<App>) -> Result<HttpResponse, Failure> {
    app.store.close_all_sessions(by.user.id).await?;
    signed_out(&app)
}

/// GET where the user is signed in.
pub(super) async fn sessions(by: SignedIn, app: Data<App>) -> Result<HttpResponse, Failure> {
    Ok(super::json(&app.store.user_sessions(by.user.id, by.session, clock::now()).await?))
}

/// DELETE: a session of the user ends.
pub(super) async fn end_session(gate: Bringing<Path<i64>>, app: Data<App>) -> Result<HttpResponse, Failure> {
    let Bringing { by, brought: number } = gate;
    if app.store.close_user_session(by.user.id, number.into_inner()).await? {
        Ok(super::done())
    } else {
        Err(Code::NotFound.into())
    }
}

/// POST: another password. Whoever knew the former one is signed out.
pub(super) async fn change_password(
    gate: Bringing<Json<NewPassword>>,
    app: Data<App>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let Bringing { by, brought: Json(asked) } = gate;
    allowed(&asked.new)?;
    let user = checked(&app, &request, &by.user.email, asked.present).await;
    user.map_err(|failure| failure.instead(Code::WrongLogin, Code::WrongPassword))?;
    app.store.set_password(by.user.id, chosen(&app, asked.new).await?, by.session).await?;
    Ok(super::done())
}

fn signed_out(app: &App) -> Result<HttpResponse, Failure> {
    let cookie = Form::of(&app.console_url)?.close();
    Ok(HttpResponse::NoContent().insert_header(super::NOT_KEPT).cookie(cookie).finish())
}
