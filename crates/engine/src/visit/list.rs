//! Several conversations side by side, and the list of them (T29, W16).

use parlor_domain::ids::ConversationId;
use parlor_domain::memory::Conversation;
use parlor_domain::site::Interface;
use parlor_domain::time::Instant;

use super::{Turn, Visit};
use crate::resolve::{Choice, is_over};
use crate::view::{Said, Words, problem_text, view};

/// A conversation in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Which.
    pub id: ConversationId,
    /// What the bot said last, which tells more than "Yes"; `None` as long as its flow is on its way.
    pub last: Option<String>,
    /// When something last happened in it.
    pub at: Instant,
    /// Whether it is over.
    pub over: bool,
}

impl Visit {
    /// Opens the list, or leaves it.
    pub(super) fn list(&mut self, is_open: bool, turn: &mut Turn) {
        self.interact(turn);
        self.listing = is_open;
        let flows: Vec<_> = self.listed().map(|conversation| conversation.flow).collect();
        for flow in flows {
            self.has_flow(flow, turn);
        }
    }

    /// Goes on in another conversation; from now on it is the newest.
    pub(super) fn switch(&mut self, id: ConversationId, turn: &mut Turn) {
        self.interact(turn);
        self.listing = false;
        let now = turn.moment.now;
        if let Some(conversation) = self.conversation_mut(id) {
            conversation.touched = now;
            self.put_over(Choice::Continue(id));
        }
    }

    /// Conversations worth going back to, the newest first.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for entry in self.listed().map(|conversation| self.entry(conversation)) {
            let at = entries.partition_point(|other| (other.at, other.id) > (entry.at, entry.id));
            entries.insert(at, entry);
        }
        entries
    }

    /// How many there are.
    pub(super) fn count_listed(&self) -> usize {
        self.listed().count()
    }

    fn listed(&self) -> impl Iterator<Item = &Conversation> {
        let is_listed =
            |conversation: &&Conversation| conversation.engaged_in.is_some() || self.on_screen == Some(conversation.id);
        let is_beside = |conversation: &&Conversation| self.interface_of(conversation.id) != Interface::Inline;
        self.memory.conversations.iter().filter(is_listed).filter(is_beside)
    }

    fn entry(&self, conversation: &Conversation) -> Entry {
        let said = self.flow(conversation.flow).map(|flow| view(flow, &conversation.state).said);
        let by_bot = |said: Said<'_>| match said.words {
            Words::Bot(text) => Some(text.plain()),
            Words::Problem(problem) => Some(self.site.words.text(problem_text(problem)).to_owned()),
            Words::Document(document) => Some(document.title.clone()),
            _ => None,
        };
        let last = said.map(|said| said.into_iter().rev().find_map(by_bot).unwrap_or_default());
        Entry { id: conversation.id, last, at: conversation.touched, over: is_over(&conversation.state.phase) }
    }
}
