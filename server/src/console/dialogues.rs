//! A site's dialogues, and publishing them.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use parlor_domain::ids::DialogueId;
use parlor_domain::text::SiteKey;
use parlor_store::{DialogueRecord, SiteRecord};
use parlor_wire::console::{Dialogue, Publish};
use parlor_wire::problem::Code;

use super::admin::Admin;
use crate::app::App;
use crate::body::Json;
use crate::clock;
use crate::failure::Failure;
use crate::publishing::{self, NotPublished, findings};

/// GET the dialogues of a site, with what the check says about each.
pub(super) async fn dialogues(_: Admin, app: Data<App>, key: Path<SiteKey>) -> Result<HttpResponse, Failure> {
    let site = app.store.site(&key).await?.ok_or(Code::NotFound)?;
    let all: Vec<Dialogue> = site.dialogues.iter().map(|dialogue| told(&site, dialogue)).collect();
    Ok(super::json(&all))
}

/// POST: the draft becomes a version, and the version is what visitors get.
pub(super) async fn publish(
    _: Admin,
    app: Data<App>,
    path: Path<(SiteKey, DialogueId)>,
    Json(asked): Json<Publish>,
) -> Result<HttpResponse, Failure> {
    let (key, dialogue) = path.into_inner();
    publishing::publish(&app.store, &key, dialogue, asked.ask_again, clock::now()).await?;
    after_change(&app, &key, dialogue).await
}

/// POST: visitors get it no longer.
pub(super) async fn unpublish(_: Admin, app: Data<App>, path: Path<(SiteKey, DialogueId)>) -> Result<HttpResponse, Failure> {
    let (key, dialogue) = path.into_inner();
    if !app.store.unpublish(&key, dialogue).await? {
        return Err(Code::NotFound.into());
    }
    after_change(&app, &key, dialogue).await
}

async fn after_change(app: &App, key: &SiteKey, dialogue: DialogueId) -> Result<HttpResponse, Failure> {
    publishing::refresh(&app.store, key).await?;
    let site = app.store.site(key).await?.ok_or(Code::NotFound)?;
    let record = site.dialogues.iter().find(|other| other.id == dialogue).ok_or(Code::NotFound)?;
    Ok(super::json(&told(&site, record)))
}

fn told(site: &SiteRecord, dialogue: &DialogueRecord) -> Dialogue {
    let draft = &dialogue.draft;
    Dialogue {
        id: dialogue.id,
        name: draft.name.clone(),
        priority: draft.priority,
        pages: draft.pages.include.clone(),
        version: dialogue.latest.as_ref().map(|version| version.number),
        published: dialogue.published,
        changed: dialogue.latest.as_ref().is_none_or(|version| version.draft != *draft),
        findings: findings(site, draft),
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
