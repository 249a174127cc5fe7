//! Posting what waits in the outbox: kept first, then posted, let go of when acknowledged (A10, A11).

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;
use parlor_domain::text::SiteKey;
use parlor_engine::visit::Input;
use parlor_wire::visitor::{Batch, BatchAnswer, EVENTS};

use super::{Shell, ask, later};
use crate::facts::moment;
use crate::net::NotPosted;

/// Milliseconds that an act's result waits for the loader's word that it is kept (A10).
const KEPT_MS: u32 = 50;

/// How far posting is.
pub(super) struct Posting {
    pub(super) site: SiteKey,
    pub(super) ticket: RefCell<String>,
    pub(super) is_under_way: Cell<bool>,
    is_cut_off: Cell<bool>,
    pub(super) is_refused: Cell<bool>,
    /// Runs until events are kept, or long enough.
    keeping: RefCell<Option<Timeout>>,
    /// Runs until the next try.
    pause: RefCell<Option<Timeout>>,
}

impl Posting {
    pub(super) fn new(site: SiteKey, ticket: String) -> Self {
        Self {
            site,
            ticket: RefCell::new(ticket),
            is_under_way: Cell::new(false),
            is_cut_off: Cell::new(false),
            is_refused: Cell::new(false),
            keeping: RefCell::new(None),
            pause: RefCell::new(None),
        }
    }

    pub(super) fn is_cut_off(&self) -> bool {
        self.is_cut_off.get()
    }
}

impl Shell {
    pub(super) fn expect_kept(&self) {
        let shell = self.clone();
        *self.0.posting.keeping.borrow_mut() = Some(later(KEPT_MS, Box::new(move || shell.kept())));
    }

    /// Events are kept, or it takes too long to wait for it.
    pub(super) fn kept(&self) {
        if self.0.posting.keeping.take().is_some() {
            self.redraw();
            self.post();
        }
    }

    /// The page may go away: what is not acknowledged is posted now, whatever is under way.
    pub(super) fn flush(&self) {
        self.0.posting.is_under_way.set(false);
        self.post();
    }

    /// Posts what waits, one batch at a time; then who the visitor is, so that it comes after what was done before.
    pub(super) fn post(&self) {
        let posting = &self.0.posting;
        if posting.is_refused.get() || posting.is_under_way.get() || self.visit().is_held() {
            return;
        }
        if self.0.outbox.borrow().is_empty() {
            return self.identify();
        }
        posting.is_under_way.set(true);
        posting.pause.take();
        let batch = self.batch();
        let shell = self.clone();
        ask(EVENTS, &batch, move |answer| {
            shell.0.posting.is_under_way.set(false);
            match answer {
                Ok(answer) => shell.acknowledged(answer),
                Err(NotPosted::Never(_)) => {
                    shell.0.posting.is_refused.set(true);
                    shell.0.host.fail("the server does not accept what this page reports.");
                }
                Err(why) => shell.not_posted(why),
            }
        });
    }

    fn batch(&self) -> Batch {
        let visit = self.visit();
        let memory = visit.memory();
        Batch {
            site: self.0.posting.site.clone(),
            ticket: self.0.posting.ticket.borrow().clone(),
            visitor: memory.visitor,
            secret: memory.secret.clone(),
            sent: moment().now,
            events: self.0.outbox.borrow().batch(),
        }
    }

    fn acknowledged(&self, answer: BatchAnswer) {
        let answered = self.0.outbox.borrow_mut().answered(&answer.outcomes, moment());
        self.0.host.drop_events(&answered.done);
        for conversation in answered.unknown {
            self.feed(Input::Unknown(conversation));
        }
        if !answered.made.is_empty() {
            self.0.host.keep(&answered.made);
        }
        self.posted(answer.ticket);
    }

    /// The server has answered: what else waits is posted.
    pub(super) fn posted(&self, ticket: Option<String>) {
        self.keep_ticket(ticket);
        if self.0.posting.is_cut_off.replace(false) {
            self.redraw();
        }
        self.post();
    }

    /// The server has not answered: it is asked again later, or by the next frame.
    pub(super) fn not_posted(&self, why: NotPosted) {
        if matches!(why, NotPosted::TicketEnded) {
            return self.leave_to_next_frame();
        }
        let ms = self.0.outbox.borrow_mut().failed(moment());
        let shell = self.clone();
        *self.0.posting.pause.borrow_mut() = Some(later(ms, Box::new(move || shell.post())));
        if !self.0.posting.is_cut_off.replace(true) {
            self.redraw();
        }
    }
}
