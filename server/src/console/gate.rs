//! Who asks, and what for (O11): possession is permission. A handler's first argument is the gate that a request must pass; it says
//! in its type what that takes, and hands over whose request it is and of which site. What has no gate is no handler.

use std::future::{Future, Ready, ready};
use std::marker::PhantomData;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::ORIGIN;
use actix_web::web::Data;
use actix_web::{Error, FromRequest, HttpRequest};
use parlor_domain::access::Access;
use parlor_domain::access::need::Need;
use parlor_domain::change::By;
use parlor_domain::text::SiteKey;
use parlor_store::UserRecord;
use parlor_wire::console::{CONSOLE_HEADER, Needs};
use parlor_wire::problem::Code;

use super::cookie::Form;
use crate::app::App;
use crate::clock;
use crate::encoding::text;
use crate::failure::Failure;
use crate::users::token_hash;

type Passing<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

/// What lets requests through.
pub(super) trait Gate: FromRequest {
    /// What it takes.
    const NEEDS: Needs;
}

/// The arguments of a handler, of which the first is a gate.
pub(super) trait Gated {
    /// What it takes.
    const NEEDS: Needs;
}

macro_rules! gated {
    ($($argument:ident)*) => {
        impl<G: Gate, $($argument),*> Gated for (G, $($argument,)*) {
            const NEEDS: Needs = G::NEEDS;
        }
    };
}

gated! {}
gated! { A }
gated! { A B }
gated! { A B C }

/// A request that comes from the console's own page, or changes nothing.
pub(super) struct FromConsole;

impl Gate for FromConsole {
    const NEEDS: Needs = Needs::Nothing;
}

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

/// Somebody who is signed in.
pub(super) struct SignedIn {
    /// Who.
    pub(super) user: UserRecord,
    /// What this user may.
    pub(super) access: Access,
    /// What the store knows the session by.
    pub(super) session: [u8; 32],
}

impl SignedIn {
    /// For the log of changes: this user, now.
    pub(super) fn now(&self) -> By {
        By { user: Some(self.user.id), at: clock::now() }
    }
}

impl Gate for SignedIn {
    const NEEDS: Needs = Needs::Session;
}

impl FromRequest for SignedIn {
    type Error = Error;
    type Future = Passing<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(signed_in(&request).await?) })
    }
}

async fn signed_in(request: &HttpRequest) -> Result<SignedIn, Failure> {
    let app = app(request)?;
    from_console(request, &app)?;
    let name = Form::of(&app.console_url)?.name();
    let session = token_hash(request.cookie(name).ok_or(Code::SignInFirst)?.value());
    let (user, access) = app.store.session_user(session, clock::now()).await?.ok_or(Code::SignInFirst)?;
    Ok(SignedIn { user, access, session })
}

/// Somebody who is signed in, with what the request brings along: of others it is not even read.
pub(super) struct Bringing<T> {
    /// Who.
    pub(super) by: SignedIn,
    /// What the request brings.
    pub(super) brought: T,
}

impl<T: FromRequest + 'static> Gate for Bringing<T> {
    const NEEDS: Needs = Needs::Session;
}

impl<T: FromRequest + 'static> FromRequest for Bringing<T> {
    type Error = Error;
    type Future = Passing<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let passing = pass(request, payload, |_, by| Ok(by));
        Box::pin(async move { passing.await.map(|(by, brought)| Self { by, brought }) })
    }
}

/// An administrator of every site, with what the request brings along, as for [`Bringing`].
pub(super) struct Everywhere<T> {
    /// Who.
    pub(super) by: SignedIn,
    /// What the request brings.
    pub(super) brought: T,
}

impl<T: FromRequest + 'static> Gate for Everywhere<T> {
    const NEEDS: Needs = Needs::Everywhere;
}

impl<T: FromRequest + 'static> FromRequest for Everywhere<T> {
    type Error = Error;
    type Future = Passing<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let passing = pass(request, payload, |_, by| if by.access.everywhere { Ok(by) } else { Err(not_everywhere()) });
        Box::pin(async move { passing.await.map(|(by, brought)| Self { by, brought }) })
    }
}

fn not_everywhere() -> Failure {
    Failure::detailed(Code::NotAllowed, "It takes an administrator of every site. Ask whoever runs this server.")
}

/// Lets those pass whom `admit` lets, and only then reads what they bring.
fn pass<G: 'static, T: FromRequest + 'static>(
    request: &HttpRequest,
    payload: &mut Payload,
    admit: fn(&HttpRequest, SignedIn) -> Result<G, Failure>,
) -> Passing<(G, T)> {
    let (request, mut payload) = (request.clone(), payload.take());
    Box::pin(async move {
        let admitted = admit(&request, signed_in(&request).await?)?;
        let brought = T::from_request(&request, &mut payload).await.map_err(Into::into)?;
        Ok((admitted, brought))
    })
}

/// Somebody who has this permission on the site that the path names, with what the request brings along, as for [`Bringing`].
pub(super) struct May<N, T = ()> {
    /// Which site.
    pub(super) site: SiteKey,
    /// Who.
    pub(super) by: SignedIn,
    /// What the request brings.
    pub(super) brought: T,
    need: PhantomData<N>,
}

impl<N: Need, T: FromRequest + 'static> Gate for May<N, T> {
    const NEEDS: Needs = Needs::Permission(N::PERMISSION);
}

impl<N: Need, T: FromRequest + 'static> FromRequest for May<N, T> {
    type Error = Error;
    type Future = Passing<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let passing = pass(request, payload, |request, by| Ok((allowed::<N>(request, &by.access)?, by)));
        Box::pin(async move { passing.await.map(|((site, by), brought)| Self { site, by, brought, need: PhantomData }) })
    }
}

/// The site that the path names. A site of others is none.
fn allowed<N: Need>(request: &HttpRequest, access: &Access) -> Result<SiteKey, Failure> {
    let named = request.match_info().get("site").and_then(|key| SiteKey::parse(key).ok());
    let site = named.filter(|site| access.knows(site)).ok_or(Code::NotFound)?;
    if access.may(&site, N::PERMISSION) {
        return Ok(site);
    }
    let detail = format!("It takes a role that may {}. Ask an administrator of this site.", N::PERMISSION.may());
    Err(Failure::detailed(Code::NotAllowed, detail))
}
