//! One visitor in the native engine: what is seen, and what the log must hold.

use std::collections::{BTreeMap, BTreeSet};

use parlor_domain::activity::{ActivityKind, Consequence};
use parlor_domain::event::{Case, Event, StartedBy, What};
use parlor_domain::flow::{Card, CardIndex, Flow};
use parlor_domain::ids::{ConversationId, DialogueId, Moment, Secret, SessionId};
use parlor_domain::memory::{Memory, PersonFacts};
use parlor_domain::site::Interface;
use parlor_domain::text::Key;
use parlor_domain::time::Instant;
use parlor_domain::value::Value;
use parlor_engine::judge::judge;
use parlor_engine::person::{conditions_of_flow, conditions_of_site};
use parlor_engine::publish::english;
use parlor_engine::verdicts::{Known, verdicts};
use parlor_engine::view::Words;
use parlor_engine::view::{problem_text, yes_no_text};
use parlor_engine::visit::{Effect, Input, Named, Visit};

use super::act::Asked;
use super::{Chance, Seen, World};

/// Where no wait of a flow is longer.
const LONG_ENOUGH: usize = 100;

pub(super) struct Actor<'a> {
    world: &'a World,
    visit: Visit,
    /// What the flow in the page's own element said last.
    inside: Option<String>,
    pub(super) chance: Chance,
    pub(super) path: String,
    pub(super) signed_in: Option<&'static str>,
    now: Instant,
    alarm: Option<(Instant, u32)>,
    past: BTreeMap<ConversationId, Vec<What>>,
    ends: BTreeMap<ConversationId, End>,
    once: BTreeSet<(ActivityKind, DialogueId, SessionId)>,
    rows: Vec<Row>,
    person: Option<String>,
}

/// How a conversation ends up.
struct End {
    name: String,
    /// Whether the log has an entry of it: it tells of a conversation by its entries.
    logged: bool,
    completed: bool,
    score: Option<u8>,
}

/// An entry that the log must hold.
struct Row {
    text: String,
    person: Option<String>,
}

impl<'a> Actor<'a> {
    pub(super) fn new(world: &'a World, memory: Memory, chance: Chance) -> Self {
        let now = Instant(1_795_255_200_000);
        let visit = Visit::begin(world.site.clone(), Some(memory), Secret::new([0; 16]), Moment { now, chance: [1; 10] });
        Self {
            world,
            visit,
            inside: None,
            chance,
            path: String::new(),
            signed_in: None,
            now,
            alarm: None,
            past: BTreeMap::new(),
            ends: BTreeMap::new(),
            once: BTreeSet::new(),
            rows: Vec::new(),
            person: None,
        }
    }

    /// A page is loaded: nothing is left of the former but the memory.
    pub(super) fn loads(&mut self, path: &str) {
        let stayed = match self.sees().mode {
            "panel" => Some(Input::Stayed(Interface::Bubble)),
            "popup" => Some(Input::Stayed(Interface::Popup)),
            _ => None,
        };
        self.visit = self.begin();
        self.alarm = None;
        self.path = path.to_owned();
        self.feed(Input::Visible(true));
        self.feed(Input::Arrived(self.world.page(path)));
        if let Some(stayed) = stayed {
            self.feed(stayed);
        }
        if path == "/customers.html"
            && let Some(who) = self.signed_in
        {
            self.identify(who);
        }
        self.inside = self.world.inside(path).and_then(|flow| self.comes_upon(flow));
    }

    /// The page has an element of its own for this flow: its frame is to the chat what another tab is.
    fn comes_upon(&mut self, flow: &str) -> Option<String> {
        let placed = self.begin().inside(true);
        let (chat, alarm) = (std::mem::replace(&mut self.visit, placed), self.alarm.take());
        self.feed(Input::Visible(true));
        self.feed(Input::Arrived(self.world.page(&self.path)));
        self.starts(flow, StartedBy::Load, Vec::new());
        self.waits();
        let said = self.sees().last;
        let placed = std::mem::replace(&mut self.visit, chat);
        self.alarm = alarm;
        self.feed(Input::Learned(placed.memory().clone()));
        said
    }

    /// Somebody who comes with what is remembered.
    fn begin(&mut self) -> Visit {
        let memory = self.visit.memory().clone();
        Visit::begin(self.world.site.clone(), Some(memory), Secret::new([0; 16]), self.moment())
    }

