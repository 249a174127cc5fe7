//! When a browser posts what it reports (A10, A11, A13), and when it says that it can't (W19). Inputs in, orders out: the shell keeps
//! the entries in storage, talks to the network and has a clock.
//!
//! One batch is under way at a time. Only when the page may be going away is everything posted at once, beside what is under way.
//! Whatever is under way is given up rather than waited for when the connection is gone or the page was away; an answer that comes all
//! the same is heard as far as it acknowledges something.

use parlor_domain::event::{Event, Outcome};
use parlor_domain::ids::{ConversationId, EventId, Moment};
use parlor_domain::limits::BATCH_BYTES;
use parlor_domain::time::{Instant, SECOND};

use crate::outbox::Outbox;

/// The shortest and the longest pause after a failure, in milliseconds.
const PAUSE_MS: (u32, u32) = (1_000, 30_000);
/// Failures in a row after which pauses grow no longer.
const FAILURES: u32 = 5;
/// The longest pause that a server may ask for, in seconds.
const ASKED_SECONDS: u32 = 300;
/// Milliseconds after which an answer is no longer waited for.
const PATIENCE_MS: u32 = 60_000;

/// How far a browser is with sending what it reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sending {
    outbox: Outbox,
    posts: Vec<Post>,
    next_post: u32,
    /// Nothing is posted until [`Input::Woke`], after a failure.
    is_paused: bool,
    /// The server has asked to be left alone until then.
    alone_until: Instant,
    failures: u32,
    /// Why the last try failed.
    trouble: Option<Trouble>,
    /// What was made is about to be kept.
    is_keeping: bool,
    /// Nothing may be posted yet (W28).
    is_held: bool,
    is_offline: bool,
    /// The page is out of view, or left.
    is_away: bool,
    /// Nothing more is posted from here.
    is_over: bool,
    /// The page has said who the visitor is, and the server hasn't heard it yet.
    has_identity: bool,
}

/// What was posted and is waited for.
#[derive(Clone, Debug, PartialEq)]
struct Post {
    number: u32,
    /// How much of what the browser lets go on when the page is gone. Nothing, if it shows an identity.
    bytes: usize,
}

/// What keeps the browser from sending, for the visitor to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The server can't be reached.
    NoConnection,
    /// The server can't take it now.
    Busy,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The visitor did something, or was shown something.
    Reported(Vec<Event>),
    /// What an earlier page or a tab that is gone has left in storage.
    Left(Vec<Event>),
    /// What was made is kept, or it takes too long to wait for it.
    Kept,
    /// The page says who the visitor is.
    Identity,
    /// The post of this number was answered; the one that shows an identity without outcomes, also when it is refused.
    Answered(u32, Vec<(EventId, Outcome)>),
    /// The post of this number was not.
    NotAnswered(u32, Why),
    /// The browser has a connection, or has none.
    Online(bool),
    /// The page comes into view, perhaps after it was left, or goes out of it, perhaps for good.
    Visible(bool),
    /// What happens may be posted from now on (W28).
    Allowed,
    /// The visitor wants nothing to be kept or posted: what waits is forgotten (W29).
    Denied,
    /// The time of [`Orders::wait`] is over.
    Woke,
}

/// Why a post is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The server can't be reached.
    NoConnection,
    /// The server can't take it now, and asks to be left alone for so many seconds.
    Busy(Option<u32>),
    /// The ticket has ended: the next frame goes on.
    TicketEnded,
    /// It is refused as a whole, for good.
    Refused,
}

