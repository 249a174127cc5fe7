//! Site files and flows: immutable, named by their hash (W5).

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use parlor_domain::site::FileHash;
use parlor_store::FileKind;
use parlor_wire::problem::Code;
use parlor_wire::visitor::FORM_TYPE;

use crate::app::App;
use crate::encoding::{Keep, answer};
use crate::failure::Failure;
use crate::squeeze::{Content, pack_once};

/// GET a site file.
pub(super) async fn site_file(app: Data<App>, hash: Path<String>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    file(&app, FileKind::Site, &hash, &request).await
}

/// GET a flow.
pub(super) async fn flow(app: Data<App>, hash: Path<String>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    file(&app, FileKind::Flow, &hash, &request).await
}

async fn file(app: &App, kind: FileKind, hash: &str, request: &HttpRequest) -> Result<HttpResponse, Failure> {
    let hash: FileHash = hash.parse().map_err(|_| Code::NotFound)?;
    let content = Content::File(kind);
    let packed = match (app.squeeze.known(content, hash), app.previews.file(kind, hash)) {
        (Some(packed), _) => packed,
        (None, Some(preview)) => pack_once(preview)?,
        (None, None) => app.squeeze.pack(content, app.store.file(kind, hash).await?.ok_or(Code::NotFound)?).await?,
    };
    Ok(answer(request, &packed, FORM_TYPE, Keep::ForEver))
}
