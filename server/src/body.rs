//! Bodies of requests: read up to a limit and for a limited time (O14), then parsed.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::web::{self, Bytes};
use actix_web::{FromRequest, HttpRequest};
use parlor_domain::form::{BadForm, Form};
use parlor_domain::limits::{AVATAR_BYTES, BATCH_BYTES, CONSOLE_BODY_BYTES, COVER_BYTES, DOCUMENT_BYTES, FONT_BYTES};
use parlor_wire::problem::Code;
use parlor_wire::visitor::FORM_TYPE;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::config::Patience;
use crate::encoding::text;
use crate::failure::Failure;

/// What a form has around what it is about: site, ticket, visitor, secret.
const ENVELOPE_BYTES: usize = 1024;

type Reading<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// A JSON body from the console.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for Json<T> {
    type Error = Failure;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = read(request, payload, "application/json", CONSOLE_BODY_BYTES, patience(request).body);
        Box::pin(async move {
            let body = body.await?;
            serde_json::from_slice(&body).map(Json).map_err(|_| Code::Malformed.into())
        })
    }
}

/// A form from a visitor's browser.
pub(crate) struct Posted<T>(pub(crate) T);

impl<T: Form> FromRequest for Posted<T> {
    type Error = Failure;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = read(request, payload, FORM_TYPE, BATCH_BYTES + ENVELOPE_BYTES, patience(request).body);
        Box::pin(async move {
            let body = body.await?;
            T::from_bytes(&body).map(Posted).map_err(|bad: BadForm| Failure::detailed(Code::Malformed, bad.to_string()))
        })
    }
}

/// A document from the console; empty if there is none.
pub(crate) struct Upload(pub(crate) Bytes);

impl FromRequest for Upload {
    type Error = Failure;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if request.headers().get(CONTENT_TYPE).is_none() {
            return Box::pin(async { Ok(Self(Bytes::new())) });
        }
        let body = read(request, payload, "application/pdf", DOCUMENT_BYTES, patience(request).upload);
        let most = format!("A document can have {} MiB at the most.", DOCUMENT_BYTES / 1024 / 1024);
        Box::pin(async move { body.await.map(Upload).map_err(|failure| failure.explained(Code::TooLarge, &most)) })
    }
}

/// A picture from the console, whatever it is called; empty if there is none.
pub(crate) struct Picture(pub(crate) Bytes);

impl FromRequest for Picture {
    type Error = Failure;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if request.headers().get(CONTENT_TYPE).is_none() {
            return Box::pin(async { Ok(Self(Bytes::new())) });
        }
        let body = read(request, payload, "application/octet-stream", COVER_BYTES, patience(request).body);
        let most = format!("A cover can have {} KiB at the most.", COVER_BYTES / 1024);
        Box::pin(async move { body.await.map(Picture).map_err(|failure| failure.explained(Code::TooLarge, &most)) })
    }
}

/// A picture or typeface of a look from the console.
pub(crate) struct LookBody(pub(crate) Bytes);

impl FromRequest for LookBody {
    type Error = Failure;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let most = AVATAR_BYTES.max(FONT_BYTES);
        let body = read(request, payload, "application/octet-stream", most, patience(request).body);
        let told = format!("A file of the look can have {} KiB at the most.", most / 1024);
        Box::pin(async move { body.await.map(LookBody).map_err(|failure| failure.explained(Code::TooLarge, &told)) })
    }
}

/// How long a body may take to arrive.
fn patience(request: &HttpRequest) -> Patience {
    request.app_data::<web::Data<App>>().map(|app| app.patience).unwrap_or_default()
}

fn read(
    request: &HttpRequest,
    payload: &mut Payload,
    wanted_type: &'static str,
    limit: usize,
    patience: Duration,
) -> Reading<Bytes> {
    let content_type = text(request.headers(), &CONTENT_TYPE).split(';').next().unwrap_or_default().trim();
    let is_wanted = content_type.eq_ignore_ascii_case(wanted_type);
    let announced = text(request.headers(), &CONTENT_LENGTH).parse().unwrap_or(0usize);
    let payload = web::Payload::from_request(request, payload).into_inner();
    Box::pin(async move {
        if !is_wanted {
            return Err(Failure::detailed(Code::Malformed, format!("The content type must be {wanted_type}.")));
        }
        if announced > limit {
            return Err(Code::TooLarge.into());
        }
        let payload = payload.map_err(|_| Code::Malformed)?;
        match tokio::time::timeout(patience, payload.to_bytes_limited(limit)).await {
            Ok(Ok(Ok(body))) => Ok(body),
            Ok(Err(_)) => Err(Code::TooLarge.into()),
            // Who stops sending is gone or means no good; who takes too long may come from far away.
            Ok(Ok(Err(_))) => Err(Code::Malformed.into()),
            Err(_) => Err(Code::TooSlow.into()),
        }
    })
}

#[cfg(test)]
mod tests {
    use actix_web::ResponseError;
    use actix_web::dev::Payload;
    use actix_web::http::StatusCode;
    use actix_web::test::TestRequest;
    use futures_util::stream;

    use super::*;

    #[actix_web::test]
    async fn o14_a_body_that_does_not_come_in_its_time_is_refused() {
        let request = TestRequest::post().insert_header((CONTENT_TYPE, FORM_TYPE)).to_http_request();
        let mut payload: Payload = Payload::Stream { payload: Box::pin(stream::pending()) };
        let refused = read(&request, &mut payload, FORM_TYPE, BATCH_BYTES, Duration::ZERO).await.expect_err("a refusal");
        assert_eq!(refused.status_code(), StatusCode::REQUEST_TIMEOUT);
    }
}
