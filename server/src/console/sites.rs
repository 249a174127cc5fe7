//! The sites.

use actix_web::HttpResponse;
use actix_web::web::Data;
use parlor_store::SiteRecord;
use parlor_wire::console::Site;
use parlor_wire::visitor::LOADER;

use super::admin::Admin;
use crate::app::App;
use crate::failure::Failure;
use crate::origin::Origin;

/// GET all sites.
pub(super) async fn sites(_: Admin, app: Data<App>) -> Result<HttpResponse, Failure> {
    let mut sites = Vec::new();
    for key in app.store.sites().await? {
        sites.extend(app.store.site(&key).await?.map(|site| told(site, &app.public_url)));
    }
    Ok(super::json(&sites))
}

fn told(site: SiteRecord, public_url: &Origin) -> Site {
    let path = LOADER.replace("{key}", site.key.as_str());
    Site {
        name: site.settings.name,
        allowed_domains: site.settings.allowed_domains,
        tag: format!("<script async src=\"{public_url}{path}\"></script>"),
        key: site.key,
    }
}
