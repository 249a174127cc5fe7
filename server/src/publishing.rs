//! Publishing: check, compile, freeze, and make the site's file anew. For the console and the command line alike.

use parlor_connect::Outside;
use parlor_domain::change::By;
use parlor_domain::draft::Draft;
use parlor_domain::finding::{Finding, Severity};
use parlor_domain::flow::Behind;
use parlor_domain::form::Form;
use parlor_domain::ids::DialogueId;
use parlor_domain::language::Language;
use parlor_domain::library::Staff;
use parlor_domain::site::SiteFile;
use parlor_domain::text::SiteKey;
use parlor_engine::publish::{
    Compiled, TooMuch, Work, World, check, check_site, compile_flow, publish_dialogue, publish_flow, site_file, words,
};
use parlor_store::{DialogueRecord, File, FileKind, NewVersion, SiteRecord, Store, StoreError, VersionRecord};

use crate::copies::{self, Copies, PATIENCE};
use crate::pictures::{self, Copied, Missing};
use crate::squeeze::hash_of;

/// How often the site's file is made anew when somebody else changes the site meanwhile.
const ATTEMPTS: usize = 20;

/// Why a dialogue or flow was not published.
#[derive(Debug, thiserror::Error)]
pub enum NotPublished {
    /// There is no such dialogue or flow.
    #[error("there is no such dialogue or flow")]
    NoSuchDialogue,
    /// The check found errors, or an image can't be copied.
    #[error("{}", errors(.0))]
    Findings(Vec<Finding>),
    /// The site has as much as it may.
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
    /// What was checked can't be compiled, or the site never holds still.
    #[error("{0}")]
    Defect(String),
    /// The memory failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn errors(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(line).collect::<Vec<_>>().join("\n")
}

/// A finding in one line.
pub(crate) fn line(finding: &Finding) -> String {
    finding.card.as_ref().map_or_else(|| finding.message.clone(), |card| format!("{card}: {}", finding.message))
}

/// There are no hours yet at which anybody takes meetings or chats.
static NOBODY: Staff = Staff { agents: Vec::new(), teams: Vec::new() };

/// What a site's drafts may refer to besides its attributes, goals and documents.
pub(crate) fn works(site: &SiteRecord) -> Vec<Work> {
    let work = |record: &DialogueRecord| {
        let published = record.latest.as_ref().filter(|_| record.published);
        Work::of(record.id, &record.draft, published.map(|latest| (latest.number, &latest.draft)))
    };
    site.dialogues.iter().map(work).collect()
}

/// All that a site's drafts may refer to.
pub(crate) fn world<'a>(site: &'a SiteRecord, works: &'a [Work]) -> World<'a> {
    World {
        attributes: &site.attributes,
        goals: &site.goals,
        documents: &site.documents,
        works,
        library: &site.library,
        staff: Some(&NOBODY),
    }
}

/// Whether publishing the draft would give something else than the newest version: the draft is another one, or a flow
/// that stands in it has a newer version (C10).
pub(crate) fn is_changed(record: &DialogueRecord, works: &[Work]) -> bool {
    let newest = |id: DialogueId| works.iter().find(|work| work.id == id).and_then(|work| work.latest.as_ref());
    record.latest.as_ref().is_none_or(|version| {
        let is_old = |(id, number): &(DialogueId, u32)| newest(*id).is_some_and(|(newest, _)| newest != number);
        version.draft != record.draft || version.behind.pins.iter().any(is_old)
    })
}

/// What came of publishing something that may be published as it is already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Published {
    /// It is a new version.
    As(u32),
    /// Visitors get just this already.
    Already(u32),
}

/// Publishes the draft of a dialogue or flow as a new version. The site's file is not made anew yet: see [`refresh`].
pub async fn publish(
    store: &Store,
    outside: &Outside,
    key: &SiteKey,
    dialogue: DialogueId,
    ask_again: bool,
    by: By,
) -> Result<u32, NotPublished> {
    let (_, version) = prepare(store, outside, key, dialogue).await?;
    let version = NewVersion { ask_again, ..version };
    store.publish(key, dialogue, version, by).await?.ok_or(NotPublished::NoSuchDialogue)
}

/// The same, unless visitors would get what they get already.
pub(crate) async fn publish_changed(
    store: &Store,
    outside: &Outside,
    key: &SiteKey,
    dialogue: DialogueId,
    by: By,
) -> Result<Published, NotPublished> {
    let (record, version) = prepare(store, outside, key, dialogue).await?;
    match record.latest.filter(|_| record.published) {
        Some(latest) if is_same(&latest, &version) => Ok(Published::Already(latest.number)),
        _ => {
            let number = store.publish(key, dialogue, version, by).await?;
            number.map(Published::As).ok_or(NotPublished::NoSuchDialogue)
        }
    }
}

/// Whether the new version would say and do the same, and know the same addresses of what was copied.
fn is_same(latest: &VersionRecord, version: &NewVersion) -> bool {
    // A newer version of a flow that stands in it may have changed nothing that matters.
    let but_pins = |behind: &Behind| Behind { pins: Vec::new(), ..behind.clone() };
    let does_same = but_pins(&latest.behind) == but_pins(&version.behind);
    latest.draft == version.draft && latest.flow == version.flow.hash && does_same
}

