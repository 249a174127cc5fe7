//! The library of documents.

use parlor_domain::change::{By, ChangeKind, FieldChange};
use parlor_domain::draft::Draft;
use parlor_domain::flow::{Document, Place};
use parlor_domain::ids::SiteId;
use parlor_domain::limits::SITE_DOCUMENTS;
use parlor_domain::text::{Name, SiteKey};
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, params};

use crate::error::StoreError;
use crate::files::keep_file;
use crate::records::{Change, NewDocument};
use crate::{Store, changes, rows, sites};

/// What became of a document that was to be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentRemoved {
    /// It is gone. Its file stays: what was published offers it still.
    Removed,
    /// The site has none of that name.
    NoSuchDocument,
    /// This dialogue or flow uses it.
    UsedBy(Name),
}

impl Store {
    /// The site's documents by their names. `None` if there is no such site.
    pub async fn documents(&self, site: &SiteKey) -> Result<Option<Vec<Document>>, StoreError> {
        let site = site.clone();
        self.read(move |connection| sites::id_of(connection, &site)?.map(|site| all(connection, site)).transpose()).await
    }

    /// Adds a document, or changes the one of its name. `None` if there is no such site.
    pub async fn keep_document(&self, site: &SiteKey, document: NewDocument, by: By) -> Result<Option<Change>, StoreError> {
        let site = site.clone();
        self.inner.writer.run(move |connection| keep(connection, &site, &document, &by)).await
    }

    /// Removes a document, unless a draft or what is published uses it, by the given rule.
    pub async fn remove_document(
        &self,
        site: &SiteKey,
        name: Name,
        uses: fn(&Draft, &Name) -> bool,
        by: By,
    ) -> Result<DocumentRemoved, StoreError> {
        let site = site.clone();
        self.write(move |connection| remove(connection, &site, &name, uses, &by)).await
    }
}

/// The documents of a site by their names, without regard to case.
pub(crate) fn all(connection: &Connection, site: SiteId) -> Result<Vec<Document>> {
    let query = "-- name: documents_of_site
        SELECT document_json FROM document WHERE site = ?1 ORDER BY name";
    let mut statement = connection.prepare_cached(query)?;
    let found = statement.query_map([site.bytes()], |row| rows::json(row, 0))?;
    let mut documents = found.collect::<Result<Vec<Document>>>()?;
    // SQLite knows but ASCII. Names that differ in case alone stay as they came.
    documents.sort_by_cached_key(|document| document.name.as_str().to_lowercase());
    Ok(documents)
}

fn keep(connection: &Connection, site: &SiteKey, new: &NewDocument, by: &By) -> std::result::Result<Option<Change>, StoreError> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(None) };
    let before = by_name(connection, site, &new.document.name)?;
    let change = put(connection, site, new, by.at)?;
    let kind = match change {
        Change::Same => return Ok(Some(change)),
        Change::New => ChangeKind::DocumentAdded,
        Change::Changed => ChangeKind::DocumentChanged,
    };
    changes::note(connection, site, by, kind, new.document.name.as_str(), fields(before.as_ref(), Some(&new.document)))?;
    Ok(Some(change))
}

/// What is different about a document.
fn fields(before: Option<&Document>, after: Option<&Document>) -> [Option<FieldChange>; 2] {
    let place = |document: &Document| match &document.place {
        Place::Hosted(url) => url.clone(),
        Place::Uploaded { bytes, .. } => format!("a PDF of {bytes} bytes"),
    };
    let file = |document: &Document| match &document.place {
        Place::Uploaded { file, .. } => file.to_string(),
        Place::Hosted(_) => String::new(),
    };
    // Another PDF may have just as many bytes.
    let is_other = before.map(file) != after.map(file) || before.map(place) != after.map(place);
    let place = is_other.then(|| FieldChange { field: "file".to_owned(), before: before.map(place), after: after.map(place) });
    let cover = |document: &Document| document.cover.map(|cover| cover.to_string());
    [place, FieldChange::of("cover", before.and_then(cover), after.and_then(cover))]
}

/// Puts a document with its files into a site's library.
pub(crate) fn put(
    connection: &Connection,
    site: SiteId,
    new: &NewDocument,
    now: Instant,
) -> std::result::Result<Change, StoreError> {
    let NewDocument { document, files } = new;
    for (kind, file) in files {
        keep_file(connection, *kind, file)?;
    }
    let change = match by_name(connection, site, &document.name)? {
        Some(old) if old == *document => return Ok(Change::Same),
        Some(_) => Change::Changed,
        None if count(connection, site)? >= SITE_DOCUMENTS => return Err(StoreError::LibraryFull),
        None => Change::New,
    };
    let query = "-- name: put_document
        INSERT INTO document (site, name, document_json, created) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (site, name) DO UPDATE SET document_json = excluded.document_json";
    let values = params![site.bytes(), document.name.as_str(), rows::to_json(document)?, now.0];
    connection.prepare_cached(query)?.execute(values)?;
    sites::touch(connection, site)?;
    Ok(change)
}

fn count(connection: &Connection, site: SiteId) -> Result<usize> {
    let query = "-- name: count_documents
        SELECT count(*) FROM document WHERE site = ?1";
    let count: u32 = connection.prepare_cached(query)?.query_row([site.bytes()], |row| row.get(0))?;
    Ok(count as usize)
}

fn by_name(connection: &Connection, site: SiteId, name: &Name) -> Result<Option<Document>> {
    let query = "-- name: document_by_name
        SELECT document_json FROM document WHERE site = ?1 AND name = ?2";
    let values = params![site.bytes(), name.as_str()];
    connection.prepare_cached(query)?.query_row(values, |row| rows::json(row, 0)).optional()
}

fn remove(
    connection: &Connection,
    site: &SiteKey,
    name: &Name,
    uses: fn(&Draft, &Name) -> bool,
    by: &By,
) -> Result<DocumentRemoved> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(DocumentRemoved::NoSuchDocument) };
    let Some(before) = by_name(connection, site, name)? else { return Ok(DocumentRemoved::NoSuchDocument) };
    if let Some(user) = in_use(connection, site)?.into_iter().find(|draft| uses(draft, name)) {
        return Ok(DocumentRemoved::UsedBy(user.name().clone()));
    }
    let query = "-- name: remove_document
        DELETE FROM document WHERE site = ?1 AND name = ?2";
    connection.prepare_cached(query)?.execute(params![site.bytes(), name.as_str()])?;
    sites::touch(connection, site)?;
    changes::note(connection, site, by, ChangeKind::DocumentRemoved, name.as_str(), fields(Some(&before), None))?;
    Ok(DocumentRemoved::Removed)
}

/// What authors work on, and what visitors get.
pub(crate) fn in_use(connection: &Connection, site: SiteId) -> Result<Vec<Draft>> {
    let drafts = sites::dialogues(connection, site)?.into_iter().flat_map(|dialogue| {
        let published = dialogue.latest.filter(|_| dialogue.published).map(|version| version.draft);
        [Some(dialogue.draft), published].into_iter().flatten()
    });
    Ok(drafts.collect())
}
