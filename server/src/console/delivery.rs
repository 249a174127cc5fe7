//! What became of the events that browsers have sent (A16).

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use parlor_domain::access::need::ReadReports;
use parlor_wire::console::DaysQuery;

use super::gate::May;
use crate::app::App;
use crate::clock;
use crate::failure::Failure;

/// The most days that are told of.
const DAYS: u16 = 400;

/// GET the numbers of the last days.
pub(super) async fn delivery(may: May<ReadReports>, app: Data<App>, query: Query<DaysQuery>) -> Result<HttpResponse, Failure> {
    Ok(super::json(&app.store.delivery(&may.site, query.days.clamp(1, DAYS), clock::now()).await?))
}
