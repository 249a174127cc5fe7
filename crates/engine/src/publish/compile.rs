//! From a sound draft to what browsers get (W5).

use parlor_domain::draft::{
    ActionDraft, AnswersDraft, CaptureDraft, CardDraft, ChoiceDraft, ConditionDraft, DocumentCardDraft, FlowDraft, LiveChatDraft,
    MeetingDraft, MessageDraft, QuestionDraft, SplitDraft,
};
use parlor_domain::flow::{Behind, Capture, Card, CardIndex, Choice, DocumentCard, Flow, Other, Place, Question, RichText};
use parlor_domain::limits::OPENING_CHARS;
use parlor_domain::service::{ServedCard, Service};
use parlor_domain::text::Key;
use parlor_domain::value::InputKind;
use unicode_normalization::UnicodeNormalization;

use super::BadMarkdown;
use super::action::{asks, deeds};
use super::audience::{fold_text, publish_audience};
use super::texts::compile_text;
use super::whole::{Part, Whole};
use super::world::World;
use crate::condition::mark;
use crate::token::has_tokens;

/// A flow in its published form.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled {
    /// What browsers walk.
    pub flow: Flow,
    /// What the server keeps of it.
    pub behind: Behind,
}

/// The flow as browsers walk it. The draft's own cards come first, at their places; the flows that stand in it follow as
/// copies of their newest published version, at most `PUBLISHED_CARDS` in all (C10).
///
/// Call it for drafts without errors: what the check would refuse comes out as an empty text, the end of a branch, or an
/// error.
pub fn compile_flow(draft: &FlowDraft, world: &World<'_>) -> Result<Compiled, BadMarkdown> {
    let whole = Whole::of(draft, None, world);
    let mut cards = Vec::new();
    let mut behind = Behind { pins: whole.pins(), ..Behind::default() };
    for part in &whole.parts {
        let compiler = Compiler { whole: &whole, part, world };
        for (place, key, card) in part.cards() {
            cards.push(compiler.card(place, key, card)?);
            compiler.keep_behind(index(place).unwrap_or(CardIndex::MAX), card, &mut behind);
        }
    }
    let start = draft.cards.position(&draft.start).and_then(index).unwrap_or(CardIndex::MAX);
    Ok(Compiled { flow: Flow { start, cards }, behind })
}

/// The words with which a flow begins for every visitor, as [`RichText::plain`] has them; `None` if its first card says none, they have
/// tokens, or are longer than [`OPENING_CHARS`].
pub(super) fn opening(draft: &FlowDraft) -> Option<String> {
    let (_, card) = draft.cards.0.get(draft.cards.position(&draft.start)?)?;
    let text = compile_text(said(card)?, |_| None).ok().filter(|text| !has_tokens(text))?;
    Some(text.plain()).filter(|words| words.chars().count() <= OPENING_CHARS)
}

fn said(card: &CardDraft) -> Option<&str> {
    match card {
        CardDraft::Message(MessageDraft { text, .. })
        | CardDraft::Question(QuestionDraft { text, .. })
        | CardDraft::Capture(CaptureDraft { text, .. })
        | CardDraft::Document(DocumentCardDraft { text, .. })
        | CardDraft::Meeting(MeetingDraft { text, .. })
        | CardDraft::LiveChat(LiveChatDraft { text, .. })
        | CardDraft::Answers(AnswersDraft { text, .. }) => Some(text),
        _ => None,
    }
}

fn index(place: usize) -> Option<CardIndex> {
    CardIndex::try_from(place).ok()
}

/// Compiles the cards of one part.
struct Compiler<'a> {
    whole: &'a Whole<'a>,
    part: &'a Part<'a>,
    world: &'a World<'a>,
}