/// The version that the draft would be now, if it may be published.
async fn prepare(
    store: &Store,
    outside: &Outside,
    key: &SiteKey,
    dialogue: DialogueId,
) -> Result<(DialogueRecord, NewVersion), NotPublished> {
    let site = store.site(key).await?.ok_or(NotPublished::NoSuchDialogue)?;
    let record = site.dialogues.iter().find(|other| other.id == dialogue).ok_or(NotPublished::NoSuchDialogue)?;
    let works = works(&site);
    let world = world(&site, &works);
    let findings = check(&record.draft, &world);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(NotPublished::Findings(findings));
    }
    check_site(&with(&site, record))?;
    let compiled = compile_flow(record.draft.flow(), &world).map_err(|bad| NotPublished::Defect(bad.to_string()))?;
    Ok((record.clone(), freeze(outside, &site, record, compiled).await?))
}

/// The version with all that it takes from elsewhere.
async fn freeze(
    outside: &Outside,
    site: &SiteRecord,
    record: &DialogueRecord,
    compiled: Compiled,
) -> Result<NewVersion, NotPublished> {
    let Compiled { mut flow, behind } = compiled;
    let former = former_versions(site, record);
    let deadline = tokio::time::Instant::now() + PATIENCE;
    let pictures = former.iter().flat_map(|version| version.behind.pictures.iter().cloned()).collect();
    let Copied { pictures, files: images } =
        pictures::take(outside, &mut flow, &pictures, deadline).await.map_err(|missing| not_copied(record, missing))?;
    let places = former.iter().flat_map(|version| version.behind.copies.iter().cloned()).collect();
    let Copies { places, files } = copies::take(outside, &mut flow, &places, deadline).await;
    let behind = Behind { copies: places.into_iter().collect(), pictures: pictures.into_iter().collect(), ..behind };
    let documents = files.into_iter().map(|file| (FileKind::Document, file));
    let copies = documents.chain(images.into_iter().map(|file| (FileKind::Cover, file))).collect();
    let (draft, flow) = (record.draft.clone(), file(flow.to_bytes()));
    Ok(NewVersion { draft, flow, behind, copies, ask_again: false })
}

/// The site's newest versions, whose copies are there already: this one's own last, because of an address it counts first.
fn former_versions<'a>(site: &'a SiteRecord, record: &'a DialogueRecord) -> Vec<&'a VersionRecord> {
    let others = site.dialogues.iter().filter(|other| other.id != record.id);
    others.chain([record]).filter_map(|record| record.latest.as_ref()).collect()
}

/// Images without copies, with the keys of their cards. Cards of the flows that stand in a draft have none in it.
fn not_copied(record: &DialogueRecord, missing: Vec<Missing>) -> NotPublished {
    let cards = &record.draft.flow().cards.0;
    let finding = |Missing { card, message }: Missing| {
        let card = cards.get(usize::from(card)).map(|(key, _)| key.clone());
        Finding { severity: Severity::Error, card, message }
    };
    NotPublished::Findings(missing.into_iter().map(finding).collect())
}

/// What the site would have published with this one.
fn with<'a>(site: &'a SiteRecord, candidate: &'a DialogueRecord) -> Vec<&'a Draft> {
    let others = site.dialogues.iter().filter(|other| other.published && other.id != candidate.id);
    others.filter_map(|other| Some(&other.latest.as_ref()?.draft)).chain([&candidate.draft]).collect()
}

/// A file by its content.
pub(crate) fn file(bytes: Vec<u8>) -> File {
    File { hash: hash_of(&bytes), bytes }
}

/// Makes a site's files anew, from what is published now. Whoever changes the site meanwhile is taken along.
pub async fn refresh(store: &Store, key: &SiteKey) -> Result<(), NotPublished> {
    for _ in 0..ATTEMPTS {
        let Some(site) = store.site(key).await? else { return Ok(()) };
        let files = made(&site)?;
        let is_same =
            files.iter().map(|(language, file)| (language, file.hash)).eq(site.site_files.iter().map(|(of, hash)| (of, *hash)));
        if is_same || store.set_site_files(key, site.revision, files).await? {
            return Ok(());
        }
    }
    Err(NotPublished::Defect("the site is changed all the time; try again".to_owned()))
}

/// Makes every site's files anew: a newer program may write it differently.
pub async fn refresh_all(store: &Store) -> Result<(), NotPublished> {
    for key in store.sites().await? {
        refresh(store, &key).await?;
    }
    Ok(())
}

/// The files of a site, one for each of its languages (W5).
fn made(site: &SiteRecord) -> Result<Vec<(Language, File)>, NotPublished> {
    let mut of_site = published(site)?;
    let mut in_language = |language: &Language| {
        of_site.words = words(language, &site.settings.texts);
        (language.clone(), file(of_site.to_bytes()))
    };
    Ok(site.settings.languages.iter().map(&mut in_language).collect())
}

fn published(site: &SiteRecord) -> Result<SiteFile, NotPublished> {
    let works = works(site);
    let world = world(site, &works);
    let (mut dialogues, mut flows) = (Vec::new(), Vec::new());
    for record in site.dialogues.iter().filter(|record| record.published) {
        let Some(version) = record.latest.clone() else { continue };
        let (id, number, flow) = (record.id, version.number, version.flow);
        let done = match version.draft {
            Draft::Dialogue(draft) => {
                let asked_again = record.asked_again;
                publish_dialogue(draft, id, record.created, number, flow, asked_again, &world).map(|made| dialogues.push(made))
            }
            Draft::Flow(draft) => publish_flow(draft, id, number, flow).map(|made| flows.push(made)),
        };
        done.map_err(|bad| NotPublished::Defect(bad.to_string()))?;
    }
    Ok(site_file(&site.settings, &site.attributes, dialogues, flows))
}
