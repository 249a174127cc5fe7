//! The library of documents: what may be kept in it, and who uses it.

use parlor_domain::attribute::Group;
use parlor_domain::audience::{Audience, Test};
use parlor_domain::draft::{CardDraft, DocumentDraft, Draft};
use parlor_domain::flow::{Document, Place};
use parlor_domain::limits::{COVER_BYTES, DOCUMENT_BYTES};
use parlor_domain::site::FileHash;
use parlor_domain::text::Name;
use parlor_store::{File, FileKind, NewDocument};

use crate::content::{is_pdf, picture_type};
use crate::publishing::file;

/// Reads a file that a document names, if it is no larger than this; the error says why not.
pub(crate) type Read<'a> = dyn Fn(&str, usize) -> Result<Vec<u8>, String> + 'a;

/// The documents that a site's file names, with what lies beside it; or everything that is wrong with them.
pub(crate) fn read_all(drafts: &[DocumentDraft], read: &Read<'_>) -> Result<Vec<NewDocument>, Vec<String>> {
    let (mut documents, mut faults) = (Vec::new(), Vec::new());
    for (at, draft) in drafts.iter().enumerate() {
        match read_one(draft, read) {
            Ok(document) => documents.push(document),
            Err((field, fault)) => faults.push(format!("documents[{at}].{field}: {fault}")),
        }
    }
    if faults.is_empty() { Ok(documents) } else { Err(faults) }
}

fn read_one(draft: &DocumentDraft, read: &Read<'_>) -> Result<NewDocument, (&'static str, String)> {
    let mut files = Vec::new();
    let place = match (&draft.file, &draft.url) {
        (Some(path), _) => {
            let bytes = read(path, DOCUMENT_BYTES).and_then(|bytes| pdf(bytes, path)).map_err(|fault| ("file", fault))?;
            uploaded(bytes, &mut files)
        }
        (None, Some(url)) => Place::Hosted(url.clone()),
        (None, None) => return Err(("file", "there is neither a file nor a url".to_owned())),
    };
    let cover = match &draft.cover {
        Some(path) => Some(picture(path, COVER_BYTES, read, &mut files).map_err(|fault| ("cover", fault))?),
        None => None,
    };
    Ok(NewDocument { document: Document { name: draft.name.clone(), place, cover }, files })
}

fn pdf(bytes: Vec<u8>, path: &str) -> Result<Vec<u8>, String> {
    if is_pdf(&bytes) { Ok(bytes) } else { Err(format!("`{path}` is not a PDF")) }
}

/// Where the picture of this path, of so many bytes at the most, is from now on; its file is to be kept.
pub(crate) fn picture(path: &str, most: usize, read: &Read<'_>, files: &mut Vec<(FileKind, File)>) -> Result<FileHash, String> {
    pictured(read(path, most)?, files).ok_or_else(|| format!("`{path}` is not a PNG, JPEG, GIF or WebP picture"))
}

/// Where a cover is from now on; its file is to be kept. `None` if it is no picture.
pub(crate) fn pictured(bytes: Vec<u8>, files: &mut Vec<(FileKind, File)>) -> Option<FileHash> {
    picture_type(&bytes)?;
    let file = file(bytes);
    let hash = file.hash;
    files.push((FileKind::Cover, file));
    Some(hash)
}

/// Where a PDF is from now on; its file is to be kept.
pub(crate) fn uploaded(bytes: Vec<u8>, files: &mut Vec<(FileKind, File)>) -> Place {
    // Whoever reads documents knows their limit, which is far below this type's.
    let size = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let file = file(bytes);
    let place = Place::Uploaded { file: file.hash, bytes: size };
    files.push((FileKind::Document, file));
    place
}

/// Whether a draft offers a document, or asks whether it was opened.
pub(crate) fn uses(draft: &Draft, document: &Name) -> bool {
    let by_card = draft.flow().cards.0.iter().any(|(_, card)| match card {
        CardDraft::Document(card) => card.document == *document,
        CardDraft::Condition(card) => card.branches.iter().any(|branch| asks_for(&branch.when, document)),
        _ => false,
    });
    by_card || matches!(draft, Draft::Dialogue(dialogue) if asks_for(&dialogue.audience, document))
}

fn asks_for(audience: &Audience, document: &Name) -> bool {
    audience.conditions().any(|condition| {
        let of_documents = condition.attribute.group == Group::History && condition.attribute.name == "document";
        of_documents && matches!(&condition.test, Test::History(test) if test.happening().of == document.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drafts(json: &str) -> Vec<DocumentDraft> {
        serde_json::from_str(json).expect("drafts")
    }

    fn beside(path: &str, most: usize) -> Result<Vec<u8>, String> {
        match path {
            "a.pdf" => Ok(b"%PDF-1.7".to_vec()),
            "a.png" => Ok(b"\x89PNG\r\n\x1a\n".to_vec()),
            "a.svg" => Ok(b"<svg/>".to_vec()),
            "large.pdf" => Err(format!("`large.pdf` is larger than {most} bytes")),
            other => Err(format!("`{other}` is not there")),
        }
    }

    #[test]
    fn c4_documents_bring_what_lies_beside_their_file() {
        let read = read_all(
            &drafts(r#"[{"name": "A", "file": "a.pdf", "cover": "a.png"}, {"name": "B", "url": "https://docs.example/b.pdf"}]"#),
            &beside,
        );
        let read = read.expect("documents");
        assert_eq!(read[0].files.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [FileKind::Document, FileKind::Cover]);
        assert!(matches!(read[0].document.place, Place::Uploaded { bytes: 8, .. }) && read[0].document.cover.is_some());
        assert_eq!(read[1].document.place, Place::Hosted("https://docs.example/b.pdf".to_owned()));
    }

    #[test]
    fn c4_everything_that_is_wrong_is_said_with_its_place() {
        let faults = read_all(
            &drafts(
                r#"[{"name": "A", "file": "a.svg"}, {"name": "B", "file": "a.pdf", "cover": "a.svg"},
                    {"name": "C", "file": "large.pdf"}, {"name": "D", "file": "none.pdf"}]"#,
            ),
            &beside,
        );
        let expected = [
            "documents[0].file: `a.svg` is not a PDF",
            "documents[1].cover: `a.svg` is not a PNG, JPEG, GIF or WebP picture",
            "documents[2].file: `large.pdf` is larger than 10485760 bytes",
            "documents[3].file: `none.pdf` is not there",
        ];
        assert_eq!(faults.expect_err("faults"), expected);
    }
}
