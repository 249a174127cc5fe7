//! Companies, their people and what those did (P1, P5).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use parlor_domain::access::Permission;
use parlor_domain::access::need::{ChangeCompanies, ReadPeople};
use parlor_domain::company::{CompanyFacts, Owner};
use parlor_domain::ids::CompanyId;
use parlor_domain::text::SiteKey;
use parlor_store::{CompanyKept, Whose};
use parlor_wire::console::{ChangeCompany, CompanyPage, LogQuery, PageQuery, SearchQuery};
use parlor_wire::problem::Code;

use super::gate::{May, SignedIn};
use super::people::log;
use crate::app::App;
use crate::body::Json;
use crate::clock;
use crate::failure::Failure;

type Answer = Result<HttpResponse, Failure>;

/// GET a part of the companies.
pub(super) async fn companies(may: May<ReadPeople>, app: Data<App>, query: Query<SearchQuery>) -> Answer {
    Ok(super::json(&app.store.companies(&may.site, &query.search, query.skip).await?))
}

/// GET a company; for whoever may change it, with who may look after it.
pub(super) async fn company(may: May<ReadPeople>, app: Data<App>, path: Path<(SiteKey, CompanyId)>) -> Answer {
    let (_, id) = path.into_inner();
    told(&app, &may.site, &may.by, id).await
}

/// GET a part of its people.
pub(super) async fn people(
    may: May<ReadPeople>,
    app: Data<App>,
    path: Path<(SiteKey, CompanyId)>,
    query: Query<PageQuery>,
) -> Answer {
    let (_, id) = path.into_inner();
    Ok(super::json(&app.store.people_of_company(&may.site, id, query.skip).await?))
}

/// GET a part of what its people did.
pub(super) async fn activities(
    may: May<ReadPeople>,
    app: Data<App>,
    path: Path<(SiteKey, CompanyId)>,
    query: Query<LogQuery>,
) -> Answer {
    let (_, id) = path.into_inner();
    log(&app, &may.site, Whose::Company(id), &query).await
}

/// POST another company.
pub(super) async fn add(may: May<ChangeCompanies, Json<CompanyFacts>>, app: Data<App>) -> Answer {
    let (site, by, Json(facts)) = (may.site, may.by, may.brought);
    keep(&app, &site, &by, clock::moment().ids().make(), (None, facts)).await
}

/// POST what is known of a company.
pub(super) async fn change(
    may: May<ChangeCompanies, Json<ChangeCompany>>,
    app: Data<App>,
    path: Path<(SiteKey, CompanyId)>,
) -> Answer {
    let (site, by, Json(ChangeCompany { former, facts })) = (may.site, may.by, may.brought);
    keep(&app, &site, &by, path.into_inner().1, (Some(former), facts)).await
}

/// DELETE a company.
pub(super) async fn remove(may: May<ChangeCompanies>, app: Data<App>, path: Path<(SiteKey, CompanyId)>) -> Answer {
    let (_, id) = path.into_inner();
    if app.store.remove_company(&may.site, id, may.by.now()).await? { Ok(super::done()) } else { Err(Code::NotFound.into()) }
}

async fn keep(
    app: &App,
    site: &SiteKey,
    by: &SignedIn,
    id: CompanyId,
    (former, facts): (Option<CompanyFacts>, CompanyFacts),
) -> Answer {
    let facts = facts.checked().map_err(refused)?;
    let name = facts.name.clone();
    match app.store.keep_company(site, id, former, facts, by.now()).await? {
        CompanyKept::Kept => told(app, site, by, id).await,
        CompanyKept::NoSuchCompany => Err(Code::NotFound.into()),
        CompanyKept::Changed => Err(refused(
            "Somebody else has changed this company meanwhile. Note what you typed, choose “Cancel”, and change it anew."
                .to_owned(),
        )),
        CompanyKept::NameTaken => Err(refused(format!("There is a company “{name}” already. Choose another name."))),
        CompanyKept::DomainTaken(domain) => {
            Err(refused(format!("Another company has the domain {domain}. Take it out there first.")))
        }
        CompanyKept::Misfit(key) => Err(refused(format!(
            "Companies of this site have no attribute `{key}`, or it holds something else. Look at the company anew."
        ))),
        CompanyKept::NoSuchOwner => Err(refused("The owner is no user of this site. Choose another one.".to_owned())),
    }
}

async fn told(app: &App, site: &SiteKey, by: &SignedIn, id: CompanyId) -> Answer {
    let company = app.store.company(site, id).await?.ok_or(Code::NotFound)?;
    let attributes = app.store.company_attributes(site).await?;
    let of_people = app.store.attributes(site).await?.unwrap_or_default();
    let labels = of_people.into_iter().map(|known| (known.attribute.key, known.attribute.label)).collect();
    let users = if by.access.may(site, Permission::ChangeCompanies) {
        app.store.site_users(site, clock::now()).await?.unwrap_or_default()
    } else {
        Vec::new()
    };
    let owners = users.into_iter().map(|user| Owner { id: user.id, email: user.email }).collect();
    Ok(super::json(&CompanyPage { company, attributes, labels, owners }))
}

fn refused(detail: String) -> Failure {
    Failure::detailed(Code::Refused, detail)
}
