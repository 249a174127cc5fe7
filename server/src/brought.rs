//! What a site's file brings along: the documents that it names, and the files that its look needs.

use parlor_domain::draft::SiteDraft;
use parlor_domain::limits::{AVATAR_BYTES, FONT_BYTES};
use parlor_domain::look::{Look, LookFile};
use parlor_domain::site::FileHash;
use parlor_store::{Brought, File, FileKind};

use crate::content::is_font;
use crate::documents::{Read, picture, read_all};
use crate::publishing::file;
use crate::webhooks;

/// Reads all of it, and has the look name its files as they are kept from now on; or tells everything that is wrong.
pub(crate) fn read_brought(draft: &mut SiteDraft, read: &Read<'_>) -> Result<Brought, Vec<String>> {
    let webhooks = webhooks::fresh(draft);
    match (read_all(&draft.documents, read), read_look(&mut draft.site.look, read)) {
        (Ok(documents), Ok(look)) => Ok(Brought { documents, webhooks, look }),
        (documents, look) => Err([documents.err(), look.err()].into_iter().flatten().flatten().collect()),
    }
}

fn read_look(look: &mut Look, read: &Read<'_>) -> Result<Vec<(FileKind, File)>, Vec<String>> {
    let mut files = Vec::new();
    let avatar = keep(&mut look.avatar, |path| picture(path, AVATAR_BYTES, read, &mut files));
    let font = keep(&mut look.font_file, |path| font(path, read, &mut files));
    let faults = [("avatar", avatar), ("font_file", font)].into_iter();
    let faults: Vec<_> = faults.filter_map(|(name, kept)| Some(format!("site.look.{name}: {}", kept.err()?))).collect();
    if faults.is_empty() { Ok(files) } else { Err(faults) }
}

/// What lies beside stands there as it is kept from now on.
fn keep(there: &mut Option<LookFile>, read: impl FnOnce(&str) -> Result<FileHash, String>) -> Result<(), String> {
    if let Some(LookFile::Beside(path)) = there {
        *there = Some(LookFile::Kept(read(path)?));
    }
    Ok(())
}

fn font(path: &str, read: &Read<'_>, files: &mut Vec<(FileKind, File)>) -> Result<FileHash, String> {
    let bytes = read(path, FONT_BYTES)?;
    if !is_font(&bytes) {
        return Err(format!("`{path}` is not a typeface in the format WOFF2"));
    }
    let file = file(bytes);
    let hash = file.hash;
    files.push((FileKind::Font, file));
    Ok(hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn draft(look: serde_json::Value) -> SiteDraft {
        serde_json::from_value(json!({ "parlor": 1, "site": { "name": "A", "look": look } })).expect("a draft")
    }

    fn beside(path: &str, most: usize) -> Result<Vec<u8>, String> {
        match path {
            "ebb.png" => Ok(b"\x89PNG\r\n\x1a\n".to_vec()),
            "own.woff2" => Ok(b"wOF2....".to_vec()),
            other => Err(format!("`{other}` is larger than {most} bytes")),
        }
    }

    #[test]
    fn w14_a_look_brings_its_files_and_names_them_as_they_are_kept() {
        let mut draft = draft(json!({ "avatar": "ebb.png", "font_file": "own.woff2" }));
        let look = read_brought(&mut draft, &beside).unwrap_or_else(|faults| panic!("{faults:?}")).look;
        let kept: Vec<_> = look.iter().map(|(kind, file)| (*kind, file.hash)).collect();
        let named = draft.site.look.published();
        let (avatar, font) = (named.avatar.expect("an avatar"), named.font_file.expect("a typeface"));
        assert_eq!(kept, [(FileKind::Cover, avatar), (FileKind::Font, font)]);
        assert!(read_brought(&mut draft, &beside).is_ok_and(|again| again.look.is_empty()), "what is kept stays");
    }

    #[test]
    fn w14_all_that_is_wrong_with_a_looks_files_is_told_and_what_is_named_stays() {
        let mut draft = draft(json!({ "avatar": "own.woff2", "font_file": "large.woff2" }));
        let before = draft.clone();
        let faults = read_brought(&mut draft, &beside).err().expect("faults");
        let expected = [
            "site.look.avatar: `own.woff2` is not a PNG, JPEG, GIF or WebP picture",
            "site.look.font_file: `large.woff2` is larger than 262144 bytes",
        ];
        assert_eq!(faults, expected);
        assert_eq!(draft, before);
    }
}
