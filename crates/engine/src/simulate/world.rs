//! A site, a server and a visitor with one browser, moved by steps.

use parlor_domain::draft::{Draft, SiteDraft};
use parlor_domain::event::{Event, StartedBy};
use parlor_domain::flow::{Block, RichText};
use parlor_domain::ids::{Moment, Secret};
use parlor_domain::impression::Impression;
use parlor_domain::memory::{Memory, PersonFacts};
use parlor_domain::site::{SiteFile, StorageMode};
use parlor_domain::state::{Act, Answer};
use parlor_domain::text::Name;
use parlor_domain::time::{Instant, MINUTE, SECOND};

use super::browser::{Browser, Page};
use super::published::{Published, hash};
use super::server::{Dropped, Reported, Server};
use super::step::{Change, Known, OneOf, ServerKnows, Step, typed};
use super::told::{facts, known, known_here};
use crate::merge::merge;
use crate::view::{Ask, View, Words};
use crate::visit::{Complaint, Effect, Input, News, Question, Screen, Visit};

/// A site, a server and a visitor with one browser.
pub struct World {
    pub(super) site: Published,
    pub(super) server: Server,
    browser: Browser,
    stored: Option<Memory>,
    tabs: Vec<Tab>,
    at: usize,
    page: Page,
    now: Instant,
    chance: u64,
    last_act: Option<Act>,
    /// What nobody has answered yet.
    questions: Vec<Question>,
    server_knows: ServerKnows,
    happened: Vec<Happened>,
}

/// A page in a browser tab.
struct Tab {
    name: String,
    visit: Visit,
    alarm: Option<(Instant, u32)>,
    /// What may not be posted yet (W28).
    waiting: Vec<Event>,
}

/// Something that a step led to.
#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    /// A timer rang, so many milliseconds after the step began.
    Rang(i64),
    /// The browser reported an event, from the tab of this name.
    Reported(String, Box<Reported>),
    /// That something was shown was posted, but not to whom (W28).
    Impressed(Impression),
    /// A conversation was dropped (C18).
    Dropped(Dropped),
    /// The page hears of something (W8).
    Heard(News),
    /// A call did nothing.
    Complained(Complaint),
    /// The browser asks what is known of the person.
    Asked(Question),
}

impl World {
    /// A site with nothing published, and a visitor who was never there.
    pub fn new(site: &SiteDraft, browser: Browser, begins: Instant) -> Self {
        let server = Server::new(site.site.activity_scope);
        Self {
            site: Published::new(site, begins),
            server,
            browser,
            stored: None,
            tabs: Vec::new(),
            at: 0,
            page: Page::default(),
            now: begins,
            chance: 0,
            last_act: None,
            questions: Vec::new(),
            server_knows: ServerKnows::default(),
            happened: Vec::new(),
        }
    }

    /// What the clock says.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// What is on screen, tab by tab.
    pub fn screens(&self) -> impl Iterator<Item = (&str, Screen<'_>)> {
        self.tabs.iter().map(|tab| (tab.name.as_str(), tab.visit.screen()))
    }

    /// The visit in the tab at the front.
    pub fn visit(&self) -> Option<&Visit> {
        self.tabs.get(self.at).map(|tab| &tab.visit)
    }

    /// Whether nobody has answered yet what a browser asked.
    pub fn asks(&self) -> bool {
        !self.questions.is_empty()
    }

    /// Publishes a dialogue or flow, or a new version of it. It isn't checked; what can't be read in it is told.
    pub fn publish(&mut self, draft: Draft, ask_again: bool) -> Result<(), String> {
        let version = self.site.publish(draft, self.now, ask_again)?;
        self.server.versions.push(version);
        Ok(())
    }

    /// Takes a step. What can't be done here is told with the reason.
    pub fn take(&mut self, step: Step) -> Result<Vec<Happened>, String> {
        self.happened.clear();
        self.play(step)?;
        Ok(std::mem::take(&mut self.happened))
    }

