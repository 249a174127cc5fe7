//! What a person may ask for: all that is known, and that it goes (P6).

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};
use parlor_domain::access::need::{ErasePeople, ExportPeople};
use parlor_domain::ids::PersonId;
use parlor_domain::people::Activity;
use parlor_domain::text::SiteKey;
use parlor_engine::drop_off::passings;
use parlor_store::{ToErase, Whose};
use parlor_wire::console::{ConversationExport, PAGE_ENTRIES, PersonExport};
use parlor_wire::problem::Code;

use super::gate::May;
use super::people::replayed;
use crate::app::App;
use crate::clock;
use crate::failure::Failure;

/// GET everything about a person, as a file.
pub(super) async fn export(
    may: May<ExportPeople>,
    app: Data<App>,
    path: Path<(SiteKey, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (site, id) = path.into_inner();
    let known = app.store.person(&site, id).await?.ok_or(Code::NotFound)?;
    // Who went into another person is that one.
    let id = known.person.id;
    let activities = whole_log(&app, &may.site, id).await?;
    let within = activities.iter().filter_map(|activity| activity.within.as_ref());
    let names: BTreeMap<_, _> = within.map(|within| (within.conversation, within.name.clone())).collect();
    let mut conversations = Vec::new();
    // Ids of conversations begin with the time.
    for (id, name) in names.into_iter().rev() {
        if let Some(conversation) = replayed(&app, &may.site, id).await? {
            conversations.push(ConversationExport { id, name, conversation });
        }
    }
    let mut answer = super::json(&PersonExport { known, activities, conversations });
    let name = format!("attachment; filename=\"person-{id}.json\"").parse().map_err(Failure::internal)?;
    answer.headers_mut().insert(CONTENT_DISPOSITION, name);
    Ok(answer)
}

async fn whole_log(app: &App, site: &SiteKey, person: PersonId) -> Result<Vec<Activity>, Failure> {
    let mut all: Vec<Activity> = Vec::new();
    loop {
        let skip = u32::try_from(all.len()).map_err(Failure::internal)?;
        let page = app.store.activities(site, Whose::Person(person), &[], skip).await?;
        let is_last = page.entries.len() < PAGE_ENTRIES as usize;
        all.extend(page.entries);
        if is_last {
            return Ok(all);
        }
    }
}

/// DELETE: everything that is known of a person goes.
pub(super) async fn erase(
    may: May<ErasePeople>,
    app: Data<App>,
    path: Path<(SiteKey, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (_, id) = path.into_inner();
    // What the person did stays counted (R15).
    app.store.count_passings(passings, usize::MAX).await?;
    let erased = app.store.erase_person(&may.site, ToErase::Person(id), may.by.now(), clock::chance()).await?;
    erased.ok_or(Code::NotFound)?;
    Ok(super::done())
}
