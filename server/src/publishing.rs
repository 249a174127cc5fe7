//! Publishing: check, compile, freeze, and make the site's file anew. For the console and the command line alike.

use std::collections::BTreeSet;

use parlor_domain::draft::DialogueDraft;
use parlor_domain::finding::{Finding, Severity};
use parlor_domain::form::Form;
use parlor_domain::ids::DialogueId;
use parlor_domain::limits::{SITE_DIALOGUES, TARGETING_ATTRIBUTES};
use parlor_domain::site::SiteFile;
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use parlor_engine::publish::{World, check, compile_flow, publish_dialogue, site_file};
use parlor_store::{DialogueRecord, File, NewVersion, SiteRecord, Store, StoreError};

use crate::squeeze::hash_of;

/// How often the site's file is made anew when somebody else changes the site meanwhile.
const ATTEMPTS: usize = 20;

/// Why a dialogue was not published.
#[derive(Debug, thiserror::Error)]
pub enum NotPublished {
    /// There is no such dialogue.
    #[error("there is no such dialogue")]
    NoSuchDialogue,
    /// The check found errors.
    #[error("{}", errors(.0))]
    Findings(Vec<Finding>),
    /// The site has as many as it may.
    #[error("The most dialogues that can be published in one site is {SITE_DIALOGUES}. Unpublish one first.")]
    TooManyDialogues,
    /// The published dialogues ask for as much as they may.
    #[error("The published dialogues of a site can target {TARGETING_ATTRIBUTES} different attributes at the most.")]
    TooManyAttributes,
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

/// What the check says about a dialogue's draft.
pub(crate) fn findings(site: &SiteRecord, draft: &DialogueDraft) -> Vec<Finding> {
    check(draft, &World { attributes: &site.attributes, goals: &site.goals })
}

/// Publishes a dialogue's draft as a new version. The site's file is not made anew yet: see [`refresh`].
pub async fn publish(
    store: &Store,
    key: &SiteKey,
    dialogue: DialogueId,
    ask_again: bool,
    now: Instant,
) -> Result<u32, NotPublished> {
    let site = store.site(key).await?.ok_or(NotPublished::NoSuchDialogue)?;
    let record = site.dialogues.iter().find(|other| other.id == dialogue).ok_or(NotPublished::NoSuchDialogue)?;
    let findings = findings(&site, &record.draft);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(NotPublished::Findings(findings));
    }
    limits(&site, record)?;
    let flow = compile_flow(&record.draft.flow).map_err(|bad| NotPublished::Defect(bad.to_string()))?;
    let version = NewVersion { draft: record.draft.clone(), flow: file(flow.to_bytes()), ask_again };
    store.publish(key, dialogue, version, now).await?.ok_or(NotPublished::NoSuchDialogue)
}

/// What the site would have with this dialogue published, against what it may have.
fn limits(site: &SiteRecord, candidate: &DialogueRecord) -> Result<(), NotPublished> {
    let others = site.dialogues.iter().filter(|other| other.published && other.id != candidate.id);
    if others.clone().count() >= SITE_DIALOGUES {
        return Err(NotPublished::TooManyDialogues);
    }
    let drafts = others.filter_map(|other| Some(&other.latest.as_ref()?.draft)).chain([&candidate.draft]);
    let conditions = drafts.flat_map(|draft| draft.audience.conditions());
    let attributes: BTreeSet<_> = conditions.map(|condition| &condition.attribute).collect();
    if attributes.len() > TARGETING_ATTRIBUTES { Err(NotPublished::TooManyAttributes) } else { Ok(()) }
}

fn file(bytes: Vec<u8>) -> File {
    File { hash: hash_of(&bytes), bytes }
}

/// Makes a site's file anew, from what is published now. Whoever changes the site meanwhile is taken along.
pub async fn refresh(store: &Store, key: &SiteKey) -> Result<(), NotPublished> {
    for _ in 0..ATTEMPTS {
        let Some(site) = store.site(key).await? else { return Ok(()) };
        let file = file(made(&site)?.to_bytes());
        if site.site_file == Some(file.hash) || store.set_site_file(key, site.revision, file).await? {
            return Ok(());
        }
    }
    Err(NotPublished::Defect("the site is changed all the time; try again".to_owned()))
}

/// Makes every site's file anew: a newer program may write it differently.
pub async fn refresh_all(store: &Store) -> Result<(), NotPublished> {
    for key in store.sites().await? {
        refresh(store, &key).await?;
    }
    Ok(())
}

fn made(site: &SiteRecord) -> Result<SiteFile, NotPublished> {
    let published = site.dialogues.iter().filter(|dialogue| dialogue.published);
    let targeting = published.filter_map(|dialogue| {
        let version = dialogue.latest.clone()?;
        let (draft, number, flow) = (version.draft, version.number, version.flow);
        Some(publish_dialogue(draft, dialogue.id, dialogue.created, number, flow, dialogue.asked_again))
    });
    let dialogues = targeting.collect::<Result<_, _>>().map_err(|bad| NotPublished::Defect(bad.to_string()))?;
    Ok(site_file(&site.settings, dialogues))
}
