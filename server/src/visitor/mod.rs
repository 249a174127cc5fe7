//! What visitors' browsers ask for.

mod admission;
mod asset;
mod documents;
mod events;
mod facts;
mod files;
mod frame;
mod identify;
mod impressions;
mod loader;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{self, ServiceConfig};
use parlor_domain::form::Form;
use parlor_wire::visitor::{
    ASSET, COVER, DOCUMENT, EVENTS, FACTS, FLOW, FORM_TYPE, FRAME, IDENTIFY, IMPRESSIONS, LOADER, READ_DOCUMENT, SITE_FILE,
};

use crate::door::read;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .route(FRAME, read().to(frame::frame))
        .route(SITE_FILE, read().to(files::site_file))
        .route(FLOW, read().to(files::flow))
        .route(DOCUMENT, read().to(documents::document))
        .route(READ_DOCUMENT, read().to(documents::read))
        .route(COVER, read().to(documents::cover))
        .route(EVENTS, web::post().to(events::events))
        .route(IMPRESSIONS, web::post().to(impressions::impressions))
        .route(IDENTIFY, web::post().to(identify::identify))
        .route(FACTS, web::post().to(facts::facts))
        .route(LOADER, read().to(loader::loader));
}

/// An answer to a visitor's browser. It stays in no cache.
fn form(answer: &impl Form) -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, FORM_TYPE)).insert_header((CACHE_CONTROL, "no-store")).body(answer.to_bytes())
}

/// There is nothing to say but that it is done.
fn nothing() -> HttpResponse {
    HttpResponse::NoContent().insert_header((CACHE_CONTROL, "no-store")).finish()
}

/// The console's browsers need it too.
pub(crate) fn asset_route(config: &mut ServiceConfig) {
    config.route(ASSET, read().to(asset::asset));
}
