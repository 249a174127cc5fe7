//! What visitors' browsers ask for.

mod asset;
mod events;
mod files;
mod frame;
mod loader;

use actix_web::web::{self, ServiceConfig};
use parlor_wire::visitor::{ASSET, EVENTS, FLOW, FRAME, LOADER, SITE_FILE};

use crate::door::read;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .route(FRAME, read().to(frame::frame))
        .route(SITE_FILE, read().to(files::site_file))
        .route(FLOW, read().to(files::flow))
        .route(EVENTS, web::post().to(events::events))
        .route(LOADER, read().to(loader::loader));
}

/// The console's browsers need it too.
pub(crate) fn asset_route(config: &mut ServiceConfig) {
    config.route(ASSET, read().to(asset::asset));
}