    fn play(&mut self, step: Step) -> Result<(), String> {
        match step {
            Step::Visit(page) => self.load(page.page()),
            Step::Route(page) => {
                self.page = page.page();
                let facts = self.browser.facts(&self.page, self.now);
                self.feed(Input::Arrived(facts))
            }
            Step::Refresh => self.load(self.page.clone()),
            Step::Race(page) => self.race(page.page()),
            Step::Tab(name) => self.change_tab(&name),
            Step::Inside(flow) => self.go_inside(flow),
            Step::Sync => self.sync(),
            Step::Consent => (0..self.tabs.len()).try_for_each(|at| {
                self.feed_tab(at, Input::Allowed)?;
                self.release(at);
                Ok(())
            }),
            Step::Wait(pause) => self.wait(pause.0),
            Step::NewSession => self.wait(i64::from(self.site.settings.session_minutes) * MINUTE + SECOND),
            Step::Publish(what) => self.publish_step(what, false),
            Step::PublishAndAskAgain(what) => self.publish_step(what, true),
            Step::Unpublish(name) if self.site.unpublish(&name) => Ok(()),
            Step::Unpublish(name) => Err(format!("\"{name}\" is not published")),
            Step::Site(change) => {
                self.change(change);
                Ok(())
            }
            Step::Browser(browser) => {
                self.browser = browser;
                Ok(())
            }
            Step::Facts(values) => {
                values.iter().flatten().try_for_each(|(key, _)| self.site.has_attribute(key))?;
                let is_verified = values.is_some();
                let facts = self.facts(values)?;
                self.answer(|question| Input::Told(question, is_verified, facts.clone()))
            }
            Step::Server(knows) => {
                known_here(&knows, self.site.library())?;
                self.server_knows = knows;
                Ok(())
            }
            Step::NoFacts => self.answer(Input::Untold),
            visitors => self.do_as_visitor(visitors),
        }
    }

    fn do_as_visitor(&mut self, step: Step) -> Result<(), String> {
        match step {
            Step::Click(labels) => self.pick(labels.labels()),
            Step::Answer(text) => self.act(Answer::Text(typed(&text))),
            Step::Confirm => self.act(Answer::Confirmed),
            Step::Skip => self.act(Answer::Skipped),
            Step::Again => {
                let act = self.last_act.clone().ok_or("there was no act before")?;
                self.feed(Input::Acted(act))
            }
            Step::Change(nth) => self.change_answer(nth),
            Step::OpenDocument => self.use_document(false),
            Step::DownloadDocument => self.use_document(true),
            Step::ClickLink(link) => self.click_link(link),
            Step::Switch(place) => {
                let list = self.tab()?.visit.screen().panel.and_then(|panel| panel.list).ok_or("the list is not open")?;
                let id = list.get(place).ok_or("the list has no such conversation")?.id;
                self.feed(Input::Switched(id))
            }
            Step::OldTimer => {
                let ticket = self.tab()?.alarm.map_or(0, |(_, ticket)| ticket).wrapping_sub(1);
                self.feed(Input::Woke(ticket))
            }
            other => self.feed(simple(other)?),
        }
    }

    fn publish_step(&mut self, what: OneOf<Name, Box<Draft>>, ask_again: bool) -> Result<(), String> {
        let draft = match what {
            OneOf::Long(draft) => *draft,
            OneOf::Short(name) => self.site.draft(&name).ok_or_else(|| format!("the site has no \"{name}\""))?.clone(),
        };
        let faults = self.site.faults(&draft);
        if faults.is_empty() { self.publish(draft, ask_again) } else { Err(faults.join(" ")) }
    }

    fn change(&mut self, change: Change) {
        let settings = &mut self.site.settings;
        settings.off = change.off.unwrap_or(settings.off);
        settings.response_delay_ms = change.response_delay_ms.unwrap_or(settings.response_delay_ms);
        settings.session_minutes = change.session_minutes.unwrap_or(settings.session_minutes);
        settings.storage_mode = change.storage_mode.unwrap_or(settings.storage_mode);
        settings.log_page_views = change.log_page_views.unwrap_or(settings.log_page_views);
    }

    fn change_tab(&mut self, name: &str) -> Result<(), String> {
        self.at = match self.tabs.iter().position(|tab| tab.name == name) {
            Some(at) => at,
            None => {
                let visit = self.begin()?;
                self.tabs.push(Tab { name: name.to_owned(), visit, alarm: None, waiting: Vec::new() });
                self.tabs.len() - 1
            }
        };
        Ok(())
    }

    /// A frame inside the page is to the others what another tab is.
    fn go_inside(&mut self, name: String) -> Result<(), String> {
        self.change_tab(&name)?;
        let visit = self.begin()?.inside(true);
        self.tab_mut()?.visit = visit;
        let facts = self.browser.facts(&self.page, self.now);
        self.feed(Input::Coming(facts.clone()))?;
        self.feed(Input::Visible(true))?;
        self.feed(Input::Arrived(facts))?;
        self.feed(Input::Start { name, by: StartedBy::Load, values: Vec::new() })
    }

    fn begin(&mut self) -> Result<Visit, String> {
        let site = self.site_file()?;
        let moment = self.moment();
        // What is stored already was allowed.
        let storage = if self.stored.is_some() { StorageMode::Always } else { self.site.settings.storage_mode };
        Ok(Visit::begin(site, self.stored.clone(), Secret::new([7; 16]), moment).held(storage))
    }

    fn site_file(&self) -> Result<SiteFile, String> {
        self.site.site_file()
    }

