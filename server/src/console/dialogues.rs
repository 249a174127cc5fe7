//! A site's dialogues and flows, and publishing them.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use parlor_domain::access::need::{PublishDialogues, ReadDialogues};
use parlor_domain::draft::Draft;
use parlor_domain::ids::DialogueId;
use parlor_domain::site::Interface;
use parlor_domain::text::SiteKey;
use parlor_engine::publish::{World, check};
use parlor_store::DialogueRecord;
use parlor_wire::console::{Dialogue, Publish};
use parlor_wire::problem::Code;

use super::gate::May;
use crate::app::App;
use crate::body::Json;
use crate::failure::Failure;
use crate::publishing::{self, NotPublished};

/// GET the dialogues and flows of a site, with what the check says about each.
pub(super) async fn dialogues(may: May<ReadDialogues>, app: Data<App>) -> Result<HttpResponse, Failure> {
    let revision = app.store.revision(&may.site).await?.ok_or(Code::NotFound)?;
    if let Some(list) = app.dialogues.of(&may.site, revision) {
        return Ok(super::made_json(list));
    }
    let site = app.store.site(&may.site).await?.ok_or(Code::NotFound)?;
    let works = publishing::works(&site);
    let world = publishing::world(&site, &works);
    let all: Vec<Dialogue> = site.dialogues.iter().map(|dialogue| told(dialogue, &world)).collect();
    let list = Bytes::from(serde_json::to_vec(&all).map_err(Failure::internal)?);
    // As it was read, which may be newer than what was asked for above.
    app.dialogues.keep(site.key.clone(), (site.id, site.revision), list.clone());
    Ok(super::made_json(list))
}

/// POST: the draft becomes a version, and the version is what visitors get.
pub(super) async fn publish(
    may: May<PublishDialogues, Json<Publish>>,
    app: Data<App>,
    path: Path<(SiteKey, DialogueId)>,
) -> Result<HttpResponse, Failure> {
    let (site, by, Json(asked)) = (may.site, may.by.now(), may.brought);
    let (_, dialogue) = path.into_inner();
    publishing::publish(&app.store, &app.outside, &site, dialogue, asked.ask_again, by).await?;
    after_change(&app, &site, dialogue).await
}

/// POST: visitors get it no longer.
pub(super) async fn unpublish(
    may: May<PublishDialogues>,
    app: Data<App>,
    path: Path<(SiteKey, DialogueId)>,
) -> Result<HttpResponse, Failure> {
    let (_, dialogue) = path.into_inner();
    if !app.store.unpublish(&may.site, dialogue, may.by.now()).await? {
        return Err(Code::NotFound.into());
    }
    after_change(&app, &may.site, dialogue).await
}

async fn after_change(app: &App, key: &SiteKey, dialogue: DialogueId) -> Result<HttpResponse, Failure> {
    publishing::refresh(&app.store, key).await?;
    let site = app.store.site(key).await?.ok_or(Code::NotFound)?;
    let record = site.dialogues.iter().find(|other| other.id == dialogue).ok_or(Code::NotFound)?;
    let works = publishing::works(&site);
    Ok(super::json(&told(record, &publishing::world(&site, &works))))
}

fn told(dialogue: &DialogueRecord, world: &World<'_>) -> Dialogue {
    let draft = &dialogue.draft;
    let (priority, pages, interface) = match draft {
        Draft::Dialogue(draft) => (Some(draft.priority), &draft.pages, Interface::Bubble),
        Draft::Flow(draft) => (None, &draft.on_load, draft.interface),
    };
    Dialogue {
        id: dialogue.id,
        name: draft.name().clone(),
        source: draft.source(),
        priority,
        pages: pages.include.clone(),
        interface,
        version: dialogue.latest.as_ref().map(|version| version.number),
        published: dialogue.published,
        changed: publishing::is_changed(dialogue, world.works),
        findings: check(draft, world),
    }
}

impl From<NotPublished> for Failure {
    fn from(error: NotPublished) -> Self {
        match error {
            NotPublished::NoSuchDialogue => Code::NotFound.into(),
            NotPublished::Store(error) => error.into(),
            NotPublished::Defect(defect) => Self::internal(defect),
            refused => Self::detailed(Code::Refused, refused.to_string()),
        }
    }
}
