//! The conversation on screen: shown, begun, acted on, ended.

use parlor_domain::event::{Beginning, Click, DocumentUse, Event, PageSeen, What};
use parlor_domain::flow::{Card, CardIndex};
use parlor_domain::ids::{ConversationId, DialogueId, EventId};
use parlor_domain::impression::Impression;
use parlor_domain::limits::{ADDRESS_CHARS, KEPT_CONVERSATIONS};
use parlor_domain::memory::{Conversation, DialogueMemory, Given, Past, Run, Showings};
use parlor_domain::site::{FileHash, Interface, StorageMode};
use parlor_domain::state::{Act, Answer, Phase, State};
use parlor_domain::text::Key;
use parlor_domain::time::SECOND;
use parlor_domain::value::Value;

use super::session::{note, set_dialogue};
use super::tell::Heard;
use super::{Effect, Turn, Visit};
use crate::person::keys_of_flow;
use crate::resolve::{Choice, is_over, memory_of, run_of, showings_of};
use crate::step;

impl Visit {
    /// The conversation on screen.
    pub(super) fn shown(&self) -> Option<&Conversation> {
        self.conversation(self.on_screen?)
    }

    pub(super) fn conversation(&self, id: ConversationId) -> Option<&Conversation> {
        self.memory.conversations.iter().find(|conversation| conversation.id == id)
    }

    pub(super) fn conversation_mut(&mut self, id: ConversationId) -> Option<&mut Conversation> {
        self.memory.conversations.iter_mut().find(|conversation| conversation.id == id)
    }

    /// Puts what was decided on screen: as soon as its flow is here and may begin, or at once if its first words are known without.
    pub(super) fn put_on_screen(&mut self, turn: &mut Turn) {
        let Some(hash) = self.wanted_flow() else { return };
        let opening = self.opening();
        if !(self.has_flow(hash, turn) && self.knows_person(hash, turn)) && opening.is_none() {
            return;
        }
        let before = self.on_screen;
        match self.choice {
            Choice::Continue(id) => self.on_screen = Some(id),
            Choice::Show(at) if self.shown().is_none() => {
                let dialogue = self.site.dialogues.get(at).map(|of| (of.id, of.version, of.flow));
                self.on_screen = dialogue.map(|(id, version, flow)| self.conversation_of(id, version, flow, None, turn));
            }
            Choice::Show(_) | Choice::Wait(_) | Choice::Nothing => {}
        }
        if let Some(id) = self.on_screen {
            self.trigger(id, turn);
            if before != self.on_screen {
                self.first_words = self.foresee(id, turn.moment.now).or(opening);
            }
            if self.announced.replace(id) != Some(id) {
                self.tell("shown", turn);
            }
        }
    }

    /// The conversation in which a dialogue is shown: one that waits for the first act, else a new one.
    /// A conversation is a run through one version: one that waits in an older version gives way (T27).
    pub(super) fn conversation_of(
        &mut self,
        dialogue: DialogueId,
        version: u32,
        flow: FileHash,
        beginning: Option<Beginning>,
        turn: &mut Turn,
    ) -> ConversationId {
        let is_inside = beginning.is_some_and(|beginning| beginning.interface == Interface::Inline);
        while let Some((id, of)) = self.waiting_for_act(dialogue, is_inside) {
            if of == version {
                self.begin_otherwise(id, beginning);
                return id;
            }
            self.remove(|conversation| conversation.id == id);
        }
        let id = turn.ids.make();
        self.make_room();
        if beginning.is_some() {
            self.run_mut(id).beginning = beginning;
        }
        let at = self.memory.conversations.partition_point(|conversation| conversation.id < id);
        let conversation = Conversation {
            id,
            dialogue,
            version,
            flow,
            touched: turn.moment.now,
            triggered_in: None,
            engaged_in: None,
            start_reported: false,
            state: State::default(),
        };
        self.memory.conversations.insert(at, conversation);
        id
    }

