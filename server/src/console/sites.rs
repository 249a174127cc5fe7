//! The sites.

use actix_web::HttpResponse;
use actix_web::web::Data;
use parlor_domain::site::Settings;
use parlor_domain::text::{Name, SiteKey};
use parlor_engine::publish::read_settings;
use parlor_wire::console::{NewSite, Permission, Site};
use parlor_wire::problem::Code;
use parlor_wire::visitor::LOADER;
use serde_json::json;

use super::gate::{Everywhere, SignedIn};
use crate::app::App;
use crate::body::Json;
use crate::failure::Failure;
use crate::origin::Origin;
use crate::{clock, publishing};

/// GET the sites that the user has a role on.
pub(super) async fn sites(by: SignedIn, app: Data<App>) -> Result<HttpResponse, Failure> {
    let mut sites = Vec::new();
    for key in app.store.sites().await?.into_iter().filter(|key| by.access.knows(key)) {
        let permissions = by.access.permissions(&key);
        sites.extend(app.store.front(&key).await?.map(|front| told(key, front.settings, &app.public_url, permissions)));
    }
    Ok(super::json(&sites))
}

/// POST a site.
pub(super) async fn add(gate: Everywhere<Json<NewSite>>, app: Data<App>) -> Result<HttpResponse, Failure> {
    let Everywhere { by, brought: Json(asked) } = gate;
    let name = Name::parse(&asked.name).map_err(|bad| Failure::detailed(Code::Refused, format!("The name {bad}.")))?;
    let settings = read_settings(json!({ "name": name })).map_err(|(_, fault)| Failure::internal(fault))?;
    let key = clock::site_key();
    if !app.store.add_site(settings, key.clone(), clock::moment(), by.now()).await? {
        return Err(Failure::detailed(Code::Refused, "There is a site of that name already. Choose another one."));
    }
    publishing::refresh(&app.store, &key).await?;
    let front = app.store.front(&key).await?.ok_or(Code::NotFound)?;
    let permissions = by.access.permissions(&key);
    Ok(super::json(&told(key, front.settings, &app.public_url, permissions)))
}

fn told(key: SiteKey, settings: Settings, public_url: &Origin, permissions: Vec<Permission>) -> Site {
    let path = LOADER.replace("{key}", key.as_str());
    Site {
        name: settings.name,
        allowed_domains: permissions.contains(&Permission::ReadSettings).then_some(settings.allowed_domains),
        tag: format!("<script async src=\"{public_url}{path}\"></script>"),
        key,
        permissions,
    }
}
