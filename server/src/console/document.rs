//! The console's document.

use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue, LOCATION, REFERRER_POLICY};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use parlor_wire::console::CONSOLE;
use parlor_wire::problem::Code;

use crate::app::App;
use crate::assets::content_type;
use crate::encoding::{Keep, answer};
use crate::failure::Failure;
use crate::origin::Origin;

/// Covers come from where visitors get them, which need not be where the console is.
fn policy(public_url: &Origin) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
         img-src 'self' {public_url} data:; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
}

/// GET the console.
pub(super) async fn document(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let packed = app.assets.file("console.html").ok_or(Code::NotFound)?;
    let mut response = answer(&request, packed, content_type("console.html"), Keep::No);
    let policy = HeaderValue::from_str(&policy(&app.public_url)).map_err(Failure::internal)?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}

/// Leads to the console.
pub(super) async fn lead() -> HttpResponse {
    HttpResponse::Found().insert_header((LOCATION, CONSOLE)).finish()
}
