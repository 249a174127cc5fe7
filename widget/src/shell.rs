//! The shell: one place that feeds the engine and performs its effects.

mod outbox;
mod saving;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use parlor_domain::event::Event;
use parlor_domain::flow::Flow;
use parlor_domain::form::Form;
use parlor_domain::site::{FileHash, SiteFile};
use parlor_engine::outbox::Outbox;
use parlor_engine::visit::{Effect, Input, Visit};
use parlor_wire::visitor::{FLOW, SITE_FILE};
use wasm_bindgen_futures::spawn_local;

use crate::facts::{address, moment, page_facts, secret};
use crate::host::{Begin, FromHost, Host};
use crate::net::{NotFetched, fetch_file, site_key, ticket};
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
    visit: RefCell<Visit>,
    outbox: RefCell<Outbox>,
    saving: saving::Saving,
    posting: outbox::Posting,
    alarm: RefCell<Option<Timeout>>,
    fetching: RefCell<Option<Timeout>>,
    redraw: RefCell<Option<yew::Callback<()>>>,
    /// Whether the next prompt takes the focus: the visitor acted here and goes on here.
    focus: Cell<bool>,
}

/// Runs the chat from what the loader brought until the page goes away.
pub async fn run(host: Host, begin: Begin) {
    let Some(site) = fetch_file(SITE_FILE, begin.file).await.ok().and_then(|bytes| SiteFile::from_bytes(&bytes).ok()) else {
        return host.failed("the site's file could not be loaded.");
    };
    let (Some(key), Some(page)) = (site_key(), page_facts(&begin.page)) else {
        return host.failed("the frame is incomplete.");
    };
    let visit = Visit::begin(site, begin.memory, secret(), moment());
    let mut outbox = Outbox::default();
    outbox.take(begin.outbox);
    let shell = Shell(Rc::new(Inner {
        host,
        visit: RefCell::new(visit),
        outbox: RefCell::new(outbox),
        saving: saving::Saving::new(begin.revision),
        posting: outbox::Posting::new(key, ticket()),
        alarm: RefCell::new(None),
        fetching: RefCell::new(None),
        redraw: RefCell::new(None),
        focus: Cell::new(begin.focus),
    }));
    shell.listen();
    ui::draw(&shell);
    if let Some(page) = address(&begin.seen.1) {
        shell.feed(Input::Seen(page, begin.seen.0 as u32));
    }
    let mut inputs = vec![Input::Visible(is_visible()), Input::Arrived(page.clone()), Input::Scrolled(begin.page.scroll)];
    if begin.open {
        inputs.push(Input::Opened);
    }
    // Tabs may come at the same time. Nothing is reported before it is settled which visitor this is, and which session.
    shell.save_then(Input::Coming(page), inputs);
    shell.post();
}

impl Shell {
    /// Feeds the engine and performs its effects.
    pub fn feed(&self, input: Input) {
        self.feed_all(vec![input]);
    }

    fn feed_all(&self, inputs: Vec<Input>) {
        let mut events = Vec::new();
        for input in inputs {
            let effects = self.0.visit.borrow_mut().update(input, moment());
            for effect in effects {
                match effect {
                    Effect::Remember => self.save(),
                    Effect::Report(event) => events.push(event),
                    Effect::Fetch(hash) => self.fetch(hash),
                    Effect::Wake { at, ticket } => self.arm(at.since(moment().now), ticket),
                }
            }
        }
        if events.is_empty() { self.redraw() } else { self.report(events) }
    }

    /// What an act leads to is shown when it is kept (A10).
    fn report(&self, events: Vec<Event>) {
        self.0.host.keep(&events);
        self.0.outbox.borrow_mut().take(events);
        self.expect_kept();
    }

    fn fetch(&self, hash: FileHash) {
        let shell = self.clone();
        spawn_local(async move {
            match fetch_file(FLOW, hash).await.map(|bytes| Flow::from_bytes(&bytes)) {
                Ok(Ok(flow)) => shell.feed(Input::FlowArrived(hash, flow)),
                Err(NotFetched::Later) => {
                    let again = shell.clone();
                    *shell.0.fetching.borrow_mut() = Some(Timeout::new(FETCH_AGAIN_MS, move || again.fetch(hash)));
                }
                Ok(Err(_)) | Err(NotFetched::Gone) => shell.feed(Input::FlowGone(hash)),
            }
        });
    }

    fn arm(&self, ms: i64, ticket: u32) {
        let shell = self.clone();
        let ms = u32::try_from(ms.max(0)).unwrap_or(u32::MAX).min(i32::MAX as u32);
        *self.0.alarm.borrow_mut() = Some(Timeout::new(ms, move || shell.feed(Input::Woke(ticket))));
    }

    fn listen(&self) {
        let shell = self.clone();
        self.0.host.listen(move |message| shell.hear(message));
        let shell = self.clone();
        ui::on_visibility(move || {
            shell.flush();
            shell.feed(Input::Visible(is_visible()));
        });
        let shell = self.clone();
        ui::on_online(move || shell.flush());
        let shell = self.clone();
        ui::on_page_hide(move || shell.flush());
    }

    fn hear(&self, message: FromHost) {
        match message {
            FromHost::Memory(revision, memory) => self.learn(revision, memory),
            FromHost::Saved(revision) => self.saved(revision),
            FromHost::Kept => self.kept(),
            FromHost::Left(event) => {
                self.0.outbox.borrow_mut().take([event]);
                self.post();
            }
            FromHost::Page(page) => {
                if let Some(facts) = page_facts(&page) {
                    self.feed_all(vec![Input::Arrived(facts), Input::Scrolled(page.scroll)]);
                }
            }
            FromHost::Scroll(percent) => self.feed(Input::Scrolled(percent)),
            FromHost::Open => self.be_opened(),
            FromHost::Close => self.feed(Input::Closed),
        }
    }

    /// The visitor closed the panel inside the frame.
    pub fn close(&self) {
        self.feed(Input::Closed);
        self.0.host.closed();
    }

    /// The visitor acts on the prompt.
    pub fn act(&self, act: parlor_domain::state::Act) {
        self.wants_focus();
        self.feed(Input::Acted(act));
    }

    /// The visitor opens the panel inside the frame.
    pub fn open(&self) {
        self.0.host.opened();
        self.be_opened();
    }

    fn be_opened(&self) {
        self.wants_focus();
        self.feed(Input::Opened);
    }

    /// The engine's value, to be drawn.
    pub fn visit(&self) -> std::cell::Ref<'_, Visit> {
        self.0.visit.borrow()
    }

    /// Whether the server can't be reached.
    pub fn is_cut_off(&self) -> bool {
        self.0.posting.is_cut_off()
    }

    /// The next thing that appears is where the visitor goes on.
    pub fn wants_focus(&self) {
        self.0.focus.set(true);
    }

    /// Whether something wants the focus now. Asked once.
    pub fn takes_focus(&self) -> bool {
        self.0.focus.replace(false)
    }

    /// The loader's end of the channel.
    pub fn host(&self) -> &Host {
        &self.0.host
    }

    /// Calls back whenever there is something new to draw.
    pub fn on_redraw(&self, redraw: yew::Callback<()>) {
        *self.0.redraw.borrow_mut() = Some(redraw);
    }

    fn redraw(&self) {
        let redraw = self.0.redraw.borrow().clone();
        if let Some(redraw) = redraw {
            redraw.emit(());
        }
    }
}

fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}
