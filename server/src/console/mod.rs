//! What the console asks for.

mod account;
mod attributes;
mod changes;
mod checks;
mod companies;
mod company_attributes;
mod cookie;
mod delivery;
mod dialogues;
mod document;
mod documents;
mod gate;
mod invitations;
mod mail;
mod people;
mod people_table;
mod preview;
mod privacy;
mod report_table;
mod reports;
mod roles;
mod routes;
mod settings;
mod sign_in;
mod sites;
mod users;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, ContentType, HeaderName};
use actix_web::web::{Bytes, ServiceConfig};
use parlor_wire::console::{CONSOLE, PREVIEW};
use serde::Serialize;

pub use routes::{Endpoint, endpoints};

use crate::door::read;

/// Answers about people stay in no cache.
const NOT_KEPT: (HeaderName, &str) = (CACHE_CONTROL, "no-store");

fn json(value: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header(NOT_KEPT).json(value)
}

/// What is JSON already.
fn made_json(value: Bytes) -> HttpResponse {
    HttpResponse::Ok().insert_header(NOT_KEPT).content_type(ContentType::json()).body(value)
}

/// Done, and there is nothing to say about it.
fn done() -> HttpResponse {
    HttpResponse::NoContent().insert_header(NOT_KEPT).finish()
}

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .route("/", read().to(document::lead))
        .route("/console", read().to(document::lead))
        .route(CONSOLE, read().to(document::document))
        .route(PREVIEW, read().to(preview::show));
    routes::register(config);
}
