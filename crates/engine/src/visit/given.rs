//! What is given in this browser, and what is known of the person (I1, I2, I3).

use parlor_domain::attribute::EMAIL;
use parlor_domain::event::What;
use parlor_domain::ids::ConversationId;
use parlor_domain::limits::{CARDS_BETWEEN_WAITS, FACTS_SECONDS, SET_ATTRIBUTES};
use parlor_domain::memory::{Conversation, Given, PersonFacts};
use parlor_domain::site::FileHash;
use parlor_domain::state::{Phase, Problem};
use parlor_domain::text::{Email, Key, Typed};
use parlor_domain::time::{Instant, MINUTE, SECOND};
use parlor_domain::value::{InputKind, Kind, Value, is_kept};

use super::{Complaint, Effect, Turn, Visit};
use crate::capture::read;
use crate::person::{conditions_of_site, needs_server};
use crate::resolve::{Choice, is_over};
use crate::step::{self, turn_number};

/// A value that the page gives, by the name of an attribute or of a form's field.
pub type Named = (String, Told);

/// A value as page code has it.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A text.
    Text(Typed),
    /// A number.
    Number(f64),
    /// Yes or no.
    YesNo(bool),
}

/// What the server is asked (T14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The flow that needs it, beside the site's conditions.
    pub flow: Option<FileHash>,
    /// Since when the person is the one that is asked about: an answer that comes later is another one's.
    pub since: Instant,
}

impl Visit {
    /// The value of an attribute of the person, as far as this browser may know it.
    pub(super) fn value_of(&self, key: &Key) -> Option<Value> {
        let given = self.memory.given.binary_search_by(|(other, _)| other.cmp(key));
        if let Ok(at) = given {
            return Some(self.memory.given[at].1.value.clone());
        }
        let told = self.memory.facts.iter().filter(|_| self.memory.verified).flat_map(|facts| &facts.values);
        let found = told.into_iter().find(|(other, _)| other == key).map(|(_, value)| value);
        found.filter(|value| !matches!(value, Value::Text(text) if is_blank(text))).cloned()
    }

    /// The page gives attributes: what the site has and visitors may set is taken, the rest is told to the page's author.
    pub(super) fn be_given(&mut self, values: Vec<Named>, turn: &mut Turn) {
        self.interact(turn);
        if values.is_empty() {
            turn.effects.push(Effect::Complain(Complaint::SaysNothing));
        }
        if self.take_values(values, turn) && !self.is_talking() {
            self.decide(turn);
        }
    }

    /// Whether anything was taken. What was given before, and a text that says nothing, is passed over: pages give the same
    /// at every load (T31).
    pub(super) fn take_values(&mut self, values: Vec<Named>, turn: &mut Turn) -> bool {
        let mut taken: Vec<(Key, Given)> = Vec::new();
        if values.len() > SET_ATTRIBUTES {
            turn.effects.push(Effect::Complain(Complaint::TooMany));
        }
        for (name, told) in values.into_iter().take(SET_ATTRIBUTES).filter(|(_, told)| !says_nothing(told)) {
            let kind = self.site.attributes.iter().find(|(key, _)| key.as_str() == name);
            match kind.map(|(key, kind)| (key.clone(), understand(key, *kind, &told, turn.moment.now))) {
                None => turn.effects.push(Effect::Complain(Complaint::NoSuchAttribute(name))),
                Some((_, Err(_))) => turn.effects.push(Effect::Complain(Complaint::DoesNotFit(name))),
                Some((key, Ok(given))) if self.was_given(&key, &given) => {}
                Some((key, Ok(given))) => taken.push((key, given)),
            }
        }
        if taken.is_empty() {
            return false;
        }
        // The address comes first: another address is another person.
        if let Some(at) = taken.iter().position(|(key, _)| key.as_str() == EMAIL) {
            let address = taken.remove(at);
            taken.insert(0, address);
        }
        let news: Vec<(Key, Value)> = taken.iter().map(|(key, given)| (key.clone(), given.value.clone())).collect();
        for (key, given) in taken {
            match Email::parse(&given.value.text()).ok().filter(|_| key.as_str() == EMAIL) {
                Some(email) => self.give_email(&email, turn),
                None => self.give(key, given),
            }
        }
        self.report_outside(What::Given(news), turn);
        true
    }