    /// A conversation that waits for the first act, and its version: one inside a page, or one of the chat beside it.
    pub(super) fn waiting_for_act(&self, dialogue: DialogueId, is_inside: bool) -> Option<(ConversationId, u32)> {
        let waits = |of: &&Conversation| {
            let is_there = (self.interface_of(of.id) == Interface::Inline) == is_inside;
            of.dialogue == dialogue && of.engaged_in.is_none() && !is_over(&of.state.phase) && is_there
        };
        self.memory.conversations.iter().find(waits).map(|of| (of.id, of.version))
    }

    /// A conversation that waits for the first act may be begun by something else: that is what is reported then.
    fn begin_otherwise(&mut self, id: ConversationId, beginning: Option<Beginning>) {
        if beginning.is_none() || self.run(id).and_then(|run| run.beginning) == beginning {
            return;
        }
        self.run_mut(id).beginning = beginning;
        if let Some(conversation) = self.conversation_mut(id) {
            conversation.triggered_in = None;
        }
    }

    /// Forgets the conversation that matters least: over before open, the longest untouched first.
    fn make_room(&mut self) {
        while self.memory.conversations.len() >= KEPT_CONVERSATIONS {
            let least = |conversation: &&Conversation| (!is_over(&conversation.state.phase), conversation.touched);
            let Some(id) = self.memory.conversations.iter().min_by_key(least).map(|conversation| conversation.id) else { return };
            self.remove(|conversation| conversation.id == id);
        }
    }

    /// What a conversation has besides its state.
    pub(super) fn run(&self, id: ConversationId) -> Option<&Run> {
        run_of(&self.memory, id)
    }

    fn run_mut(&mut self, id: ConversationId) -> &mut Run {
        let at = match self.memory.runs.binary_search_by_key(&id, |(other, _)| *other) {
            Ok(at) => at,
            Err(at) => {
                self.memory.runs.insert(at, (id, Run::default()));
                at
            }
        };
        &mut self.memory.runs[at].1
    }

    pub(super) fn set_showings(&mut self, id: DialogueId, of: Showings) {
        match self.memory.showings.binary_search_by_key(&id, |(other, _)| *other) {
            Ok(at) => self.memory.showings[at].1 = of,
            Err(at) => self.memory.showings.insert(at, (id, of)),
        }
    }

    /// Reports that the dialogue is shown, once in a session (A1, T25, T31).
    pub(super) fn trigger(&mut self, id: ConversationId, turn: &mut Turn) {
        let session = self.memory.session.id;
        let Some(conversation) = self.conversation_mut(id) else { return };
        if is_over(&conversation.state.phase) {
            return;
        }
        let is_new_here = conversation.triggered_in.replace(session) != Some(session);
        let dialogue = conversation.dialogue;
        let memory = memory_of(&self.memory, dialogue);
        let is_new = memory.shown.is_none_or(|(_, shown_in)| shown_in != session);
        let beginning = self.run(id).and_then(|run| run.beginning);
        // Each run of a flow says how it began, also where the log has no second entry for it.
        let event = match beginning {
            Some(beginning) if is_new_here => self.report(id, What::Begun(beginning), turn),
            None if is_new => {
                self.impress(id, turn);
                self.report(id, What::Shown, turn)
            }
            _ => None,
        };
        if is_new {
            set_dialogue(&mut self.memory, dialogue, DialogueMemory { shown: Some((turn.moment.now, session)), ..memory });
            note(&mut self.memory, Past::Shown(dialogue), turn.moment.now);
            let showings = showings_of(&self.memory, dialogue);
            self.set_showings(dialogue, Showings { sessions: showings.sessions.saturating_add(1), ..showings });
            self.tell_of("triggered", Some(id), event, Vec::new(), turn);
        }
    }

    /// Of somebody who may not be told of, only that there was a showing is told (W28).
    fn impress(&self, id: ConversationId, turn: &mut Turn) {
        if let Some(conversation) = self.conversation(id).filter(|_| self.storage == StorageMode::Engaged) {
            let (dialogue, version) = (conversation.dialogue, conversation.version);
            turn.effects.push(Effect::Impress(Impression { dialogue, version }));
        }
    }

