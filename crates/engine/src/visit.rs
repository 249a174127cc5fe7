//! The whole of the widget's behaviour as a value: inputs in, effects out.
//!
//! A shell feeds [`Visit::update`] with what happens and performs the [`Effect`]s; what it may draw
//! is [`Visit::screen`]. The same value walks a scripted visitor in tests.

mod chat;
mod screen;
mod session;

use parlor_domain::event::Event;
use parlor_domain::flow::Flow;
use parlor_domain::form::Form;
use parlor_domain::ids::{ConversationId, Moment, Secret, TabId};
use parlor_domain::memory::{Conversation, DialogueMemory, Memory};
use parlor_domain::page::PageAddress;
use parlor_domain::site::{FileHash, SiteFile};
use parlor_domain::state::Act;
use parlor_domain::time::Instant;

use crate::display::{Progress, advance, counts_time, is_met, next_by_time};
use crate::facts::PageFacts;
use crate::merge::merge;
use crate::pages::match_page;
use crate::resolve::{Choice, memory_of, resolve};

pub use screen::{Chat, Screen, Teaser};

/// A visitor on a page, in one tab.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    site: SiteFile,
    memory: Memory,
    tab: TabId,
    page: PageFacts,
    flows: Vec<(FileHash, Flow)>,
    /// Flows that were asked for.
    asked: Vec<FileHash>,
    /// Next event numbers of this tab, by conversation (A13).
    numbers: Vec<(ConversationId, u32)>,
    choice: Choice,
    on_screen: Option<ConversationId>,
    open: bool,
    /// Whether the panel was open on this page: what it holds has been seen.
    was_opened: bool,
    visible_since: Option<Instant>,
    scroll: u8,
    typing_until: Option<Instant>,
    ticket: u32,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A page is about to be viewed: its session goes on or begins. What begins is to be kept before
    /// anything is reported, because other tabs may begin one at the same time.
    Coming(PageFacts),
    /// A page is viewed: it was loaded, or a single-page app changed its route.
    Arrived(PageFacts),
    /// An earlier page was seen this many milliseconds longer than the memory says.
    Seen(PageAddress, u32),
    /// The page came into view or went out of it.
    Visible(bool),
    /// This much of the page's height has come into view, in percent.
    Scrolled(u8),
    /// The visitor opened the panel.
    Opened,
    /// The visitor closed the panel.
    Closed,
    /// The visitor put the teaser away.
    Dismissed,
    /// The visitor acted on the prompt.
    Acted(Act),
    /// The time of a [`Effect::Wake`] has come. An old ticket is ignored (C24).
    Woke(u32),
    /// A flow that was asked for is here.
    FlowArrived(FileHash, Flow),
    /// A flow that was asked for is nowhere: its conversations can't go on.
    FlowGone(FileHash),
    /// The server doesn't know the version that this conversation is about.
    Unknown(ConversationId),
    /// Another tab wrote this memory.
    Learned(Memory),
}

/// What a shell has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Keep [`Visit::memory`].
    Remember,
    /// Keep an event and post it.
    Report(Event),
    /// Fetch a flow and hand it in.
    Fetch(FileHash),
    /// Hand in [`Input::Woke`] at this instant. Replaces an earlier one: one timer is enough (T21).
    Wake {
        /// When.
        at: Instant,
        /// To be handed back.
        ticket: u32,
    },
}

impl Visit {
    /// A visitor who comes with what the browser remembers, or for the first time.
    pub fn begin(site: SiteFile, stored: Option<Memory>, secret: Secret, moment: Moment) -> Self {
        let mut ids = moment.ids();
        let tab = ids.make();
        let memory = stored.unwrap_or_else(|| session::first_memory(secret, &mut ids));
        Self {
            site,
            memory,
            tab,
            page: PageFacts::default(),
            flows: Vec::new(),
            asked: Vec::new(),
            numbers: Vec::new(),
            choice: Choice::Nothing,
            on_screen: None,
            open: false,
            was_opened: false,
            visible_since: None,
            scroll: 0,
            typing_until: None,
            ticket: 0,
        }
    }

    /// What the browser is to remember.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The site that is visited.
    pub fn site(&self) -> &SiteFile {
        &self.site
    }

    /// Whether the panel is open.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Takes an input in.
    pub fn update(&mut self, input: Input, moment: Moment) -> Vec<Effect> {
        let mut turn = Turn { moment, ids: moment.ids(), effects: Vec::new() };
        let before = self.memory.to_bytes();
        // A timer that has rung is gone, also when it rang a little early.
        let has_rung = matches!(input, Input::Woke(ticket) if ticket == self.ticket);
        let alarm = if has_rung { None } else { self.alarm() };
        // What is learnt from another tab is taken as it is, or two tabs would never have the same to say.
        let is_learnt = matches!(input, Input::Learned(_));
        if !is_learnt {
            self.progress(moment.now);
        }
        self.take(input, &mut turn);
        if !is_learnt {
            self.progress(moment.now);
        }
        self.refresh(&mut turn);
        if self.memory.to_bytes() != before {
            turn.effects.insert(0, Effect::Remember);
        }
        self.arm(alarm, &mut turn);
        turn.effects
    }

