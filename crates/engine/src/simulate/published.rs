//! What a simulated site has published, and the files that browsers get of it.

use parlor_domain::attribute::{PersonAttribute, built_in};
use parlor_domain::draft::{DocumentDraft, Draft, SiteDraft};
use parlor_domain::finding::Severity;
use parlor_domain::flow::{Document, Place};
use parlor_domain::ids::DialogueId;
use parlor_domain::library::Library;
use parlor_domain::site::{FileHash, Settings, SiteFile};
use parlor_domain::text::{Key, Name};
use parlor_domain::time::Instant;

use super::server::Version;
use crate::publish::{Work, World, check, compile_flow, publish_dialogue, publish_flow, site_file};

/// A site, its drafts and what it has published.
pub(super) struct Published {
    pub(super) settings: Settings,
    attributes: Vec<PersonAttribute>,
    goals: Vec<Name>,
    documents: Vec<Document>,
    library: Library,
    works: Vec<Kept>,
}

/// A dialogue or flow of the site.
struct Kept {
    id: DialogueId,
    draft: Draft,
    created: Instant,
    /// 0 as long as it was never published.
    version: u32,
    is_published: bool,
    asked_again: Option<Instant>,
}

impl Published {
    /// A site with its library and its drafts, and nothing published.
    pub(super) fn new(site: &SiteDraft, begins: Instant) -> Self {
        let mut published = Self {
            settings: site.site.clone(),
            attributes: built_in().chain(site.attributes.iter().cloned()).collect(),
            goals: site.goals.clone(),
            documents: site.documents.iter().map(document).collect(),
            library: Library::of(site),
            works: Vec::new(),
        };
        let dialogues = site.dialogues.iter().cloned().map(Draft::Dialogue);
        for draft in dialogues.chain(site.flows.iter().cloned().map(Draft::Flow)) {
            published.keep(draft, begins);
        }
        published
    }

    /// The draft of this name.
    pub(super) fn draft(&self, name: &Name) -> Option<&Draft> {
        self.works.iter().map(|work| &work.draft).find(|draft| draft.name() == name)
    }

    /// Every draft that is not published, in the order in which they came.
    pub(super) fn unpublished(&self) -> impl Iterator<Item = &Draft> {
        self.works.iter().filter(|work| !work.is_published).map(|work| &work.draft)
    }

    /// What keeps a draft from being published, as texts.
    pub(super) fn faults(&self, draft: &Draft) -> Vec<String> {
        let findings = self.with_world(|world| check(draft, world));
        let errors = findings.into_iter().filter(|finding| finding.severity == Severity::Error);
        errors
            .map(|finding| finding.card.map_or(finding.message.clone(), |card| format!("{card}: {}", finding.message)))
            .collect()
    }

    /// Uses what the site's drafts may refer to.
    pub(super) fn with_world<T>(&self, use_it: impl FnOnce(&World<'_>) -> T) -> T {
        let works: Vec<Work> = self.works.iter().map(Kept::work).collect();
        let Self { attributes, goals, documents, library, .. } = self;
        use_it(&World { attributes, goals, documents, works: &works, library, staff: None })
    }

    /// Says so if the site has no attribute of this key.
    pub(super) fn has_attribute(&self, key: &Key) -> Result<(), String> {
        let is_there = self.attributes.iter().any(|attribute| attribute.key == *key);
        is_there.then_some(()).ok_or_else(|| format!("`{key}` is not an attribute of the site"))
    }

    /// Its lists, programs and webhooks.
    pub(super) fn library(&self) -> &Library {
        &self.library
    }

    /// Keeps a draft, in the place of the one of the same name.
    fn keep(&mut self, draft: Draft, now: Instant) -> usize {
        if let Some(at) = self.works.iter().position(|work| work.draft.name() == draft.name()) {
            self.works[at].draft = draft;
            return at;
        }
        let number = self.works.len() + 1;
        self.works.push(Kept {
            id: made_up_id(number),
            draft,
            created: now.plus(number as i64),
            version: 0,
            is_published: false,
            asked_again: None,
        });
        number - 1
    }

    /// Publishes a draft, and says what the server keeps of it.
    pub(super) fn publish(&mut self, draft: Draft, now: Instant, ask_again: bool) -> Result<Version, String> {
        let at = self.keep(draft, now);
        let compiled =
            self.with_world(|world| compile_flow(self.works[at].draft.flow(), world)).map_err(|bad| bad.to_string())?;
        let work = &mut self.works[at];
        work.version += 1;
        work.is_published = true;
        if ask_again {
            work.asked_again = Some(now);
        }
        Ok(Version {
            of: work.id,
            number: work.version,
            name: work.draft.name().clone(),
            is_flow: matches!(work.draft, Draft::Flow(_)),
            flow: compiled.flow,
            behind: compiled.behind,
        })
    }

    /// Takes a dialogue or flow from the site; says whether it was published.
    pub(super) fn unpublish(&mut self, name: &Name) -> bool {
        let work = self.works.iter_mut().find(|work| work.draft.name() == name && work.is_published);
        work.map(|work| work.is_published = false).is_some()
    }

    /// The file that browsers get of the site.
    pub(super) fn site_file(&self) -> Result<SiteFile, String> {
        let (mut dialogues, mut flows) = (Vec::new(), Vec::new());
        for work in self.works.iter().filter(|work| work.is_published) {
            let (id, version, flow) = (work.id, work.version, hash(work.id, work.version));
            match work.draft.clone() {
                Draft::Dialogue(draft) => {
                    let publish =
                        |world: &World<'_>| publish_dialogue(draft, id, work.created, version, flow, work.asked_again, world);
                    dialogues.push(self.with_world(publish).map_err(|bad| bad.to_string())?);
                }
                Draft::Flow(draft) => flows.push(publish_flow(draft, id, version, flow).map_err(|bad| bad.to_string())?),
            }
        }
        Ok(site_file(&self.settings, &self.attributes, dialogues, flows))
    }
}

impl Kept {
    fn work(&self) -> Work {
        Work::of(self.id, &self.draft, self.is_published.then_some((self.version, &self.draft)))
    }
}

/// The nth id of a site, always the same.
fn made_up_id(number: usize) -> DialogueId {
    const EVERY_BYTE: u128 = u128::from_be_bytes([1; 16]);
    DialogueId::from_bytes((number as u128).wrapping_mul(EVERY_BYTE).to_be_bytes())
}

/// The name of a version's flow.
pub(super) fn hash(of: DialogueId, version: u32) -> FileHash {
    let mut bytes = *of.bytes();
    for (byte, of_version) in bytes[12..].iter_mut().zip(version.to_be_bytes()) {
        *byte ^= of_version;
    }
    FileHash(bytes)
}

/// A document without its content: nobody opens it here.
fn document(draft: &DocumentDraft) -> Document {
    let place = draft.url.clone().map_or(Place::Uploaded { file: FileHash([9; 16]), bytes: 1_200_000 }, Place::Hosted);
    Document { name: draft.name.clone(), place, cover: None }
}
