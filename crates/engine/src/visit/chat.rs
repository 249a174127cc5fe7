//! The conversation on screen: shown, begun, acted on, ended.

use parlor_domain::attribute::EMAIL;
use parlor_domain::event::{Event, PageSeen, What};
use parlor_domain::flow::{Card, Flow};
use parlor_domain::ids::{ConversationId, DialogueId};
use parlor_domain::limits::{ADDRESS_CHARS, KEPT_CONVERSATIONS};
use parlor_domain::memory::{Conversation, DialogueMemory, Given};
use parlor_domain::site::{FileHash, PublishedDialogue};
use parlor_domain::state::{Act, Phase, State};
use parlor_domain::text::{Email, Key};
use parlor_domain::value::Value;

use super::session::set_dialogue;
use super::{Effect, Turn, Visit};
use crate::resolve::{Choice, is_over, memory_of};
use crate::step;

impl Visit {
    /// The conversation on screen.
    pub(super) fn shown(&self) -> Option<&Conversation> {
        self.conversation(self.on_screen?)
    }

    fn conversation(&self, id: ConversationId) -> Option<&Conversation> {
        self.memory.conversations.iter().find(|conversation| conversation.id == id)
    }

    fn conversation_mut(&mut self, id: ConversationId) -> Option<&mut Conversation> {
        self.memory.conversations.iter_mut().find(|conversation| conversation.id == id)
    }

    /// Puts what was decided on screen, as soon as its flow is here.
    pub(super) fn put_on_screen(&mut self, turn: &mut Turn) {
        let Some(hash) = self.wanted_flow() else { return };
        if self.flow(hash).is_none() {
            if !self.asked.contains(&hash) {
                self.asked.push(hash);
                turn.effects.push(Effect::Fetch(hash));
            }
            return;
        }
        match self.choice {
            Choice::Continue(id) => self.on_screen = Some(id),
            Choice::Show(at) if self.shown().is_none() => {
                let dialogue = self.site.dialogues.get(at).cloned();
                self.on_screen = dialogue.map(|dialogue| self.conversation_of(&dialogue, turn));
            }
            Choice::Show(_) | Choice::Wait(_) | Choice::Nothing => {}
        }
        if let Some(id) = self.on_screen {
            self.trigger(id, turn);
        }
    }

    /// The flow that is needed now or soon; fetched when its dialogue is resolved (W5).
    fn wanted_flow(&self) -> Option<FileHash> {
        match self.choice {
            Choice::Nothing => None,
            Choice::Continue(id) => self.conversation(id).map(|conversation| conversation.flow),
            Choice::Wait(at) | Choice::Show(at) => self.site.dialogues.get(at).map(|dialogue| dialogue.flow),
        }
    }

    /// The conversation in which a dialogue is shown: one that waits for the first act, else a new one.
    /// A conversation is a run through one version: one that waits in an older version gives way (T27).
    fn conversation_of(&mut self, dialogue: &PublishedDialogue, turn: &mut Turn) -> ConversationId {
        let waits = |conversation: &Conversation| {
            conversation.dialogue == dialogue.id && conversation.engaged_in.is_none() && !is_over(&conversation.state.phase)
        };
        let is_older = |conversation: &Conversation| conversation.version != dialogue.version;
        self.memory.conversations.retain(|conversation| !(waits(conversation) && is_older(conversation)));
        if let Some(conversation) = self.memory.conversations.iter().find(|conversation| waits(conversation)) {
            return conversation.id;
        }
        let id = turn.ids.make();
        self.make_room();
        let at = self.memory.conversations.partition_point(|conversation| conversation.id < id);
        let conversation = Conversation {
            id,
            dialogue: dialogue.id,
            version: dialogue.version,
            flow: dialogue.flow,
            touched: turn.moment.now,
            triggered_in: None,
            engaged_in: None,
            start_reported: false,
            state: State::default(),
        };
        self.memory.conversations.insert(at, conversation);
        id
    }