    fn identify(&mut self, who: &'static str) {
        let email = address_of(who).to_owned();
        if self.person.is_none() {
            self.rows.iter_mut().for_each(|row| row.person = Some(email.clone()));
        }
        self.person = Some(email.clone());
        let session = self.visit.memory().session.id;
        if self.once.insert((ActivityKind::Identified, DialogueId::from_bytes([0; 16]), session)) {
            self.row(format!("identified {email}"), "", "");
        }
        self.feed(Input::Identified { moved: false });
    }

    fn facts(&self, who: &str) -> PersonFacts {
        let text = |key: &str, value: &str| (Key::parse(key).expect("a key"), Value::Text(value.to_owned()));
        let (name, contract) = if who == "maren" { ("Maren", "Quay") } else { ("Tom", "Buoy") };
        let mut values = vec![text("contract", contract), text("email", address_of(who)), text("first_name", name)];
        values.sort_by(|(a, _), (b, _)| a.cmp(b));
        let flows = self.world.flows.values().flat_map(|flow| conditions_of_flow(flow, true));
        let known = Known { values, ..Known::default() };
        let verdicts = verdicts(conditions_of_site(&self.world.site, true).chain(flows), &known, self.now, 0);
        PersonFacts { at: self.now, verdicts, values: known.values }
    }

    pub(super) fn starts(&mut self, name: &str, by: StartedBy, values: Vec<Named>) {
        self.feed(Input::Start { name: name.to_owned(), by, values });
    }

    pub(super) fn reads(&mut self) {
        let said = self.visit.screen().panel.and_then(|panel| panel.chat).map(|chat| chat.view.said).unwrap_or_default();
        let Some(of) = said.iter().rev().find(|said| matches!(said.words, Words::Document(_))) else { return };
        let (turn, card) = (of.turn, of.card);
        self.feed(Input::UsedDocument { turn, card, downloaded: false });
    }

    /// Lets time pass until nothing happens by itself.
    pub(super) fn waits(&mut self) {
        for _ in 0..LONG_ENOUGH {
            let Some((at, ticket)) = self.alarm.take() else { return };
            self.now = self.now.max(at);
            self.feed(Input::Woke(ticket));
        }
    }

    pub(super) fn feed(&mut self, input: Input) {
        let moment = self.moment();
        for effect in self.visit.update(input, moment) {
            match effect {
                Effect::Report(event) => self.log(&event),
                Effect::Fetch(hash) => {
                    let flow = self.world.flows[&hash].clone();
                    self.feed(Input::FlowArrived(hash, flow));
                }
                Effect::AskFacts(question) => {
                    let facts = self.signed_in.map(|who| self.facts(who));
                    self.feed(Input::Told(question, facts.is_some(), facts.unwrap_or_default()));
                }
                Effect::Wake { at, ticket } => self.alarm = Some((at, ticket)),
                _ => {}
            }
        }
    }

    fn moment(&mut self) -> Moment {
        self.now = self.now.plus(1);
        Moment { now: self.now, chance: self.chance.bytes() }
    }

    pub(super) fn is_open(&self) -> bool {
        self.visit.is_open()
    }

    /// Whether there is something to talk about.
    pub(super) fn has_something(&self) -> bool {
        !self.visit.is_idle()
    }

    pub(super) fn sees(&self) -> Seen {
        let screen = self.visit.screen();
        let mode = match (&screen.panel, &screen.teaser) {
            (Some(panel), _) if panel.popup => "popup",
            (Some(_), _) => "panel",
            (None, Some(_)) => "teaser",
            (None, None) => "none",
        };
        let said = screen.panel.and_then(|panel| panel.chat).and_then(|chat| chat.view.said.into_iter().next_back());
        let last = said.and_then(|said| match said.words {
            Words::Bot(text) => Some(text.plain()),
            Words::Problem(problem) => Some(english().text(problem_text(problem)).to_owned()),
            Words::Visitor(text) => Some(text),
            Words::YesNo(yes) => Some(english().text(yes_no_text(yes)).to_owned()),
            _ => None,
        });
        Seen { mode, last: last.map(|text| text.split_whitespace().collect()), inside: self.inside.clone() }
    }

    pub(super) fn asked(&self) -> Option<Asked> {
        self.visit.screen().panel?.chat?.view.prompt.as_ref().map(Asked::of)
    }

    pub(super) fn place(&self) -> Option<(u16, CardIndex)> {
        let prompt = self.visit.screen().panel?.chat?.view.prompt?;
        Some((prompt.turn, prompt.card))
    }

