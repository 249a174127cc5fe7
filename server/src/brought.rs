//! What a site's file brings along: the documents that it names, and the files that its look needs.

use parlor_domain::draft::SiteDraft;
use parlor_domain::limits::{AVATAR_BYTES, FONT_BYTES};
use parlor_domain::look::{Look, LookFile};
use parlor_store::{Brought, File, FileKind};

use crate::content::{is_font, picture_type};
use crate::documents::{Read, read_all};
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
    let avatar = keep(&mut look.avatar, |path| avatar(path, read)).map_err(|fault| format!("site.look.avatar: {fault}"));
    let font = keep(&mut look.font_file, |path| font(path, read)).map_err(|fault| format!("site.look.font_file: {fault}"));
    match (avatar, font) {
        (Ok(avatar), Ok(font)) => Ok(avatar.into_iter().chain(font).collect()),
        (avatar, font) => Err([avatar.err(), font.err()].into_iter().flatten().collect()),
    }
}

/// The file that stands there, if it lies beside; from now on it stands there as it is kept.
fn keep(
    there: &mut Option<LookFile>,
    read: impl FnOnce(&str) -> Result<(FileKind, File), String>,
) -> Result<Option<(FileKind, File)>, String> {
    let Some(LookFile::Beside(path)) = there else { return Ok(None) };
    let (kind, file) = read(path)?;
    *there = Some(LookFile::Kept(file.hash));
    Ok(Some((kind, file)))
}

fn avatar(path: &str, read: &Read<'_>) -> Result<(FileKind, File), String> {
    let bytes = read(path, AVATAR_BYTES)?;
    let is_picture = picture_type(&bytes).is_some();
    let not = || format!("`{path}` is not a PNG, JPEG, GIF or WebP picture");
    is_picture.then(|| (FileKind::Cover, file(bytes))).ok_or_else(not)
}

fn font(path: &str, read: &Read<'_>) -> Result<(FileKind, File), String> {
    let bytes = read(path, FONT_BYTES)?;
    let is_font = is_font(&bytes);
    is_font.then(|| (FileKind::Font, file(bytes))).ok_or_else(|| format!("`{path}` is not a typeface in the format WOFF2"))
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