impl Compiler<'_> {
    fn card(&self, place: usize, key: &Key, card: &CardDraft) -> Result<Card, BadMarkdown> {
        Ok(match card {
            CardDraft::Message(MessageDraft { text, next }) => Card::Message { text: self.text(text)?, next: self.next(next) },
            CardDraft::Question(question) => Card::Question(self.question(question)?),
            CardDraft::Capture(capture) => Card::Capture(self.capture(capture)?),
            CardDraft::Goal(goal) => Card::Reach { goal: goal.goal.to_string(), next: self.next(&goal.next) },
            CardDraft::Jump(jump) => Card::Jump { to: self.part.place(&jump.to).and_then(index).unwrap_or(CardIndex::MAX) },
            CardDraft::Document(document) => Card::Document(self.document(document)?),
            CardDraft::Condition(condition) => self.condition(condition),
            CardDraft::Flow(flow) => {
                let to = self.whole.start(place).and_then(index).or_else(|| self.next(&flow.next));
                Card::Jump { to: to.unwrap_or(CardIndex::MAX) }
            }
            CardDraft::Split(split) => self.split(key, split),
            CardDraft::Wait(wait) => Card::Wait { ms: wait.ms, next: self.next(&wait.next) },
            CardDraft::Action(action) => self.action(action)?,
            CardDraft::Meeting(MeetingDraft { text, booked, not_booked, .. }) => {
                self.served(Service::Meeting, text, booked, not_booked)?
            }
            CardDraft::LiveChat(LiveChatDraft { text, ended, not_connected, .. }) => {
                self.served(Service::LiveChat, text, ended, not_connected)?
            }
            CardDraft::Answers(AnswersDraft { text, next, no_match }) => self.served(Service::Answers, text, next, no_match)?,
        })
    }

    fn served(&self, service: Service, text: &str, next: &Option<Key>, unserved: &Option<Key>) -> Result<Card, BadMarkdown> {
        let (text, next, unserved) = (self.text(text)?, self.next(next), self.next(unserved));
        Ok(Card::Served(ServedCard { service, text, next, unserved }))
    }

    /// Keeps of a card what browsers don't get.
    fn keep_behind(&self, place: CardIndex, card: &CardDraft, behind: &mut Behind) {
        match card {
            CardDraft::Goal(goal) => behind.goals.push((place, goal.clone())),
            CardDraft::Action(action) => behind.actions.push((place, deeds(action, self.world))),
            _ => {}
        }
    }

    fn action(&self, draft: &ActionDraft) -> Result<Card, BadMarkdown> {
        let asks = asks(draft, |key| self.part.place(key))?;
        Ok(Card::Action { asks, next: self.next(&draft.next) })
    }

    fn next(&self, key: &Option<Key>) -> Option<CardIndex> {
        self.part.next(key.as_ref()).and_then(index)
    }

    fn text(&self, markdown: &str) -> Result<RichText, BadMarkdown> {
        compile_text(markdown, |key| self.part.place(key))
    }

    fn question(&self, draft: &QuestionDraft) -> Result<Question, BadMarkdown> {
        let after = |own: &Option<Key>| self.next(if own.is_some() { own } else { &draft.next });
        let choice = |choice: &ChoiceDraft| {
            let label: String = choice.label.trim().nfc().collect();
            let value: Option<String> = choice.value.as_ref().map(|value| value.trim().nfc().collect());
            let folded = fold_text(value.as_deref().unwrap_or(&label));
            Choice { label, value, folded, next: after(&choice.next) }
        };
        Ok(Question {
            text: self.text(&draft.text)?,
            choices: draft.choices.iter().map(choice).collect(),
            several: draft.several,
            other: draft.other.as_ref().map(|other| Other { label: other.label.trim().to_owned(), next: after(&other.next) }),
            attribute: draft.attribute.clone(),
            next: self.next(&draft.next),
        })
    }

    fn capture(&self, draft: &CaptureDraft) -> Result<Capture, BadMarkdown> {
        Ok(Capture {
            text: self.text(&draft.text)?,
            input: compile_input(&draft.input),
            attribute: draft.attribute.clone(),
            placeholder: draft.placeholder.clone().unwrap_or_default(),
            required: draft.required,
            known: draft.known,
            next: self.next(&draft.next),
            could_not_answer: self.next(&draft.could_not_answer),
        })
    }

    fn document(&self, draft: &DocumentCardDraft) -> Result<DocumentCard, BadMarkdown> {
        let document = self.world.document(draft.document.as_str());
        Ok(DocumentCard {
            text: self.text(&draft.text)?,
            title: draft.document.to_string(),
            place: document.map_or(Place::Hosted(String::new()), |document| document.place.clone()),
            cover: document.and_then(|document| document.cover),
            may_continue: draft.may_continue,
            next: self.next(&draft.next),
        })
    }

    fn condition(&self, draft: &ConditionDraft) -> Card {
        let publish = |audience| publish_audience(audience, self.world, |key| self.part.place(key));
        let branches = draft.branches.iter().map(|branch| (publish(&branch.when), self.next(&branch.next))).collect();
        Card::Condition { branches, otherwise: self.next(&draft.otherwise) }
    }

    fn split(&self, key: &Key, draft: &SplitDraft) -> Card {
        let branches = draft.branches.iter().map(|branch| (branch.weight, self.next(&branch.next))).collect();
        Card::Split { of: self.part.pin.map(|(work, _)| work.id), key: mark(key), branches }
    }
}

/// Choices in the form in which what was typed is compared with them.
fn compile_input(input: &InputKind) -> InputKind {
    match input {
        InputKind::Choice(choices) => InputKind::Choice(choices.iter().map(|choice| choice.trim().nfc().collect()).collect()),
        other => other.clone(),
    }
}