    /// Forgets the conversation that matters least: over before open, the longest untouched first.
    fn make_room(&mut self) {
        while self.memory.conversations.len() >= KEPT_CONVERSATIONS {
            let least = |conversation: &&Conversation| (!is_over(&conversation.state.phase), conversation.touched);
            let Some(id) = self.memory.conversations.iter().min_by_key(least).map(|conversation| conversation.id) else { return };
            self.memory.conversations.retain(|conversation| conversation.id != id);
        }
    }

    /// Reports that the dialogue is shown, once in a session (A1, T25, T31).
    fn trigger(&mut self, id: ConversationId, turn: &mut Turn) {
        let session = self.memory.session.id;
        let Some(conversation) = self.conversation_mut(id) else { return };
        if is_over(&conversation.state.phase) {
            return;
        }
        conversation.triggered_in = Some(session);
        let dialogue = conversation.dialogue;
        let memory = memory_of(&self.memory, dialogue);
        if memory.shown.is_none_or(|(_, shown_in)| shown_in != session) {
            set_dialogue(&mut self.memory, dialogue, DialogueMemory { shown: Some((turn.moment.now, session)), ..memory });
            self.report(id, What::Shown, turn);
        }
    }

    /// Begins the conversation on screen once it is open, and takes typing up again.
    pub(super) fn go_on(&mut self, turn: &mut Turn) {
        let Some(conversation) = self.shown().filter(|_| self.open) else { return };
        let id = conversation.id;
        match conversation.state.phase {
            Phase::Ready => {
                let input = step::Input::Start { delay_ms: self.site.response_delay_ms, known: self.known() };
                self.step(id, input, turn);
            }
            Phase::Typing(_) if self.typing_until.is_none() => {
                self.typing_until = Some(turn.moment.now.plus(i64::from(conversation.state.delay_ms)));
            }
            _ => {}
        }
    }

    /// The time that typing takes is over.
    pub(super) fn type_on(&mut self, turn: &mut Turn) {
        if self.typing_until.is_none_or(|until| until > turn.moment.now) {
            return;
        }
        self.typing_until = None;
        if let Some(conversation) = self.shown() {
            let ticket = u16::try_from(conversation.state.turns.len()).unwrap_or(u16::MAX);
            self.step(conversation.id, step::Input::Woken { ticket }, turn);
        }
    }

    /// An act on the prompt on screen (A2). One that doesn't fit changes nothing.
    pub(super) fn act(&mut self, act: Act, turn: &mut Turn) {
        let Some(conversation) = self.shown() else { return };
        let (id, before, flow) = (conversation.id, conversation.state.clone(), conversation.flow);
        let Some(flow) = self.flow(flow) else { return };
        if step::step(flow, before.clone(), step::Input::Act(act.clone())).0 == before {
            return;
        }
        self.interact(turn);
        self.trigger(id, turn);
        self.report_start(id, turn);
        self.report(id, What::Acted(act.clone()), turn);
        let (now, session) = (turn.moment.now, self.memory.session.id);
        if let Some(conversation) = self.conversation_mut(id) {
            conversation.touched = now;
            conversation.engaged_in = Some(session);
        }
        self.step(id, step::Input::Act(act), turn);
    }

    fn step(&mut self, id: ConversationId, input: step::Input, turn: &mut Turn) {
        let Some(conversation) = self.conversation(id) else { return };
        let Some(flow) = self.flow(conversation.flow) else { return };
        let (state, effects) = step::step(flow, conversation.state.clone(), input);
        let dialogue = conversation.dialogue;
        if let Some(conversation) = self.conversation_mut(id) {
            conversation.state = state;
        }
        for effect in effects {
            self.perform(id, dialogue, effect, turn);
        }
    }

