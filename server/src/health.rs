//! Whether the server answers, and whether it can do its work (O17). Both are asked by address, so that any host name will do.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::web::{Data, ServiceConfig};
use parlor_wire::operations::{HEALTH, READY};
use parlor_wire::problem::Code;
use tokio::time::timeout;

use crate::app::App;
use crate::door::read;
use crate::failure::Failure;

/// How long the database may take until nobody should be sent here.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.route(HEALTH, read().to(health)).route(READY, read().to(ready));
}

/// Whether this is asked for at a path.
pub(crate) fn is_asked_at(path: &str) -> bool {
    [HEALTH, READY].contains(&path)
}

/// GET: the process answers.
async fn health() -> HttpResponse {
    good("alive")
}

/// GET: the database can be read, and written to as far as that can be told without writing.
async fn ready(app: Data<App>) -> Result<HttpResponse, Failure> {
    let too_slow = |_| Failure::detailed(Code::Unavailable, "The database takes too long to answer.");
    timeout(PATIENCE, app.store.ready()).await.map_err(too_slow)??;
    Ok(good("ready"))
}

fn good(word: &'static str) -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType::plaintext()).insert_header((CACHE_CONTROL, "no-store")).body(word)
}