    fn was_given(&self, key: &Key, new: &Given) -> bool {
        self.memory.given.iter().any(|(other, given)| other == key && given.value == new.value)
    }

    pub(super) fn give(&mut self, attribute: Key, given: Given) {
        match self.memory.given.binary_search_by(|(key, _)| key.cmp(&attribute)) {
            Ok(at) => self.memory.given[at].1 = given,
            Err(at) => self.memory.given.insert(at, (attribute, given)),
        }
    }

    /// Another address is another person: what was given for the former doesn't count for this one (I2). Of a verified
    /// person the browser doesn't know the address: the typed one may be another's.
    pub(super) fn give_email(&mut self, email: &Email, turn: &mut Turn) {
        let folded = email.folded();
        let Ok(key) = Key::parse(EMAIL) else { return };
        let former = self.memory.given.iter().find(|(other, _)| *other == key);
        if self.memory.verified || former.is_some_and(|(_, given)| given.folded != folded) {
            self.start_afresh(turn);
            self.memory.verified = false;
        }
        self.give(key, Given { at: turn.moment.now, value: Value::Text(email.as_str().to_owned()), folded });
    }

    /// What was given is another person's from now on, or stored and asked for. Conversations that go on forget it too;
    /// the one on screen has done so itself, where the address was given in it.
    fn start_afresh(&mut self, turn: &mut Turn) {
        self.memory.given.clear();
        self.memory.given_since = turn.moment.now;
        self.memory.facts = None;
        self.questions.clear();
        let knows = |of: &&Conversation| !of.state.known.is_empty() && !is_over(&of.state.phase) && Some(of.id) != self.giving;
        let others: Vec<_> = self.memory.conversations.iter().filter(knows).map(|of| of.id).collect();
        for id in others {
            self.forget_known(id, turn);
        }
    }

    /// What a conversation has skipped by what it knew stays skipped: so that its replay skips the same, its beginning is
    /// reported, and what it is just saying is said, before it forgets (C23).
    fn forget_known(&mut self, id: ConversationId, turn: &mut Turn) {
        self.report_start(id, turn);
        self.say_all(id, turn);
        let Some(conversation) = self.conversation_mut(id).filter(|of| !is_over(&of.state.phase)) else { return };
        conversation.state.known.clear();
        let turns = turn_number(&conversation.state);
        self.report(id, What::Forgot(turns), turn);
    }

    /// Says at once what would be said after pauses. A conversation whose flow isn't here can't, and is forgotten.
    fn say_all(&mut self, id: ConversationId, turn: &mut Turn) {
        let until = self.typing_until.filter(|_| self.on_screen != Some(id));
        for _ in 0..=CARDS_BETWEEN_WAITS {
            let Some(conversation) = self.conversation(id).filter(|of| matches!(of.state.phase, Phase::Typing(_))) else { break };
            if self.flow(conversation.flow).is_none() {
                self.remove(|of| of.id == id);
                break;
            }
            let ticket = u16::try_from(conversation.state.turns.len()).unwrap_or(u16::MAX);
            self.step(id, step::Input::Woken { ticket }, turn);
            self.answer_silently(id, turn);
        }
        self.typing_until = until;
    }

    /// The site's owner vouched for who the visitor is (I3): for another one than before, if the link was moved.
    pub(super) fn be_identified(&mut self, moved: bool, turn: &mut Turn) {
        if moved || !self.memory.verified {
            self.start_afresh(turn);
            self.memory.verified = true;
        }
        self.renew_facts(turn);
    }

    /// The server has answered: whether the link is verified, and what it may tell. What waits for it goes on.
    pub(super) fn be_told(&mut self, question: Question, verified: bool, facts: PersonFacts, turn: &Turn) {
        // Who was not vouched for in this browser hears nothing of a person here.
        if !self.is_answered(question) || verified && !self.memory.verified {
            return;
        }
        let was_verified = std::mem::replace(&mut self.memory.verified, verified);
        let before = self.memory.facts.take().unwrap_or_default();
        let kept = if was_verified == verified { before.clone() } else { PersonFacts::default() };
        let facts = join(kept, facts, turn.moment.now);
        let is_news = facts.verdicts != before.verdicts;
        self.memory.facts = Some(facts);
        if is_news && !self.is_talking() {
            self.decide(turn);
        }
    }

