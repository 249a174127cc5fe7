//! What the flow asks of the browser itself: which branch is taken, and what stands in the places of tokens.

use parlor_domain::event::What;
use parlor_domain::flow::{Card, Flow, RichText};
use parlor_domain::ids::{ConversationId, DialogueId};
use parlor_domain::limits::{CARDS_BETWEEN_WAITS, TOKEN_CHARS};
use parlor_domain::state::{Act, Answer, Phase, State};
use parlor_domain::text::Key;
use parlor_domain::time::Instant;

use super::{Turn, Visit};
use crate::condition::{Verdict, decide, mark};
use crate::facts::{Fact, Facts};
use crate::step::{self, Silent, answering, silent, turn_number};
use crate::token::{Token, fill, has_tokens, tokens};
use crate::view::{agent, spoken};

impl Visit {
    /// Answers for as long as the flow asks nobody else.
    pub(super) fn answer_silently(&mut self, id: ConversationId, turn: &mut Turn) {
        for _ in 0..=CARDS_BETWEEN_WAITS {
            let Some(conversation) = self.conversation(id) else { return };
            let Some(flow) = self.flow(conversation.flow) else { return };
            let Some(act) = self.silent_act(id, flow, &conversation.state, turn.moment.now) else { return };
            if conversation.start_reported {
                self.report(id, What::Acted(act.clone()), turn);
            }
            self.step(id, step::Input::Act(act), turn);
        }
    }

    fn silent_act(&self, id: ConversationId, flow: &Flow, state: &State, now: Instant) -> Option<Act> {
        let card = state.turns.last()?.card;
        let answer = match silent(flow, state)? {
            Silent::Branch(Card::Split { of, key, branches }) => {
                let of = of.or(self.conversation(id).map(|conversation| conversation.dialogue));
                Answer::Branch(self.share(of, *key, branches.iter().map(|(weight, _)| *weight)))
            }
            Silent::Branch(Card::Condition { branches, .. }) => {
                let facts = Facts { memory: &self.memory, page: &self.page, now, conversation: Some((flow, state)) };
                let holds = branches.iter().position(|(audience, _)| decide(audience, &facts) == Verdict::True);
                Answer::Branch(holds.unwrap_or(branches.len()) as u8)
            }
            Silent::Branch(_) => return None,
            Silent::Fill(text) => Answer::Filled(self.values(text, flow, state, now)),
            // This server has no calendars, no agents' desks and no library of answers to ask.
            Silent::Serve(_) => Answer::Unserved,
        };
        Some(Act { turn: turn_number(state), card, answer })
    }

    /// The branch of a split: by visitor, flow and card, so that the same visitor always gets the same one (C12).
    fn share(&self, of: Option<DialogueId>, key: u32, weights: impl Iterator<Item = u16> + Clone) -> u8 {
        let sum: u32 = weights.clone().map(u32::from).sum();
        let chance = scatter(mark(&(self.memory.visitor, of, key)));
        let mut left = ((u64::from(chance) * u64::from(sum)) >> 32) as u32;
        for (weight, at) in weights.zip(0..) {
            match left.checked_sub(u32::from(weight)) {
                Some(rest) => left = rest,
                None => return at,
            }
        }
        0
    }

    /// What stands in the places of the text's tokens (C15).
    fn values(&self, text: &RichText, flow: &Flow, state: &State, now: Instant) -> Vec<String> {
        let value = |token: Token<'_>| {
            let value = self.token_value(&token, flow, state, now).filter(|value| !value.trim().is_empty());
            value.unwrap_or(token.fallback).chars().take(TOKEN_CHARS).collect()
        };
        tokens(text).into_iter().map(value).collect()
    }

    fn token_value(&self, token: &Token<'_>, flow: &Flow, state: &State, now: Instant) -> Option<String> {
        match (token.group, token.name) {
            ("person", name) => Some(self.value_of(&Key::parse(name).ok()?)?.text()),
            ("answer", card) => {
                let card = card.parse().ok()?;
                spoken(flow, answering(state, card)?)
            }
            ("agent", _) => agent(flow, state).map(ToOwned::to_owned),
            ("page", "title") => Some(self.page.title.clone()),
            ("page", "url") => Some(self.page.url.clone()),
            ("visit", name) => {
                let attribute = ["visit.", name].concat().parse().ok()?;
                let facts = Facts { memory: &self.memory, page: &self.page, now, conversation: None };
                match facts.of(&attribute)? {
                    Fact::Text(text) => Some(text.into_owned()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// How far a conversation is once it has begun, before it begins.
    pub(super) fn begun(&self, id: ConversationId, flow: &Flow, now: Instant) -> State {
        let start = step::Input::Start { delay_ms: self.site.response_delay_ms, known: self.known() };
        let mut state = step::step(flow, State::default(), start).0;
        for _ in 0..=CARDS_BETWEEN_WAITS {
            let Some(act) = self.silent_act(id, flow, &state, now) else { break };
            state = step::step(flow, state, step::Input::Act(act)).0;
        }
        state
    }

    /// The first words that a conversation will say, before it begins: for the teaser.
    pub(super) fn foresee(&self, id: ConversationId, now: Instant) -> Option<String> {
        let conversation = self.conversation(id)?;
        let flow = self.flow(conversation.flow)?;
        if conversation.state.phase != Phase::Ready {
            return conversation.state.turns.iter().find_map(|turn| words_of(flow, turn));
        }
        let start = step::Input::Start { delay_ms: 0, known: Vec::new() };
        let mut state = step::step(flow, State::default(), start).0;
        for _ in 0..=CARDS_BETWEEN_WAITS {
            if let Some(words) = state.turns.iter().find_map(|turn| words_of(flow, turn)) {
                return Some(words);
            }
            let input = match self.silent_act(id, flow, &state, now) {
                Some(act) => step::Input::Act(act),
                None => step::Input::Woken { ticket: state.turns.len() as u16 },
            };
            state = step::step(flow, state, input).0;
        }
        None
    }
}

/// What the bot says in a turn, its tokens filled; nothing before they are.
pub(super) fn words_of(flow: &Flow, turn: &parlor_domain::state::Turn) -> Option<String> {
    let text = flow.card(turn.card)?.text()?;
    match &turn.answer {
        Some(Answer::Filled(values)) => Some(fill(text, values).plain()),
        _ if has_tokens(text) => None,
        _ => Some(text.plain()),
    }
}

/// Spreads the bits of a mark, so that visitors who came at the same time don't all get the same.
fn scatter(mark: u32) -> u32 {
    let mixed = (mark ^ (mark >> 16)).wrapping_mul(0x85eb_ca6b);
    let mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35);
    mixed ^ (mixed >> 16)
}
