//! The whole of the widget's behaviour as a value: inputs in, effects out.
//!
//! A shell feeds [`Visit::update`] with what happens and performs the [`Effect`]s; what it may draw
//! is [`Visit::screen`]. The same value walks a scripted visitor in tests.

mod chat;
mod document;
mod effect;
mod explain;
mod flows;
mod given;
mod inside;
mod list;
mod progress;
mod screen;
mod session;
mod silent;
mod start;
mod tell;

use parlor_domain::event::{StartedBy, What};
use parlor_domain::flow::{CardIndex, Flow};
use parlor_domain::form::Form;
use parlor_domain::ids::{ConversationId, Moment, Secret, TabId};
use parlor_domain::memory::{Conversation, DialogueMemory, Memory, PersonFacts};
use parlor_domain::page::PageAddress;
use parlor_domain::reading::Reading;
use parlor_domain::site::{FileHash, Interface, SiteFile, StorageMode};
use parlor_domain::state::Act;
use parlor_domain::time::Instant;

use crate::display::{Progress, is_met};
use crate::facts::PageFacts;
use crate::merge::merge;
use crate::resolve::{Choice, Resolution, is_over, memory_of, resolve, showings_of};

use self::document::Opened;
pub use effect::Effect;
pub use given::{Named, Question, Told};
pub use list::Entry;
pub use screen::{Ahead, Chat, Panel, Screen, Teaser};
pub use session::blank as blank_memory;
pub use tell::{About, Complaint, News};

