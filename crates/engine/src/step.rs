//! A flow's next step: `step(flow, state, input) -> (state, effects)` (C20, C21, C24).

use parlor_domain::attribute::EMAIL;
use parlor_domain::draft::Known;
use parlor_domain::flow::{Capture, Card, CardIndex, Flow, Question, RichText};
use parlor_domain::limits::{CARDS_BETWEEN_WAITS, CONVERSATION_TURNS, TRIES};
use parlor_domain::state::{Act, Answer, Defect, Phase, State, Turn};
use parlor_domain::text::{Email, Key, Typed};
use parlor_domain::value::{InputKind, Value};

use crate::capture::{Read, read};
use crate::token::{has_tokens, tokens};

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
                walk.speak(card);
            }
        }
        Input::Act(act) if is_asked(&walk.state, &act) => walk.answer(act),
        _ => {}
    }
    (walk.state, walk.effects)
}

/// What the flow asks of the browser itself, before it goes on: answered by an act with the same turn and card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Silent<'a> {
    /// Which branch is taken: [`Answer::Branch`].
    Branch(&'a Card),
    /// What stands in the places of this text's tokens: [`Answer::Filled`].
    Fill(&'a RichText),
}

/// What the conversation waits for and the visitor has nothing to do with.
pub fn silent<'a>(flow: &'a Flow, state: &State) -> Option<Silent<'a>> {
    let Phase::Waiting { tries } = state.phase else { return None };
    let (last, before) = state.turns.split_last()?;
    let card = flow.card(last.card)?;
    if matches!(card, Card::Condition { .. } | Card::Split { .. }) {
        return Some(Silent::Branch(card));
    }
    let is_filled = before.last().is_some_and(|turn| turn.card == last.card && matches!(turn.answer, Some(Answer::Filled(_))));
    let text = card.text().filter(|text| has_tokens(text))?;
    (tries == 0 && !is_filled).then_some(Silent::Fill(text))
}

/// The last answer that the visitor gave to a card.
pub fn answered(state: &State, card: CardIndex) -> Option<&Answer> {
    let turns = state.turns.iter().rev().filter(|turn| turn.card == card && turn.problem.is_none());
    turns.filter_map(|turn| turn.answer.as_ref()).find(|answer| !answer.is_silent())
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

struct Walk<'a> {
    flow: &'a Flow,
    state: State,
    effects: Vec<Effect>,
}