    fn take(&mut self, input: Input, turn: &mut Turn) {
        match input {
            Input::Coming(page) => {
                self.page = page;
                self.interact(turn);
            }
            Input::Arrived(page) => self.arrive(page, turn),
            Input::Seen(page, visible_ms) => self.count(&page, Progress { visible_ms, scroll: 0 }),
            Input::Visible(visible) => self.visible_since = visible.then_some(turn.moment.now),
            Input::Scrolled(percent) => self.scroll = self.scroll.max(percent.min(100)),
            Input::Opened => {
                self.interact(turn);
                self.open = true;
                self.was_opened = true;
            }
            Input::Closed => {
                self.interact(turn);
                self.open = false;
            }
            Input::Dismissed => self.dismiss(turn),
            Input::Acted(act) => self.act(act, turn),
            Input::Woke(ticket) if ticket == self.ticket => self.type_on(turn),
            Input::Woke(_) => {}
            Input::FlowArrived(hash, flow) => self.keep_flow(hash, flow),
            Input::FlowGone(hash) => self.forget(|conversation| conversation.flow == hash, turn),
            Input::Unknown(id) => self.forget(|conversation| conversation.id == id, turn),
            Input::Learned(memory) => self.learn(memory),
        }
    }

    /// A page view: everything is decided anew (T25).
    fn arrive(&mut self, page: PageFacts, turn: &mut Turn) {
        self.page = page;
        self.scroll = 0;
        self.was_opened = self.open;
        self.visible_since = self.visible_since.map(|_| turn.moment.now);
        self.view_page(turn);
        self.on_screen = None;
        self.typing_until = None;
        self.choice = resolve(&self.site, &self.memory, &self.page, turn.moment.now);
    }

    /// Counts what was seen of the page for every dialogue that it belongs to (T19, T20).
    fn progress(&mut self, now: Instant) {
        let visible_ms = self.visible_since.map_or(0, |since| u32::try_from(now.since(since)).unwrap_or(0));
        self.visible_since = self.visible_since.map(|_| now);
        let page = self.page.address.clone();
        self.count(&page, Progress { visible_ms, scroll: self.scroll });
    }

    fn count(&mut self, page: &PageAddress, progress: Progress) {
        for dialogue in &self.site.dialogues {
            if !dialogue.display.events().is_empty() && match_page(&dialogue.pages, page) {
                let mut memory = memory_of(&self.memory, dialogue.id);
                let visible_ms = if counts_time(&dialogue.display) { progress.visible_ms } else { 0 };
                let counted = Progress { visible_ms, ..progress };
                advance(&dialogue.display, &mut memory, counted);
                session::set_dialogue(&mut self.memory, dialogue.id, memory);
            }
        }
    }

    /// Brings what is on screen up to what was decided and has arrived since.
    fn refresh(&mut self, turn: &mut Turn) {
        if let Choice::Wait(at) = self.choice
            && self
                .site
                .dialogues
                .get(at)
                .is_some_and(|dialogue| is_met(&dialogue.display, &memory_of(&self.memory, dialogue.id)))
        {
            self.choice = Choice::Show(at);
        }
        self.put_on_screen(turn);
        self.go_on(turn);
    }

    /// When something happens by itself: typing ends, or a display event is met by time alone.
    fn alarm(&self) -> Option<Instant> {
        let waiting = match self.choice {
            Choice::Wait(at) => self.site.dialogues.get(at),
            _ => None,
        };
        let left = waiting.and_then(|dialogue| next_by_time(&dialogue.display, &memory_of(&self.memory, dialogue.id)));
        let display = self.visible_since.zip(left).map(|(since, ms)| since.plus(ms.max(0)));
        [self.typing_until, display].into_iter().flatten().min()
    }

    fn arm(&mut self, armed: Option<Instant>, turn: &mut Turn) {
        let alarm = self.alarm();
        if alarm != armed
            && let Some(at) = alarm
        {
            self.ticket = self.ticket.wrapping_add(1);
            turn.effects.push(Effect::Wake { at, ticket: self.ticket });
        }
    }

    fn dismiss(&mut self, turn: &mut Turn) {
        self.interact(turn);
        if let Some(conversation) = self.shown() {
            let id = conversation.dialogue;
            let dismissed = Some(self.memory.session.id);
            let memory = DialogueMemory { dismissed, ..memory_of(&self.memory, id) };
            session::set_dialogue(&mut self.memory, id, memory);
        }
    }

    fn learn(&mut self, memory: Memory) {
        let blank = session::blank(self.memory.visitor, self.memory.secret.clone());
        let mine = std::mem::replace(&mut self.memory, blank);
        self.memory = merge(mine, memory);
    }

    /// Forgets conversations that can't go on, and decides anew.
    fn forget(&mut self, is_gone: impl Fn(&Conversation) -> bool, turn: &mut Turn) {
        let before = self.memory.conversations.len();
        self.memory.conversations.retain(|conversation| !is_gone(conversation));
        if self.memory.conversations.len() < before {
            self.on_screen = None;
            self.typing_until = None;
            self.choice = resolve(&self.site, &self.memory, &self.page, turn.moment.now);
        }
    }

    fn keep_flow(&mut self, hash: FileHash, flow: Flow) {
        if self.flow(hash).is_none() {
            self.flows.push((hash, flow));
        }
    }

    fn flow(&self, hash: FileHash) -> Option<&Flow> {
        self.flows.iter().find(|(other, _)| *other == hash).map(|(_, flow)| flow)
    }
}

/// One update in the making.
struct Turn {
    moment: Moment,
    ids: parlor_domain::ids::Ids,
    effects: Vec<Effect>,
}
