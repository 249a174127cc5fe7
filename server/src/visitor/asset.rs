//! Immutable parts of widget and console, and what pages may load besides.

use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_SECURITY_POLICY, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use parlor_wire::problem::Code;

use super::{is_for_any_page, loads_only_what_may};
use crate::app::App;
use crate::assets::content_type;
use crate::encoding::{Keep, answer};
use crate::failure::Failure;

/// What a worker may do whose script is an asset; for everything else it means nothing. It reads documents (W22): no code is made of
/// what stands in them.
const WORKER: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

/// GET an embedded file, whose name changes with its content.
pub(super) async fn asset(app: Data<App>, name: Path<String>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let packed = app.assets.file(&format!("assets/{name}")).ok_or(Code::NotFound)?;
    let mut response = answer(&request, packed, content_type(&name), Keep::ForEver);
    // Modules are fetched from the host page. What is in them is the same for everybody.
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(WORKER));
    is_for_any_page(&mut response);
    loads_only_what_may(&mut response);
    Ok(response)
}

/// GET something that pages load, or their authors use, by a name that stays.
pub(super) async fn library(app: Data<App>, name: Path<String>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let packed = app.assets.file(&format!("lib/{name}")).ok_or(Code::NotFound)?;
    let mut response = answer(&request, packed, content_type(&name), Keep::Minute);
    // As above: the loader gets modules of it.
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    is_for_any_page(&mut response);
    loads_only_what_may(&mut response);
    Ok(response)
}
