//! Conversational flows: started by an action, over whatever is on screen (T29).

use parlor_domain::event::{Beginning, StartedBy};
use parlor_domain::ids::{ConversationId, DialogueId};
use parlor_domain::memory::Conversation;
use parlor_domain::site::{FileHash, Interface, PublishedFlow};

use super::{Complaint, Effect, Named, Turn, Visit};
use crate::pages::match_page;
use crate::resolve::{Choice, Resolution, interface_of, is_over, memory_of};

impl Visit {
    /// Starts a flow, or shows a dialogue whatever its targeting, by name or id. A dialogue that was begun goes on.
    pub(super) fn start(&mut self, name: &str, by: StartedBy, values: Vec<Named>, turn: &mut Turn) {
        if self.inside {
            return self.be_placed(name, turn);
        }
        if self.site.off {
            return;
        }
        if matches!(by, StartedBy::Link | StartedBy::Form) {
            self.be_known(turn);
        }
        if let Some(flow) = self.flow_named(name) {
            let values = if by == StartedBy::Form { of_form(flow, values) } else { values };
            let run = Run::of(flow);
            self.interact(turn);
            self.take_values(values, turn);
            self.begin_flow(run, by, turn);
            return self.open_for(run.interface, turn);
        }
        match self.site.dialogues.iter().position(|dialogue| is_named(name, dialogue.id, dialogue.name.as_str())) {
            Some(at) => {
                self.interact(turn);
                self.take_values(values, turn);
                let id = self.site.dialogues[at].id;
                let begun = self
                    .memory
                    .conversations
                    .iter()
                    .rev()
                    .find(|of| of.dialogue == id && of.engaged_in.is_some() && !is_over(&of.state.phase));
                self.put_over(begun.map_or(Choice::Show(at), |of| Choice::Continue(of.id)));
                self.open_for(Interface::Bubble, turn);
            }
            None if name.is_empty() => turn.effects.push(Effect::Complain(Complaint::SaysNothing)),
            None => turn.effects.push(Effect::Complain(Complaint::NoSuchFlow(name.to_owned()))),
        }
    }

    /// A flow by its name or id.
    pub(super) fn flow_named(&self, name: &str) -> Option<&PublishedFlow> {
        self.site.flows.iter().find(|flow| is_named(name, flow.id, flow.name.as_str()))
    }

    /// The load of a page starts its flow, but not again in a session in which it was shown and is over, or put away (T31).
    pub(super) fn start_on_load(&mut self, turn: &mut Turn) {
        if self.site.off || matches!(self.choice, Choice::Continue(_)) {
            return;
        }
        let starts = |flow: &&PublishedFlow| match_page(&flow.on_load, &self.page.address) && self.may_start_on_load(flow);
        let Some(run) = self.site.flows.iter().find(starts).map(Run::of) else { return };
        self.begin_flow(run, StartedBy::Load, turn);
        if run.interface == Interface::Popup {
            self.open_for(run.interface, turn);
        }
    }

    fn may_start_on_load(&self, flow: &PublishedFlow) -> bool {
        let (memory, session) = (memory_of(&self.memory, flow.id), self.memory.session.id);
        let was_shown = memory.shown.is_some_and(|(_, shown_in)| shown_in == session);
        memory.dismissed != Some(session) && (!was_shown || self.waiting_for_act(flow.id, false).is_some())
    }

    fn begin_flow(&mut self, run: Run, by: StartedBy, turn: &mut Turn) {
        let beginning = Beginning { by, interface: run.interface };
        let id = self.conversation_of(run.id, run.version, run.flow, Some(beginning), turn);
        self.put_over(Choice::Continue(id));
    }

    /// Takes the place of what was decided, which is there again when this is over.
    pub(super) fn put_over(&mut self, choice: Choice) {
        let has_begun = |of: &&Conversation| of.engaged_in.is_some() || is_over(&of.state.phase);
        let choice_beneath = self.shown().filter(has_begun).map_or(self.choice, |of| Choice::Continue(of.id));
        let beneath = Resolution { choice: choice_beneath, waiting: self.waiting.clone() };
        let beneath = self.beneath.take().unwrap_or(beneath);
        self.put(Resolution::just(choice));
        self.beneath = Some(beneath);
        self.listing = false;
    }

    /// Opens what was started. A pop-up stands over the page, and what the bubble holds is not seen by that.
    fn open_for(&mut self, interface: Interface, turn: &mut Turn) {
        let was_opened = self.was_opened;
        self.be_opened(turn);
        if interface == Interface::Popup {
            self.was_opened = was_opened;
        }
    }

    /// What the open chat holds that nobody has acted in yet, and how it is shown. Nothing of it is kept, so that a frame that
    /// takes this one's place has to start it again.
    pub fn unkept(&self) -> Option<(DialogueId, Interface)> {
        let of = self.conversation(self.on_screen.or(self.continued()).filter(|_| self.open)?)?;
        of.engaged_in.is_none().then(|| (of.dialogue, self.interface_of(of.id)))
    }

    /// Whether the conversation on screen is shown as a pop-up.
    pub fn is_popup(&self) -> bool {
        self.on_screen.is_some_and(|id| self.interface_of(id) == Interface::Popup)
    }

    /// The conversation that was decided on, also while its flow is on its way.
    pub(super) fn continued(&self) -> Option<ConversationId> {
        if let Choice::Continue(id) = self.choice { Some(id) } else { None }
    }

    /// Whether what was decided on is shown as a pop-up.
    pub(super) fn continues_popup(&self) -> bool {
        self.continued().is_some_and(|id| self.interface_of(id) == Interface::Popup)
    }

    /// How a conversation is shown.
    pub(super) fn interface_of(&self, id: ConversationId) -> Interface {
        interface_of(&self.memory, id)
    }
}

fn is_named(name: &str, id: DialogueId, other: &str) -> bool {
    other == name || id.text() == name
}

/// What is to be run.
#[derive(Clone, Copy)]
struct Run {
    id: DialogueId,
    version: u32,
    flow: FileHash,
    interface: Interface,
}

impl Run {
    fn of(flow: &PublishedFlow) -> Self {
        Self { id: flow.id, version: flow.version, flow: flow.flow, interface: flow.interface }
    }
}

/// The fields that the flow takes, under the names of their attributes (W9).
fn of_form(flow: &PublishedFlow, values: Vec<Named>) -> Vec<Named> {
    let attribute = |(field, value): Named| {
        let found = flow.form_fields.iter().find(|(other, _)| *other == field);
        found.map(|(_, attribute)| (attribute.as_str().to_owned(), value))
    };
    values.into_iter().filter_map(attribute).collect()
}
