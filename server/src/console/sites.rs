//! The sites.

use actix_web::HttpResponse;
use actix_web::web::Data;
use parlor_store::SiteRecord;
use parlor_wire::console::{Permission, Site};
use parlor_wire::visitor::LOADER;

use super::gate::SignedIn;
use crate::app::App;
use crate::failure::Failure;
use crate::origin::Origin;

/// GET the sites that the user has a role on.
pub(super) async fn sites(by: SignedIn, app: Data<App>) -> Result<HttpResponse, Failure> {
    let mut sites = Vec::new();
    for key in app.store.sites().await?.into_iter().filter(|key| by.access.knows(key)) {
        let permissions = by.access.permissions(&key);
        sites.extend(app.store.site(&key).await?.map(|site| told(site, &app.public_url, permissions)));
    }
    Ok(super::json(&sites))
}

fn told(site: SiteRecord, public_url: &Origin, permissions: Vec<Permission>) -> Site {
    let path = LOADER.replace("{key}", site.key.as_str());
    Site {
        name: site.settings.name,
        allowed_domains: permissions.contains(&Permission::ReadSettings).then_some(site.settings.allowed_domains),
        tag: format!("<script async src=\"{public_url}{path}\"></script>"),
        key: site.key,
        permissions,
    }
}
