//! What was changed, by whom (O16).

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use parlor_domain::access::need::ReadChanges;
use parlor_wire::console::PageQuery;

use super::gate::May;
use crate::app::App;
use crate::failure::Failure;

/// GET a part of a site's changes.
pub(super) async fn changes(may: May<ReadChanges>, app: Data<App>, query: Query<PageQuery>) -> Result<HttpResponse, Failure> {
    Ok(super::json(&app.store.changes(&may.site, query.skip).await?))
}
