//! The shell: one place that feeds the engine and performs its effects.

mod outbox;
mod person;
mod rest;
mod saving;
mod watching;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use parlor_domain::event::PageSeen;
use parlor_domain::flow::{Card, Flow};
use parlor_domain::form::Form;
use parlor_domain::impression::Impression;
use parlor_domain::language::Text;
use parlor_domain::limits::ADDRESS_CHARS;
use parlor_domain::site::{FileHash, SiteFile};
use parlor_domain::time::Instant;
use parlor_engine::display::{Watch, watched};
use parlor_engine::sending::{Input as Sent, Why};
use parlor_engine::visit::{Effect, Input, News, Visit};
use parlor_wire::visitor::{FLOW, IMPRESSIONS, Impressed, SITE_FILE};

use self::rest::Due;
use crate::facts::{address, count, is_visible, moment, page_facts, prefers_calm, secret, time_text};
use crate::host::{Begin, FromHost, Host, HostPage, Mode};
use crate::net::{NotFetched, NotPosted, fetch_file, post, site_file, site_key, ticket};
use crate::ui;

/// Milliseconds after which a flow is asked for again.
const FETCH_AGAIN_MS: u32 = 3_000;

/// What the shell holds. Cheap to clone.
#[derive(Clone)]
pub struct Shell(Rc<Inner>);

impl PartialEq for Shell {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    host: Host,
    file: FileHash,
    /// The page on screen, as events name it.
    page: RefCell<PageSeen>,
    visit: RefCell<Visit>,
    /// A signed identity that waits to be shown to the server.
    identity: RefCell<Option<String>>,
    saving: saving::Saving,
    posting: outbox::Posting,
    rest: rest::Rest,
    alarm: RefCell<Option<Timeout>>,
    /// What draws all but the panel.
    front: OnceCell<ui::Front>,
    /// Draws the panel, once it was open.
    redraw_panel: RefCell<Option<yew::Callback<()>>>,
    /// Whether the next prompt takes the focus: the visitor acted here and goes on here.
    focus: Cell<bool>,
    watch: RefCell<Watch>,
    /// Whether the newest message is to come into view, wherever the visitor has scrolled.
    newest: Cell<bool>,
}

/// Runs the chat from what the loader brought until the page goes away.
pub fn run(host: Host, begin: Begin) {
    let Some(file) = site_file() else { return host.fail("the frame is incomplete.") };
    let then = move |answer: Result<Vec<u8>, _>| match answer.map(|bytes| SiteFile::from_bytes(&bytes)) {
        Ok(Ok(site)) => run_site(host, begin, file, site),
        Err(NotFetched::Later) => drop(later(FETCH_AGAIN_MS, Box::new(move || run(host, begin))).forget()),
        Ok(Err(_)) | Err(NotFetched::Gone) => host.fail("the site's file could not be loaded."),
    };
    fetch_file(SITE_FILE, file, Box::new(then));
}

fn run_site(host: Host, begin: Begin, file: FileHash, mut site: SiteFile) {
    let (Some(key), Some(page)) = (site_key(), page_facts(&begin.page, &site.zone)) else {
        return host.fail("the frame is incomplete.");
    };
    host.watch(&watched(site.dialogues.iter().map(|dialogue| &dialogue.display)));
    if prefers_calm() {
        site.response_delay_ms = 0;
    }
    host.style(ui::BOX_STYLE);
    let mut first = vec![FromHost::Page(begin.page)];
    first.extend(begin.open.map(|opened| FromHost::Open(begin.focus, opened)));
    let visit = Visit::begin(site, begin.memory, secret(), moment()).held(begin.storage).inside(begin.inside);
    let is_held = visit.is_held();
    let shell = Shell(Rc::new(Inner {
        host,
        file,
        page: RefCell::default(),
        visit: RefCell::new(visit),
        identity: RefCell::default(),
        saving: saving::Saving::new(begin.entry, first),
        posting: outbox::Posting::new(key, ticket(), is_held),
        rest: rest::Rest::default(),
        alarm: RefCell::default(),
        front: OnceCell::new(),
        redraw_panel: RefCell::default(),
        focus: Cell::new(false),
        watch: RefCell::default(),
        newest: Cell::new(false),
    }));
    shell.listen();
    match ui::begin(&shell) {
        Some(front) => drop(shell.0.front.set(front)),
        None => return shell.0.host.fail("the frame is incomplete."),
    }
    if let Some((ms, url)) = begin.seen
        && let Some(page) = address(&url)
    {
        shell.feed(Input::Seen(page, ms));
    }
    // Tabs may come at the same time. Nothing is reported before it is settled which visitor this is, and which session.
    shell.feed_all(vec![Input::Coming(page), Input::Visible(is_visible())]);
    shell.save();
    shell.look_around();
}

