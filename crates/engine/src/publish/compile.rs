//! From a sound draft to what browsers get (W5).

use parlor_domain::draft::{CaptureDraft, CardDraft, DialogueDraft, FlowDraft, PagesDraft, QuestionDraft};
use parlor_domain::flow::{Capture, Card, CardIndex, Choice, Flow, Other, Question, RichText};
use parlor_domain::ids::DialogueId;
use parlor_domain::page::Pages;
use parlor_domain::site::{FileHash, PublishedDialogue, Settings, SiteFile};
use parlor_domain::text::Key;
use parlor_domain::time::Instant;
use parlor_domain::value::InputKind;
use unicode_normalization::UnicodeNormalization;

use super::audience::{fold, fold_text};
use super::{BadMarkdown, BadPattern, parse_markdown, parse_pattern};

/// The flow as browsers walk it. Call it for drafts without errors: what the check would refuse
/// comes out as an empty text or the end of a branch.
pub fn compile_flow(draft: &FlowDraft) -> Result<Flow, BadMarkdown> {
    let place = |key: &Key| draft.cards.position(key).and_then(|at| CardIndex::try_from(at).ok());
    let next = |key: &Option<Key>| key.as_ref().and_then(place);
    let cards = draft.cards.0.iter().map(|(_, card)| compile_card(card, &next)).collect::<Result<_, _>>()?;
    Ok(Flow { start: place(&draft.start).unwrap_or(CardIndex::MAX), cards })
}

type Next<'a> = dyn Fn(&Option<Key>) -> Option<CardIndex> + 'a;

fn compile_card(card: &CardDraft, next: &Next<'_>) -> Result<Card, BadMarkdown> {
    Ok(match card {
        CardDraft::Message(message) => Card::Message { text: text(&message.text)?, next: next(&message.next) },
        CardDraft::Question(question) => Card::Question(compile_question(question, next)?),
        CardDraft::Capture(capture) => Card::Capture(compile_capture(capture, next)?),
        CardDraft::Goal(goal) => Card::Goal { next: next(&goal.next) },
        CardDraft::Jump(jump) => Card::Jump { to: next(&Some(jump.to.clone())).unwrap_or(CardIndex::MAX) },
    })
}

fn compile_question(draft: &QuestionDraft, next: &Next<'_>) -> Result<Question, BadMarkdown> {
    let after = |own: &Option<Key>| next(own).or_else(|| next(&draft.next));
    let choice = |choice: &parlor_domain::draft::ChoiceDraft| {
        let label: String = choice.label.trim().nfc().collect();
        let value: Option<String> = choice.value.as_ref().map(|value| value.trim().nfc().collect());
        let folded = fold_text(value.as_deref().unwrap_or(&label));
        Choice { label, value, folded, next: after(&choice.next) }
    };
    Ok(Question {
        text: text(&draft.text)?,
        choices: draft.choices.iter().map(choice).collect(),
        several: draft.several,
        other: draft.other.as_ref().map(|other| Other { label: other.label.trim().to_owned(), next: after(&other.next) }),
        attribute: draft.attribute.clone(),
        next: next(&draft.next),
    })
}

fn compile_capture(draft: &CaptureDraft, next: &Next<'_>) -> Result<Capture, BadMarkdown> {
    Ok(Capture {
        text: text(&draft.text)?,
        input: compile_input(&draft.input),
        attribute: draft.attribute.clone(),
        placeholder: draft.placeholder.clone().unwrap_or_default(),
        required: draft.required,
        known: draft.known,
        next: next(&draft.next),
        could_not_answer: next(&draft.could_not_answer),
    })
}

/// Choices in the form in which what was typed is compared with them.
fn compile_input(input: &InputKind) -> InputKind {
    match input {
        InputKind::Choice(choices) => InputKind::Choice(choices.iter().map(|choice| choice.trim().nfc().collect()).collect()),
        other => other.clone(),
    }
}

fn text(markdown: &str) -> Result<RichText, BadMarkdown> {
    parse_markdown(&markdown.nfc().collect::<String>())
}

/// The page patterns as they are matched.
pub fn compile_pages(draft: &PagesDraft) -> Result<Pages, BadPattern> {
    let parse = |patterns: &[String]| patterns.iter().map(|pattern| parse_pattern(pattern)).collect::<Result<_, _>>();
    Ok(Pages { include: parse(&draft.include)?, exclude: parse(&draft.exclude)? })
}

/// The targeting of one published version.
pub fn publish_dialogue(
    draft: DialogueDraft,
    id: DialogueId,
    created: Instant,
    version: u32,
    flow: FileHash,
    asked_again: Option<Instant>,
) -> Result<PublishedDialogue, BadPattern> {
    Ok(PublishedDialogue {
        id,
        version,
        flow,
        priority: draft.priority,
        created,
        pages: compile_pages(&draft.pages)?,
        audience: fold(draft.audience),
        display: draft.display,
        may_appear_again: draft.may_appear_again,
        asked_again,
    })
}

/// The one file that browsers get of a site, its dialogues in the order of resolution (T24).
pub fn site_file(settings: &Settings, mut dialogues: Vec<PublishedDialogue>) -> SiteFile {
    dialogues.sort_by_key(|dialogue| (dialogue.priority, dialogue.created, dialogue.id));
    SiteFile {
        session_minutes: settings.session_minutes,
        response_delay_ms: settings.response_delay_ms,
        off: settings.off,
        look: settings.look.clone(),
        dialogues,
    }
}
