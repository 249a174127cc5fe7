//! A visit, with whatever a browser may tell the widget.

use parlor_domain::event::{Event, StartedBy};
use parlor_domain::flow::Flow;
use parlor_domain::form::Form;
use parlor_domain::ids::{ConversationId, Moment, Secret};
use parlor_domain::memory::{Memory, PersonFacts};
use parlor_domain::page::PageAddress;
use parlor_domain::site::{FileHash, SiteFile, StorageMode};
use parlor_domain::text::Typed;
use parlor_domain::time::{DAY, Instant};
use parlor_engine::facts::PageFacts;
use parlor_engine::visit::{Effect, Input, Named, Question, Told, Visit};

use crate::chance::Chance;
use crate::walk::{answer, wild_act};

/// Inputs of one visit at the most.
const INPUTS: usize = 40;
/// A Saturday in November 2026.
const START: Instant = Instant(1_795_255_200_000);

/// A visitor comes, with or without a memory, and things happen as long as there are decisions. Returns what was reported.
pub(crate) fn live(site: SiteFile, stored: Option<Memory>, flows: &[(FileHash, Flow)], chance: &mut Chance<'_>) -> Vec<Event> {
    let moment = Moment { now: START, chance: [7; 10] };
    let storage = [StorageMode::Always, StorageMode::Engaged, StorageMode::Consent][chance.below(3)];
    let visit = Visit::begin(site, stored, Secret::new([7; 16]), moment).held(storage);
    let mut run = Run { visit, flows, moment, alarm: None, question: None, events: Vec::new() };
    run.feed(Input::Arrived(page(chance)));
    run.feed(Input::Opened);
    for _ in 0..INPUTS {
        let input = run.input(chance);
        run.feed(input);
        if chance.is_used_up() {
            break;
        }
    }
    let bytes = run.visit.memory().to_bytes();
    let again = Memory::from_bytes(&bytes).map(|memory| memory.to_bytes());
    assert_eq!(again.as_ref(), Ok(&bytes), "the memory reads back as something else");
    run.events
}

struct Run<'a> {
    visit: Visit,
    flows: &'a [(FileHash, Flow)],
    moment: Moment,
    alarm: Option<(Instant, u32)>,
    question: Option<Question>,
    events: Vec<Event>,
}

