//! A flow's next step: `step(flow, state, input) -> (state, effects)` (C20, C21, C24).

mod asked;
mod served;
mod silent;

use parlor_domain::attribute::EMAIL;
use parlor_domain::draft::Known;
use parlor_domain::flow::{Capture, Card, CardIndex, Flow, Question};
use parlor_domain::limits::{CARDS_BETWEEN_WAITS, CONVERSATION_TURNS, TRIES};
use parlor_domain::service::Service;
use parlor_domain::state::{Act, Answer, Defect, Phase, State, Turn};
use parlor_domain::text::{Email, Key, Typed};
use parlor_domain::value::{InputKind, Value};

use crate::capture::{Read, read};
use crate::path::{Path, is_answered};
use crate::token::{has_tokens, tokens};

pub(crate) use asked::answer_to;
use asked::known;
pub use asked::{answered, answering, asks_who, to_confirm};
pub use served::Wanted;
pub(crate) use served::{goes_on, leads_to, offered};
pub use silent::{Silent, silent};

/// What moves a conversation on.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// It begins.
    Start {
        /// Milliseconds of typing before each bot message.
        delay_ms: u16,
        /// What is known already.
        known: Vec<(Key, Value)>,
    },
    /// The time that an [`Effect::Wake`] asked for has come. An old ticket is ignored (C24).
    Woken {
        /// The ticket of that effect.
        ticket: u16,
    },
    /// The visitor acts on a prompt.
    Act(Act),
}

/// What a step asks of the world.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// To be woken after this time.
    Wake {
        /// Milliseconds.
        after_ms: u16,
        /// To be handed back with [`Input::Woken`].
        ticket: u16,
    },
    /// An answer is to be written to an attribute.
    Write {
        /// The attribute's key.
        attribute: Key,
        /// The value.
        value: Value,
        /// A text in lower case.
        folded: String,
    },
    /// An e-mail address was given.
    Email(Email),
    /// A telephone number was given.
    Phone(String),
    /// The goal of this card was reached.
    Goal(CardIndex),
    /// The action of this card is to be done by the server (C7).
    Action(CardIndex),
    /// The end of a branch was reached (C17).
    Completed,
    /// The flow can't go on.
    Broken(Defect),
}

/// Moves a conversation on. An input that doesn't fit changes nothing and has no effects.
pub fn step(flow: &Flow, state: State, input: Input) -> (State, Vec<Effect>) {
    let mut walk = Walk { flow, state, effects: Vec::new() };
    match input {
        Input::Start { delay_ms, known } if walk.state.phase == Phase::Ready => {
            walk.state.delay_ms = delay_ms;
            walk.state.known = known;
            walk.enter(Some(flow.start));
        }
        Input::Woken { ticket } if ticket == walk.ticket() => {
            if let Phase::Typing(card) = walk.state.phase {
                let pass = walk.speak(card);
                walk.go_on(pass);
            }
        }
        Input::Act(act) if is_asked(&walk.state, &act) => walk.answer(act),
        _ => {}
    }
    (walk.state, walk.effects)
}

/// The number of the turn that waits for an answer.
pub fn turn_number(state: &State) -> u16 {
    state.missed.saturating_add(u16::try_from(state.turns.len()).unwrap_or(u16::MAX)).saturating_sub(1)
}

fn is_asked(state: &State, act: &Act) -> bool {
    matches!(state.phase, Phase::Waiting { .. })
        && act.turn == turn_number(state)
        && state.turns.last().is_some_and(|turn| turn.card == act.card)
}

/// How a card lets the conversation go on.
enum Pass {
    /// To the next card, or to the end.
    On(Option<CardIndex>),
    /// The same, after it has made a turn.
    Spoken(Option<CardIndex>),
    /// Not yet, or not any more.
    Stop,
}

struct Walk<'a> {
    flow: &'a Flow,
    state: State,
    effects: Vec<Effect>,
}