    /// Whether a question is still one about this person; its flow waits no longer.
    pub(super) fn is_answered(&mut self, question: Question) -> bool {
        let is_ours = question.since == self.memory.given_since;
        let asked = self.questions.iter_mut().find(|(flow, _)| is_ours && Some(*flow) == question.flow);
        if let Some((_, is_answered)) = asked {
            *is_answered = true;
        }
        is_ours
    }

    /// Whether what a flow needs of the server was asked for and is here; asks for it once.
    pub(super) fn knows_person(&mut self, hash: FileHash, turn: &mut Turn) -> bool {
        if let Some((_, is_answered)) = self.questions.iter().find(|(flow, _)| *flow == hash) {
            return *is_answered;
        }
        let needs = self.flow(hash).is_some_and(|flow| needs_server(flow, self.memory.verified));
        self.questions.push((hash, !needs));
        if needs {
            self.ask(Some(hash), turn);
        }
        !needs
    }

    /// What was told is asked for again after a while (T14, T15). What is known from the same visit counts until then.
    pub(super) fn renew_facts(&mut self, turn: &mut Turn) {
        let age = self.memory.facts.as_ref().map_or(i64::MAX, |facts| turn.moment.now.since(facts.at));
        if age < FACTS_SECONDS * SECOND {
            return;
        }
        if age > i64::from(self.site.session_minutes) * MINUTE {
            self.memory.facts = None;
        }
        self.questions.clear();
        if conditions_of_site(&self.site, self.memory.verified).next().is_some() {
            self.ask(None, turn);
        }
    }

    fn ask(&self, flow: Option<FileHash>, turn: &mut Turn) {
        turn.effects.push(Effect::AskFacts(Question { flow, since: self.memory.given_since }));
    }

    /// Whether the visitor is in a conversation that nothing is to take away.
    fn is_talking(&self) -> bool {
        self.open && self.on_screen.is_some() || matches!(self.choice, Choice::Continue(_))
    }
}

fn join(mut old: PersonFacts, new: PersonFacts, now: Instant) -> PersonFacts {
    for verdict in new.verdicts {
        match old.verdicts.binary_search_by_key(&verdict.0, |(mark, _)| *mark) {
            Ok(at) => old.verdicts[at] = verdict,
            Err(at) => old.verdicts.insert(at, verdict),
        }
    }
    for value in new.values {
        match old.values.binary_search_by(|(key, _)| key.cmp(&value.0)) {
            Ok(at) => old.values[at] = value,
            Err(at) => old.values.insert(at, value),
        }
    }
    PersonFacts { at: now, ..old }
}

fn says_nothing(told: &Told) -> bool {
    matches!(told, Told::Text(typed) if is_blank(&typed.text))
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// What the page told, as a value of this attribute.
fn understand(key: &Key, kind: Kind, told: &Told, now: Instant) -> Result<Given, Problem> {
    let given = |value, folded: &str| Given { at: now, value, folded: folded.to_owned() };
    match (kind, told) {
        (Kind::Number, Told::Number(number)) if is_kept(*number) => Ok(given(Value::Number(*number), "")),
        (Kind::WholeNumber, Told::Number(number)) if is_kept(*number) && number % 1.0 == 0.0 => {
            Ok(given(Value::Number(*number), ""))
        }
        (Kind::YesNo, Told::YesNo(yes)) => Ok(given(Value::YesNo(*yes), "")),
        (kind, Told::Text(typed)) => {
            let read = read(&input_of(key, kind), typed)?;
            Ok(given(read.value, &read.folded))
        }
        _ => Err(Problem::NotAChoice),
    }
}

fn input_of(key: &Key, kind: Kind) -> InputKind {
    match kind {
        Kind::Text if key.as_str() == EMAIL => InputKind::Email,
        Kind::Text | Kind::Choice => InputKind::Text,
        Kind::Number => InputKind::Number,
        Kind::WholeNumber => InputKind::WholeNumber,
        Kind::YesNo => InputKind::YesNo,
        Kind::Date => InputKind::Date,
        Kind::DateTime => InputKind::DateTime,
    }
}
