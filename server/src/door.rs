//! What every request passes: the host check (O10) on the way in, but for questions about health, a header on the way out.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::guard::{self, Guard};
use actix_web::http::header::{HOST, X_CONTENT_TYPE_OPTIONS};
use actix_web::http::header::{HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError, Route, web};
use parlor_wire::problem::Code;

use crate::app::App;
use crate::connections::{Answer, Asked};
use crate::encoding::text;
use crate::failure::Failure;
use crate::health;
use crate::origin::Origin;

/// Lets in who means one of our hosts.
pub(crate) async fn pass<B: MessageBody + 'static>(
    app: web::Data<App>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let asked = Asked::by(request.request());
    let is_ours = |origin: &Origin| origin.is_host(text(request.headers(), &HOST));
    let is_let_in = is_ours(&app.public_url) || is_ours(&app.console_url) || health::is_asked_at(request.path());
    let mut response = if is_let_in {
        next.call(request).await?.map_into_boxed_body()
    } else {
        let detail = format!("Visitors reach it at {}.", app.public_url);
        request.into_response(Failure::detailed(Code::WrongHost, detail).error_response()).map_into_boxed_body()
    };
    keep_type(response.headers_mut());
    Ok(response.map_body(|_, body| Answer { body, _asked: asked }))
}

fn keep_type(headers: &mut HeaderMap) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

/// A guard that lets through what is meant for this origin.
pub(crate) fn at(origin: Origin) -> impl Guard {
    guard::fn_guard(move |context| origin.is_host(text(context.head().headers(), &HOST)))
}

/// A route for requests that change nothing.
pub(crate) fn read() -> Route {
    web::route().guard(reads())
}

/// A guard that lets requests through that change nothing.
pub(crate) fn reads() -> impl Guard {
    guard::Any(guard::Get()).or(guard::Head())
}

/// What is said where there is nothing.
pub(crate) async fn nothing() -> Result<HttpResponse, Failure> {
    Err(Code::NotFound.into())
}
