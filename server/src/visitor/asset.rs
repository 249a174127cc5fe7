//! Immutable parts of widget and console.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use parlor_wire::problem::Code;

use crate::app::App;
use crate::assets::content_type;
use crate::encoding::{Keep, answer};
use crate::failure::Failure;

/// GET an embedded file, whose name changes with its content.
pub(super) async fn asset(app: Data<App>, name: Path<String>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let packed = app.assets.file(&format!("assets/{name}")).ok_or(Code::NotFound)?;
    Ok(answer(&request, packed, content_type(&name), Keep::ForEver))
}
