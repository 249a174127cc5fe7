//! The attributes that people of a site can have (P2).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use parlor_domain::access::need::{ChangeSettings, ReadSettings};
use parlor_domain::attribute::PersonAttribute;
use parlor_domain::limits::SITE_ATTRIBUTES;
use parlor_domain::text::{Key, SiteKey};
use parlor_engine::publish::is_reserved;
use parlor_store::{AttributeKept, AttributeRemoved};
use parlor_wire::console::ChangeAttribute;
use parlor_wire::problem::Code;

use super::gate::May;
use crate::app::App;
use crate::attributes::named;
use crate::body::Json;
use crate::failure::Failure;
use crate::publishing;

/// GET the attributes.
pub(super) async fn attributes(may: May<ReadSettings>, app: Data<App>) -> Result<HttpResponse, Failure> {
    told(&app, &may.site).await
}

/// GET what each is used for.
pub(super) async fn uses(may: May<ReadSettings>, app: Data<App>) -> Result<HttpResponse, Failure> {
    Ok(super::json(&app.store.attribute_uses(&may.site, named).await?))
}

/// POST another attribute.
pub(super) async fn add(may: May<ChangeSettings, Json<PersonAttribute>>, app: Data<App>) -> Result<HttpResponse, Failure> {
    let (site, by, Json(attribute)) = (may.site, may.by.now(), may.brought);
    let refused = |why: String| Err(Failure::detailed(Code::Refused, why));
    let key = attribute.key.clone();
    if is_reserved(&key) {
        return refused(format!("`{key}` is kept by Parlor itself. Choose another key."));
    }
    match app.store.add_attribute(&site, attribute, by).await? {
        AttributeKept::Kept => after_change(&app, &site).await,
        AttributeKept::BuiltIn => refused(format!("Every site has `{key}` already. Choose another key.")),
        AttributeKept::Taken => refused(format!("There is `{key}` already. Choose another key, or change that one.")),
        AttributeKept::TooMany => refused(format!("A site can have {SITE_ATTRIBUTES} attributes of its own. Delete one first.")),
        AttributeKept::NoSuchSite => Err(Code::NotFound.into()),
    }
}

/// POST what an attribute is called, and whether visitors may set it.
pub(super) async fn change(
    may: May<ChangeSettings, Json<ChangeAttribute>>,
    app: Data<App>,
    path: Path<(SiteKey, String)>,
) -> Result<HttpResponse, Failure> {
    let (site, by, Json(asked)) = (may.site, may.by.now(), may.brought);
    let key = Key::parse(&path.into_inner().1).map_err(|_| Code::NotFound)?;
    if !app.store.change_attribute(&site, key, asked.label, asked.visitor_may_set, by).await? {
        return Err(Code::NotFound.into());
    }
    after_change(&app, &site).await
}

/// DELETE an attribute that nothing uses.
pub(super) async fn remove(
    may: May<ChangeSettings>,
    app: Data<App>,
    path: Path<(SiteKey, String)>,
) -> Result<HttpResponse, Failure> {
    let (site, by) = (may.site, may.by.now());
    let key = Key::parse(&path.into_inner().1).map_err(|_| Code::NotFound)?;
    match app.store.remove_attribute(&site, key, named, by).await? {
        AttributeRemoved::Removed => after_change(&app, &site).await,
        AttributeRemoved::NoSuchAttribute => Err(Code::NotFound.into()),
        AttributeRemoved::UsedBy(user) => {
            Err(Failure::detailed(Code::Refused, format!("\"{user}\" uses this attribute. Change that first.")))
        }
        AttributeRemoved::HasValues(count) => {
            let told =
                if count == 1 { "1 person or visitor has".to_owned() } else { format!("{count} people and visitors have") };
            Err(Failure::detailed(Code::Refused, format!("{told} a value of it, which would be lost.")))
        }
    }
}

async fn after_change(app: &App, site: &SiteKey) -> Result<HttpResponse, Failure> {
    publishing::refresh(&app.store, site).await?;
    told(app, site).await
}

async fn told(app: &App, site: &SiteKey) -> Result<HttpResponse, Failure> {
    Ok(super::json(&app.store.attributes(site).await?.ok_or(Code::NotFound)?))
}
