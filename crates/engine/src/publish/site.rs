//! What is published, for the one file that browsers get of a site (W5).

use std::collections::BTreeSet;
use std::fmt;

use parlor_domain::attribute::PersonAttribute;
use parlor_domain::draft::{ConversationalFlowDraft, DialogueDraft, Draft, PagesDraft, Source};
use parlor_domain::ids::DialogueId;
use parlor_domain::language::Language;
use parlor_domain::limits::{SITE_DIALOGUES, SITE_FLOWS, TARGETING_ATTRIBUTES};
use parlor_domain::page::Pages;
use parlor_domain::site::{FileHash, PublishedDialogue, PublishedFlow, Settings, SiteFile};
use parlor_domain::time::Instant;

use super::audience::publish_audience;
use super::compile::opening;
use super::words::words;
use super::world::World;
use super::{BadPattern, parse_pattern};

/// More than a site may have published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooMuch {
    /// More dialogues than `SITE_DIALOGUES`.
    Dialogues,
    /// More conversational flows than `SITE_FLOWS`.
    Flows,
    /// More attributes than `TARGETING_ATTRIBUTES` that the dialogues' audiences ask for.
    Attributes,
}

impl fmt::Display for TooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dialogues => {
                write!(f, "The most dialogues that can be published in one site is {SITE_DIALOGUES}. Unpublish one first.")
            }
            Self::Flows => write!(f, "The most flows that can be published in one site is {SITE_FLOWS}. Unpublish one first."),
            Self::Attributes => {
                write!(f, "The published dialogues of a site can target {TARGETING_ATTRIBUTES} different attributes at the most.")
            }
        }
    }
}

impl std::error::Error for TooMuch {}

/// Whether a site may have all this published at once.
pub fn check_site(published: &[&Draft]) -> Result<(), TooMuch> {
    let count = |source| published.iter().filter(|draft| draft.source() == source).count();
    if count(Source::Dialogue) > SITE_DIALOGUES {
        return Err(TooMuch::Dialogues);
    }
    if count(Source::Flow) > SITE_FLOWS {
        return Err(TooMuch::Flows);
    }
    let dialogues = published.iter().filter_map(|draft| match draft {
        Draft::Dialogue(dialogue) => Some(dialogue),
        Draft::Flow(_) => None,
    });
    let conditions = dialogues.flat_map(|dialogue| dialogue.audience.conditions());
    let attributes: BTreeSet<_> = conditions.map(|condition| &condition.attribute).collect();
    if attributes.len() > TARGETING_ATTRIBUTES { Err(TooMuch::Attributes) } else { Ok(()) }
}

/// The page patterns as they are matched.
pub fn compile_pages(draft: &PagesDraft) -> Result<Pages, BadPattern> {
    let parse = |patterns: &[String]| patterns.iter().map(|pattern| parse_pattern(pattern)).collect::<Result<_, _>>();
    Ok(Pages { include: parse(&draft.include)?, exclude: parse(&draft.exclude)? })
}

/// The targeting of one published version. In its audience, dialogues and flows of the world stand by their ids.
pub fn publish_dialogue(
    draft: DialogueDraft,
    id: DialogueId,
    created: Instant,
    version: u32,
    flow: FileHash,
    asked_again: Option<Instant>,
    world: &World<'_>,
) -> Result<PublishedDialogue, BadPattern> {
    Ok(PublishedDialogue {
        id,
        name: draft.name,
        version,
        flow,
        opening: opening(&draft.flow),
        priority: draft.priority,
        created,
        pages: compile_pages(&draft.pages)?,
        audience: publish_audience(&draft.audience, world, |_| None),
        display: draft.display,
        may_appear_again: draft.may_appear_again,
        asked_again,
        others_go_first: draft.others_go_first,
        caps: draft.caps,
        schedule: draft.schedule.compile(),
    })
}

/// What starts one published version of a conversational flow.
pub fn publish_flow(
    draft: ConversationalFlowDraft,
    id: DialogueId,
    version: u32,
    flow: FileHash,
) -> Result<PublishedFlow, BadPattern> {
    Ok(PublishedFlow {
        id,
        name: draft.name,
        version,
        flow,
        interface: draft.interface,
        on_load: compile_pages(&draft.on_load)?,
        form_fields: draft.form_fields.into_iter().map(|field| (field.field, field.attribute)).collect(),
    })
}

/// The one file that browsers get of a site: its dialogues in the order of resolution (T24), its flows from the oldest
/// on, and of its person attributes those that visitors may set. It is in the site's first language.
pub fn site_file(
    settings: &Settings,
    attributes: &[PersonAttribute],
    mut dialogues: Vec<PublishedDialogue>,
    mut flows: Vec<PublishedFlow>,
) -> SiteFile {
    dialogues.sort_by_key(|dialogue| (dialogue.priority, dialogue.created, dialogue.id));
    // An id begins with the time at which it was made.
    flows.sort_by_key(|flow| flow.id);
    let asks_for_hours = dialogues.iter().any(|dialogue| !dialogue.schedule.hours.is_empty());
    let settable = attributes.iter().filter(|attribute| attribute.visitor_may_set);
    SiteFile {
        session_minutes: settings.session_minutes,
        response_delay_ms: settings.response_delay_ms,
        off: settings.off,
        look: settings.look.published(),
        reports_pages: settings.log_page_views,
        attributes: settable.map(|attribute| (attribute.key.clone(), attribute.kind)).collect(),
        zone: if asks_for_hours { settings.zone.clone() } else { String::new() },
        dialogues,
        flows,
        words: words(settings.languages.first().unwrap_or(&Language::english()), &settings.texts),
    }
}
