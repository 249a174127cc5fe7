//! The attributes of a site's own that its companies have (P1).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use parlor_domain::access::need::{ChangeSettings, ReadSettings};
use parlor_domain::company::{COMPANY_ATTRIBUTES, COMPANY_BUILT_IN};
use parlor_domain::text::{Key, SiteKey};
use parlor_store::CompanyAttributeKept;
use parlor_wire::console::KeepCompanyAttribute;
use parlor_wire::problem::Code;

use super::gate::May;
use crate::app::App;
use crate::body::Json;
use crate::failure::Failure;

type Answer = Result<HttpResponse, Failure>;

/// GET the attributes.
pub(super) async fn attributes(may: May<ReadSettings>, app: Data<App>) -> Answer {
    told(&app, &may.site).await
}

/// POST another attribute, or what one is called.
pub(super) async fn keep(may: May<ChangeSettings, Json<KeepCompanyAttribute>>, app: Data<App>) -> Answer {
    let (site, by, Json(KeepCompanyAttribute { former, attribute })) = (may.site, may.by.now(), may.brought);
    let key = attribute.key.clone();
    if COMPANY_BUILT_IN.contains(&key.as_str()) {
        return Err(Failure::detailed(Code::Refused, format!("Every company has `{key}` already. Choose another key.")));
    }
    let kept = app.store.keep_company_attribute(&site, former, attribute, by).await?;
    after(&app, &site, &key, kept).await
}

/// DELETE an attribute of which no company has a value.
pub(super) async fn remove(may: May<ChangeSettings>, app: Data<App>, path: Path<(SiteKey, String)>) -> Answer {
    let key = Key::parse(&path.into_inner().1).map_err(|_| Code::NotFound)?;
    let kept = app.store.remove_company_attribute(&may.site, key.clone(), may.by.now()).await?;
    after(&app, &may.site, &key, kept).await
}

async fn after(app: &App, site: &SiteKey, key: &Key, kept: CompanyAttributeKept) -> Answer {
    let detail = match kept {
        CompanyAttributeKept::Kept => return told(app, site).await,
        CompanyAttributeKept::NoSuchAttribute => return Err(Code::NotFound.into()),
        CompanyAttributeKept::Changed => format!("Somebody else has changed `{key}` meanwhile. Look at it anew."),
        CompanyAttributeKept::Taken => format!("There is `{key}` already. Choose another key, or change that one."),
        CompanyAttributeKept::TooMany => {
            format!("Companies can have {COMPANY_ATTRIBUTES} attributes of the site's own. Delete one first.")
        }
        CompanyAttributeKept::HasValues(1) => "1 company has a value of it, which would be lost.".to_owned(),
        CompanyAttributeKept::HasValues(count) => format!("{count} companies have a value of it, which would be lost."),
    };
    Err(Failure::detailed(Code::Refused, detail))
}

async fn told(app: &App, site: &SiteKey) -> Answer {
    Ok(super::json(&app.store.company_attributes(site).await?))
}
