//! Sending what is reported: the engine says what is to be done and when (A10, A11), here it is done.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;
use parlor_domain::event::Event;
use parlor_domain::text::SiteKey;
use parlor_engine::sending::{End, Input as Sent, Sending, Trouble, Why};
use parlor_engine::visit::Input;
use parlor_wire::visitor::{Batch, BatchAnswer, EVENTS};

use super::{Shell, ask, later};
use crate::facts::{is_online, is_visible, moment};
use crate::net::NotPosted;

/// Milliseconds that an act's result waits for the loader's word that it is kept (A10).
const KEPT_MS: u32 = 50;

/// What posts need, and the timers of sending.
pub(super) struct Posting {
    pub(super) site: SiteKey,
    pub(super) ticket: RefCell<String>,
    sending: RefCell<Sending>,
    /// Runs until events are kept, or long enough.
    keeping: Cell<Option<Timeout>>,
    /// Runs until the engine wants to go on.
    pause: Cell<Option<Timeout>>,
}

impl Posting {
    pub(super) fn new(site: SiteKey, ticket: String, is_held: bool) -> Self {
        let sending = RefCell::new(Sending::new(is_held));
        Self { site, ticket: RefCell::new(ticket), sending, keeping: Cell::default(), pause: Cell::default() }
    }
}

impl Shell {
    /// What keeps the visitor's words from being sent.
    pub fn trouble(&self) -> Option<Trouble> {
        self.0.posting.sending.borrow().trouble()
    }

    /// Whether there is a connection, and somebody to see the page: out of view it may be left for good.
    pub(super) fn look_around(&self) {
        self.send(Sent::Online(is_online()));
        self.send(Sent::Visible(is_visible()));
    }

    /// Feeds the engine's rules of sending, and does what they say.
    pub(super) fn send(&self, input: Sent) {
        let orders = self.0.posting.sending.borrow_mut().update(input, moment());
        let posting = &self.0.posting;
        if !orders.keep.is_empty() {
            self.0.host.keep(&orders.keep);
            posting.keeping.set(Some(self.in_time(KEPT_MS, Sent::Kept)));
        }
        if !orders.drop.is_empty() {
            self.0.host.drop_events(&orders.drop);
        }
        if orders.show {
            self.redraw();
        }
        if !orders.post.is_empty() {
            self.post(orders.number, orders.post);
        }
        if orders.identify {
            self.identify(orders.number);
        }
        if let Some(ms) = orders.wait {
            posting.pause.set((ms > 0).then(|| self.in_time(ms, Sent::Woke)));
        }
        for conversation in orders.unknown {
            self.feed(Input::Unknown(conversation));
        }
        if orders.erased {
            self.0.host.reset();
        }
        match orders.end {
            Some(End::NextFrame) => self.leave_to_next_frame(),
            Some(End::Refused) => self.0.host.fail("the server does not accept what this page reports."),
            None => {}
        }
    }

    fn in_time(&self, ms: u32, input: Sent) -> Timeout {
        let shell = self.clone();
        later(ms, Box::new(move || shell.send(input)))
    }

    fn post(&self, number: u32, events: Vec<Event>) {
        let batch = self.batch(events);
        let shell = self.clone();
        ask(EVENTS, &batch, move |answer| match answer {
            Ok(BatchAnswer { outcomes, ticket }) => {
                shell.keep_ticket(ticket);
                shell.send(Sent::Answered(number, outcomes));
            }
            Err(why) => shell.not_answered(number, why),
        });
    }

    fn batch(&self, events: Vec<Event>) -> Batch {
        let visit = self.visit();
        let memory = visit.memory();
        Batch {
            site: self.0.posting.site.clone(),
            ticket: self.0.posting.ticket.borrow().clone(),
            visitor: memory.visitor,
            secret: memory.secret.clone(),
            sent: moment().now,
            events,
        }
    }

    /// The server has not answered: it is asked again later, or by the next frame.
    pub(super) fn not_answered(&self, number: u32, why: NotPosted) {
        self.send(Sent::NotAnswered(number, if let NotPosted::No(why) = why { why } else { Why::Refused }));
    }
}
