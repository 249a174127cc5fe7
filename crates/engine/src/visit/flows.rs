//! The flows that a visit has, asks for and has lost.

use parlor_domain::flow::Flow;
use parlor_domain::site::FileHash;

use super::{Effect, Turn, Visit};
use crate::resolve::Choice;

impl Visit {
    /// Whether a flow is here; asks for it once if it isn't.
    pub(super) fn has_flow(&mut self, hash: FileHash, turn: &mut Turn) -> bool {
        if self.flow(hash).is_some() {
            return true;
        }
        if !self.asked.contains(&hash) {
            self.asked.push(hash);
            turn.effects.push(Effect::Fetch(hash));
        }
        false
    }

    /// The flow that is needed now or soon; fetched when its dialogue is resolved (W5).
    pub(super) fn wanted_flow(&self) -> Option<FileHash> {
        match self.choice {
            Choice::Nothing => None,
            Choice::Continue(id) => self.conversation(id).map(|conversation| conversation.flow),
            Choice::Wait(at) | Choice::Show(at) => self.site.dialogues.get(at).map(|dialogue| dialogue.flow),
        }
    }

    /// The words with which what is to be shown now begins for everybody, if they needn't wait for the flow.
    pub(super) fn opening(&self) -> Option<String> {
        let Choice::Show(at) = self.choice else { return None };
        let dialogue = self.site.dialogues.get(at).filter(|dialogue| self.awaited.contains(&dialogue.flow));
        dialogue?.opening.clone()
    }

    /// Whether a flow is here, and what it needs of the server.
    pub(super) fn may_begin(&self, hash: FileHash) -> bool {
        self.questions.contains(&(hash, true))
    }

    /// What can't go on isn't begun either.
    pub(super) fn lose_flow(&mut self, hash: FileHash, turn: &mut Turn) {
        self.awaited.retain(|awaited| *awaited != hash);
        self.forget(|conversation| conversation.flow == hash, turn);
    }

    pub(super) fn keep_flow(&mut self, hash: FileHash, flow: Flow) {
        if self.flow(hash).is_none() {
            self.flows.push((hash, flow));
        }
    }

    pub(super) fn flow(&self, hash: FileHash) -> Option<&Flow> {
        self.flows.iter().find(|(other, _)| *other == hash).map(|(_, flow)| flow)
    }
}
