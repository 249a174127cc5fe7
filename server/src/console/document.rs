//! The console's document.

use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, LOCATION, REFERRER_POLICY};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use parlor_wire::console::CONSOLE;
use parlor_wire::problem::Code;

use crate::app::App;
use crate::assets::content_type;
use crate::encoding::{Keep, answer};
use crate::failure::Failure;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                      img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const HEADERS: [(HeaderName, &str); 2] = [(CONTENT_SECURITY_POLICY, POLICY), (REFERRER_POLICY, "no-referrer")];

/// GET the console.
pub(super) async fn document(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let packed = app.assets.file("console.html").ok_or(Code::NotFound)?;
    let mut response = answer(&request, packed, content_type("console.html"), Keep::No);
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// Leads to the console.
pub(super) async fn lead() -> HttpResponse {
    HttpResponse::Found().insert_header((LOCATION, CONSOLE)).finish()
}