impl Walk<'_> {
    /// Goes on to a card, and past all that don't stop there, to one that types or waits.
    fn enter(&mut self, next: Option<CardIndex>) {
        let (mut next, mut passed) = (next, 0);
        while let Some(index) = next {
            if passed > CARDS_BETWEEN_WAITS {
                return self.fail(Defect::TooLong);
            }
            next = match self.pass(index) {
                Pass::On(on) => {
                    passed += 1;
                    on
                }
                Pass::Spoken(on) => {
                    passed = 0;
                    on
                }
                Pass::Stop => return,
            };
        }
        self.state.phase = Phase::Done;
        self.effects.push(Effect::Completed);
    }

    fn pass(&mut self, index: CardIndex) -> Pass {
        match self.flow.card(index) {
            None => {
                self.fail(Defect::NoSuchCard);
                Pass::Stop
            }
            Some(Card::Goal { next } | Card::Reach { next, .. }) => {
                self.once(Effect::Goal(index), index);
                Pass::On(*next)
            }
            Some(Card::Jump { to }) => Pass::On(Some(*to)),
            Some(Card::Capture(capture)) if self.is_settled(capture) && self.kept(index, is_answered).is_none() => {
                Pass::On(capture.next)
            }
            Some(Card::Condition { .. } | Card::Split { .. }) => self.ask(index),
            Some(Card::Action { asks, .. }) if has_tokens(asks) => self.ask(index),
            Some(Card::Action { next, .. }) => {
                let is_other = self.path().is_some_and(|path| path.is_somebody_else(self.flow, &self.state));
                match is_other {
                    true => self.effects.push(Effect::Action(index)),
                    false => self.once(Effect::Action(index), index),
                }
                Pass::On(*next)
            }
            Some(_) if self.has_spoken(index) => self.speak(index),
            Some(Card::Wait { ms, .. }) => self.pause(index, *ms),
            // A bot message comes after the site's response delay.
            Some(_) if self.state.delay_ms > 0 => self.pause(index, self.state.delay_ms),
            Some(_) => self.speak(index),
        }
    }

    /// What a card leads to that nobody sees, unless it was so before the visitor went back, and not since as often (C19).
    fn once(&mut self, effect: Effect, card: CardIndex) {
        if !self.path().is_some_and(|path| path.has_reached(self.flow, &self.state, card)) {
            self.effects.push(effect);
        }
    }

    fn pause(&mut self, card: CardIndex, after_ms: u16) -> Pass {
        self.state.phase = Phase::Typing(card);
        self.effects.push(Effect::Wake { after_ms, ticket: self.ticket() });
        Pass::Stop
    }

    /// Typing has taken its time.
    fn speak(&mut self, index: CardIndex) -> Pass {
        match self.flow.card(index) {
            Some(card) if card.text().is_some_and(has_tokens) => self.ask(index),
            _ => self.say(index),
        }
    }

    /// A card speaks, its tokens filled if it has any. One that asks waits, unless its answer is kept (C19).
    fn say(&mut self, index: CardIndex) -> Pass {
        if let Some(Card::Served(card)) = self.flow.card(index) {
            return self.talk(index, card);
        }
        let kept = self.kept(index, is_answered);
        if !self.push(index) {
            return Pass::Stop;
        }
        match (self.flow.card(index), kept) {
            (Some(Card::Message { next, .. }), _) => Pass::Spoken(*next),
            (Some(Card::Wait { next, .. }), _) => {
                self.settle(Answer::Skipped);
                Pass::Spoken(*next)
            }
            (card, kept) => match card.zip(kept).and_then(|(card, answer)| self.answer_again(card, answer)) {
                Some(next) => Pass::Spoken(next),
                None => {
                    self.state.phase = Phase::Waiting { tries: 0 };
                    Pass::Stop
                }
            },
        }
    }

    /// Gives an answer that is kept, and says where it leads. What it writes is written anew where something else stands now.
    fn answer_again(&mut self, card: &Card, answer: Answer) -> Option<Option<CardIndex>> {
        let next = match card {
            Card::Question(question) => {
                let (text, folded, next) = answer_to(question, &answer)?;
                let read = Read { value: Value::Text(text), folded };
                question.attribute.iter().for_each(|attribute| self.write_anew(attribute, read.clone()));
                next
            }
            Card::Capture(capture) => {
                // What was confirmed was known and is not written.
                if let Answer::Text(typed) = &answer
                    && !typed.folded.is_empty()
                    && let Ok(read) = read(&capture.input, typed)
                    && self.is_news(capture, &read)
                {
                    self.captured(capture, read);
                }
                capture.next
            }
            Card::Document(document) => document.next,
            _ => return None,
        };
        self.settle(answer);
        Some(next)
    }

    fn write_anew(&mut self, attribute: &Key, read: Read) {
        if self.state.known.iter().all(|(key, value)| key != attribute || *value != read.value) {
            self.write(attribute.clone(), read);
        }
    }

    /// Whether something else is known of what a capture asks for.
    fn is_news(&self, capture: &Capture, read: &Read) -> bool {
        let asked = if asks_who(capture) { Some(EMAIL) } else { capture.attribute.as_ref().map(Key::as_str) };
        asked.is_some_and(|asked| self.state.known.iter().all(|(key, value)| key.as_str() != asked || *value != read.value))
    }

    /// Waits for an answer of the browser itself.
    fn ask(&mut self, index: CardIndex) -> Pass {
        if self.push(index) {
            self.state.phase = Phase::Waiting { tries: 0 };
        }
        Pass::Stop
    }

    /// The answer that is kept for a card since the visitor went back (C19).
    fn kept(&self, index: CardIndex, keeps: fn(&Turn) -> bool) -> Option<Answer> {
        self.path()?.kept(&self.state, index, keeps).cloned()
    }

    fn has_spoken(&self, index: CardIndex) -> bool {
        self.path().is_some_and(|path| path.has_spoken(&self.state, index))
    }

    /// The path, if the visitor ever went back; most never do, and need none.
    fn path(&self) -> Option<Path> {
        let goes_back = |turn: &Turn| matches!(turn.answer, Some(Answer::Back { .. }));
        self.state.turns.iter().any(goes_back).then(|| Path::of(&self.state))
    }

    /// Goes on as a card has let pass.
    fn go_on(&mut self, pass: Pass) {
        if let Pass::On(next) | Pass::Spoken(next) = pass {
            self.enter(next);
        }
    }

    /// The visitor changes an earlier answer: its card asks anew. Not while an agent is there, whom the bot would talk over.
    fn go_back(&mut self, answer: Answer, turn: u16, card: CardIndex) {
        let is_chatting = self.state.turns.last().is_some_and(
            |last| matches!(self.flow.card(last.card), Some(Card::Served(card)) if card.service == Service::LiveChat),
        );
        if !is_chatting && Path::of(&self.state).may_change(self.flow, &self.state, turn, card) {
            self.settle(answer);
            self.ask(card);
        }
    }

    /// Makes a turn; fails if there are too many.
    fn push(&mut self, card: CardIndex) -> bool {
        let asks_visitor = matches!(self.flow.card(card), Some(Card::Question(_) | Card::Capture(_) | Card::Document(_)));
        if !asks_visitor && self.unanswered() >= CARDS_BETWEEN_WAITS {
            self.fail(Defect::TooLong);
            return false;
        }
        if self.state.turns.len() >= CONVERSATION_TURNS {
            self.fail(Defect::TooManyTurns);
            return false;
        }
        self.state.turns.push(Turn { card, answer: None, problem: None });
        true
    }

    fn answer(&mut self, act: Act) {
        match (self.flow.card(act.card), &act.answer) {
            (_, Answer::Back { turn, card }) => self.go_back(act.answer.clone(), *turn, *card),
            (Some(Card::Condition { .. } | Card::Split { .. }), Answer::Branch(branch)) => self.branch(act.card, *branch),
            (Some(card), Answer::Filled(values)) => {
                let wanted = silent(self.flow, &self.state);
                if matches!(wanted, Some(Silent::Fill(text)) if tokens(text).len() == values.len()) {
                    let pass = self.filled(card, act);
                    self.go_on(pass);
                }
            }
            (Some(Card::Question(question)), _) => self.answer_question(question, act.answer),
            (Some(Card::Capture(capture)), _) => self.answer_capture(act.card, capture, act.answer),
            (Some(Card::Document(document)), Answer::Opened) => self.leave(act.answer, document.next),
            (Some(Card::Document(document)), Answer::Skipped) if document.may_continue => self.leave(act.answer, document.next),
            (Some(Card::Served(card)), _) => self.serve(card, act),
            _ => {}
        }
    }

    /// The tokens of a card are filled.
    fn filled(&mut self, card: &Card, act: Act) -> Pass {
        let was_so = self.path().is_some_and(|path| {
            path.has_said(&self.state, act.card, &act.answer) && !path.is_somebody_else(self.flow, &self.state)
        });
        self.settle(act.answer);
        match card {
            Card::Message { next, .. } => Pass::On(*next),
            Card::Action { next, .. } => {
                if !was_so {
                    self.effects.push(Effect::Action(act.card));
                }
                Pass::On(*next)
            }
            _ => self.say(act.card),
        }
    }

    fn branch(&mut self, card: CardIndex, branch: u8) {
        let at = usize::from(branch);
        let next = match self.flow.card(card) {
            Some(Card::Condition { branches, otherwise }) if at == branches.len() => *otherwise,
            Some(Card::Condition { branches, .. }) if at < branches.len() => branches[at].1,
            Some(Card::Split { branches, .. }) if at < branches.len() => branches[at].1,
            _ => return,
        };
        self.leave(Answer::Branch(branch), next);
    }

    fn leave(&mut self, answer: Answer, next: Option<CardIndex>) {
        self.settle(answer);
        self.enter(next);
    }

    fn answer_question(&mut self, question: &Question, answer: Answer) {
        let Some((text, folded, next)) = answer_to(question, &answer) else { return };
        self.settle(answer);
        if let Some(attribute) = &question.attribute {
            self.write(attribute.clone(), Read { value: Value::Text(text), folded });
        }
        self.enter(next);
    }

    fn answer_capture(&mut self, card: CardIndex, capture: &Capture, answer: Answer) {
        match &answer {
            Answer::Skipped if !capture.required => {
                self.settle(answer);
                self.enter(capture.next);
            }
            Answer::Confirmed => {
                let Some(value) = to_confirm(&self.state, capture) else { return };
                // Kept as text: what was confirmed doesn't change when something else is learnt later.
                let text = value.text();
                self.settle(Answer::Text(Typed { folded: String::new(), text }));
                self.enter(capture.next);
            }
            Answer::Text(typed) if !typed.text.trim().is_empty() => match read(&capture.input, typed) {
                Ok(read) => {
                    self.settle(answer);
                    self.captured(capture, read);
                    self.enter(capture.next);
                }
                Err(problem) => {
                    if let Some(turn) = self.state.turns.last_mut() {
                        turn.problem = Some(problem);
                    }
                    self.settle(answer);
                    self.ask_again(card, capture);
                }
            },
            _ => {}
        }
    }

    /// Bad input: the card asks again, at most [`TRIES`] times in all.
    fn ask_again(&mut self, card: CardIndex, capture: &Capture) {
        let Phase::Waiting { tries } = self.state.phase else { return };
        if tries + 1 >= TRIES {
            return self.enter(capture.could_not_answer);
        }
        if self.state.turns.len() >= CONVERSATION_TURNS {
            return self.fail(Defect::TooManyTurns);
        }
        self.state.turns.push(Turn { card, answer: None, problem: None });
        self.state.phase = Phase::Waiting { tries: tries + 1 };
    }

    fn captured(&mut self, capture: &Capture, read: Read) {
        match (&capture.input, &read.value) {
            (InputKind::Email, Value::Text(text)) if asks_who(capture) => {
                if let Ok(email) = Email::parse(text) {
                    self.meet(email);
                }
            }
            (input, value) => {
                if *input == InputKind::Phone {
                    self.effects.push(Effect::Phone(value.text()));
                }
                if let Some(attribute) = &capture.attribute {
                    self.write(attribute.clone(), read);
                }
            }
        }
    }

    /// Another address is another person: nothing that is known of the former counts for this one (I2).
    fn meet(&mut self, email: Email) {
        let former = self.state.known.iter().find(|(key, _)| key.as_str() == EMAIL);
        if former.is_some_and(|(_, value)| value.text().to_ascii_lowercase() != email.folded()) {
            self.state.known.clear();
        }
        if let Ok(key) = Key::parse(EMAIL) {
            self.learn(key, Value::Text(email.clone().into()));
        }
        self.effects.push(Effect::Email(email));
    }

    fn write(&mut self, attribute: Key, read: Read) {
        self.learn(attribute.clone(), read.value.clone());
        self.effects.push(Effect::Write { attribute, value: read.value, folded: read.folded });
    }

    fn learn(&mut self, attribute: Key, value: Value) {
        self.state.known.retain(|(other, _)| *other != attribute);
        self.state.known.push((attribute, value));
    }

    fn settle(&mut self, answer: Answer) {
        if let Some(turn) = self.state.turns.last_mut() {
            turn.answer = Some(answer);
        }
    }

    /// Whether the card has nothing to ask, because the value is known.
    fn is_settled(&self, capture: &Capture) -> bool {
        capture.known == Known::Skip && known(&self.state, capture).is_some()
    }

    /// Turns since the visitor last had a say.
    fn unanswered(&self) -> usize {
        let is_visitors = |turn: &Turn| {
            let is_pause = matches!(self.flow.card(turn.card), Some(Card::Wait { .. }));
            turn.answer.as_ref().is_some_and(|answer| !answer.is_silent() && !is_pause)
        };
        self.state.turns.iter().rev().take_while(|turn| !is_visitors(turn)).count()
    }

    fn ticket(&self) -> u16 {
        u16::try_from(self.state.turns.len()).unwrap_or(u16::MAX)
    }

    fn fail(&mut self, defect: Defect) {
        self.state.phase = Phase::Broken(defect);
        self.effects.push(Effect::Broken(defect));
    }
}
