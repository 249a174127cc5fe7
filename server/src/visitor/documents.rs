//! Documents, their covers, the images of texts (W22), and what a look needs (W14). What somebody uploaded never runs on our origin:
//! it comes as a download, in a sandbox, and the viewer fetches its bytes.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use parlor_domain::site::FileHash;
use parlor_store::FileKind;
use parlor_wire::problem::Code;
use parlor_wire::visitor::{DOCUMENT, DOCUMENT_NAME, hashed};

use super::loads_only_what_may;
use crate::app::App;
use crate::content::{is_pdf, picture_type};
use crate::disposition::attachment;
use crate::encoding::{Keep, Packed, answer, text};
use crate::failure::Failure;
use crate::page;

const SANDBOX: &str = "sandbox";
/// In which relation to us is who asks, in the words of the browser.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// The viewer needs its scripts, its styles, and the document; nothing of what is in that.
const READER: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors ";

type Named = Query<Vec<(String, String)>>;

/// GET an uploaded document, as a download.
pub(super) async fn document(
    app: Data<App>,
    hash: Path<String>,
    query: Named,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let packed = kept(&app, FileKind::Document, &hash).await?;
    let content_type = if is_pdf(&packed.plain) { "application/pdf" } else { "application/octet-stream" };
    let mut response = answer(&request, &packed, content_type, Keep::ForEver);
    set(&mut response, CONTENT_SECURITY_POLICY, SANDBOX);
    set(&mut response, CONTENT_DISPOSITION, &attachment(named(&query)));
    Ok(response)
}

/// GET the viewer with an uploaded document.
pub(super) async fn read(
    app: Data<App>,
    hash: Path<String>,
    query: Named,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let hash: FileHash = hash.parse().map_err(|_| Code::NotFound)?;
    let name = named(&query).unwrap_or_default();
    let source = format!("{}?{DOCUMENT_NAME}={}", hashed(DOCUMENT, hash), page::in_address(name));
    let packed = app.assets.reader(&page::html(name), &page::html(&source));
    let mut response = answer(&request, &packed, "text/html; charset=utf-8", Keep::No);
    set(&mut response, CONTENT_SECURITY_POLICY, &[READER, ancestors(&request)].concat());
    set(&mut response, REFERRER_POLICY, "no-referrer");
    loads_only_what_may(&mut response);
    Ok(response)
}

/// GET a picture.
pub(super) async fn cover(app: Data<App>, hash: Path<String>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let packed = kept(&app, FileKind::Cover, &hash).await?;
    let content_type = picture_type(&packed.plain).ok_or(Code::NotFound)?;
    let mut response = answer(&request, &packed, content_type, Keep::ForEver);
    set(&mut response, CONTENT_SECURITY_POLICY, SANDBOX);
    Ok(response)
}

/// GET a site's own typeface.
pub(super) async fn font(app: Data<App>, hash: Path<String>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let packed = kept(&app, FileKind::Font, &hash).await?;
    Ok(answer(&request, &packed, "font/woff2", Keep::ForEver))
}

/// A file as it is: PDFs, pictures and typefaces are compressed in themselves.
async fn kept(app: &App, kind: FileKind, hash: &str) -> Result<Packed, Failure> {
    let hash: FileHash = hash.parse().map_err(|_| Code::NotFound)?;
    let bytes = app.store.file(kind, hash).await?.ok_or(Code::NotFound)?;
    Ok(Packed { hash: hash.to_string(), plain: bytes.into(), brotli: None, gzip: None })
}

/// Who may hold the viewer: what is ours, which says itself who may hold it. Browsers tell who asks, unless they don't trust the way here.
fn ancestors(request: &HttpRequest) -> &'static str {
    match text(request.headers(), &SEC_FETCH_SITE) {
        "" | "same-origin" => "*",
        _ => "'none'",
    }
}

fn named(query: &Named) -> Option<&str> {
    query.iter().find(|(name, _)| name == DOCUMENT_NAME).map(|(_, value)| value.as_str())
}

fn set(response: &mut HttpResponse, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