impl Walk<'_> {
    /// Goes on to a card, and past all that don't speak, to one that types, speaks or waits.
    fn enter(&mut self, next: Option<CardIndex>) {
        let mut next = next;
        // One round more than cards are passed: the last sees what comes after them.
        for _ in 0..=CARDS_BETWEEN_WAITS {
            let Some(index) = next else {
                self.state.phase = Phase::Done;
                return self.effects.push(Effect::Completed);
            };
            next = match self.flow.card(index) {
                None => return self.fail(Defect::NoSuchCard),
                Some(Card::Goal { next } | Card::Reach { next, .. }) => {
                    self.effects.push(Effect::Goal(index));
                    *next
                }
                Some(Card::Jump { to }) => Some(*to),
                Some(Card::Capture(capture)) if self.is_settled(capture) => capture.next,
                Some(Card::Wait { ms, .. }) => return self.pause(index, *ms),
                Some(Card::Condition { .. } | Card::Split { .. }) => return self.ask(index),
                Some(Card::Message { .. } | Card::Question(_) | Card::Capture(_) | Card::Document(_)) => {
                    return self.type_first(index);
                }
            };
        }
        self.fail(Defect::TooLong);
    }

    /// A bot message comes after the site's response delay.
    fn type_first(&mut self, card: CardIndex) {
        if self.state.delay_ms == 0 {
            return self.speak(card);
        }
        self.pause(card, self.state.delay_ms);
    }

    fn pause(&mut self, card: CardIndex, after_ms: u16) {
        self.state.phase = Phase::Typing(card);
        self.effects.push(Effect::Wake { after_ms, ticket: self.ticket() });
    }

    /// Typing has taken its time.
    fn speak(&mut self, index: CardIndex) {
        match self.flow.card(index) {
            Some(Card::Wait { next, .. }) => {
                if self.push(index) {
                    self.settle(Answer::Skipped);
                    self.enter(*next);
                }
            }
            Some(card) if card.text().is_some_and(has_tokens) => self.ask(index),
            Some(_) => self.say(index),
            None => self.fail(Defect::NoSuchCard),
        }
    }

    /// A card speaks, its tokens filled if it has any.
    fn say(&mut self, index: CardIndex) {
        match self.flow.card(index) {
            Some(Card::Message { next, .. }) => {
                if self.push(index) {
                    self.enter(*next);
                }
            }
            _ => self.ask(index),
        }
    }

    /// Waits for an answer, of the visitor or of the browser itself.
    fn ask(&mut self, index: CardIndex) {
        if self.push(index) {
            self.state.phase = Phase::Waiting { tries: 0 };
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
            (Some(Card::Condition { .. } | Card::Split { .. }), Answer::Branch(branch)) => self.branch(act.card, *branch),
            (Some(card), Answer::Filled(values)) => {
                let wanted = silent(self.flow, &self.state);
                if matches!(wanted, Some(Silent::Fill(text)) if tokens(text).len() == values.len()) {
                    let goes_on = if let Card::Message { next, .. } = card { Some(*next) } else { None };
                    self.settle(act.answer);
                    match goes_on {
                        Some(next) => self.enter(next),
                        None => self.ask(act.card),
                    }
                }
            }
            (Some(Card::Question(question)), _) => self.answer_question(question, act.answer),
            (Some(Card::Capture(capture)), _) => self.answer_capture(act.card, capture, act.answer),
            (Some(Card::Document(document)), Answer::Opened) => self.leave(act.answer, document.next),
            (Some(Card::Document(document)), Answer::Skipped) if document.may_continue => self.leave(act.answer, document.next),
            _ => {}
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
        let picked = match &answer {
            Answer::Choices(places) => picked(question, places),
            Answer::Text(typed) => other(question, typed),
            _ => None,
        };
        let Some((text, folded, next)) = picked else { return };
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

/// Whether a card asks for the visitor's own address, and not for one to be written elsewhere.
pub fn asks_who(capture: &Capture) -> bool {
    capture.input == InputKind::Email && capture.attribute.as_ref().is_none_or(|key| key.as_str() == EMAIL)
}

/// The known value that the visitor may confirm instead of typing, until something else is tried.
pub fn to_confirm<'a>(state: &'a State, capture: &Capture) -> Option<&'a Value> {
    let is_offered = capture.known == Known::Confirm && state.phase == Phase::Waiting { tries: 0 };
    known(state, capture).filter(|_| is_offered)
}

/// What is known of the attribute that a card asks for.
fn known<'a>(state: &'a State, capture: &Capture) -> Option<&'a Value> {
    let attribute = capture.attribute.as_ref()?;
    state.known.iter().find(|(key, _)| key == attribute).map(|(_, value)| value)
}

/// The stored text, the same in lower case, and the way on; `None` if the answer doesn't fit the question.
fn picked(question: &Question, places: &[u8]) -> Option<(String, String, Option<CardIndex>)> {
    let in_order = places.windows(2).all(|pair| pair[0] < pair[1]);
    if places.is_empty() || !in_order || (!question.several && places.len() > 1) {
        return None;
    }
    let choices: Option<Vec<_>> = places.iter().map(|place| question.choices.get(usize::from(*place))).collect();
    let choices = choices?;
    let join = |texts: Vec<&str>| texts.join("; ");
    let next = if question.several { question.next } else { choices.first()?.next };
    Some((
        join(choices.iter().map(|choice| choice.stored()).collect()),
        join(choices.iter().map(|choice| choice.folded.as_str()).collect()),
        next,
    ))
}

fn other(question: &Question, typed: &Typed) -> Option<(String, String, Option<CardIndex>)> {
    let other = question.other.as_ref()?;
    let text = typed.text.trim();
    (typed.fits() && !text.is_empty()).then(|| (text.to_owned(), typed.folded.trim().to_owned(), other.next))
}