    /// The visitor does something by which they may be known (W28).
    pub(super) fn be_known(&mut self, turn: &mut Turn) {
        if self.storage == StorageMode::Engaged {
            self.storage = StorageMode::Always;
            turn.effects.push(Effect::Allow);
        }
    }

    /// Begins the conversation on screen once it is open, and takes typing up again.
    pub(super) fn go_on(&mut self, turn: &mut Turn) {
        let Some(conversation) = self.shown().filter(|_| self.open) else { return };
        let id = conversation.id;
        match conversation.state.phase {
            Phase::Ready if self.may_begin(conversation.flow) => {
                let input = step::Input::Start { delay_ms: self.site.response_delay_ms, known: self.known() };
                self.step(id, input, turn);
                self.answer_silently(id, turn);
            }
            Phase::Typing(card) if self.typing_until.is_none() => {
                let pause = match self.flow(conversation.flow).and_then(|flow| flow.card(card)) {
                    Some(Card::Wait { ms, .. }) => *ms,
                    _ => conversation.state.delay_ms,
                };
                self.typing_until = Some(turn.moment.now.plus(i64::from(pause)));
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
            let id = conversation.id;
            self.step(id, step::Input::Woken { ticket }, turn);
            self.answer_silently(id, turn);
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
        self.be_known(turn);
        self.interact(turn);
        self.trigger(id, turn);
        self.report_start(id, turn);
        let opened = act.answer == Answer::Opened;
        let what = match act {
            Act { turn: of, card, .. } if opened => What::Document(DocumentUse { turn: of, card, downloaded: false }),
            ref act => What::Acted(act.clone()),
        };
        let event = self.report(id, what, turn);
        self.engage(id, event, turn);
        self.step(id, step::Input::Act(act), turn);
        self.answer_silently(id, turn);
    }

    pub(super) fn engage(&mut self, id: ConversationId, event: Option<EventId>, turn: &mut Turn) {
        let (now, session) = (turn.moment.now, self.memory.session.id);
        let Some(conversation) = self.conversation_mut(id) else { return };
        conversation.touched = now;
        let is_first = conversation.engaged_in.replace(session) != Some(session);
        let dialogue = conversation.dialogue;
        note(&mut self.memory, Past::Engaged(dialogue), now);
        if is_first {
            self.tell_of("engaged", Some(id), event, Vec::new(), turn);
        }
    }

    /// The visitor clicked a link in what the bot said.
    pub(super) fn click(&mut self, card: CardIndex, link: u8, turn: &mut Turn) {
        let Some(id) = self.shown().map(|conversation| conversation.id) else { return };
        self.be_known(turn);
        self.interact(turn);
        self.trigger(id, turn);
        self.report_start(id, turn);
        self.report(id, What::Clicked(Click { card, link }), turn);
    }

    /// Closing is reported where the visitor has acted in this session.
    pub(super) fn report_closed(&mut self, turn: &mut Turn) {
        let session = self.memory.session.id;
        let acted = self.shown().filter(|conversation| conversation.engaged_in == Some(session));
        if let Some(id) = acted.map(|conversation| conversation.id) {
            self.report(id, What::Closed, turn);
        }
    }

    pub(super) fn step(&mut self, id: ConversationId, input: step::Input, turn: &mut Turn) {
        let Some(conversation) = self.conversation(id) else { return };
        let Some(flow) = self.flow(conversation.flow) else { return };
        let heard = Heard::of(&conversation.state);
        let (state, effects) = step::step(flow, conversation.state.clone(), input);
        let dialogue = conversation.dialogue;
        let turns = state.turns.len();
        if let Some(conversation) = self.conversation_mut(id) {
            conversation.state = state;
        }
        let seconds = u32::try_from(turn.moment.now.since(id.made_at()) / SECOND).unwrap_or(0);
        self.run_mut(id).times.resize(turns, seconds);
        self.tell_messages(id, heard, turn);
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
            step::Effect::Email(email) => {
                self.giving = Some(id);
                self.give_email(&email, turn);
                self.giving = None;
                self.tell_of("email", Some(id), None, vec![("email", email.as_str().to_owned())], turn);
            }
            step::Effect::Phone(phone) => self.tell_of("phone", Some(id), None, vec![("phone", phone)], turn),
            step::Effect::Goal(card) => {
                self.report_start(id, turn);
                self.reach(id, card, turn);
            }
            step::Effect::Completed => {
                self.report_start(id, turn);
                let memory = DialogueMemory { completed: Some(turn.moment.now), ..memory_of(&self.memory, dialogue) };
                set_dialogue(&mut self.memory, dialogue, memory);
                note(&mut self.memory, Past::Completed(dialogue), turn.moment.now);
                self.tell_of("completed", Some(id), None, Vec::new(), turn);
            }
            step::Effect::Action(_) => self.report_start(id, turn),
            step::Effect::Broken(_) => {}
        }
    }

    fn reach(&mut self, id: ConversationId, card: CardIndex, turn: &mut Turn) {
        let flow = self.conversation(id).and_then(|conversation| self.flow(conversation.flow));
        if let Some(Card::Reach { goal, .. }) = flow.and_then(|flow| flow.card(card)) {
            let goal = goal.clone();
            note(&mut self.memory, Past::Goal(goal.clone()), turn.moment.now);
            self.tell_of("goal", Some(id), None, vec![("goal", goal)], turn);
        }
    }

    /// Opening alone is not reported; what led here is, as soon as something comes of it.
    pub(super) fn report_start(&mut self, id: ConversationId, turn: &mut Turn) {
        let Some(conversation) = self.conversation_mut(id) else { return };
        if !conversation.start_reported {
            conversation.start_reported = true;
            let known = conversation.state.known.clone();
            let silent = silent_acts(&conversation.state);
            self.report(id, What::Started(known), turn);
            for act in silent {
                self.report(id, What::Acted(act), turn);
            }
        }
    }

    pub(super) fn report(&mut self, id: ConversationId, what: What, turn: &mut Turn) -> Option<EventId> {
        let (dialogue, version) = self.conversation(id).map(|conversation| (conversation.dialogue, conversation.version))?;
        Some(self.post(id, dialogue, version, what, turn))
    }

    /// Reports what happens in no conversation.
    pub(super) fn report_outside(&mut self, what: What, turn: &mut Turn) {
        let (none, dialogue) = (ConversationId::from_bytes([0; 16]), DialogueId::from_bytes([0; 16]));
        self.post(none, dialogue, 0, what, turn);
    }

    fn post(&mut self, conversation: ConversationId, dialogue: DialogueId, version: u32, what: What, turn: &mut Turn) -> EventId {
        let cut = |text: &str| text.chars().take(ADDRESS_CHARS).collect();
        let id = turn.ids.make();
        let event = Event {
            id,
            at: turn.moment.now,
            session: self.memory.session.id,
            conversation,
            tab: self.tab,
            client_seq: self.next_number(conversation),
            dialogue,
            version,
            page: PageSeen { url: cut(&self.page.url), title: cut(&self.page.title) },
            what,
        };
        turn.effects.push(Effect::Report(event));
        id
    }

    fn next_number(&mut self, id: ConversationId) -> u32 {
        if let Some((_, next)) = self.numbers.iter_mut().find(|(other, _)| *other == id) {
            *next += 1;
            return *next;
        }
        self.numbers.push((id, 0));
        0
    }

    /// What the flow on screen may take as known: what was given in this browser (I2), or told of a verified person.
    pub(super) fn known(&self) -> Vec<(Key, Value)> {
        let flow = self.shown().and_then(|conversation| self.flow(conversation.flow));
        let keys = flow.map(keys_of_flow).unwrap_or_default();
        keys.into_iter().filter_map(|key| self.value_of(&key).map(|value| (key, value))).collect()
    }
}

/// What the browser answered by itself so far, as acts.
fn silent_acts(state: &State) -> Vec<Act> {
    let act = |(of, number): (&parlor_domain::state::Turn, u16)| {
        let answer = of.answer.clone().filter(Answer::is_silent)?;
        Some(Act { turn: number, card: of.card, answer })
    };
    state.turns.iter().zip(0..).filter_map(act).collect()
}