/// What a shell has to do, in the order of the fields. Not a list of effects, because nothing is done twice at once and a browser
/// loads less for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Orders {
    /// Put these into storage, and hand in [`Input::Kept`] when that is done, or after a moment.
    pub keep: Vec<Event>,
    /// Take these out of storage.
    pub drop: Vec<EventId>,
    /// Draw: what was made is kept, or [`Sending::trouble`] is another one.
    pub show: bool,
    /// The number of what is posted.
    pub number: u32,
    /// Post these events.
    pub post: Vec<Event>,
    /// Show the server the newest identity that the page has given.
    pub identify: bool,
    /// Hand in [`Input::Woke`] after so many milliseconds; 0: never. Replaces what was waited for before.
    pub wait: Option<u32>,
    /// The server doesn't know these conversations.
    pub unknown: Vec<ConversationId>,
    /// The person of this browser was erased: it is to forget its visitor.
    pub erased: bool,
    /// Nothing more is posted from here.
    pub end: Option<End>,
}

/// Why nothing more is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The next frame goes on.
    NextFrame,
    /// The server will not take what this page reports.
    Refused,
}

impl Sending {
    /// With nothing that waits; `is_held`: nothing may be posted yet (W28).
    pub fn new(is_held: bool) -> Self {
        Self { is_held, ..Self::default() }
    }

    /// What keeps the browser from sending.
    pub fn trouble(&self) -> Option<Trouble> {
        if self.is_offline { Some(Trouble::NoConnection) } else { self.trouble }
    }

    /// Takes an input in.
    pub fn update(&mut self, input: Input, moment: Moment) -> Orders {
        let mut orders = Orders::default();
        let before = self.trouble();
        self.take(input, moment, &mut orders);
        self.go_on(&mut orders);
        if self.trouble() != before {
            orders.show = true;
        }
        orders
    }

    fn take(&mut self, input: Input, moment: Moment, orders: &mut Orders) {
        match input {
            Input::Reported(events) => self.keep(events, orders),
            Input::Left(events) => self.outbox.take(events),
            Input::Allowed => self.is_held = false,
            Input::Denied => self.forget(),
            Input::Kept if self.is_keeping => {
                self.is_keeping = false;
                orders.show = true;
            }
            Input::Kept => {}
            Input::Identity => self.has_identity = true,
            Input::Answered(number, outcomes) => self.be_answered(number, &outcomes, moment, orders),
            Input::NotAnswered(number, why) => {
                if self.is_waited_for(number) {
                    self.be_left_unanswered(why, moment, orders);
                }
            }
            Input::Online(is_online) => {
                if self.is_offline == is_online {
                    self.is_offline = !is_online;
                    self.begin_again(moment, orders);
                }
            }
            Input::Visible(is_visible) => {
                let was_away = std::mem::replace(&mut self.is_away, !is_visible);
                if !is_visible {
                    // Whatever is under way, and pauses or not: as much as the browser lets go on when the page is gone.
                    let under_way: usize = self.posts.iter().map(|post| post.bytes).sum();
                    self.post(BATCH_BYTES.saturating_sub(under_way), orders);
                } else if was_away {
                    self.begin_again(moment, orders);
                }
            }
            Input::Woke if self.posts.is_empty() => self.is_paused = false,
            Input::Woke => self.fail(Trouble::NoConnection, None, moment, orders),
        }
    }

    /// In storage first, then in the list (A10).
    fn keep(&mut self, events: Vec<Event>, orders: &mut Orders) {
        for event in &events {
            self.outbox.take(vec![event.clone()]);
        }
        orders.keep = events;
        self.is_keeping = true;
    }

    /// Posts what waits, one batch at a time; then who the visitor is, so that it comes after what was done before.
    fn go_on(&mut self, orders: &mut Orders) {
        if self.is_keeping || self.is_paused || !self.posts.is_empty() || !self.may_post() {
            return;
        }
        self.post(BATCH_BYTES, orders);
        if self.posts.is_empty() {
            if std::mem::take(&mut self.has_identity) {
                orders.identify = true;
                return self.wait_for(0, orders);
            }
            // Nothing waits any longer: an answer has come that was no longer waited for.
            self.trouble = None;
        }
    }

    fn may_post(&self) -> bool {
        !self.is_offline && !self.is_over && !self.is_held
    }

