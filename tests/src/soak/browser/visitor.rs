//! A visitor with two tabs, and what is not acknowledged of what they did.

use std::collections::{HashMap, VecDeque};

use parlor_domain::event::{Event, PageSeen, What};
use parlor_domain::ids::{ConversationId, Ids, Moment, Secret, SessionId, TabId, VisitorId};
use parlor_domain::limits::BATCH_EVENTS;
use parlor_domain::state::{Act, Answer, Phase, State};
use parlor_domain::text::Typed;
use parlor_engine::transcript::advance;
use parlor_engine::view::{Ask, Prompt, prompt};
use parlor_wire::visitor::Batch;

use crate::client::now;
use crate::crowd::Chance;
use crate::soak::ledger::Ledger;
use crate::soak::scene::Scene;

/// Acknowledged events that a tab still has, to send them once more.
const KEPT: usize = 6;
/// People among whom the addresses are that visitors give.
const PEOPLE: usize = 100;

/// A visitor.
pub(super) struct Visitor {
    /// A batch without events.
    envelope: Batch,
    ids: Ids,
    session: SessionId,
    tabs: [Tab; 2],
    talk: Option<Talk>,
    /// The next number in each conversation and tab.
    numbers: HashMap<(ConversationId, TabId), u32>,
}

struct Tab {
    id: TabId,
    waiting: VecDeque<Event>,
    told: VecDeque<Event>,
}

/// A conversation, as the browser has it.
struct Talk {
    id: ConversationId,
    state: State,
}

impl Visitor {
    pub(super) fn new(scene: &Scene, ticket: String, chance: &mut Chance, browser: u64) -> Self {
        let mut bytes = chance.bytes();
        // However chance falls, no two browsers make the same ids.
        bytes[6] = browser as u8;
        let mut ids = Moment { now: now(), chance: bytes }.ids();
        let visitor: VisitorId = ids.make();
        let secret = Secret::new([browser as u8; 16]);
        let envelope = Batch { site: scene.key.clone(), ticket, visitor, secret, sent: now(), events: Vec::new() };
        let session = ids.make();
        let tabs = [(), ()].map(|()| Tab { id: ids.make(), waiting: VecDeque::new(), told: VecDeque::new() });
        Self { envelope, ids, session, tabs, talk: None, numbers: HashMap::new() }
    }

    pub(super) fn has_something(&self) -> bool {
        self.tabs.iter().any(|tab| !tab.waiting.is_empty())
    }

    /// Takes a fresh ticket, if one came.
    pub(super) fn takes(&mut self, ticket: Option<String>) {
        self.envelope.ticket = ticket.unwrap_or_else(|| std::mem::take(&mut self.envelope.ticket));
    }

    /// Does something, in one of the tabs.
    pub(super) fn goes_on(&mut self, scene: &Scene, chance: &mut Chance) {
        let tab = chance.below(2);
        let Some(talk) = self.talk.take_if(|talk| talk.state.phase != Phase::Done) else {
            return self.is_shown(scene, tab, chance);
        };
        let what = match chance.below(12) {
            0 => vec![What::Shown],
            1 => vec![What::Lost],
            2 => vec![What::Closed],
            _ => acts(scene, &talk.state, chance),
        };
        let mut state = talk.state;
        for what in what {
            let (after, effects) = advance(&scene.flow, state, &what);
            assert!(effects.is_some(), "{what:?} doesn't fit");
            state = after;
            self.reports(scene, tab, talk.id, what);
        }
        self.talk = Some(Talk { state, ..talk });
    }

    /// Another conversation begins, sometimes in another session.
    fn is_shown(&mut self, scene: &Scene, tab: usize, chance: &mut Chance) {
        if chance.below(3) == 0 {
            self.session = self.ids.make();
        }
        let id = self.ids.make();
        self.talk = Some(Talk { id, state: State::default() });
        self.reports(scene, tab, id, What::Shown);
    }

    fn reports(&mut self, scene: &Scene, tab: usize, conversation: ConversationId, what: What) {
        let tab = &mut self.tabs[tab];
        let number = self.numbers.entry((conversation, tab.id)).or_default();
        tab.waiting.push_back(Event {
            id: self.ids.make(),
            at: now(),
            session: self.session,
            conversation,
            tab: tab.id,
            client_seq: *number,
            dialogue: scene.dialogue,
            version: scene.version,
            page: PageSeen { url: "http://localhost/a".to_owned(), title: "Page".to_owned() },
            what,
        });
        *number += 1;
    }

    /// Some of what is not acknowledged, if there is anything.
    pub(super) fn batch(&self, chance: &mut Chance) -> Option<Batch> {
        let [one, two] = &self.tabs;
        let tab = match (one.waiting.is_empty(), two.waiting.is_empty()) {
            (true, true) => return None,
            (false, false) => &self.tabs[chance.below(2)],
            (is_first_empty, _) => &self.tabs[usize::from(is_first_empty)],
        };
        let waiting = || tab.waiting.iter().cloned();
        let mut events: Vec<Event> = match chance.below(8) {
            0 => self.tabs.iter().flat_map(|tab| tab.waiting.iter().cloned()).collect(),
            // What was acknowledged comes once more.
            1 => tab.told.iter().cloned().chain(waiting()).collect(),
            // The first is missing: the others must wait for it.
            2 if tab.waiting.len() > 1 => waiting().skip(1).collect(),
            _ => waiting().take(1 + chance.below(tab.waiting.len())).collect(),
        };
        events.truncate(BATCH_EVENTS);
        Some(Batch { sent: now(), events, ..self.envelope.clone() })
    }

    /// Keeps no longer what was answered for good.
    pub(super) fn forgets(&mut self, ledger: &Ledger) {
        for tab in &mut self.tabs {
            // What is answered is a beginning: nothing that comes after a gap is.
            let answered = tab.waiting.iter().take_while(|event| ledger.outcome(event.id).is_some()).count();
            tab.told.extend(tab.waiting.drain(..answered));
            let surplus = tab.told.len().saturating_sub(KEPT);
            tab.told.drain(..surplus);
        }
    }
}

/// An answer to what is asked; before the first, the flow begins.
fn acts(scene: &Scene, state: &State, chance: &mut Chance) -> Vec<What> {
    if let Some(prompt) = prompt(&scene.flow, state) {
        return vec![What::Acted(answer(&prompt, chance))];
    }
    let started = What::Started(Vec::new());
    let (begun, _) = advance(&scene.flow, state.clone(), &started);
    let prompt = prompt(&scene.flow, &begun).expect("a question");
    vec![started, What::Acted(answer(&prompt, chance))]
}

fn answer(prompt: &Prompt<'_>, chance: &mut Chance) -> Act {
    let answer = match &prompt.ask {
        Ask::Choices { labels, .. } => Answer::Choices(vec![chance.below(labels.len()) as u8]),
        _ => {
            let text = format!("sailor{}@example.com", chance.below(PEOPLE));
            Answer::Text(Typed { folded: text.clone(), text })
        }
    };
    Act { turn: prompt.turn, card: prompt.card, answer }
}
