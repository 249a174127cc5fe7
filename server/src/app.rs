//! What all handlers share, and the table of all routes.

use std::path::PathBuf;
use std::sync::Arc;

use actix_web::web::{self, Data, PathConfig, QueryConfig, ServiceConfig};
use parlor_connect::Outside;
use parlor_domain::language::Language;
use parlor_domain::site::FileHash;
use parlor_domain::text::SiteKey;
use parlor_store::{FileKind, SiteFront, Store};
use parlor_wire::problem::Code;

use crate::assets::Assets;
use crate::config::Patience;
use crate::failure::Failure;
use crate::kept::Kept;
use crate::metrics::Metrics;
use crate::origin::Origin;
use crate::password::Passwords;
use crate::places::Places;
use crate::preview::Previews;
use crate::proxies::Proxies;
use crate::rates::Rates;
use crate::squeeze::{Latest, Squeeze};
use crate::throttle::Throttle;
use crate::ticket::TicketKey;
use crate::{console, door, health, visitor};

/// What all handlers share.
pub(crate) struct App {
    pub(crate) store: Store,
    /// The folder of its database.
    pub(crate) data: PathBuf,
    pub(crate) outside: Outside,
    /// Whether mail is sent at all.
    pub(crate) sends_mail: bool,
    pub(crate) places: Places,
    pub(crate) assets: Assets,
    pub(crate) public_url: Origin,
    pub(crate) console_url: Origin,
    pub(crate) proxies: Arc<Proxies>,
    pub(crate) tickets: TicketKey,
    pub(crate) passwords: Passwords,
    pub(crate) throttle: Throttle,
    pub(crate) rates: Rates,
    pub(crate) patience: Patience,
    pub(crate) squeeze: Squeeze,
    /// Frame documents by their sites, and whether they name the site's file.
    pub(crate) frames: Latest<(SiteKey, Language)>,
    /// Lists of dialogues and flows, with what the check says about each.
    pub(crate) dialogues: Kept,
    /// Sites that are only looked at.
    pub(crate) previews: Previews,
    pub(crate) metrics: Metrics,
}

impl App {
    /// What every visitor's request needs of a site, or of one that is only looked at.
    pub(crate) async fn front(&self, key: &SiteKey) -> Result<SiteFront, Failure> {
        match self.previews.front(key) {
            Some(front) => Ok(front),
            None => Ok(self.store.front(key).await?.ok_or(Code::NotFound)?),
        }
    }

    /// The content of an immutable file of a site.
    pub(crate) async fn file(&self, kind: FileKind, hash: FileHash) -> Result<Option<Vec<u8>>, Failure> {
        match self.previews.file(kind, hash) {
            Some(bytes) => Ok(Some(bytes)),
            None => Ok(self.store.file(kind, hash).await?),
        }
    }
}

/// Every route. Where visitors and console have different origins, neither answers for the other's paths (O10).
pub(crate) fn routes(app: &Data<App>, config: &mut ServiceConfig) {
    config
        .app_data(app.clone())
        // An id in a path that can't be one names nothing.
        .app_data(PathConfig::default().error_handler(|_, _| Failure::from(Code::NotFound).into()))
        .app_data(QueryConfig::default().error_handler(|_, _| Failure::from(Code::Malformed).into()))
        .configure(health::routes);
    if app.public_url == app.console_url {
        config.configure(visitor::routes).configure(console::routes).configure(visitor::asset_route);
    } else {
        let visitors = web::scope("").guard(door::at(app.public_url.clone()));
        let console = web::scope("").guard(door::at(app.console_url.clone()));
        config
            .service(visitors.configure(visitor::routes).configure(visitor::asset_route))
            .service(console.configure(console::routes).configure(visitor::asset_route));
    }
}