impl Shell {
    /// Feeds the engine and performs its effects.
    pub fn feed(&self, input: Input) {
        self.feed_all(vec![input]);
    }

    fn feed_all(&self, inputs: Vec<Input>) {
        let mut events = Vec::new();
        let mut is_allowed = false;
        for input in inputs {
            let effects = self.0.visit.borrow_mut().update(input, moment());
            for effect in effects {
                match effect {
                    Effect::Remember => self.save(),
                    Effect::Report(event) => events.push(event),
                    Effect::Allow => {
                        self.0.host.allow();
                        is_allowed = true;
                    }
                    Effect::Impress(impression) => self.impress(impression),
                    Effect::Fetch(hash) => {
                        self.fetch(hash);
                        self.await_flow(hash);
                    }
                    Effect::AskFacts(question) => self.do_in_turn(Due::Ask(question)),
                    Effect::Tell(news) => self.tell(&news),
                    Effect::Complain(complaint) => self.complain(complaint),
                    Effect::Wake { at, ticket } => self.arm(at.since(moment().now), ticket),
                }
            }
        }
        // What an act leads to is shown when it is kept (A10).
        if events.is_empty() {
            self.redraw()
        } else {
            self.send(Sent::Reported(events))
        }
        if is_allowed {
            self.send(Sent::Allowed);
        }
    }

    /// That something was shown is told once; whether it comes to the server doesn't matter to anybody.
    fn impress(&self, impression: Impression) {
        let (site, ticket) = (self.0.posting.site.clone(), self.0.posting.ticket.borrow().clone());
        post(IMPRESSIONS, Impressed { site, ticket, impression }.to_bytes(), Box::new(drop));
    }

    /// Nothing is kept or posted from now on, and nothing more is done here.
    fn end(&self) {
        self.send(Sent::Denied);
        if let Some(window) = web_sys::window() {
            let _ = window.location().replace("about:blank");
        }
    }

    fn tell(&self, news: &News) {
        self.0.host.news(self.0.posting.site.as_str(), news);
    }

    fn fetch(&self, hash: FileHash) {
        let shell = self.clone();
        let then = move |answer: Result<Vec<u8>, _>| match answer.map(|bytes| Flow::from_bytes(&bytes)) {
            Ok(Ok(flow)) => shell.do_in_turn(Due::Come(Box::new(Input::FlowArrived(hash, calmed(flow))))),
            Err(NotFetched::Later) => {
                later(FETCH_AGAIN_MS, Box::new(move || shell.fetch(hash))).forget();
            }
            Ok(Err(_)) | Err(NotFetched::Gone) => shell.feed(Input::FlowGone(hash)),
        };
        fetch_file(FLOW, hash, Box::new(then));
    }

    /// What the page has just said, or still waits to have done, goes before the first words of a flow that isn't here.
    fn await_flow(&self, hash: FileHash) {
        let shell = self.clone();
        later(0, Box::new(move || shell.do_in_turn(Due::Come(Box::new(Input::FlowAwaited(hash)))))).forget();
    }

    fn arm(&self, ms: i64, ticket: u32) {
        let shell = self.clone();
        let ms = u32::try_from(ms.max(0)).unwrap_or(u32::MAX).min(i32::MAX as u32);
        *self.0.alarm.borrow_mut() = Some(later(ms, Box::new(move || shell.feed(Input::Woke(ticket)))));
    }

    fn listen(&self) {
        let shell = self.clone();
        self.0.host.listen(move |message| shell.hear(message));
        let shell = self.clone();
        ui::on_visibility(Box::new(move || {
            shell.feed(Input::Visible(is_visible()));
            shell.look_around();
        }));
        // A page that was kept for going back has missed what happened meanwhile.
        for name in ["online", "offline", "pageshow"] {
            let shell = self.clone();
            ui::on_window(name, Box::new(move || shell.look_around()));
        }
        let shell = self.clone();
        ui::on_window("pagehide", Box::new(move || shell.send(Sent::Visible(false))));
    }

    fn hear(&self, message: FromHost) {
        match message {
            FromHost::Memory(entry, storage) => self.hear_of_memory(entry, storage),
            FromHost::Saved(is_kept) => self.saved(is_kept),
            FromHost::Denied => self.end(),
            FromHost::Leave => self.0.host.leave(self.visit().unkept()),
            FromHost::Kept => self.send(Sent::Kept),
            FromHost::Left(left) => self.send(Sent::Left(self.0.host.take_over(&left))),
            other => {
                if let Some(message) = self.waits(other) {
                    self.do_in_turn(Due::Heard(Box::new(message)));
                }
            }
        }
    }

