//! Previews: sites that are nowhere but in memory, with one sample dialogue, so that somebody sees what the chat would look like. They keep
//! nothing: a preview waits for a consent that nobody gives (W28).

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use parlor_domain::draft::DialogueDraft;
use parlor_domain::form::Form;
use parlor_domain::ids::{DialogueId, Moment};
use parlor_domain::site::{FileHash, Settings, SiteFile, StorageMode};
use parlor_domain::text::SiteKey;
use parlor_engine::publish::{World, compile_flow, publish_dialogue, site_file, words};
use parlor_store::{FileKind, SiteFront};

use crate::clock;
use crate::failure::Failure;
use crate::origin::Origin;
use crate::publishing::file;

/// Previews that are remembered; the ones made first go first.
const REMEMBERED: usize = 64;

/// A site that is nowhere but here.
pub(crate) struct Preview {
    front: SiteFront,
    files: Vec<(FileKind, FileHash, Vec<u8>)>,
}

/// Those that were made last, by the keys that they got.
#[derive(Default)]
pub(crate) struct Previews(Mutex<VecDeque<(SiteKey, Preview)>>);

impl Previews {
    /// Takes one in. Whoever is told its key can see it.
    pub(crate) fn add(&self, preview: Preview) -> SiteKey {
        let key = clock::site_key();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.truncate(REMEMBERED - 1);
        all.push_front((key.clone(), preview));
        key
    }

    /// What every visitor's request needs of a preview.
    pub(crate) fn front(&self, key: &SiteKey) -> Option<SiteFront> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|(of, _)| of == key).map(|(_, preview)| preview.front.clone())
    }

    /// The content of a file that a preview has.
    pub(crate) fn file(&self, kind: FileKind, hash: FileHash) -> Option<Vec<u8>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut files = all.iter().flat_map(|(_, preview)| &preview.files);
        files.find(|(of, named, _)| (*of, *named) == (kind, hash)).map(|(.., bytes)| bytes.clone())
    }
}

/// A site with these settings and the sample.
pub(crate) fn of(settings: Settings, console_url: &Origin, moment: Moment) -> Result<Preview, Failure> {
    // Nobody but the console holds its frame, and nothing is switched off that one wants to see.
    let settings = Settings {
        allowed_domains: vec![console_url.authority().to_owned()],
        storage_mode: StorageMode::Consent,
        off: false,
        ..settings
    };
    let (flow, of_site) = published(&settings, moment)?;
    let mut files = vec![(FileKind::Flow, flow.hash, flow.bytes)];
    let mut site_files = Vec::new();
    for language in &settings.languages {
        let of_language = SiteFile { words: words(language, &settings.texts), ..of_site.clone() };
        let made = file(of_language.to_bytes());
        site_files.push((language.clone(), made.hash));
        files.push((FileKind::Site, made.hash, made.bytes));
    }
    Ok(Preview { front: SiteFront { settings, site_files }, files })
}

fn published(settings: &Settings, moment: Moment) -> Result<(parlor_store::File, SiteFile), Failure> {
    let draft: DialogueDraft = serde_json::from_str(SAMPLE).map_err(Failure::internal)?;
    let world = World::default();
    let id: DialogueId = moment.ids().make();
    let compiled = compile_flow(&draft.flow, &world).map_err(Failure::internal)?;
    let flow = file(compiled.flow.to_bytes());
    let dialogue = publish_dialogue(draft, id, moment.now, 1, flow.hash, None, &world).map_err(Failure::internal)?;
    Ok((flow, site_file(settings, &[], vec![dialogue], Vec::new())))
}

/// A short conversation with something of everything that a look shows.
const SAMPLE: &str = r#"{
    "name": "Preview",
    "pages": { "include": ["*"] },
    "flow": {
        "start": "hello",
        "cards": {
            "hello": { "question": { "text": "Hello. What brings you here?", "choices": [
                { "label": "I have a question", "next": "ask" },
                { "label": "I look around", "next": "bye" }
            ] } },
            "ask": { "capture": { "text": "Ask away. This is **only a preview**: nobody reads it.", "input": "text", "next": "bye" } },
            "bye": { "message": { "text": "Thank you. Come back at any time." } }
        }
    }
}"#;

#[cfg(test)]
mod tests {
    use parlor_domain::text::Name;

    use super::*;

    fn preview(name: &str) -> Preview {
        let settings: Settings = serde_json::from_value(serde_json::json!({ "name": name, "off": true })).expect("settings");
        let console = "http://127.0.0.1:8080".parse().expect("an origin");
        of(settings, &console, clock::moment()).unwrap_or_else(|_| panic!("a preview"))
    }

    #[test]
    fn w14_a_preview_has_what_a_site_has_and_keeps_nothing() {
        let previews = Previews::default();
        let key = previews.add(preview("A"));
        let front = previews.front(&key).expect("a preview");
        assert_eq!((front.settings.off, front.settings.storage_mode), (false, StorageMode::Consent));
        assert_eq!(front.settings.allowed_domains, ["127.0.0.1:8080"]);
        let bytes = previews.file(FileKind::Site, front.site_files[0].1).expect("a site file");
        let site = SiteFile::from_bytes(&bytes).expect("a site file");
        assert!(previews.file(FileKind::Flow, site.dialogues[0].flow).is_some());
        assert!(previews.file(FileKind::Cover, site.dialogues[0].flow).is_none());
    }

    #[test]
    fn w14_previews_are_forgotten_the_oldest_first() {
        let previews = Previews::default();
        let keys: Vec<SiteKey> = (0..=REMEMBERED).map(|nth| previews.add(preview(&nth.to_string()))).collect();
        assert!(previews.front(&keys[0]).is_none());
        let name = |key: &SiteKey| previews.front(key).map(|front| front.settings.name);
        assert_eq!(name(&keys[1]), Some(Name::parse("1").expect("a name")));
    }
}
