//! A browser with two tabs, a network that can't be relied on and a server that does what A13 says, on a clock of their own.

use std::collections::{BTreeMap, BTreeSet};

use parlor_domain::event::{Event, Outcome, Refusal, What};
use parlor_domain::ids::{EventId, Moment, TabId};
use parlor_domain::limits::BATCH_BYTES;
use parlor_domain::time::Instant;
use parlor_engine::sending::{Input, Orders, Why};

use super::storm::{Chance, Step};
use crate::outbox::typed;

mod page;
mod server;

use self::page::{Page, PageId};
use self::server::Server;

/// Milliseconds that the loader takes to keep something.
const KEEPING: i64 = 4;
/// Milliseconds after which the shell doesn't wait for that any longer.
const KEPT: i64 = 50;
/// Milliseconds until a page that is gone no longer holds its lock.
const LETS_GO: i64 = 40;

/// What comes to somebody.
#[derive(Clone, Debug)]
enum Mail {
    /// A page is told something.
    Page(PageId, Input),
    /// The timer of this number of a page rings.
    Ring(PageId, u32),
    /// A batch reaches the server; whether its answer finds back.
    Server(PageId, u32, Vec<Event>, bool),
    /// An identity reaches the server.
    Identity(PageId, u32),
    /// What pages that are gone have left is found by one that is there.
    Find(PageId),
}

pub(super) struct World {
    now: Instant,
    chance: Chance,
    mail: BTreeMap<(Instant, u64), Mail>,
    sent: u64,
    is_online: bool,
    is_stormy: bool,
    /// Whether tabs know which others are alive.
    has_locks: bool,
    server: Server,
    /// The host page's storage: who keeps it, and which event.
    storage: BTreeMap<EventId, (PageId, Event)>,
    pages: Vec<Page>,
    /// The page in each tab.
    tabs: [PageId; 2],
    /// Everything that was ever reported.
    reported: Vec<EventId>,
    /// Pages whose identity the server has heard.
    identified: BTreeSet<PageId>,
}

impl World {
    pub(super) fn new(chance: Chance, has_locks: bool) -> Self {
        let mut world = Self {
            now: Instant(1_800_000_000_000),
            chance,
            mail: BTreeMap::new(),
            sent: 0,
            is_online: true,
            is_stormy: true,
            has_locks,
            server: Server::default(),
            storage: BTreeMap::new(),
            pages: Vec::new(),
            tabs: [0, 0],
            reported: Vec::new(),
            identified: BTreeSet::new(),
        };
        world.tabs = [world.load(), world.load()];
        world
    }

    /// Somebody does something in a tab.
    pub(super) fn step(&mut self, step: &Step) {
        match *step {
            Step::Pass(ms) => self.pass(i64::from(ms)),
            Step::Does(tab, count, large) => self.does(self.tabs[tab], count, large),
            Step::Identifies(tab) => self.tell(self.tabs[tab], Input::Identity),
            Step::Hides(tab) => self.tell(self.tabs[tab], Input::Visible(false)),
            Step::Shows(tab) => self.show(self.tabs[tab]),
            Step::Reloads(tab) => {
                self.leave(self.tabs[tab]);
                self.tabs[tab] = self.load();
            }
            Step::GoesBack(tab) => {
                // What was kept for going back comes in the place of what is there.
                let here = self.tabs[tab];
                self.leave(here);
                let before = (0..here).rev().find(|page| !self.tabs.contains(page) && self.pages[*page].is_kept);
                self.tabs[tab] = before.unwrap_or_else(|| self.load());
                self.show(self.tabs[tab]);
            }
            Step::Connection(is_there) => self.connect(is_there),
        }
    }

    /// The weather is fair from now on: everything that is there is sent.
    pub(super) fn heal(&mut self) {
        self.is_stormy = false;
        self.connect(true);
        for tab in 0..2 {
            self.show(self.tabs[tab]);
        }
        self.pass(10_000);
        // What pages have left that nobody has gone back to.
        self.step(&Step::Reloads(0));
        self.pass(900_000);
    }

