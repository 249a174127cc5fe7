//! A site, a server and a visitor with one browser, moved by lines of prose and told as text.
//!
//! Lines: `dialogue NAME FLOW PATTERN [priority=N] [time=S] [scroll=P] [again] [audience=JSON]` (the same name again
//! publishes a new version), `unpublish NAME`, `site [delay=MS] [session=MIN] [off]`, `go URL`, `route URL`, `refresh`,
//! `race URL` (it
//! begins before any other tab has stored anything), `tab NAME`, `sync`, `open`, `close`, `dismiss`, `pick LABEL; LABEL`,
//! `say TEXT`, `confirm`, `skip`, `again` (the last act once more), `scroll P`, `hide`, `show`, `after 10s|5m|2h|31d`, `old ticket`.
//! Also: `flow NAME FLOW [popup] [load=PATTERN] [field=FIELD:ATTRIBUTE]`, `start|link NAME [KEY=VALUE ...]`,
//! `form NAME [FIELD=VALUE ...]`, `set KEY=VALUE ...`, `identified [moved]`, `told no|[KEY=VALUE ...]` (what the server says of
//! the person, the verdicts of all published conditions among it), `untold` (nobody answers), `list`, `leave list`, `switch N`, `read`, `download` (the last
//! document), `click N` (a link of the last card), `site hears` (what the page hears is told too).

use parlor_domain::attribute::PersonAttribute;
use parlor_domain::display::{Display, DisplayEvent};
use parlor_domain::draft::{ConversationalFlowDraft, FormField, Source};
use parlor_domain::event::StartedBy;
use parlor_domain::flow::{Block, Flow, RichText};
use parlor_domain::ids::{Moment, Secret, TabId};
use parlor_domain::memory::Memory;
use parlor_domain::memory::PersonFacts;
use parlor_domain::site::{FileHash, Interface, PublishedDialogue, PublishedFlow, Settings, SiteFile};
use parlor_domain::state::{Act, Answer};
use parlor_domain::text::{Key, Name, Typed};
use parlor_domain::time::{DAY, Instant, MINUTE, SECOND};
use parlor_engine::merge::merge;
use parlor_engine::person::{conditions_of_flow, conditions_of_site, verdicts};
use parlor_engine::publish::{Work, World as Published, publish_dialogue, publish_flow, site_file};
use parlor_engine::view::{Ask, Words};
use parlor_engine::visit::{Effect, Input, News, Question, Told, Visit};

use super::made_up::{START, attributes, dialogue_id, draft, flow, moment, page, settings};
use super::server::Server;
use super::text::screen_lines;

pub(crate) struct World {
    flows: Vec<(String, String)>,
    settings: Settings,
    /// By name; published ones stand in the site file.
    dialogues: Vec<(String, PublishedDialogue, bool)>,
    conversational: Vec<PublishedFlow>,
    hears: bool,
    versions: Vec<(FileHash, Flow)>,
    server: Server,
    stored: Option<Memory>,
    tabs: Vec<(String, Tab)>,
    at: usize,
    url: String,
    now: Instant,
    chance: u64,
    last_act: Option<Act>,
    /// What nobody has answered yet.
    questions: Vec<Question>,
    told: String,
}

/// A page in a browser tab.
struct Tab {
    visit: Visit,
    alarm: Option<(Instant, u32)>,
    drawn: Vec<String>,
}

/// Plays a script and tells what happened.
pub(crate) fn play(flows: &[(String, String)], script: &[&str]) -> String {
    let mut world = World {
        flows: flows.to_vec(),
        settings: settings(),
        dialogues: Vec::new(),
        conversational: Vec::new(),
        hears: false,
        versions: Vec::new(),
        server: Server::default(),
        stored: None,
        tabs: Vec::new(),
        at: 0,
        url: String::new(),
        questions: Vec::new(),
        now: START,
        chance: 0,
        last_act: None,
        told: String::new(),
    };
    for line in script {
        world.tell(&format!("> {line}"));
        world.play(line);
        world.draw();
    }
    world.told
}

impl World {
    fn tell(&mut self, line: &str) {
        self.told.push_str(line);
        self.told.push('\n');
    }

