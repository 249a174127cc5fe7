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

use actix_web::dev::HttpServiceFactory;
use actix_web::guard::{self, Guard};
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, CROSS_ORIGIN_EMBEDDER_POLICY, CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue,
};
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, Route};
use parlor_domain::form::Form;
use parlor_wire::visitor::{
    ASSET, COVER, DOCUMENT, EVENTS, FACTS, FLOW, FONT, FORM_TYPE, FRAME, IDENTIFY, IMPRESSIONS, LIBRARY, LOADER, READ_DOCUMENT,
    SITE_FILE,
};

use crate::door::{self, read};
use crate::rates;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(limited(FRAME, door::reads(), web::to(frame::frame)))
        .service(limited(SITE_FILE, door::reads(), web::to(files::site_file)))
        .service(limited(FLOW, door::reads(), web::to(files::flow)))
        .service(limited(DOCUMENT, door::reads(), web::to(documents::document)))
        .service(limited(READ_DOCUMENT, door::reads(), web::to(documents::read)))
        .service(limited(COVER, door::reads(), web::to(documents::cover)))
        .service(limited(FONT, door::reads(), web::to(documents::font)))
        .service(limited(EVENTS, guard::Post(), web::to(events::events)))
        .service(limited(IMPRESSIONS, guard::Post(), web::to(impressions::impressions)))
        .service(limited(IDENTIFY, guard::Post(), web::to(identify::identify)))
        .service(limited(FACTS, guard::Post(), web::to(facts::facts)))
        .service(limited(LIBRARY, door::reads(), web::to(asset::library)))
        .service(limited(LOADER, door::reads(), web::to(loader::loader)));
}

/// What one address may not ask for too often (O13).
fn limited(path: &str, guard: impl Guard + 'static, route: Route) -> impl HttpServiceFactory + 'static {
    web::resource(path).guard(guard).route(route).wrap(from_fn(rates::pass))
}

/// An answer to a visitor's browser. It stays in no cache.
fn form(answer: &impl Form) -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, FORM_TYPE)).insert_header((CACHE_CONTROL, "no-store")).body(answer.to_bytes())
}

/// Any page may load it, also one that loads only what says so (W3).
fn is_for_any_page(response: &mut HttpResponse) {
    response.headers_mut().insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
}

/// What it loads itself is all of our origin. Such a page holds no frame that doesn't promise that, nor does such a frame another one or
/// a worker (W3).
fn loads_only_what_may(response: &mut HttpResponse) {
    response.headers_mut().insert(CROSS_ORIGIN_EMBEDDER_POLICY, HeaderValue::from_static("require-corp"));
}

/// There is nothing to say but that it is done.
fn nothing() -> HttpResponse {
    HttpResponse::NoContent().insert_header((CACHE_CONTROL, "no-store")).finish()
}

/// The console's browsers need it too. It is in memory here and kept there, so nobody is limited.
pub(crate) fn asset_route(config: &mut ServiceConfig) {
    config.route(ASSET, read().to(asset::asset));
}
