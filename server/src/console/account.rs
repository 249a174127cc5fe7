//! Who is signed in, and how that ends (O10).

use actix_web::HttpResponse;
use actix_web::web::Data;
use parlor_wire::console::Me;

use super::cookie::Form;
use super::gate::SignedIn;
use crate::app::App;
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

fn signed_out(app: &App) -> Result<HttpResponse, Failure> {
    let cookie = Form::of(&app.console_url)?.close();
    Ok(HttpResponse::NoContent().insert_header(super::NOT_KEPT).cookie(cookie).finish())
}
