//! The two ways in: the one-time link, and e-mail address with password (O10).

use actix_web::http::header::USER_AGENT;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use parlor_domain::browser::browser_name;
use parlor_domain::ids::UserId;
use parlor_domain::text::Email;
use parlor_store::UserRecord;
use parlor_wire::console::{Me, SetUp, SignIn};
use parlor_wire::problem::Code;

use super::cookie::Form;
use super::gate::FromConsole;
use crate::app::App;
use crate::body::Json;
use crate::clock;
use crate::encoding::text;
use crate::failure::Failure;
use crate::rates::network;
use crate::throttle::Who;
use crate::users::{new_user, password_fault, token_hash};

/// Bits of an IPv6 address by which one who guesses is told from another: providers hand out as much to one customer.
const NETWORK_BITS: u32 = 48;

/// POST: the holder of the one-time link becomes the first user, and is signed in.
pub(super) async fn set_up(
    _: FromConsole,
    app: Data<App>,
    Json(asked): Json<SetUp>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let form = Form::of(&app.console_url)?;
    let email =
        Email::parse(&asked.email).map_err(|error| Failure::detailed(Code::Refused, format!("The e-mail address {error}.")))?;
    allowed(&asked.password)?;
    let who: Vec<Who> = peer(&app, &request).into_iter().collect();
    app.throttle.attempt(&who, clock::now()).map_err(Failure::wait)?;
    let user = new_user(email, chosen(&app, asked.password).await?, true, clock::moment());
    let (id, email) = (user.id, user.email.clone());
    if !app.store.set_up(token_hash(&asked.token), user).await? {
        return Err(Code::LinkUsed.into());
    }
    app.throttle.succeeded(&who);
    open(&app, &request, form, id, email).await
}

/// POST: e-mail address and password. What is wrong is not told, nor by how long it takes.
pub(super) async fn sign_in(
    _: FromConsole,
    app: Data<App>,
    Json(asked): Json<SignIn>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let form = Form::of(&app.console_url)?;
    let email = Email::parse(&asked.email).map_err(|_| Code::WrongLogin)?;
    let user = checked(&app, &request, &email, asked.password).await?;
    open(&app, &request, form, user.id, user.email).await
}

/// The user of this address, whose password this is.
pub(super) async fn checked(app: &App, request: &HttpRequest, email: &Email, password: String) -> Result<UserRecord, Failure> {
    let from = peer(app, request).unwrap_or_else(|| Who::Unplaced(email.folded()));
    let who = [from, Who::Email(email.folded())];
    app.throttle.attempt(&who, clock::now()).map_err(Failure::wait)?;
    let user = app.store.user_by_email(email).await?;
    let kept = user.as_ref().map(|user| user.password_hash.clone());
    let is_right = app.passwords.verify(password, kept).await?;
    let user = user.filter(|_| is_right).ok_or(Code::WrongLogin)?;
    app.throttle.succeeded(&who);
    Ok(user)
}

/// The hash of a password that somebody has chosen.
pub(super) async fn chosen(app: &App, password: String) -> Result<String, Failure> {
    allowed(&password)?;
    app.passwords.hash(password).await
}

pub(super) fn allowed(password: &str) -> Result<(), Failure> {
    password_fault(password).map_or(Ok(()), |fault| Err(Failure::detailed(Code::Refused, fault)))
}

fn peer(app: &App, request: &HttpRequest) -> Option<Who> {
    app.proxies.address(request).map(|address| Who::Peer(network(address, NETWORK_BITS)))
}

/// Opens a session.
pub(super) async fn open(
    app: &App,
    request: &HttpRequest,
    form: Form,
    id: UserId,
    email: Email,
) -> Result<HttpResponse, Failure> {
    let token = clock::token();
    let browser = browser_name(text(request.headers(), &USER_AGENT));
    app.store.open_session(id, token_hash(&token), browser, clock::now()).await?;
    let everywhere = app.store.access(id).await?.everywhere;
    Ok(HttpResponse::Ok().insert_header(super::NOT_KEPT).cookie(form.open(token)).json(Me { id, email, everywhere }))
}