    fn play(&mut self, line: &str) {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "site" => self.set(rest),
            "dialogue" => self.publish(rest),
            "unpublish" => self.unpublish(rest),
            "tab" => self.change_tab(rest),
            "go" => self.load(rest.to_owned()),
            "refresh" => self.load(self.url.clone()),
            "race" => {
                let stored = self.stored.take();
                self.load(rest.to_owned());
                self.stored = stored.into_iter().chain(self.stored.take()).reduce(merge);
            }
            "sync" => self.sync(),
            "after" => self.wait(duration(rest)),
            "pick" => self.pick(rest),
            "again" => self.feed(Input::Acted(self.last_act.clone().expect("an act before"))),
            "old" => self.feed(Input::Woke(self.tab().alarm.map_or(0, |(_, ticket)| ticket).wrapping_sub(1))),
            "say" => self.act(Answer::Text(Typed { text: rest.to_owned(), folded: rest.to_lowercase() })),
            "confirm" => self.act(Answer::Confirmed),
            "skip" => self.act(Answer::Skipped),
            "route" => {
                self.url = rest.to_owned();
                self.feed(Input::Arrived(page(rest)));
            }
            "open" => self.feed(Input::Opened),
            "close" => self.feed(Input::Closed),
            "dismiss" => self.feed(Input::Dismissed),
            "scroll" => self.feed(Input::Scrolled(rest.parse().expect("a percentage"))),
            "flow" => self.publish_flow(rest),
            "start" => self.start(rest, StartedBy::Code),
            "link" => self.start(rest, StartedBy::Link),
            "form" => self.start(rest, StartedBy::Form),
            "set" => self.feed(Input::Given(values(rest))),
            "identified" => self.feed(Input::Identified { moved: rest == "moved" }),
            "told" => self.be_told(rest),
            "untold" => self.answer(Input::Untold),
            "list" => self.feed(Input::Listing(true)),
            "leave" => self.feed(Input::Listing(false)),
            "switch" => {
                let id = self.tab().visit.screen().panel.and_then(|panel| panel.list).expect("a list")
                    [rest.parse::<usize>().expect("a number")]
                .id;
                self.feed(Input::Switched(id));
            }
            "read" | "download" => self.use_document(verb == "download"),
            "click" => {
                let said = self.tab().visit.screen().panel.and_then(|panel| panel.chat).expect("a chat").view.said;
                let card = said
                    .iter()
                    .rev()
                    .find(|said| matches!(&said.words, Words::Bot(text) if has_link(text)))
                    .expect("a link")
                    .card;
                self.feed(Input::Clicked(card, rest.parse().expect("a number")));
            }
            "hide" => self.feed(Input::Visible(false)),
            "show" => self.feed(Input::Visible(true)),
            _ => panic!("nobody can `{line}`"),
        }
    }

    fn set(&mut self, options: &str) {
        for option in options.split_whitespace() {
            match option.split_once('=') {
                Some(("delay", ms)) => self.settings.response_delay_ms = ms.parse().expect("milliseconds"),
                Some(("session", minutes)) => self.settings.session_minutes = minutes.parse().expect("minutes"),
                _ if option == "hears" => self.hears = true,
                _ if option == "views" => self.settings.log_page_views = true,
                _ => self.settings.off = option == "off",
            }
        }
    }

    fn publish(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let (name, flow_name, pattern) =
            (words.next().expect("a name"), words.next().expect("a flow"), words.next().expect("a page"));
        let mut draft = draft();
        draft.pages.include = vec![pattern.to_owned()];
        let mut events = Vec::new();
        for option in words {
            match option.split_once('=').unwrap_or((option, "")) {
                ("priority", priority) => draft.priority = priority.parse().expect("a priority"),
                ("time", seconds) => events.push(DisplayEvent::TimeOnPage(seconds.parse().expect("seconds"))),
                ("scroll", percent) => events.push(DisplayEvent::Scroll(percent.parse().expect("a percentage"))),
                ("again", _) => draft.may_appear_again = true,
                ("first", _) => draft.others_go_first = true,
                ("caps", json) => draft.caps = serde_json::from_str(json).expect("caps"),
                ("audience", json) => draft.audience = serde_json::from_str(json).expect("an audience"),
                _ => panic!("no such option: {option}"),
            }
        }
        draft.display = Display::All(events);
        let known = self.dialogues.iter().position(|(other, ..)| other == name);
        let number = u8::try_from(known.unwrap_or(self.dialogues.len()) + 1).expect("few dialogues");
        let version = known.map_or(1, |at| self.dialogues[at].1.version + 1);
        let hash = FileHash([number, u8::try_from(version).expect("few versions"), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let (_, json) = self.flows.iter().find(|(other, _)| *other == flow_name).expect("a known flow");
        self.versions.push((hash, flow(json)));
        self.server.publish(dialogue_id(number), version, flow(json), name);
        let created = START.plus(i64::from(number));
        draft.name = Name::parse(name).expect("a name");
        let works = self.works();
        let world = Published { attributes: &[], goals: &[], documents: &[], works: &works };
        let published = publish_dialogue(draft, dialogue_id(number), created, version, hash, None, &world).expect("a pattern");
        match known {
            Some(at) => self.dialogues[at] = (name.to_owned(), published, true),
            None => self.dialogues.push((name.to_owned(), published, true)),
        }
    }

    fn works(&self) -> Vec<Work> {
        let work = |(_, of, _): &(String, PublishedDialogue, bool)| Work {
            id: of.id,
            name: of.name.clone(),
            source: Source::Dialogue,
            latest: None,
        };
        self.dialogues.iter().map(work).collect()
    }

    fn publish_flow(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let (name, flow_name) = (words.next().expect("a name"), words.next().expect("a flow"));
        let (_, json) = self.flows.iter().find(|(other, _)| *other == flow_name).expect("a known flow");
        let mut draft = ConversationalFlowDraft {
            name: Name::parse(name).expect("a name"),
            interface: Interface::Bubble,
            on_load: Default::default(),
            form_fields: Vec::new(),
            flow: super::made_up::flow_draft(json),
        };
        for option in words {
            match option.split_once('=').unwrap_or((option, "")) {
                ("popup", _) => draft.interface = Interface::Popup,
                ("load", pattern) => draft.on_load.include.push(pattern.to_owned()),
                ("field", pair) => {
                    let (field, attribute) = pair.split_once(':').expect("field and attribute");
                    let attribute = Key::parse(attribute).expect("a key");
                    draft.form_fields.push(FormField { field: field.to_owned(), attribute });
                }
                _ => panic!("no such option: {option}"),
            }
        }
        let number = 100 + u8::try_from(self.conversational.len()).expect("few flows");
        let (id, hash) = (dialogue_id(number), FileHash([number; 16]));
        self.versions.push((hash, flow(json)));
        self.server.publish(id, 1, flow(json), name);
        self.conversational.push(publish_flow(draft, id, 1, hash).expect("patterns"));
    }

    fn start(&mut self, line: &str, by: StartedBy) {
        let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
        self.feed(Input::Start { name: name.to_owned(), by, values: values(rest) });
    }

    /// What the server says of a person with these values.
    fn be_told(&mut self, line: &str) {
        if line == "no" {
            return self.answer(|question| Input::Told(question, None));
        }
        let value = |(name, told): (String, Told)| {
            let Told::Text(typed) = told else { panic!("texts only") };
            (Key::parse(&name).expect("a key"), parlor_domain::value::Value::Text(typed.text))
        };
        let values: Vec<_> = values(line).into_iter().map(value).collect();
        let site = self.site_file();
        let flows: Vec<Flow> = self.versions.iter().map(|(_, flow)| flow.clone()).collect();
        let conditions = conditions_of_site(&site).chain(flows.iter().flat_map(conditions_of_flow));
        let verdicts = verdicts(conditions, &values, self.now, 0);
        let facts = PersonFacts { at: self.now, verdicts, values };
        self.answer(|question| Input::Told(question, Some(facts.clone())));
    }

    /// Answers what was asked, or what is known already once more.
    fn answer(&mut self, answer: impl Fn(Question) -> Input) {
        let questions = std::mem::take(&mut self.questions);
        let again = Question { flow: None, since: self.tab().visit.memory().given_since };
        for question in if questions.is_empty() { vec![again] } else { questions } {
            self.feed(answer(question));
        }
    }

    fn use_document(&mut self, downloaded: bool) {
        let said = self.tab().visit.screen().panel.and_then(|panel| panel.chat).expect("a chat").view.said;
        let of = said.iter().rev().find(|said| matches!(said.words, Words::Document(_))).expect("a document");
        let (turn, card) = (of.turn, of.card);
        self.feed(Input::UsedDocument { turn, card, downloaded });
    }

    fn site_file(&self) -> SiteFile {
        let published = self.dialogues.iter().filter(|(.., is_published)| *is_published);
        let attributes: Vec<PersonAttribute> = attributes();
        let dialogues = published.map(|(_, dialogue, _)| dialogue.clone()).collect();
        site_file(&self.settings, &attributes, dialogues, self.conversational.clone())
    }

    fn unpublish(&mut self, name: &str) {
        let dialogue = self.dialogues.iter_mut().find(|(other, ..)| other == name).expect("a dialogue");
        dialogue.2 = false;
    }

    fn change_tab(&mut self, name: &str) {
        match self.tabs.iter().position(|(other, _)| other == name) {
            Some(at) => self.at = at,
            None => {
                self.at = self.tabs.len();
                let visit = self.begin();
                self.tabs.push((name.to_owned(), Tab { visit, alarm: None, drawn: Vec::new() }));
            }
        }
    }

    fn begin(&mut self) -> Visit {
        let site = self.site_file();
        let moment = self.moment();
        Visit::begin(site, self.stored.clone(), Secret::new([7; 16]), moment)
    }

    /// A page is loaded: what was in the tab is gone but for what was stored.
    fn load(&mut self, url: String) {
        if self.tabs.is_empty() {
            self.change_tab("one");
        } else if !self.url.is_empty() {
            // Browsers say that a page goes before it is gone.
            self.feed(Input::Visible(false));
        }
        let visit = self.begin();
        let tab = self.tab_mut();
        tab.visit = visit;
        tab.alarm = None;
        self.feed(Input::Visible(true));
        self.feed(Input::Arrived(page(&url)));
        self.url = url;
    }

    fn sync(&mut self) {
        let memories = self.tabs.iter().map(|(_, tab)| tab.visit.memory().clone());
        let all = memories.reduce(merge).expect("a tab");
        self.stored = Some(all.clone());
        for at in 0..self.tabs.len() {
            self.feed_tab(at, Input::Learned(all.clone()));
        }
    }

    /// Lets time pass; timers ring when they are due.
    fn wait(&mut self, ms: i64) {
        let until = self.now.plus(ms);
        loop {
            let due = self.tabs.iter().enumerate().filter_map(|(at, (_, tab))| Some((tab.alarm?, at)));
            let Some(((when, ticket), at)) = due.filter(|((when, _), _)| *when <= until).min() else { break };
            self.now = self.now.max(when);
            self.tabs[at].1.alarm = None;
            self.tell(&format!("  ({} s later)", self.now.since(until.plus(-ms)) as f64 / 1000.0));
            self.feed_tab(at, Input::Woke(ticket));
        }
        self.now = until;
    }

    fn pick(&mut self, labels: &str) {
        let screen = self.tab().visit.screen();
        let prompt = screen.panel.and_then(|panel| panel.chat).and_then(|chat| chat.view.prompt).expect("a prompt");
        let Ask::Choices { labels: all, .. } = prompt.ask else { panic!("nothing to pick") };
        let place = |label: &str| all.iter().position(|other| *other == label).unwrap_or_else(|| panic!("no choice {label}"));
        let places = labels.split("; ").map(|label| u8::try_from(place(label)).expect("few choices")).collect();
        self.act(Answer::Choices(places));
    }

    fn act(&mut self, answer: Answer) {
        let screen = self.tab().visit.screen();
        let prompt = screen.panel.and_then(|panel| panel.chat).and_then(|chat| chat.view.prompt).expect("a prompt");
        let act = Act { turn: prompt.turn, card: prompt.card, answer };
        self.last_act = Some(act.clone());
        self.feed(Input::Acted(act));
    }

    fn feed(&mut self, input: Input) {
        self.feed_tab(self.at, input);
    }

    fn feed_tab(&mut self, at: usize, input: Input) {
        let moment = self.moment();
        let effects = self.tabs[at].1.visit.update(input, moment);
        for effect in effects {
            self.perform(at, effect);
        }
    }

    fn perform(&mut self, at: usize, effect: Effect) {
        match effect {
            Effect::Remember => self.remember(at),
            Effect::Wake { at: when, ticket } => self.tabs[at].1.alarm = Some((when, ticket)),
            Effect::Fetch(hash) => {
                let (_, flow) = self.versions.iter().find(|(other, _)| *other == hash).expect("a flow").clone();
                self.feed_tab(at, Input::FlowArrived(hash, flow));
            }
            Effect::AskFacts(question) => {
                self.questions.push(question);
                self.tell(if question.flow.is_some() {
                    "  (asks what a flow needs)"
                } else {
                    "  (asks what is known of the person)"
                });
            }
            Effect::Complain(complaint) => self.tell(&format!("  complaint: {complaint:?}")),
            Effect::Tell(news) => self.hear(&news),
            Effect::Report(event) => {
                let tab = self.tab_number(event.tab, at);
                let line = self.server.take(&event);
                self.tell(&format!("  {tab}{line}"));
            }
        }
    }

    fn hear(&mut self, news: &News) {
        if self.hears {
            let about = news.about.as_ref().map_or("-".to_owned(), |about| about.name.clone());
            let detail: Vec<String> = news.detail.iter().map(|(key, value)| format!(" {key}={value:?}")).collect();
            let event = if news.event.is_some() { " with event" } else { "" };
            self.tell(&format!("  page hears {} of {about}{}{event}", news.name, detail.concat()));
        }
    }

    /// The loader keeps what the fastest tab wrote; others merge.
    fn remember(&mut self, at: usize) {
        let memory = self.tabs[at].1.visit.memory().clone();
        self.stored = Some(match self.stored.take() {
            Some(stored) if self.tabs.len() > 1 => merge(stored, memory),
            _ => memory,
        });
    }

    fn tab_number(&self, _: TabId, at: usize) -> String {
        if self.tabs.len() > 1 { format!("{}: ", self.tabs[at].0) } else { String::new() }
    }

    fn draw(&mut self) {
        let many = self.tabs.len() > 1;
        for at in 0..self.tabs.len() {
            let (name, tab) = &mut self.tabs[at];
            let lines = screen_lines(&tab.visit.screen());
            if lines == tab.drawn {
                continue;
            }
            tab.drawn.clone_from(&lines);
            let name = if many { format!("{name}: ") } else { String::new() };
            lines.iter().for_each(|line| self.told.push_str(&format!("  {name}{line}\n")));
        }
    }

    fn tab(&self) -> &Tab {
        &self.tabs[self.at].1
    }

    fn tab_mut(&mut self) -> &mut Tab {
        &mut self.tabs[self.at].1
    }

    fn moment(&mut self) -> Moment {
        self.chance += 1;
        moment(self.now, self.chance)
    }
}

fn has_link(text: &RichText) -> bool {
    text.0.iter().any(|block| matches!(block, Block::Paragraph(spans) if spans.iter().any(|span| span.link.is_some())))
}

/// `KEY=VALUE KEY=VALUE`; `_` in a value is a blank.
fn values(text: &str) -> Vec<(String, Told)> {
    let value = |pair: &str| {
        let (name, value) = pair.split_once('=').expect("a name and a value");
        let text = value.replace('_', " ");
        (name.to_owned(), Told::Text(Typed { folded: text.to_lowercase(), text }))
    };
    text.split_whitespace().map(value).collect()
}

fn duration(text: &str) -> i64 {
    let (number, unit) = text.split_at(text.len() - 1);
    let unit = match unit {
        "s" => SECOND,
        "m" => MINUTE,
        "h" => 60 * MINUTE,
        "d" => DAY,
        _ => panic!("no unit: {text}"),
    };
    number.parse::<i64>().expect("a number") * unit
}