    /// The name of the dialogue or flow on screen.
    pub(super) fn dialogue(&self) -> Option<&'a str> {
        let id = self.visit.screen().panel?.chat?.id;
        let conversation = self.visit.memory().conversations.iter().find(|of| of.id == id)?;
        self.world.named(conversation.dialogue).map(|(name, _)| name)
    }

    /// What the server makes of an event.
    fn log(&mut self, event: &Event) {
        let outside = Flow::default();
        let (name, flow) = self.world.named(event.dialogue).unwrap_or(("", &outside));
        let (name, flow) = (name.to_owned(), flow.clone());
        let past = self.past.entry(event.conversation).or_default();
        let verdict = judge(&Case { flow: &flow, past, event, at: event.at, received: event.at });
        past.push(event.what.clone());
        let consequences = verdict.unwrap_or_else(|refusal| panic!("{refusal}: {event:?}"));
        if !event.what.is_outside() {
            let end = End { name: name.clone(), logged: false, completed: false, score: None };
            self.ends.entry(event.conversation).or_insert(end);
        }
        for consequence in consequences {
            self.follow(consequence, event, &name, &flow);
        }
    }

    fn follow(&mut self, consequence: Consequence, event: &Event, name: &str, flow: &Flow) {
        let path = path_of(&event.page.url);
        let text = match consequence {
            Consequence::Log(kind) => {
                if kind.once_per_session() && !self.once.insert((kind, event.dialogue, event.session)) {
                    return;
                }
                if kind == ActivityKind::Completed {
                    self.end(event).completed = true;
                }
                kind.code().to_owned()
            }
            Consequence::Begun(_) => return self.follow(Consequence::Log(ActivityKind::Triggered), event, name, flow),
            Consequence::Goal(card) => {
                let Some(Card::Reach { goal, .. }) = flow.card(card) else { panic!("no goal at {card}") };
                let score = self.world.score(goal);
                let end = self.end(event);
                end.score = end.score.max(score);
                format!("goal {goal}{}", score.map(|score| format!(" ({score})")).unwrap_or_default())
            }
            Consequence::Write { attribute, value } => format!("attribute_written {attribute} = {value}"),
            Consequence::Email(email) => {
                let email = email.to_string();
                if self.person.is_none() {
                    self.rows.iter_mut().for_each(|row| row.person = Some(email.clone()));
                }
                self.person = Some(email.clone());
                format!("email_given {email}")
            }
            Consequence::Phone(phone) => format!("phone_given {phone}"),
            Consequence::Document { card, downloaded } => {
                let Some(Card::Document(document)) = flow.card(card) else { panic!("no document at {card}") };
                format!("document {} {}", document.title, if downloaded { "downloaded" } else { "opened" })
            }
            Consequence::Action { .. } => panic!("the crowd's flows have no actions"),
            Consequence::Read(_) => panic!("nobody of the crowd reads documents"),
            Consequence::Link(url) => format!("link_clicked {url}"),
        };
        if let Some(end) = self.ends.get_mut(&event.conversation) {
            end.logged = true;
        }
        self.row(text, name, &path);
    }

    fn end(&mut self, event: &Event) -> &mut End {
        self.ends.get_mut(&event.conversation).expect("a conversation")
    }

    fn row(&mut self, text: String, name: &str, path: &str) {
        self.rows.push(Row { text: row(&text, name, path), person: self.person.clone() });
    }

    /// Everything that the log must hold, sorted.
    pub(super) fn rows(self) -> Vec<String> {
        let entries = self.rows.into_iter().map(|row| format!("{} | {}", row.text, row.person.as_deref().unwrap_or("anonymous")));
        let ends = self.ends.into_values().filter(|end| end.logged).map(|end| ending(&end.name, end.completed, end.score));
        let mut all: Vec<String> = entries.chain(ends).collect();
        all.sort();
        all
    }
}

/// The address of a customer who can sign in on the website.
pub(super) fn address_of(who: &str) -> &'static str {
    if who == "maren" { "maren@skerry-harbour.example" } else { "tom@ness-moorings.example" }
}

/// An entry as text. What belongs to no conversation may be told on any page.
pub(super) fn row(text: &str, name: &str, path: &str) -> String {
    let path = if name.is_empty() { "" } else { path };
    format!("{text} | {name} | {path}")
}

/// A conversation's end as text.
pub(super) fn ending(name: &str, completed: bool, score: Option<u8>) -> String {
    let score = score.map(|score| format!(", score {score}")).unwrap_or_default();
    format!("{name}: {}{score}", if completed { "completed" } else { "initiated" })
}

/// Path and query of an address.
pub(super) fn path_of(url: &str) -> String {
    format!("/{}", url.splitn(4, '/').nth(3).unwrap_or_default())
}