    fn perform(&mut self, id: ConversationId, dialogue: DialogueId, effect: step::Effect, turn: &mut Turn) {
        match effect {
            step::Effect::Wake { after_ms, .. } => self.typing_until = Some(turn.moment.now.plus(i64::from(after_ms))),
            step::Effect::Write { attribute, value, folded } => {
                self.give(attribute, Given { at: turn.moment.now, value, folded })
            }
            step::Effect::Email(email) => self.give_email(&email, turn),
            step::Effect::Goal(_) => self.report_start(id, turn),
            step::Effect::Completed => {
                self.report_start(id, turn);
                let memory = DialogueMemory { completed: Some(turn.moment.now), ..memory_of(&self.memory, dialogue) };
                set_dialogue(&mut self.memory, dialogue, memory);
            }
            step::Effect::Phone(_) | step::Effect::Broken(_) => {}
        }
    }

    /// Opening alone is not reported; what led here is, as soon as something comes of it.
    fn report_start(&mut self, id: ConversationId, turn: &mut Turn) {
        let Some(conversation) = self.conversation_mut(id) else { return };
        if !conversation.start_reported {
            conversation.start_reported = true;
            let known = conversation.state.known.clone();
            self.report(id, What::Started(known), turn);
        }
    }

    fn report(&mut self, id: ConversationId, what: What, turn: &mut Turn) {
        let Some(conversation) = self.conversation(id) else { return };
        let cut = |text: &str| text.chars().take(ADDRESS_CHARS).collect();
        let event = Event {
            id: turn.ids.make(),
            at: turn.moment.now,
            session: self.memory.session.id,
            conversation: id,
            tab: self.tab,
            client_seq: 0,
            dialogue: conversation.dialogue,
            version: conversation.version,
            page: PageSeen { url: cut(&self.page.url), title: cut(&self.page.title) },
            what,
        };
        let client_seq = self.next_number(id);
        turn.effects.push(Effect::Report(Event { client_seq, ..event }));
    }

    fn next_number(&mut self, id: ConversationId) -> u32 {
        if let Some((_, next)) = self.numbers.iter_mut().find(|(other, _)| *other == id) {
            *next += 1;
            return *next;
        }
        self.numbers.push((id, 0));
        0
    }

    /// What the flow on screen may take as known: what was given in this browser (I2).
    fn known(&self) -> Vec<(Key, Value)> {
        let asked = self.shown().and_then(|conversation| self.flow(conversation.flow)).map(asked_attributes).unwrap_or_default();
        let given = self.memory.given.iter().filter(|(key, _)| asked.contains(&key.as_str()));
        given.map(|(key, given)| (key.clone(), given.value.clone())).collect()
    }

    fn give(&mut self, attribute: Key, given: Given) {
        match self.memory.given.binary_search_by(|(key, _)| key.cmp(&attribute)) {
            Ok(at) => self.memory.given[at].1 = given,
            Err(at) => self.memory.given.insert(at, (attribute, given)),
        }
    }

    /// Another address is another person: what was given for the former doesn't count for this one (I2).
    fn give_email(&mut self, email: &Email, turn: &mut Turn) {
        let folded = email.folded();
        let Ok(key) = Key::parse(EMAIL) else { return };
        let former = self.memory.given.iter().find(|(other, _)| *other == key);
        if former.is_some_and(|(_, given)| given.folded != folded) {
            self.memory.given.clear();
            self.memory.given_since = turn.moment.now;
        }
        self.give(key, Given { at: turn.moment.now, value: Value::Text(email.to_string()), folded });
    }
}

/// The attributes that a flow asks for.
fn asked_attributes(flow: &Flow) -> Vec<&str> {
    flow.cards.iter().filter_map(asked_attribute).collect()
}

fn asked_attribute(card: &Card) -> Option<&str> {
    match card {
        Card::Capture(capture) if step::asks_who(capture) => Some(EMAIL),
        Card::Capture(capture) => capture.attribute.as_ref().map(Key::as_str),
        _ => None,
    }
}