/// A visitor on a page, in one tab.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    site: SiteFile,
    memory: Memory,
    tab: TabId,
    /// What keeping and posting wait for; `Always`: nothing.
    storage: StorageMode,
    page: PageFacts,
    /// Whether it is in an element of the page. Page views and the time on them are counted by the chat beside the page.
    inside: bool,
    flows: Vec<(FileHash, Flow)>,
    /// Flows that were asked for.
    asked: Vec<FileHash>,
    /// Those of them that are on their way for so long that their first words are shown without them.
    awaited: Vec<FileHash>,
    /// Flows for which was asked what they need to know of the person, and whether that is here or not needed.
    questions: Vec<(FileHash, bool)>,
    /// Next event numbers of this tab, by conversation (A13).
    numbers: Vec<(ConversationId, u32)>,
    choice: Choice,
    /// The dialogues that take the place when their display events are met (T26).
    waiting: Vec<usize>,
    /// What was decided before a flow was started over it (T29).
    beneath: Option<Resolution>,
    on_screen: Option<ConversationId>,
    /// What the page was last told to be shown, on this page.
    announced: Option<ConversationId>,
    /// The first words of the conversation on screen, before it begins.
    first_words: Option<String>,
    /// Whether the list of conversations is open.
    listing: bool,
    /// The document in the viewer.
    opened: Option<Opened>,
    /// The conversation in which an address is being given.
    giving: Option<ConversationId>,
    open: bool,
    /// Whether the panel was open on this page: what it holds has been seen.
    was_opened: bool,
    visible_since: Option<Instant>,
    scroll: u8,
    /// When the visitor last did something.
    active_at: Instant,
    /// Whether the visitor is just about to leave.
    leaves: bool,
    /// What the page's code has just said to have happened.
    tracked: Option<String>,
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
    /// The visitor did something on the page.
    Active,
    /// The visitor is about to leave: the pointer went out at the top, or a finger threw the page downwards.
    Leaving,
    /// The page's code says that this happened.
    Tracked(String),
    /// The visitor opened the panel.
    Opened,
    /// The chat was open before this frame began, in this form.
    Stayed(Interface),
    /// The visitor closed the panel.
    Closed,
    /// The visitor put the teaser away.
    Dismissed,
    /// The visitor acted on the prompt.
    Acted(Act),
    /// The visitor opened or downloaded the document of this turn and card.
    UsedDocument {
        /// Which turn.
        turn: u16,
        /// Its card.
        card: CardIndex,
        /// Downloaded, and not opened.
        downloaded: bool,
    },
    /// The viewer says how far the document that was opened last has been read, and whether it was downloaded there.
    Read(Reading, bool),
    /// The visitor clicked the nth link in what this card said.
    Clicked(CardIndex, u8),
    /// The visitor opened the list of conversations, or left it.
    Listing(bool),
    /// The visitor went on in another conversation (T29).
    Switched(ConversationId),
    /// A flow or dialogue is to be started, by its name or id. In an element of the page it is the one that belongs there.
    Start {
        /// What.
        name: String,
        /// By what.
        by: StartedBy,
        /// Values that come along: attributes, or fields of a form.
        values: Vec<Named>,
    },
    /// The page gives attributes, the e-mail address among them.
    Given(Vec<Named>),
    /// The server has verified who the visitor is (I3).
    Identified {
        /// Whether it is another person than before.
        moved: bool,
    },
    /// Whether the link to the person is verified, and what the server may tell then (T14).
    Told(Question, bool, PersonFacts),
    /// Nobody has answered: what waits for the answer goes on without.
    Untold(Question),
    /// The time of a [`Effect::Wake`] has come. An old ticket is ignored (C24).
    Woke(u32),
    /// A flow that was asked for is on its way, and nothing else is about to happen: first words that are known without it may be shown.
    FlowAwaited(FileHash),
    /// A flow that was asked for is here.
    FlowArrived(FileHash, Flow),
    /// A flow that was asked for is nowhere: its conversations can't go on.
    FlowGone(FileHash),
    /// The server doesn't know the version that this conversation is about.
    Unknown(ConversationId),
    /// Another tab wrote this memory.
    Learned(Memory),
    /// What happens may be kept and posted from now on (W28).
    Allowed,
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
            storage: StorageMode::Always,
            page: PageFacts::default(),
            inside: false,
            flows: Vec::new(),
            asked: Vec::new(),
            awaited: Vec::new(),
            questions: Vec::new(),
            numbers: Vec::new(),
            choice: Choice::Nothing,
            waiting: Vec::new(),
            beneath: None,
            on_screen: None,
            announced: None,
            first_words: None,
            listing: false,
            opened: None,
            giving: None,
            open: false,
            was_opened: false,
            visible_since: None,
            scroll: 0,
            active_at: moment.now,
            leaves: false,
            tracked: None,
            typing_until: None,
            ticket: 0,
        }
    }

    /// The same where nothing may be kept or posted yet (W28).
    pub fn held(self, storage: StorageMode) -> Self {
        Self { storage, ..self }
    }

    /// Whether nothing may be kept or posted yet (W28).
    pub fn is_held(&self) -> bool {
        self.storage != StorageMode::Always
    }

    /// What the browser is to remember.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The same in an element of the page that is one flow's place, and nothing else's (W10).
    pub fn inside(self, is: bool) -> Self {
        Self { inside: is, open: is, ..self }
    }

    /// Whether it is in an element of the page (W10).
    pub fn is_inside(&self) -> bool {
        self.inside
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
        self.leaves = false;
        self.tracked = None;
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
            Input::Seen(page, visible_ms) => self.count(&page, Progress { visible_ms, ..Progress::default() }),
            Input::Visible(visible) => {
                self.visible_since = visible.then_some(turn.moment.now);
                self.active_at = turn.moment.now;
            }
            Input::Scrolled(percent) => {
                self.scroll = self.scroll.max(percent.min(100));
                self.active_at = turn.moment.now;
            }
            Input::Active => self.active_at = turn.moment.now,
            Input::Leaving => self.leaves = true,
            Input::Tracked(name) if name.is_empty() => turn.effects.push(Effect::Complain(Complaint::SaysNothing)),
            Input::Tracked(name) => self.tracked = Some(name),
            Input::Opened => self.be_opened(turn),
            Input::Stayed(Interface::Popup) if !self.continues_popup() => {}
            Input::Stayed(_) => self.stay_open(turn),
            Input::Closed => self.be_closed(turn),
            Input::Dismissed => self.dismiss(turn),
            Input::Untold(question) => {
                self.is_answered(question);
            }
            Input::Woke(ticket) if ticket == self.ticket => self.type_on(turn),
            Input::Woke(_) => {}
            Input::FlowAwaited(hash) => self.awaited.push(hash),
            Input::FlowArrived(hash, flow) => self.keep_flow(hash, flow),
            Input::FlowGone(hash) => self.lose_flow(hash, turn),
            Input::Unknown(id) => self.forget(|conversation| conversation.id == id, turn),
            Input::Learned(memory) => self.learn(memory),
            Input::Allowed => self.storage = StorageMode::Always,
            wish => self.take_wish(wish, turn),
        }
    }

    /// What somebody does in the open panel, what the page calls for, and what comes of it. Never among the first things that
    /// happen, so that a browser may load all of this later: nothing else may do the same by itself, and it stays a function.
    #[inline(never)]
    fn take_wish(&mut self, wish: Input, turn: &mut Turn) {
        match wish {
            Input::Acted(act) => self.act(act, turn),
            Input::UsedDocument { turn: of, card, downloaded } => self.use_document(of, card, downloaded, turn),
            Input::Read(reading, downloaded) => self.read_on(reading, downloaded, turn),
            Input::Clicked(card, link) => self.click(card, link, turn),
            Input::Listing(is_open) => self.list(is_open, turn),
            Input::Switched(id) => self.switch(id, turn),
            Input::Start { name, by, values } => self.start(&name, by, values, turn),
            Input::Given(values) => self.be_given(values, turn),
            Input::Identified { moved } => self.be_identified(moved, turn),
            Input::Told(question, verified, facts) => self.be_told(question, verified, facts, turn),
            _ => {}
        }
    }

    /// A page view: everything is decided anew (T25). An open pop-up is gone with what it held.
    fn arrive(&mut self, page: PageFacts, turn: &mut Turn) {
        if self.inside {
            self.page = page;
            return;
        }
        let started = self.continued().filter(|_| self.continues_popup());
        let popup = self.on_screen.filter(|_| self.is_popup()).or(started).filter(|_| self.open);
        self.page = page;
        self.announced = None;
        self.scroll = 0;
        self.was_opened = self.open;
        self.listing = false;
        self.visible_since = self.visible_since.map(|_| turn.moment.now);
        self.view_page(turn);
        if self.site.reports_pages {
            self.report_outside(What::Viewed, turn);
        }
        self.renew_facts(turn);
        self.decide(turn);
        self.start_on_load(turn);
        if popup.is_some() && !self.continues_popup() {
            self.tell_of("closed", popup, None, Vec::new(), turn);
            self.open = false;
            self.was_opened = false;
        }
    }

    /// Decides anew what the visitor gets here.
    fn decide(&mut self, turn: &Turn) {
        self.beneath = None;
        self.put(match self.inside {
            true => Resolution::just(Choice::Nothing),
            false => resolve(&self.site, &self.memory, &self.page, turn.moment.now),
        });
    }

    /// Takes a decision; what is on screen gives way.
    fn put(&mut self, resolution: Resolution) {
        self.on_screen = None;
        self.first_words = None;
        self.typing_until = None;
        self.choice = resolution.choice;
        self.waiting = resolution.waiting;
    }

    fn be_opened(&mut self, turn: &mut Turn) {
        if !self.open {
            self.tell_of("opened", self.on_screen.or(self.continued()), None, Vec::new(), turn);
        }
        self.stay_open(turn);
    }

    fn stay_open(&mut self, turn: &mut Turn) {
        self.interact(turn);
        self.open = true;
        self.was_opened = true;
    }

    /// When a flow that was started is over, what it was started over is there again (T29). A pop-up that is closed without an
    /// act is put away: the next load of its page doesn't bring it back (T31).
    fn be_closed(&mut self, turn: &mut Turn) {
        self.interact(turn);
        if self.open {
            self.report_closed(turn);
            self.tell("closed", turn);
        }
        self.open = false;
        self.listing = false;
        let is_popup = self.is_popup();
        if is_popup && self.shown().is_some_and(|conversation| conversation.engaged_in.is_none()) {
            self.put_away(turn);
        }
        let is_done = self.shown().is_none_or(|conversation| is_over(&conversation.state.phase));
        if (is_popup || is_done)
            && let Some(beneath) = self.beneath.take()
        {
            self.put(beneath);
        }
    }

    /// Brings what is on screen up to what was decided and has arrived since.
    fn refresh(&mut self, turn: &mut Turn) {
        self.let_waiting_show();
        self.put_on_screen(turn);
        self.go_on(turn);
    }

    /// A dialogue whose display events are met takes its place, also from a lower one that went first (T26).
    fn let_waiting_show(&mut self) {
        let engaged = self.shown().is_some_and(|conversation| conversation.engaged_in.is_some());
        if engaged || matches!(self.choice, Choice::Continue(_)) {
            return;
        }
        let met = |at: &usize| {
            let dialogue = self.site.dialogues.get(*at);
            dialogue.is_some_and(|dialogue| is_met(&dialogue.display, &memory_of(&self.memory, dialogue.id)))
        };
        if let Some(place) = self.waiting.iter().position(met) {
            let choice = Choice::Show(self.waiting[place]);
            let waiting = self.waiting[..place].to_vec();
            self.put(Resolution { choice, waiting });
        }
    }

    fn dismiss(&mut self, turn: &mut Turn) {
        self.interact(turn);
        self.put_away(turn);
    }

    fn put_away(&mut self, turn: &Turn) {
        if let Some(conversation) = self.shown() {
            let id = conversation.dialogue;
            let dismissed = Some(self.memory.session.id);
            let memory = DialogueMemory { dismissed, ..memory_of(&self.memory, id) };
            session::set_dialogue(&mut self.memory, id, memory);
            let showings = showings_of(&self.memory, id);
            self.set_showings(id, parlor_domain::memory::Showings { dismissed: Some(turn.moment.now), ..showings });
        }
    }

    /// Of two visitors, who can only be the work of two tabs that both came first, the one who is stored stays.
    fn learn(&mut self, memory: Memory) {
        if memory.visitor != self.memory.visitor {
            self.memory = memory;
            return;
        }
        let blank = session::blank(self.memory.visitor, self.memory.secret.clone());
        let mine = std::mem::replace(&mut self.memory, blank);
        self.memory = merge(mine, memory);
    }

    /// Forgets conversations that can't go on, and decides anew.
    fn forget(&mut self, is_gone: impl Fn(&Conversation) -> bool, turn: &mut Turn) {
        if self.remove(is_gone) {
            self.decide(turn);
        }
    }

    /// Removes conversations with all that belongs to them; says whether there were any.
    fn remove(&mut self, is_gone: impl Fn(&Conversation) -> bool) -> bool {
        let Memory { conversations, runs, .. } = &mut self.memory;
        let before = conversations.len();
        conversations.retain(|conversation| {
            let gone = is_gone(conversation);
            if gone {
                runs.retain(|(id, _)| *id != conversation.id);
            }
            !gone
        });
        conversations.len() < before
    }
}

/// One update in the making.
struct Turn {
    moment: Moment,
    ids: parlor_domain::ids::Ids,
    effects: Vec<Effect>,
}