    /// Something happens in the page.
    fn happen(&self, message: FromHost) {
        match message {
            FromHost::Page(page) => self.arrive(page),
            FromHost::Scroll(percent) => self.feed(Input::Scrolled(percent)),
            FromHost::Saw(name, pointer, scrolled) => self.saw(&name, pointer, scrolled),
            FromHost::Open(focus, opened) => {
                self.0.host.has_done();
                self.may_focus(focus);
                self.fetch_rest();
                self.feed(opened);
            }
            FromHost::Close => {
                self.0.host.has_done();
                self.feed(Input::Closed);
            }
            FromHost::Identify(token) => {
                *self.0.identity.borrow_mut() = Some(token);
                self.send(Sent::Identity);
            }
            FromHost::Call { focus, input, .. } => {
                self.may_focus(focus);
                self.feed(input);
            }
            _ => {}
        }
    }

    fn arrive(&self, page: HostPage) {
        let facts = page_facts(&page, &self.visit().site().zone);
        if let Some(facts) = facts {
            let cut = |text: &str| text.chars().take(ADDRESS_CHARS).collect();
            *self.0.page.borrow_mut() = PageSeen { url: cut(&page.url), title: cut(&page.title) };
            self.feed_all(vec![Input::Arrived(facts), Input::Scrolled(page.scroll)]);
        }
    }

    /// What was to be done first is done.
    fn be_ready(&self) {
        self.0.host.has_done();
        let session = self.visit().memory().session.id;
        self.tell(&News { name: "ready", about: None, session, event: None, detail: Vec::new() });
    }

    fn may_focus(&self, focus: bool) {
        if focus {
            self.wants_focus();
            self.0.host.wants_focus();
        }
    }

    /// The visitor does something here, and goes on here.
    pub fn act(&self, input: Input) {
        self.wants_focus();
        self.0.newest.set(true);
        self.feed(input);
    }

    /// The engine's value, to be drawn.
    pub fn visit(&self) -> std::cell::Ref<'_, Visit> {
        self.0.visit.borrow()
    }

    /// A text of the chat's own.
    pub fn says(&self, of: Text) -> String {
        self.visit().site().words.text(of).to_owned()
    }

    /// A text of the chat's own, with this filled in.
    pub fn says_with(&self, of: Text, value: &str) -> String {
        self.visit().site().words.with(of, value)
    }

    /// Says how launcher and box look from now on.
    pub fn style(&self, sheet: &str) {
        self.0.host.style(sheet);
    }

    /// Says what the frame's box and the launcher are to show.
    pub fn show(&self, launcher: bool, unread: u8, mode: Mode) {
        let called = || {
            let visit = self.visit();
            let site = visit.site();
            let chat = site.words.with(Text::Chat, site.look.bot_name.as_str());
            match unread {
                0 => chat,
                _ => {
                    let (category, number) = count(site.words.language.as_str(), unread);
                    [&chat, " (", &site.words.unread(&category, &number), ")"].concat()
                }
            }
        };
        self.0.host.show(launcher, unread, mode, called);
    }

    /// A time for people, in the chat's language.
    pub fn time(&self, at: Instant) -> String {
        time_text(self.visit().site().words.language.as_str(), at)
    }

    /// The next thing that appears is where the visitor goes on.
    pub fn wants_focus(&self) {
        self.0.focus.set(true);
    }

    /// Whether something wants the focus now. Asked once.
    pub fn takes_focus(&self) -> bool {
        self.0.focus.replace(false)
    }

    /// Whether the newest message is to come into view now. Asked once.
    pub fn takes_newest(&self) -> bool {
        self.0.newest.take()
    }

    /// Calls back whenever there is something new to draw in the panel.
    pub fn on_redraw(&self, redraw: yew::Callback<()>) {
        *self.0.redraw_panel.borrow_mut() = Some(redraw);
    }

    /// What draws the panel, once it was open.
    pub fn redraw_panel(&self) -> Option<yew::Callback<()>> {
        self.0.redraw_panel.borrow().clone()
    }

    fn redraw(&self) {
        if let Some(front) = self.0.front.get() {
            front.draw(self);
        }
    }
}

/// Asks the server something.
fn ask<Answer: Form>(path: &'static str, question: &impl Form, then: impl FnOnce(Result<Answer, NotPosted>) + 'static) {
    let read = |bytes: Vec<u8>| Answer::from_bytes(&bytes).map_err(|_| NotPosted::No(Why::NoConnection));
    post(path, question.to_bytes(), Box::new(move |answer| then(answer.and_then(read))));
}

/// Does something after so many milliseconds.
fn later(ms: u32, then: Box<dyn FnOnce()>) -> Timeout {
    Timeout::new(ms, then)
}

/// A flow as visitors get it who want nothing to move by itself: without pauses.
fn calmed(mut flow: Flow) -> Flow {
    if prefers_calm() {
        for card in &mut flow.cards {
            if let Card::Wait { ms, .. } = card {
                *ms = 0;
            }
        }
    }
    flow
}
