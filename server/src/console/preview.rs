//! The chat as it would look with other settings (W14).

use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use parlor_domain::access::need::ReadSettings;
use parlor_domain::text::SiteKey;
use parlor_engine::publish::check_look;
use parlor_wire::console::Preview;
use parlor_wire::problem::Code;
use parlor_wire::visitor::LOADER;
use serde_json::Value;

use super::gate::May;
use super::settings::{present, read_for};
use crate::app::App;
use crate::body::Json;
use crate::clock;
use crate::encoding::{Keep, answer};
use crate::failure::Failure;
use crate::page;
use crate::preview;
use crate::squeeze::pack_once;

/// POST settings: they are shown, and not kept.
pub(super) async fn make(may: May<ReadSettings, Json<Value>>, app: Data<App>) -> Result<HttpResponse, Failure> {
    let (site, Json(asked)) = (may.site, may.brought);
    let settings = read_for(asked, &present(&app, &site).await?)?;
    let findings = check_look(&settings.look);
    let key = app.previews.add(preview::of(settings, &app.console_url, clock::moment())?);
    Ok(super::json(&Preview { key, findings }))
}

/// GET the page that shows a preview. It holds the loader and nothing else.
pub(crate) async fn show(app: Data<App>, key: Path<SiteKey>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    if app.previews.front(&key).is_none() {
        return Err(Code::NotFound.into());
    }
    let public_url = &app.public_url;
    let loader = LOADER.replace("{key}", key.as_str());
    let document = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Preview</title>\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <script async src=\"{}\"></script></head><body></body></html>",
        page::html(&format!("{public_url}{loader}")),
    );
    let packed = pack_once(document.into_bytes())?;
    let mut response = answer(&request, &packed, "text/html; charset=utf-8", Keep::No);
    let policy = format!(
        "default-src 'none'; script-src {public_url}; frame-src {public_url}; connect-src {public_url}; frame-ancestors 'self'; \
         base-uri 'none'; form-action 'none'"
    );
    let policy = HeaderValue::from_str(&policy).map_err(Failure::internal)?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