    /// What must be so in the end.
    pub(super) fn check_end(&self) {
        assert!(self.storage.is_empty(), "not acknowledged: {:?}", self.storage.values());
        let stored: Vec<EventId> = self.server.stored.iter().map(|event| event.id).collect();
        let unique: BTreeSet<EventId> = stored.iter().copied().collect();
        assert_eq!(stored.len(), unique.len(), "stored twice");
        assert_eq!(unique, self.reported.iter().copied().collect(), "stored is what was reported");
        assert_eq!(self.server.refused, 0, "something was made that nobody did");
        assert!(self.server.stored.iter().all(|event| event.what != What::Lost), "nothing was lost");
        for page in self.tabs {
            assert_eq!(self.pages[page].sending.trouble(), None);
            assert!(!self.pages[page].has_identity || self.identified.contains(&page), "the server knows who the visitor is");
        }
        assert!(self.mail.is_empty(), "nothing is waited for in the end: {:?}", self.mail);
    }

    /// A page is loaded, and finds what others have left.
    fn load(&mut self) -> PageId {
        let id = self.pages.len();
        self.pages.push(Page::new());
        if !self.is_online {
            self.tell(id, Input::Online(false));
        }
        let left = self.left_for(id);
        self.tell(id, Input::Left(left));
        // The page before still holds its lock.
        self.put(LETS_GO, Mail::Find(id));
        id
    }

    /// Entries of pages that are gone, as far as that can be known, and its own.
    fn left_for(&self, id: PageId) -> Vec<Event> {
        let is_free = |owner: PageId| !self.has_locks || owner == id || !self.tabs.contains(&owner);
        self.storage.values().filter(|(owner, _)| is_free(*owner)).map(|(_, event)| event.clone()).collect()
    }

    /// The page goes. It is kept for going back, or gone for good.
    fn leave(&mut self, id: PageId) {
        self.tell(id, Input::Visible(false));
        let is_kept = self.chance.one_in(2);
        self.pages[id].leave(is_kept);
    }

    fn show(&mut self, id: PageId) {
        if std::mem::take(&mut self.pages[id].is_left) {
            self.put(1_000, Mail::Find(id));
        }
        self.tell(id, Input::Online(self.is_online));
        self.tell(id, Input::Visible(true));
        std::mem::take(&mut self.pages[id].missed).into_iter().for_each(|mail| self.put(0, mail));
    }

    fn connect(&mut self, is_there: bool) {
        self.is_online = is_there;
        for id in self.tabs {
            self.tell(id, Input::Online(is_there));
        }
    }

    fn does(&mut self, id: PageId, count: u32, large: bool) {
        let length = if large { 3_000 } else { 10 };
        let made = (0..count).map(|_| {
            let number = self.pages[id].next_number();
            let mut bytes = [0; 16];
            bytes[..8].copy_from_slice(&(self.reported.len() as u64).to_be_bytes());
            bytes[8..].copy_from_slice(&(id as u64).to_be_bytes());
            self.reported.push(EventId::from_bytes(bytes));
            let tab = TabId::from_bytes([id as u8; 16]);
            Event { id: EventId::from_bytes(bytes), tab, at: self.now, ..typed(number, length) }
        });
        let events = made.collect();
        self.tell(id, Input::Reported(events));
    }

    fn pass(&mut self, ms: i64) {
        let until = self.now.plus(ms);
        while let Some(((at, _), mail)) = self.mail.first_key_value().map(|(key, mail)| (*key, mail.clone())) {
            if at > until {
                break;
            }
            self.mail.pop_first();
            self.now = at;
            self.deliver(mail);
        }
        self.now = until;
    }

    fn put(&mut self, after: i64, mail: Mail) {
        self.sent += 1;
        self.mail.insert((self.now.plus(after), self.sent), mail);
    }

    fn deliver(&mut self, mail: Mail) {
        match mail {
            // Timers stand still in a page that is kept; answers are lost.
            Mail::Ring(id, _) | Mail::Page(id, Input::Kept) if self.pages[id].is_left => self.pages[id].missed.push(mail),
            Mail::Page(id, _) | Mail::Find(id) if self.pages[id].is_left => {}
            Mail::Page(id, input) => self.tell(id, input),
            Mail::Find(id) => {
                let left = self.left_for(id);
                self.tell(id, Input::Left(left));
            }
            Mail::Ring(id, number) => {
                if self.pages[id].rings(number) {
                    self.tell(id, Input::Woke);
                }
            }
            Mail::Server(id, number, events, finds_back) => {
                let outcomes = self.server.take(events);
                let input = if finds_back { Input::Answered(number, outcomes) } else { cut(number) };
                let after = self.chance.below(if self.is_stormy { 3_000 } else { 30 });
                self.put(after, Mail::Page(id, input));
            }
            Mail::Identity(id, number) => {
                self.identified.insert(id);
                self.put(20, Mail::Page(id, Input::Answered(number, Vec::new())));
            }
        }
    }

