//! Showings to visitors of whom nothing is stored (W28).

use actix_web::HttpResponse;
use actix_web::web::Data;
use parlor_wire::problem::Code;
use parlor_wire::visitor::Impressed;

use super::admission::admit;
use crate::app::App;
use crate::body::Posted;
use crate::clock;
use crate::failure::Failure;

/// POST that a dialogue was shown: it is counted. Whoever posts it is nobody, so nothing keeps it from being posted twice.
pub(super) async fn impressions(app: Data<App>, Posted(posted): Posted<Impressed>) -> Result<HttpResponse, Failure> {
    let Impressed { site, ticket, impression } = posted;
    let now = clock::now();
    admit(&app, &site, &ticket, now).await?;
    if app.store.count_impression(&site, impression, now).await? { Ok(super::nothing()) } else { Err(Code::NotFound.into()) }
}
