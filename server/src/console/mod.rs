//! What the console asks for.

mod account;
mod admin;
mod cookie;
mod delivery;
mod dialogues;
mod document;
mod documents;
mod people;
mod sign_in;
mod sites;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderName};
use actix_web::web::{self, ServiceConfig};
use parlor_wire::console::{
    CONSOLE, CONVERSATION, DELIVERY, DIALOGUES, DOCUMENT_COVER, DOCUMENTS, ME, PEOPLE, PERSON, PERSON_ACTIVITIES, PUBLISH,
    SET_UP, SIGN_IN, SIGN_OUT, SIGN_OUT_EVERYWHERE, SITES, UNPUBLISH, VISITOR, VISITOR_ACTIVITIES, VISITORS,
};
use serde::Serialize;

use crate::door::read;

/// Answers about people stay in no cache.
const NOT_KEPT: (HeaderName, &str) = (CACHE_CONTROL, "no-store");

fn json(value: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header(NOT_KEPT).json(value)
}

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .route("/", read().to(document::lead))
        .route("/console", read().to(document::lead))
        .route(CONSOLE, read().to(document::document))
        .route(SET_UP, web::post().to(sign_in::set_up))
        .route(SIGN_IN, web::post().to(sign_in::sign_in))
        .route(SIGN_OUT, web::post().to(account::sign_out))
        .route(SIGN_OUT_EVERYWHERE, web::post().to(account::sign_out_everywhere))
        .route(ME, read().to(account::me))
        .route(SITES, read().to(sites::sites))
        .route(DIALOGUES, read().to(dialogues::dialogues))
        .route(PUBLISH, web::post().to(dialogues::publish))
        .route(UNPUBLISH, web::post().to(dialogues::unpublish))
        .route(DELIVERY, read().to(delivery::delivery))
        .route(DOCUMENTS, read().to(documents::documents))
        .route(DOCUMENTS, web::post().to(documents::add))
        .route(DOCUMENTS, web::delete().to(documents::remove))
        .route(DOCUMENT_COVER, web::post().to(documents::cover))
        .route(PEOPLE, read().to(people::people))
        .route(VISITORS, read().to(people::visitors))
        .route(PERSON, read().to(people::person))
        .route(VISITOR, read().to(people::visitor))
        .route(PERSON_ACTIVITIES, read().to(people::person_activities))
        .route(VISITOR_ACTIVITIES, read().to(people::visitor_activities))
        .route(CONVERSATION, read().to(people::conversation));
}
