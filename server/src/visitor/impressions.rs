//! Showings to visitors of whom nothing is stored (W28).

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use parlor_wire::problem::Code;
use parlor_wire::visitor::Impressed;

use super::admission::{check, client};
use crate::app::App;
use crate::body::Posted;
use crate::clock;
use crate::failure::Failure;

/// POST that a dialogue was shown: it is counted. Whoever posts it is nobody, so nothing keeps it from being posted
/// twice; but who is to be kept apart isn't counted (A15).
pub(super) async fn impressions(
    app: Data<App>,
    request: HttpRequest,
    Posted(posted): Posted<Impressed>,
) -> Result<HttpResponse, Failure> {
    let Impressed { site, ticket, impression } = posted;
    let now = clock::now();
    let front = app.store.front(&site).await?;
    let settings = front.as_ref().map(|front| &front.settings);
    check(&app.tickets, settings, &site, &ticket, now)?;
    if settings.is_some_and(|settings| client(&app, &request).is_apart(&settings.excluded_networks)) {
        return Ok(super::nothing());
    }
    if app.store.count_impression(&site, impression, now).await? { Ok(super::nothing()) } else { Err(Code::NotFound.into()) }
}
