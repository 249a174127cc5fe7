//! Keeping the memory: a save names the revision that it was made from, and is made again when
//! another tab was faster.

use std::cell::{Cell, RefCell};

use parlor_domain::form::Form;
use parlor_domain::memory::Memory;
use parlor_engine::visit::Input;

use super::Shell;
use super::rest::Due;
use crate::host::FromHost;

/// How far saving is.
pub(super) struct Saving {
    revision: Cell<f64>,
    /// A save is on its way.
    is_under_way: Cell<bool>,
    /// The memory has changed since.
    is_due: Cell<bool>,
    /// What has to wait until it is settled what is saved first; `None` from then on.
    waiting: RefCell<Option<Vec<FromHost>>>,
}

impl Saving {
    pub(super) fn new(revision: f64, first: Vec<FromHost>) -> Self {
        Self {
            revision: Cell::new(revision),
            is_under_way: Cell::new(false),
            is_due: Cell::new(false),
            waiting: RefCell::new(Some(first)),
        }
    }
}

impl Shell {
    pub(super) fn save(&self) {
        let saving = &self.0.saving;
        if saving.is_under_way.replace(true) {
            return saving.is_due.set(true);
        }
        saving.is_due.set(false);
        self.0.host.save(saving.revision.get(), self.visit().memory());
    }

    /// Keeps what has to wait, or gives it back.
    pub(super) fn waits(&self, message: FromHost) -> Option<FromHost> {
        match &mut *self.0.saving.waiting.borrow_mut() {
            Some(waiting) => waiting.push(message),
            None => return Some(message),
        }
        None
    }

    pub(super) fn saved(&self, revision: f64) {
        self.settle(revision);
        if self.0.saving.is_due.get() {
            self.save();
        }
    }

    /// Another tab wrote this memory. What both know is one memory; if that is more than was
    /// written, it is saved in turn.
    pub(super) fn learn(&self, revision: f64, memory: Option<Memory>) {
        let Some(memory) = memory else { return self.settle(revision) };
        let written = memory.to_bytes();
        let saving = &self.0.saving;
        // Held back until it is known whether there is more to save than what was written.
        saving.is_under_way.set(true);
        self.feed(Input::Learned(memory));
        // It may be of a visitor who has nothing to do with what waits.
        self.take_left(Vec::new());
        saving.is_due.set(false);
        self.settle(revision);
        if self.visit().memory().to_bytes() != written {
            self.save();
        }
    }

    fn settle(&self, revision: f64) {
        let saving = &self.0.saving;
        saving.revision.set(revision);
        saving.is_under_way.set(false);
        if let Some(waiting) = saving.waiting.take() {
            waiting.into_iter().for_each(|message| self.do_in_turn(Due::Heard(Box::new(message))));
            self.be_ready();
        }
    }
}