    /// Posts a batch of so many bytes at the most, if anything waits.
    fn post(&mut self, room: usize, orders: &mut Orders) {
        let (events, bytes) = self.outbox.batch_within(room);
        if self.may_post() && !events.is_empty() {
            orders.post = events;
            self.wait_for(bytes, orders);
        }
    }

    fn wait_for(&mut self, bytes: usize, orders: &mut Orders) {
        orders.number = self.next_post;
        orders.wait = Some(PATIENCE_MS);
        self.posts.push(Post { number: self.next_post, bytes });
        self.next_post += 1;
    }

    fn is_waited_for(&self, number: u32) -> bool {
        self.posts.iter().any(|post| post.number == number)
    }

    /// Whatever is acknowledged leaves. The rest is believed of a post that is still waited for.
    fn be_answered(&mut self, number: u32, outcomes: &[(EventId, Outcome)], moment: Moment, orders: &mut Orders) {
        let is_waited_for = self.is_waited_for(number);
        self.posts.retain(|post| post.number != number);
        let answered = self.outbox.answered(outcomes, is_waited_for, moment);
        // Asked again at once, it would say the same.
        let is_stuck = !outcomes.is_empty() && answered.done.is_empty() && answered.made.is_empty();
        orders.drop = answered.done;
        orders.unknown = answered.unknown;
        if !answered.made.is_empty() {
            self.keep(answered.made, orders);
        }
        if !is_waited_for {
            return;
        }
        if is_stuck {
            return self.fail(Trouble::Busy, None, moment, orders);
        }
        self.is_paused = false;
        self.failures = 0;
        // Who answers needn't be left alone any longer.
        self.alone_until = Instant::default();
        self.trouble = None;
        if answered.erased {
            self.forget();
            orders.erased = true;
        }
    }

    fn be_left_unanswered(&mut self, why: Why, moment: Moment, orders: &mut Orders) {
        let end = match why {
            Why::NoConnection => return self.fail(Trouble::NoConnection, None, moment, orders),
            Why::Busy(seconds) => return self.fail(Trouble::Busy, seconds, moment, orders),
            Why::TicketEnded => End::NextFrame,
            Why::Refused => End::Refused,
        };
        self.is_over = true;
        self.begin_again(moment, orders);
        orders.end = Some(end);
    }

    /// Nothing of this visitor is posted any more.
    fn forget(&mut self) {
        self.is_over = true;
        self.outbox = Outbox::default();
    }

    /// Waits: longer each time, and not the same for everybody, so that browsers don't come all at once.
    fn fail(&mut self, trouble: Trouble, seconds: Option<u32>, moment: Moment, orders: &mut Orders) {
        self.give_up();
        self.trouble = Some(trouble);
        self.failures = (self.failures + 1).min(FAILURES);
        let chance = u32::from(moment.chance[0]);
        let longest = (PAUSE_MS.0 << self.failures).min(PAUSE_MS.1);
        let pause = longest / 2 + longest / 2 * chance / 256;
        if let Some(seconds) = seconds {
            let ms = seconds.min(ASKED_SECONDS) * SECOND as u32 + chance * 4;
            self.alone_until = moment.now.plus(i64::from(ms));
        }
        self.is_paused = true;
        orders.wait = Some(pause.max(self.left_alone(moment)));
    }

    /// Believes in nothing that is under way, and ends a pause; but one that was asked for lasts.
    fn begin_again(&mut self, moment: Moment, orders: &mut Orders) {
        self.give_up();
        let left = self.left_alone(moment);
        self.is_paused = left > 0;
        orders.wait = Some(if self.may_post() { left } else { 0 });
    }

    /// Milliseconds that the server is still to be left alone. A clock that was set back makes it no longer than it may ask for.
    fn left_alone(&self, moment: Moment) -> u32 {
        (self.alone_until.since(moment.now).max(0) as u32).min((ASKED_SECONDS + 2) * SECOND as u32)
    }

    /// Nothing that is under way is waited for any longer.
    fn give_up(&mut self) {
        self.has_identity |= std::mem::take(&mut self.posts).iter().any(|post| post.bytes == 0);
    }
}