impl Run<'_> {
    fn feed(&mut self, input: Input) {
        self.moment.now = self.moment.now.plus(1);
        self.moment.chance[0] = self.moment.chance[0].wrapping_add(1);
        let effects = self.visit.update(input, self.moment);
        self.visit.screen();
        for effect in effects {
            match effect {
                Effect::Wake { at, ticket } => self.alarm = Some((at, ticket)),
                Effect::AskFacts(question) => self.question = Some(question),
                Effect::Fetch(hash) => {
                    let flow = self.flows.iter().find(|(other, _)| *other == hash).or(self.flows.first());
                    let input = flow.map_or(Input::FlowGone(hash), |(_, flow)| Input::FlowArrived(hash, flow.clone()));
                    self.feed(input);
                }
                Effect::Report(event) => self.events.push(event),
                Effect::Remember | Effect::Allow | Effect::Impress(_) | Effect::Tell(_) | Effect::Complain(_) => {}
            }
        }
    }

    /// What happens next.
    fn input(&mut self, chance: &mut Chance<'_>) -> Input {
        match chance.below(24) {
            0..=5 => self.fitting(chance),
            6 => self.ring(),
            7 => Input::Arrived(page(chance)),
            8 => Input::Coming(page(chance)),
            9 => Input::Seen(address(chance), u32::from(chance.number()) << chance.below(17)),
            10 => Input::Visible(chance.below(2) == 1),
            11 => Input::Scrolled(chance.byte()),
            12 => Input::Opened,
            13 => Input::Closed,
            14 => Input::Dismissed,
            15 => Input::Acted(wild_act(chance)),
            16 => Input::UsedDocument { turn: chance.number(), card: chance.number(), downloaded: chance.below(2) == 1 },
            17 => Input::Clicked(chance.number(), chance.byte()),
            18 => Input::Listing(chance.below(2) == 1),
            19 => Input::Switched(self.conversation(chance)),
            20 => self.start(chance),
            21 => Input::Given(named(chance)),
            22 => self.person(chance),
            _ => self.other(chance),
        }
    }

    /// What the visitor is asked to do.
    fn fitting(&mut self, chance: &mut Chance<'_>) -> Input {
        let act = self.visit.screen().panel.and_then(|panel| panel.chat).and_then(|chat| {
            let prompt = chat.view.prompt?;
            Some(parlor_domain::state::Act { turn: prompt.turn, card: prompt.card, answer: answer(&prompt, chance) })
        });
        act.map_or_else(|| self.ring(), Input::Acted)
    }

    /// The timer rings.
    fn ring(&mut self) -> Input {
        let (at, ticket) = self.alarm.take().unwrap_or((self.moment.now, 0));
        self.moment.now = self.moment.now.max(at.min(START.plus(900 * DAY)));
        Input::Woke(ticket)
    }

    fn conversation(&self, chance: &mut Chance<'_>) -> ConversationId {
        let conversations = &self.visit.memory().conversations;
        let at = chance.below(conversations.len().max(1));
        conversations.get(at).map_or(ConversationId::from_bytes([0; 16]), |conversation| conversation.id)
    }

    fn start(&self, chance: &mut Chance<'_>) -> Input {
        let names: Vec<&str> = self.visit.site().flows.iter().map(|flow| flow.name.as_str()).collect();
        let at = chance.below(names.len().max(1));
        let name = names.get(at).map_or_else(|| chance.text(), |name| (*name).to_owned());
        Input::Start { name, by: StartedBy::ALL[chance.below(4)], values: named(chance) }
    }

    /// What becomes known of the person.
    fn person(&self, chance: &mut Chance<'_>) -> Input {
        let question = self.question.unwrap_or(Question { flow: None, since: START });
        let facts = PersonFacts { at: self.moment.now, verdicts: vec![(7, true)], values: Vec::new() };
        match chance.below(4) {
            0 => Input::Identified { moved: chance.below(2) == 1 },
            1 => Input::Told(question, false, PersonFacts::default()),
            2 => Input::Told(question, true, facts),
            _ => Input::Untold(question),
        }
    }

    /// Days go by, another tab writes, somebody consents, the server has forgotten a version.
    fn other(&mut self, chance: &mut Chance<'_>) -> Input {
        match chance.below(4) {
            0 => {
                self.moment.now = self.moment.now.plus(i64::from(chance.byte()) * DAY / 4);
                Input::Arrived(page(chance))
            }
            1 => Input::Learned(self.visit.memory().clone()),
            2 => Input::Allowed,
            _ => Input::Unknown(self.conversation(chance)),
        }
    }
}

fn named(chance: &mut Chance<'_>) -> Vec<Named> {
    const NAMES: [&str; 6] = ["email", "phone", "first_name", "seats", "score", "name"];
    let count = chance.below(3);
    let told = |chance: &mut Chance<'_>| match chance.below(3) {
        0 => Told::Number(f64::from(chance.number())),
        1 => Told::YesNo(true),
        _ => {
            let text = chance.text();
            Told::Text(Typed { folded: text.to_lowercase(), text })
        }
    };
    (0..count).map(|_| (NAMES[chance.below(NAMES.len())].to_owned(), told(chance))).collect()
}

fn page(chance: &mut Chance<'_>) -> PageFacts {
    let address = address(chance);
    PageFacts {
        url: format!("https://{}{}", address.host, address.path),
        title: chance.text(),
        narrow: chance.below(2) == 1,
        language: "de-at".to_owned(),
        hour: 10,
        weekday: "saturday".to_owned(),
        utc_offset_minutes: i16::from(chance.byte() as i8) * 6,
        query: address.query.clone(),
        address,
        ..PageFacts::default()
    }
}

fn address(chance: &mut Chance<'_>) -> PageAddress {
    const PATHS: [&str; 5] = ["/", "/pricing", "/docs/a", "/thanks/", "/%ff*"];
    let query = vec![("plan".to_owned(), chance.text())];
    PageAddress::new("example.com", PATHS[chance.below(PATHS.len())], "", query)
}
