//! A site's library of documents.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use parlor_domain::access::need::{ChangeDocuments, ReadDocuments};
use parlor_domain::change::By;
use parlor_domain::flow::{Document, Place};
use parlor_domain::text::{Name, SiteKey};
use parlor_store::{DocumentRemoved, File, FileKind, NewDocument};
use parlor_wire::console::{DocumentName, NewDocument as Asked};
use parlor_wire::problem::Code;

use super::gate::May;
use crate::app::App;
use crate::body::{Picture, Upload};
use crate::content::is_pdf;
use crate::documents::{pictured, uploaded, uses};
use crate::failure::Failure;

/// GET the documents of a site.
pub(super) async fn documents(may: May<ReadDocuments>, app: Data<App>) -> Result<HttpResponse, Failure> {
    Ok(super::json(&app.store.documents(&may.site).await?.ok_or(Code::NotFound)?))
}

/// POST a document: a PDF, or the address of one.
pub(super) async fn add(may: May<ChangeDocuments, (Query<Asked>, Upload)>, app: Data<App>) -> Result<HttpResponse, Failure> {
    let (site, by, (Query(asked), Upload(body))) = (may.site, may.by.now(), may.brought);
    let mut files: Vec<(FileKind, File)> = Vec::new();
    let place = match asked.url {
        Some(url) => hosted(&url)?,
        None if is_pdf(&body) => uploaded(body.to_vec(), &mut files),
        None => return Err(Failure::detailed(Code::Refused, NOT_A_PDF)),
    };
    // The picture stays: who brings a newer document seldom means to take it away.
    let cover = named(&app, &site, &asked.name).await?.and_then(|former| former.cover);
    keep(&app, &site, NewDocument { document: Document { name: asked.name, place, cover }, files }, by).await
}

/// POST the picture of a document, or that it has none.
pub(super) async fn cover(
    may: May<ChangeDocuments, (Query<DocumentName>, Picture)>,
    app: Data<App>,
) -> Result<HttpResponse, Failure> {
    let (site, by, (Query(asked), Picture(body))) = (may.site, may.by.now(), may.brought);
    let mut document = named(&app, &site, &asked.name).await?.ok_or(Code::NotFound)?;
    let mut files = Vec::new();
    document.cover = match body.is_empty() {
        true => None,
        false => Some(pictured(body.to_vec(), &mut files).ok_or_else(|| Failure::detailed(Code::Refused, NOT_A_PICTURE))?),
    };
    keep(&app, &site, NewDocument { document, files }, by).await
}

const NOT_A_PDF: &str = "This is not a PDF.";
const NOT_A_PICTURE: &str = "This is not a PNG, JPEG, GIF or WebP picture.";

async fn named(app: &App, key: &SiteKey, name: &Name) -> Result<Option<Document>, Failure> {
    let all = app.store.documents(key).await?.ok_or(Code::NotFound)?;
    Ok(all.into_iter().find(|document| document.name == *name))
}

async fn keep(app: &App, key: &SiteKey, new: NewDocument, by: By) -> Result<HttpResponse, Failure> {
    let document = new.document.clone();
    let kept = app.store.keep_document(key, new, by).await?;
    kept.map(|_| super::json(&document)).ok_or(Code::NotFound.into())
}

fn hosted(url: &str) -> Result<Place, Failure> {
    Place::hosted(url).map_err(|bad| Failure::detailed(Code::Refused, format!("This can't be the document: {bad}.")))
}

/// DELETE a document that nothing uses.
pub(super) async fn remove(may: May<ChangeDocuments, Query<DocumentName>>, app: Data<App>) -> Result<HttpResponse, Failure> {
    let (site, by, Query(asked)) = (may.site, may.by.now(), may.brought);
    match app.store.remove_document(&site, asked.name, uses, by).await? {
        DocumentRemoved::Removed => Ok(super::done()),
        DocumentRemoved::NoSuchDocument => Err(Code::NotFound.into()),
        DocumentRemoved::UsedBy(user) => {
            Err(Failure::detailed(Code::Refused, format!("\"{user}\" uses this document. Change that first.")))
        }
    }
}
