//! What the page hears (W8), and what its author is told when a call did nothing.

use parlor_domain::ids::{ConversationId, DialogueId, EventId, SessionId};
use parlor_domain::site::Interface;

use super::{Effect, Turn, Visit};
use crate::view::{Words, view};

/// Something the page hears.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// Its name, like `engaged`.
    pub name: &'static str,
    /// The dialogue or flow that it is about.
    pub about: Option<About>,
    /// The session.
    pub session: SessionId,
    /// The event that reports it, if one does.
    pub event: Option<EventId>,
    /// What belongs to it, by name.
    pub detail: Vec<(&'static str, String)>,
}

/// A dialogue or flow that the page hears of.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// Which.
    pub id: DialogueId,
    /// Its name; empty if it is no longer published.
    pub name: String,
    /// Whether it is a flow.
    pub is_flow: bool,
    /// How it is shown.
    pub interface: Interface,
}

/// Why a call of the page did nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// No published flow or dialogue has this name or id.
    NoSuchFlow(String),
    /// The site has no such attribute, or visitors may not set it.
    NoSuchAttribute(String),
    /// The value does not fit the attribute.
    DoesNotFit(String),
    /// One call gave more values than one may.
    TooMany,
}

impl Complaint {
    /// What was called, or given, where that matters.
    pub fn name(&self) -> &str {
        match self {
            Self::NoSuchFlow(name) | Self::NoSuchAttribute(name) | Self::DoesNotFit(name) => name,
            Self::TooMany => "",
        }
    }

    /// The same as a code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchFlow(_) => "no_such_flow",
            Self::NoSuchAttribute(_) => "no_such_attribute",
            Self::DoesNotFit(_) => "does_not_fit",
            Self::TooMany => "too_many_values",
        }
    }
}

impl Visit {
    /// Tells the page something about the conversation on screen.
    pub(super) fn tell(&self, name: &'static str, turn: &mut Turn) {
        self.tell_of(name, self.on_screen, None, Vec::new(), turn);
    }

    pub(super) fn tell_of(
        &self,
        name: &'static str,
        id: Option<ConversationId>,
        event: Option<EventId>,
        detail: Vec<(&'static str, String)>,
        turn: &mut Turn,
    ) {
        let about = id.and_then(|id| self.about(id));
        turn.effects.push(Effect::Tell(News { name, about, session: self.memory.session.id, event, detail }));
    }

    /// Tells of the messages that came after the first so many.
    pub(super) fn tell_messages(&self, id: ConversationId, before: usize, turn: &mut Turn) {
        let Some(conversation) = self.conversation(id) else { return };
        let Some(flow) = self.flow(conversation.flow) else { return };
        for said in view(flow, &conversation.state).said.into_iter().skip(before) {
            let (name, text) = match said.words {
                Words::Bot(text) => ("message:received", text.plain()),
                Words::Visitor(text) => ("message:sent", text),
                Words::Problem(_) | Words::Document(_) => continue,
            };
            self.tell_of(name, Some(id), None, vec![("text", text)], turn);
        }
    }

    fn about(&self, id: ConversationId) -> Option<About> {
        let id_of = self.conversation(id)?.dialogue;
        let interface = self.interface_of(id);
        if let Some(flow) = self.site.flows.iter().find(|flow| flow.id == id_of) {
            return Some(About { id: id_of, name: flow.name.as_str().to_owned(), is_flow: true, interface });
        }
        let dialogue = self.site.dialogues.iter().find(|dialogue| dialogue.id == id_of);
        let name = dialogue.map(|dialogue| dialogue.name.as_str().to_owned()).unwrap_or_default();
        Some(About { id: id_of, name, is_flow: false, interface })
    }
}
