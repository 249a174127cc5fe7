//! What the page hears (W8), and what its author is told when a call did nothing.

use parlor_domain::flow::Flow;
use parlor_domain::ids::{ConversationId, DialogueId, EventId, SessionId};
use parlor_domain::site::Interface;
use parlor_domain::state::{Answer, State};

use super::silent::words_of;
use super::{Effect, Turn, Visit};
use crate::step::goes_on;
use crate::view::spoken;

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
    /// What the call is about is missing.
    SaysNothing,
}

impl Complaint {
    /// What was called, or given, where that matters.
    pub fn name(&self) -> &str {
        match self {
            Self::NoSuchFlow(name) | Self::NoSuchAttribute(name) | Self::DoesNotFit(name) => name,
            Self::TooMany | Self::SaysNothing => "",
        }
    }

    /// The same as a code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchFlow(_) => "no_such_flow",
            Self::NoSuchAttribute(_) => "no_such_attribute",
            Self::DoesNotFit(_) => "does_not_fit",
            Self::TooMany => "too_many_values",
            Self::SaysNothing => "says_nothing",
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

    /// Tells of the messages that came since: what the bot said, and what the visitor did.
    pub(super) fn tell_messages(&self, id: ConversationId, heard: Heard, turn: &mut Turn) {
        let Some(conversation) = self.conversation(id) else { return };
        let Some(flow) = self.flow(conversation.flow) else { return };
        let turns = &conversation.state.turns;
        for (at, said) in turns.iter().enumerate().skip(heard.answers) {
            let before = at.checked_sub(1).and_then(|before| turns.get(before)).filter(|before| before.card == said.card);
            let is_new = at >= heard.turns || matches!(said.answer, Some(Answer::Filled(_)));
            let speaks = is_new && !before.is_some_and(|before| asks_again(flow, before));
            let words = if speaks { words_of(flow, said) } else { None };
            for (name, text) in [("message:received", words), ("message:sent", spoken(flow, said))] {
                if let Some(text) = text {
                    self.tell_of(name, Some(id), None, vec![("text", text)], turn);
                }
            }
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

/// How far the page has been told of a conversation.
#[derive(Clone, Copy)]
pub(super) struct Heard {
    /// Turns that have begun.
    turns: usize,
    /// Turns that were answered; the last one may have begun without.
    answers: usize,
}

impl Heard {
    pub(super) fn of(state: &State) -> Self {
        let is_open = state.turns.last().is_some_and(|turn| turn.answer.is_none());
        Self { turns: state.turns.len(), answers: state.turns.len() - usize::from(is_open) }
    }
}

/// Whether a card only goes on in the turn after this one: it asks again, or says no more.
fn asks_again(flow: &Flow, turn: &parlor_domain::state::Turn) -> bool {
    turn.problem.is_some() || flow.card(turn.card).is_some_and(|card| goes_on(card, turn.answer.as_ref()))
}