    fn tell(&mut self, id: PageId, input: Input) {
        let moment = Moment { now: self.now, chance: [self.chance.below(256) as u8; 10] };
        let page = &mut self.pages[id];
        page.hears(&input, self.now);
        let orders = page.sending.update(input.clone(), moment);
        let posts = usize::from(!orders.post.is_empty()) + usize::from(orders.identify);
        assert!(self.is_online || posts == 0, "nothing is posted without a connection");
        self.pages[id].check_posts(posts, &input, self.now);
        self.carry_out(id, orders, &input);
    }

    fn carry_out(&mut self, id: PageId, orders: Orders, input: &Input) {
        assert_eq!((orders.unknown.len(), orders.erased, orders.end), (0, false, None), "there is no reason for it");
        if !orders.keep.is_empty() {
            self.storage.extend(orders.keep.into_iter().map(|event| (event.id, (id, event))));
            let after = if self.chance.one_in(4) { KEPT } else { KEEPING };
            self.put(after, Mail::Page(id, Input::Kept));
        }
        for event in orders.drop {
            assert!(self.server.knows(event), "what leaves is acknowledged");
            self.storage.remove(&event);
        }
        if !orders.post.is_empty() {
            self.post(id, orders.number, orders.post);
        }
        if orders.identify {
            self.identify(id, orders.number);
        }
        if let Some(ms) = orders.wait {
            assert!(ms == 0 || self.is_online, "nothing is waited for without a connection");
            if let Some(ring) = self.pages[id].waits(ms, input, self.now) {
                self.put(i64::from(ms), Mail::Ring(id, ring));
            }
        }
    }

    fn identify(&mut self, id: PageId, number: u32) {
        let own = self.storage.iter().filter(|(_, (owner, _))| *owner == id);
        assert!(
            own.map(|(event, _)| event).all(|event| self.server.knows(*event)),
            "who the visitor is comes after what was done"
        );
        self.pages[id].posts(number, 0);
        self.send(id, number, Mail::Identity(id, number));
    }

    fn post(&mut self, id: PageId, number: u32, events: Vec<Event>) {
        let place = |event: &Event| (event.tab, event.client_seq);
        assert!(events.is_sorted_by(|a, b| place(a) < place(b)), "in order");
        let is_kept = |event: &Event| self.storage.contains_key(&event.id) || self.server.knows(event.id);
        assert!(events.iter().all(is_kept), "kept before it is posted");
        let bytes = events.iter().map(|event| parlor_domain::form::Form::to_bytes(event).len()).sum();
        let under_way = self.pages[id].posts(number, bytes);
        assert!(under_way <= BATCH_BYTES, "{under_way} bytes are more than the browser lets go on");
        self.send(id, number, Mail::Server(id, number, events, true));
    }

    /// Hands something to the network.
    fn send(&mut self, id: PageId, number: u32, mail: Mail) {
        let fate = if self.is_stormy { self.chance.below(10) } else { 9 };
        let soon = self.chance.below(if self.is_stormy { 4_000 } else { 30 });
        match (fate, mail) {
            // It is lost on the way, or never heard of again.
            (0, _) => self.put(soon, Mail::Page(id, cut(number))),
            (1, _) => {}
            (2, _) => self.put(soon, Mail::Page(id, Input::NotAnswered(number, Why::Busy(None)))),
            (3, _) => {
                let seconds = self.chance.below(40) as u32;
                self.put(soon, Mail::Page(id, Input::NotAnswered(number, Why::Busy(Some(seconds)))));
            }
            (4, Mail::Server(_, _, events, _)) => self.put(soon, Mail::Server(id, number, events, false)),
            (5, mail) => {
                let later = soon + self.chance.below(90_000);
                self.put(soon, mail.clone());
                self.put(later, mail);
            }
            (6, mail) => {
                let later = self.chance.below(90_000);
                self.put(later, mail);
            }
            (_, mail) => self.put(soon, mail),
        }
    }
}

fn cut(number: u32) -> Input {
    Input::NotAnswered(number, Why::NoConnection)
}

/// The server's word about an event that nobody did.
const STRANGE: Outcome = Outcome::Refused(Refusal::DoesNotFit);