    /// A page is loaded: what was in the tab is gone but for what was stored.
    fn load(&mut self, page: Page) -> Result<(), String> {
        if self.tabs.is_empty() {
            self.change_tab("one")?;
        } else if !self.page.url.is_empty() {
            // Browsers say that a page goes before it is gone.
            self.feed(Input::Visible(false))?;
        }
        let visit = self.begin()?;
        let tab = self.tab_mut()?;
        tab.visit = visit;
        tab.alarm = None;
        tab.waiting.clear();
        let facts = self.browser.facts(&page, self.now);
        self.page = page;
        self.feed(Input::Coming(facts.clone()))?;
        self.feed(Input::Visible(true))?;
        self.feed(Input::Arrived(facts))
    }

    fn race(&mut self, page: Page) -> Result<(), String> {
        let stored = self.stored.take();
        self.load(page)?;
        self.stored = stored.into_iter().chain(self.stored.take()).reduce(merge);
        Ok(())
    }

    fn sync(&mut self) -> Result<(), String> {
        let memories = self.tabs.iter().map(|tab| tab.visit.memory().clone());
        let all = memories.reduce(merge).ok_or("there is no tab")?;
        self.stored = Some(all.clone());
        (0..self.tabs.len()).try_for_each(|at| self.feed_tab(at, Input::Learned(all.clone())))
    }

    /// Lets time pass; timers ring when they are due.
    fn wait(&mut self, ms: i64) -> Result<(), String> {
        let (began, until) = (self.now, self.now.plus(ms));
        loop {
            let due = self.tabs.iter().enumerate().filter_map(|(at, tab)| Some((tab.alarm?, at)));
            let Some(((when, ticket), at)) = due.filter(|((when, _), _)| *when <= until).min() else { break };
            self.now = self.now.max(when);
            self.tabs[at].alarm = None;
            self.happened.push(Happened::Rang(self.now.since(began)));
            self.feed_tab(at, Input::Woke(ticket))?;
        }
        self.now = until;
        let dropped = self.server.sweep(self.now, self.site.settings.session_minutes);
        self.happened.extend(dropped.into_iter().map(Happened::Dropped));
        Ok(())
    }

    fn pick(&mut self, labels: &[String]) -> Result<(), String> {
        let view = self.view()?;
        let Some(Ask::Choices { labels: all, .. }) = view.prompt.map(|prompt| prompt.ask) else {
            return Err("there is nothing to pick".to_owned());
        };
        let place = |label: &String| {
            let place = all.iter().position(|other| other == label).and_then(|place| u8::try_from(place).ok());
            place.ok_or_else(|| format!("there is no choice \"{label}\"; there are \"{}\"", all.join("\", \"")))
        };
        let places = labels.iter().map(place).collect::<Result<_, _>>()?;
        self.act(Answer::Choices(places))
    }

    fn act(&mut self, answer: Answer) -> Result<(), String> {
        let prompt = self.view()?.prompt.ok_or("nothing is asked")?;
        let act = Act { turn: prompt.turn, card: prompt.card, answer };
        self.last_act = Some(act.clone());
        self.feed(Input::Acted(act))
    }

    fn change_answer(&mut self, nth: usize) -> Result<(), String> {
        let view = self.view()?;
        let said = view.said.iter().filter(|said| said.may_change).nth(nth).ok_or("there is no such answer to change")?;
        let answer = Answer::Back { turn: said.turn, card: said.card };
        self.act(answer)
    }

    fn use_document(&mut self, downloaded: bool) -> Result<(), String> {
        let view = self.view()?;
        let offered = view.said.iter().rev().find(|said| matches!(said.words, Words::Document(_)));
        let (turn, card) = offered.map(|said| (said.turn, said.card)).ok_or("no document is offered")?;
        self.feed(Input::UsedDocument { turn, card, downloaded })
    }

    fn click_link(&mut self, link: u8) -> Result<(), String> {
        let view = self.view()?;
        let linked = view.said.iter().rev().find(|said| matches!(&said.words, Words::Bot(text) if has_link(text)));
        let card = linked.ok_or("no message has a link")?.card;
        self.feed(Input::Clicked(card, link))
    }

