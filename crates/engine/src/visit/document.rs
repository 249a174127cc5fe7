//! Documents that are opened, read on and downloaded (A4, W22).

use parlor_domain::event::{DocumentUse, What};
use parlor_domain::flow::{Card, CardIndex};
use parlor_domain::ids::{ConversationId, EventId};
use parlor_domain::memory::Past;
use parlor_domain::reading::{DocumentRead, Reading};
use parlor_domain::state::{Act, Answer};

use super::session::note;
use super::{Turn, Visit};
use crate::step;

/// A document in the viewer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Opened {
    /// Where it was opened.
    conversation: ConversationId,
    /// What said so.
    event: EventId,
    title: String,
    /// Whether it was downloaded there.
    downloaded: bool,
}

impl Visit {
    /// The visitor opened or downloaded a document: the first time it is an act on the prompt (A4).
    pub(super) fn use_document(&mut self, of: u16, card: CardIndex, downloaded: bool, turn: &mut Turn) {
        let Some(conversation) = self.shown() else { return };
        let (id, before, flow) = (conversation.id, conversation.state.clone(), conversation.flow);
        let Some(flow) = self.flow(flow) else { return };
        let Some(Card::Document(document)) = flow.card(card) else { return };
        let title = document.title.clone();
        let act = step::Input::Act(Act { turn: of, card, answer: Answer::Opened });
        let is_act = step::step(flow, before.clone(), act.clone()).0 != before;
        self.be_known(turn);
        self.interact(turn);
        self.trigger(id, turn);
        self.report_start(id, turn);
        let event = self.report(id, What::Document(DocumentUse { turn: of, card, downloaded }), turn);
        note(&mut self.memory, Past::Document(title.clone()), turn.moment.now);
        if !downloaded {
            self.opened = event.map(|event| Opened { conversation: id, event, title: title.clone(), downloaded });
        }
        self.tell_document(id, event, title, downloaded, turn);
        if is_act {
            self.engage(id, event, turn);
            self.step(id, act, turn);
            self.answer_silently(id, turn);
        }
    }

    /// What was opened is read on. Who reads is here, so the session goes on.
    pub(super) fn read_on(&mut self, reading: Reading, downloaded: bool, turn: &mut Turn) {
        let Some(opened) = &mut self.opened else { return };
        let (id, opening) = (opened.conversation, opened.event);
        let is_new = downloaded && !std::mem::replace(&mut opened.downloaded, downloaded);
        let title = opened.title.clone();
        self.interact(turn);
        self.report(id, What::Read(DocumentRead { opening, reading, downloaded }), turn);
        if is_new {
            self.tell_document(id, Some(opening), title, true, turn);
        }
    }

    fn tell_document(&self, id: ConversationId, event: Option<EventId>, title: String, downloaded: bool, turn: &mut Turn) {
        let how = if downloaded { "download" } else { "open" };
        self.tell_of("document", Some(id), event, vec![("document", title), ("action", how.to_owned())], turn);
    }
}
