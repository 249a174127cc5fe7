//! `parlor export`: a site as the file that `parlor import` reads, with its documents beside it.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use parlor_domain::attribute::built_in;
use parlor_domain::draft::{DocumentDraft, Draft, SiteDraft};
use parlor_domain::flow::{Document, Place};
use parlor_domain::library::Library;
use parlor_domain::look::LookFile;
use parlor_domain::site::FileHash;
use parlor_domain::text::{Name, SiteKey};
use parlor_store::{FileKind, SiteRecord, Store};

use super::files::faults;
use super::{Data, Done, Refused, site_key};
use crate::content::picture_type;

#[derive(Args)]
pub(super) struct Export {
    /// The file to write; documents go into a folder beside it
    file: PathBuf,
    /// The key of the site
    #[arg(long, value_parser = site_key)]
    site: SiteKey,
    #[command(flatten)]
    data: Data,
}

impl Export {
    pub(super) async fn run(self) -> Done {
        let Self { file, site, data } = self;
        data.with(async |store| export(store, &file, &site).await).await
    }
}

async fn export(store: &Store, file: &Path, key: &SiteKey) -> Done {
    let site = store.site(key).await?.ok_or_else(|| Refused(format!("there is no site {key}")))?;
    let mut beside = Beside::of(file)?;
    let mut documents = Vec::new();
    for document in &site.documents {
        documents.push(beside.write(store, document).await?);
    }
    let mut draft = draft(site, documents);
    let (name, look) = (draft.site.name.clone(), &mut draft.site.look);
    beside.write_look_file(store, &mut look.avatar, FileKind::Cover, &name).await?;
    beside.write_look_file(store, &mut look.font_file, FileKind::Font, &name).await?;
    let json = lean(&serde_json::to_string_pretty(&draft)?);
    fs::write(file, json).map_err(|error| faults(file, [error]))?;
    let (dialogues, flows) = (draft.dialogues.len(), draft.flows.len());
    println!("{}: {dialogues} dialogues, {flows} flows, {} documents", file.display(), draft.documents.len());
    Ok(())
}

fn draft(site: SiteRecord, documents: Vec<DocumentDraft>) -> SiteDraft {
    let (mut dialogues, mut flows) = (Vec::new(), Vec::new());
    for record in site.dialogues {
        match record.draft {
            Draft::Dialogue(draft) => dialogues.push(draft),
            Draft::Flow(draft) => flows.push(draft),
        }
    }
    let is_own = |key| built_in().all(|built_in| built_in.key != key);
    let attributes = site.attributes.into_iter().filter(|attribute| is_own(attribute.key.clone())).collect();
    let Library { lists, programs, webhooks, .. } = site.library;
    SiteDraft {
        schema: None,
        parlor: 1,
        site: site.settings,
        attributes,
        goals: site.goals,
        documents,
        lists: lists.into_iter().map(|(_, name)| name).collect(),
        programs: programs.into_iter().map(|(_, program)| program).collect(),
        webhooks,
        dialogues,
        flows,
    }
}

/// The folder beside the file, for what does not fit into JSON.
struct Beside {
    folder: PathBuf,
    /// Its name, as the file calls it.
    name: String,
}

impl Beside {
    fn of(file: &Path) -> Result<Self, Refused> {
        let stem = file.file_stem().and_then(|stem| stem.to_str()).ok_or_else(|| faults(file, ["this is no name for a file"]))?;
        let name = format!("{stem}-files");
        Ok(Self { folder: file.with_file_name(&name), name })
    }

    async fn write(&mut self, store: &Store, document: &Document) -> Result<DocumentDraft, Refused> {
        let (file, url) = match &document.place {
            Place::Hosted(url) => (None, Some(url.clone())),
            Place::Uploaded { file, .. } => (Some(self.put(store, FileKind::Document, *file, &document.name).await?), None),
        };
        let cover = match document.cover {
            Some(cover) => Some(self.put(store, FileKind::Cover, cover, &document.name).await?),
            None => None,
        };
        Ok(DocumentDraft { name: document.name.clone(), file, url, cover })
    }

    /// A file of the look lies beside too, and is named there.
    async fn write_look_file(&self, store: &Store, there: &mut Option<LookFile>, kind: FileKind, name: &Name) -> Done {
        if let Some(hash) = there.as_ref().and_then(LookFile::kept) {
            *there = Some(LookFile::Beside(self.put(store, kind, hash, name).await?));
        }
        Ok(())
    }

    async fn put(&self, store: &Store, kind: FileKind, hash: FileHash, name: &Name) -> Result<String, Refused> {
        let lost = || Refused(format!("a file of \"{name}\" is not in the database"));
        let bytes = store.file(kind, hash).await?.ok_or_else(lost)?;
        let file = format!("{}-{}.{}", slug(name), &hash.to_string()[..8], ending(kind, &bytes));
        let path = self.folder.join(&file);
        let written = fs::create_dir_all(&self.folder).and_then(|()| fs::write(&path, bytes));
        written.map_err(|error| faults(&path, [error]))?;
        Ok(format!("{}/{file}", self.name))
    }
}

fn ending(kind: FileKind, bytes: &[u8]) -> &'static str {
    match (kind, picture_type(bytes)) {
        (FileKind::Cover, Some(picture)) => picture.trim_start_matches("image/"),
        (FileKind::Font, _) => "woff2",
        _ => "pdf",
    }
}

/// A name as every file system takes it.
fn slug(name: &Name) -> String {
    let plain: String =
        name.as_str().chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let slug: String = words.join("-").chars().take(40).collect();
    if slug.is_empty() { "document".to_owned() } else { slug }
}

/// Leaves out what an author would leave out: fields with nothing in them. Each stands on a line of its own, and no
/// text can look like one, because a text ends with a quotation mark.
fn lean(pretty: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in pretty.lines() {
        if line.trim_end_matches(',').ends_with("\": null") {
            continue;
        }
        let closes = line.trim_start().starts_with(['}', ']']);
        if let (true, Some(last)) = (closes, lines.last_mut()) {
            *last = last.trim_end_matches(',');
        }
        lines.push(line);
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn o1_an_export_says_nothing_of_what_is_not_there() {
        let value =
            json!({ "a": null, "b": [{ "x": null }, { "y": 1, "z": null }], "c": "\": null", "d": ["e: null"], "f": null });
        let lean = lean(&serde_json::to_string_pretty(&value).expect("JSON"));
        let read: Value = serde_json::from_str(&lean).expect("still JSON");
        assert_eq!(read, json!({ "b": [{}, { "y": 1 }], "c": "\": null", "d": ["e: null"] }));
    }

    #[test]
    fn o1_a_documents_file_has_a_plain_name() {
        for (name, expected) in
            [("Station brochure", "station-brochure"), ("../etc/Prüfung 1", "etc-pr-fung-1"), ("資料", "document")]
        {
            assert_eq!(slug(&Name::parse(name).expect("a name")), expected);
        }
    }
}
