//! A flow inside the page, in an element that names it (W10).

use parlor_domain::event::{Beginning, StartedBy};
use parlor_domain::ids::{ConversationId, DialogueId};
use parlor_domain::limits::RESUME_DAYS;
use parlor_domain::memory::Conversation;
use parlor_domain::site::Interface;
use parlor_domain::time::DAY;

use super::{Complaint, Effect, Turn, Visit};
use crate::resolve::{Choice, Resolution, is_over};

impl Visit {
    /// The element's flow goes on where it was, or begins. Without one there is nothing to show.
    pub(super) fn be_placed(&mut self, name: &str, turn: &mut Turn) {
        let found = self.flow_named(name).map(|flow| (flow.id, flow.version, flow.flow));
        if found.is_none() {
            turn.effects.push(Effect::Complain(Complaint::NoSuchFlow(name.to_owned())));
        }
        self.open = found.is_some() && !self.site.off;
        let Some((flow, version, file)) = found.filter(|_| self.open) else { return };
        let begun = self.begun_inside(flow, turn);
        let beginning = Some(Beginning { by: StartedBy::Load, interface: Interface::Inline });
        let id = begun.unwrap_or_else(|| self.conversation_of(flow, version, file, beginning, turn));
        self.put(Resolution::just(Choice::Continue(id)));
    }

    /// The newest of its conversations inside a page that was engaged with, while it may be resumed; one that is over is to be
    /// read until its session ends.
    fn begun_inside(&self, flow: DialogueId, turn: &Turn) -> Option<ConversationId> {
        let (now, session) = (turn.moment.now, self.memory.session.id);
        let goes_on = |of: &&Conversation| match is_over(&of.state.phase) {
            true => of.triggered_in == Some(session),
            false => of.engaged_in.is_some() && now.since(of.touched) <= RESUME_DAYS * DAY,
        };
        let is_here = |of: &&Conversation| of.dialogue == flow && self.interface_of(of.id) == Interface::Inline;
        let begun = self.memory.conversations.iter().filter(is_here).filter(goes_on);
        begun.max_by_key(|of| (of.touched, of.id)).map(|of| of.id)
    }
}