    fn view(&self) -> Result<View<'_>, String> {
        let chat = self.tab()?.visit.screen().panel.ok_or("the chat is not open")?.chat;
        Ok(chat.ok_or("there is no conversation on screen")?.view)
    }

    /// What the server would say of a person with these values, or of somebody whose link isn't verified.
    fn facts(&self, values: Option<Known>) -> Result<PersonFacts, String> {
        let flows = self.server.versions.iter().map(|version| &version.flow);
        let aside = known(&self.server_knows, self.site.library());
        Ok(facts(&self.site_file()?, flows, values, aside, (self.now, self.browser.utc_offset_minutes)))
    }

    /// Answers what was asked, or what is known already once more.
    fn answer(&mut self, answer: impl Fn(Question) -> Input) -> Result<(), String> {
        let again = Question { flow: None, since: self.tab()?.visit.memory().given_since };
        let questions = std::mem::take(&mut self.questions);
        let questions = if questions.is_empty() { vec![again] } else { questions };
        questions.into_iter().try_for_each(|question| self.feed(answer(question)))
    }

    fn feed(&mut self, input: Input) -> Result<(), String> {
        self.feed_tab(self.at, input)
    }

    fn feed_tab(&mut self, at: usize, input: Input) -> Result<(), String> {
        let moment = self.moment();
        let tab = self.tabs.get_mut(at).ok_or("no page was visited yet")?;
        let effects = tab.visit.update(input, moment);
        effects.into_iter().try_for_each(|effect| self.perform(at, effect))
    }

    fn perform(&mut self, at: usize, effect: Effect) -> Result<(), String> {
        match effect {
            Effect::Remember => self.remember(at),
            Effect::Wake { at: when, ticket } => self.tabs[at].alarm = Some((when, ticket)),
            Effect::Fetch(wanted) => {
                let found = self.server.versions.iter().find(|version| hash(version.of, version.number) == wanted);
                let flow = found.ok_or("a flow was never published")?.flow.clone();
                return self.feed_tab(at, Input::FlowArrived(wanted, flow));
            }
            Effect::AskFacts(question) => {
                self.questions.push(question);
                self.happened.push(Happened::Asked(question));
            }
            Effect::Complain(complaint) => self.happened.push(Happened::Complained(complaint)),
            Effect::Tell(news) => self.happened.push(Happened::Heard(news)),
            Effect::Report(event) if self.tabs[at].visit.is_held() => self.tabs[at].waiting.push(event),
            Effect::Report(event) => self.post(at, &event),
            Effect::Allow => self.release(at),
            Effect::Impress(impression) => self.happened.push(Happened::Impressed(impression)),
        }
        Ok(())
    }

    fn post(&mut self, at: usize, event: &Event) {
        let reported = self.server.take(event);
        self.happened.push(Happened::Reported(self.tabs[at].name.clone(), Box::new(reported)));
    }

    /// What has waited is kept and posted.
    fn release(&mut self, at: usize) {
        self.remember(at);
        let waiting = std::mem::take(&mut self.tabs[at].waiting);
        waiting.iter().for_each(|event| self.post(at, event));
    }

    /// The loader keeps what the fastest tab wrote; others merge.
    fn remember(&mut self, at: usize) {
        if self.tabs[at].visit.is_held() {
            return;
        }
        let memory = self.tabs[at].visit.memory().clone();
        self.stored = Some(match self.stored.take() {
            Some(stored) if self.tabs.len() > 1 => merge(stored, memory),
            _ => memory,
        });
    }

    fn tab(&self) -> Result<&Tab, String> {
        self.tabs.get(self.at).ok_or_else(|| "no page was visited yet".to_owned())
    }

    fn tab_mut(&mut self) -> Result<&mut Tab, String> {
        self.tabs.get_mut(self.at).ok_or_else(|| "no page was visited yet".to_owned())
    }

    /// The clock's reading and chance that is none: the same story gives the same ids.
    fn moment(&mut self) -> Moment {
        self.chance += 1;
        let mut chance = [0; 10];
        chance[..7].copy_from_slice(&self.chance.to_be_bytes()[1..]);
        Moment { now: self.now, chance }
    }
}

/// Steps that are inputs of the visit as they are.
fn simple(step: Step) -> Result<Input, String> {
    Ok(match step {
        Step::Scroll(percent) => Input::Scrolled(percent),
        Step::Activity => Input::Active,
        Step::ExitIntent => Input::Leaving,
        Step::Track(name) => Input::Tracked(name),
        Step::Leave => Input::Visible(false),
        Step::Return => Input::Visible(true),
        Step::Open => Input::Opened,
        Step::Close => Input::Closed,
        Step::Dismiss => Input::Dismissed,
        Step::Start(start) => Input::Start { name: start.name, by: start.by, values: start.values.told() },
        Step::ReadDocument(read) => read.told(),
        Step::Set(values) => Input::Given(values.told()),
        Step::Identified(moved) => Input::Identified { moved },
        Step::List => Input::Listing(true),
        Step::LeaveList => Input::Listing(false),
        other => return Err(format!("{other:?} can't be done by a visitor")),
    })
}

fn has_link(text: &RichText) -> bool {
    text.0.iter().flat_map(Block::lines).flatten().any(|span| span.link.is_some())
}
