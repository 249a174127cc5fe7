//! Who asks (possession is permission): a handler that takes one of these gets it only if the request may.

use std::future::{Future, Ready, ready};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::ORIGIN;
use actix_web::web::Data;
use actix_web::{Error, FromRequest, HttpRequest};
use parlor_store::UserRecord;
use parlor_wire::console::CONSOLE_HEADER;
use parlor_wire::problem::Code;

use super::cookie::Form;
use crate::app::App;
use crate::clock;
use crate::encoding::text;
use crate::failure::Failure;
use crate::users::token_hash;

/// A request that comes from the console's own page, or changes nothing.
pub(super) struct FromConsole;

impl FromRequest for FromConsole {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(app(request).and_then(|app| from_console(request, &app)))
    }
}

fn from_console(request: &HttpRequest, app: &App) -> Result<FromConsole, Failure> {
    let is_marked = request.headers().get(CONSOLE_HEADER).is_some_and(|value| value == "1");
    let is_its_page = text(request.headers(), &ORIGIN) == app.console_url.to_string();
    if request.method().is_safe() || (is_marked && is_its_page) { Ok(FromConsole) } else { Err(Code::WrongOrigin.into()) }
}

fn app(request: &HttpRequest) -> Result<Data<App>, Failure> {
    request.app_data::<Data<App>>().cloned().ok_or_else(|| Failure::internal("a route without the shared state"))
}

/// Somebody who is signed in. Today everybody may do everything on every site.
pub(super) struct Admin {
    /// Who.
    pub(super) user: UserRecord,
    /// What the store knows the session by.
    pub(super) session: [u8; 32],
}

impl FromRequest for Admin {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = app(&request)?;
            from_console(&request, &app)?;
            let name = Form::of(&app.console_url)?.name();
            let session = token_hash(request.cookie(name).ok_or(Code::SignInFirst)?.value());
            let user = app.store.session_user(session, clock::now()).await?.ok_or(Code::SignInFirst)?;
            Ok(Self { user, session })
        })
    }
}

/// What only those may send who are signed in: of others it is not even read.
pub(super) struct FromAdmin<T>(pub(super) T);

impl<T: FromRequest + 'static> FromRequest for FromAdmin<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            Admin::extract(&request).await?;
            T::from_request(&request, &mut payload).await.map(FromAdmin).map_err(Into::into)
        })
    }
}
