//! A flow with all that stand in it (C10): each sub-flow is laid behind the draft's own cards as a copy of its own.

use std::collections::BTreeMap;

use parlor_domain::draft::{CardDraft, FlowCardDraft, FlowDraft, Source};
use parlor_domain::ids::DialogueId;
use parlor_domain::limits::{FLOW_DEPTH, PUBLISHED_CARDS};
use parlor_domain::text::{Key, Name};

use super::world::{Work, World};

/// A flow and the copies that stand in it. Places count through all parts: they are those of the published flow.
pub(super) struct Whole<'a> {
    /// The draft itself, then the copies.
    pub(super) parts: Vec<Part<'a>>,
    /// What keeps a flow from standing in the draft: the draft's card, and why.
    pub(super) faults: Vec<(&'a Key, String)>,
    /// Where the copies begin, by the places of their flow cards.
    starts: BTreeMap<usize, usize>,
    /// The draft's own name, if other flows can run it.
    own: Option<&'a Name>,
}

/// The draft's own cards, or a copy of a flow's.
pub(super) struct Part<'a> {
    pub(super) flow: &'a FlowDraft,
    /// Of a copy, the flow and its version.
    pub(super) pin: Option<(&'a Work, u32)>,
    /// Of a copy, the draft's card that it stands in.
    pub(super) within: Option<&'a Key>,
    /// The part that it was put into.
    parent: Option<usize>,
    /// The place of its first card.
    base: usize,
    /// Where its ends lead.
    after: Option<usize>,
}

impl<'a> Part<'a> {
    /// The place of a card.
    pub(super) fn place(&self, key: &Key) -> Option<usize> {
        self.flow.cards.position(key).map(|at| self.base + at)
    }

    /// Where a branch leads: to its card, or at its end to what comes after this part.
    pub(super) fn next(&self, key: Option<&Key>) -> Option<usize> {
        key.and_then(|key| self.place(key)).or(self.after)
    }

    /// The cards with their places.
    pub(super) fn cards(&self) -> impl Iterator<Item = (usize, &'a Key, &'a CardDraft)> + use<'a> {
        let (flow, base) = (self.flow, self.base);
        flow.cards.0.iter().enumerate().map(move |(at, (key, card))| (base + at, key, card))
    }
}

impl<'a> Whole<'a> {
    /// Lays out a draft. Of a conversational flow `own` is the name, which must not come up again in it. What can't
    /// stand in it is left out and told in `faults`.
    pub(super) fn of(flow: &'a FlowDraft, own: Option<&'a Name>, world: &World<'a>) -> Self {
        let draft = Part { flow, pin: None, within: None, parent: None, base: 0, after: None };
        let mut whole = Self { parts: vec![draft], faults: Vec::new(), starts: BTreeMap::new(), own };
        let mut at = 0;
        while at < whole.parts.len() {
            for (place, key, card) in whole.parts[at].cards() {
                if let CardDraft::Flow(card) = card {
                    whole.run(at, place, card, key, world);
                }
            }
            at += 1;
        }
        whole
    }

    /// The flows that stand in it and their versions, each once.
    pub(super) fn pins(&self) -> Vec<(DialogueId, u32)> {
        let mut pins: Vec<_> = self.parts.iter().filter_map(|part| part.pin.map(|(work, version)| (work.id, version))).collect();
        pins.sort_unstable();
        pins.dedup();
        pins
    }

    /// Where the copy begins that stands in the flow card at this place.
    pub(super) fn start(&self, place: usize) -> Option<usize> {
        self.starts.get(&place).copied()
    }

    /// The draft's own card at this place, or the one that the copy there stands in.
    pub(super) fn own_key(&self, place: usize) -> Option<&'a Key> {
        let part = self.parts.iter().rfind(|part| part.base <= place)?;
        part.within.or_else(|| part.flow.cards.0.get(place - part.base).map(|(key, _)| key))
    }

    fn len(&self) -> usize {
        self.parts.last().map_or(0, |part| part.base + part.flow.cards.0.len())
    }

    /// Puts a copy behind all that is there, or tells why not.
    fn run(&mut self, parent: usize, place: usize, card: &'a FlowCardDraft, key: &'a Key, world: &World<'a>) {
        let within = Some(self.parts[parent].within.unwrap_or(key));
        match self.runnable(parent, &card.flow, world) {
            Err(message) => self.faults.extend(within.map(|key| (key, message))),
            Ok((work, version, flow)) => {
                let after = self.parts[parent].next(card.next.as_ref());
                let (pin, base) = (Some((work, version)), self.len());
                let copy = Part { flow, pin, within, parent: Some(parent), base, after };
                self.starts.extend(copy.place(&flow.start).map(|start| (place, start)));
                self.parts.push(copy);
            }
        }
    }

    /// The flow of this name, if it may stand in the part.
    fn runnable(&self, parent: usize, name: &'a Name, world: &World<'a>) -> Result<(&'a Work, u32, &'a FlowDraft), String> {
        let who = self.parts[parent].pin.map_or("It".to_owned(), |(work, _)| format!("The flow \"{}\" in it", work.name));
        let around = self.around(parent);
        if let Some(fault) = self.circle(&around, name) {
            return Err(fault);
        }
        if around.len() >= FLOW_DEPTH {
            return Err(format!("{who} runs \"{name}\", and so more than {FLOW_DEPTH} flows stand in one another."));
        }
        let work =
            world.work(name.as_str()).ok_or_else(|| format!("{who} runs \"{name}\", which is not a flow of this site."))?;
        match (work.source, &work.latest) {
            (Source::Dialogue, _) => Err(format!("{who} runs \"{name}\", which is a dialogue. Choose a conversational flow.")),
            (Source::Flow, None) => Err(format!("{who} runs \"{name}\", which is not published. Publish it first.")),
            // A part without a card would cost nothing and could come up without end.
            (Source::Flow, Some((_, flow))) if self.len() + flow.cards.0.len().max(1) > PUBLISHED_CARDS => {
                Err(format!("With \"{name}\" there are more than {PUBLISHED_CARDS} cards, those of all flows in it counted."))
            }
            (Source::Flow, Some((version, flow))) => Ok((work, *version, flow)),
        }
    }

    /// The names of the flows that a part stands in, its own first.
    fn around(&self, part: usize) -> Vec<&'a Name> {
        let parts = std::iter::successors(Some(part), |part| self.parts[*part].parent);
        parts.filter_map(|part| self.parts[part].pin.map(|(work, _)| &work.name)).collect()
    }

    /// The circle that a flow of this name would close.
    fn circle(&self, around: &[&Name], name: &Name) -> Option<String> {
        let around: Vec<&Name> = around.iter().copied().chain(self.own).collect();
        let at = around.iter().position(|other| *other == name)?;
        let names: Vec<String> = around[..=at].iter().rev().map(|name| format!("\"{name}\"")).collect();
        Some(match names.as_slice() {
            [name] => format!("The flow {name} would contain itself."),
            names => format!("The flows {} would contain each other.", names.join(", ")),
        })
    }
}
