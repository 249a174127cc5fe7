//! Keeping the memory: a save names the entry that it is to take the place of, and is made again when another tab was faster.

use std::cell::{Cell, RefCell};

use parlor_domain::memory::Memory;
use parlor_domain::site::StorageMode;
use parlor_engine::sending::Input as Sent;
use parlor_engine::visit::Input;
use wasm_bindgen::JsValue;

use super::rest::Due;
use super::{Shell, later};
use crate::host::{FromHost, from_text, in_turn, to_text};

/// Milliseconds that a tab which came first lets other new ones wait: what one stores, those in other processes see only after a while.
const SEEN_BY_OTHERS_MS: u32 = 500;

/// How far saving is.
pub(super) struct Saving {
    /// The memory's entry, as far as is known.
    entry: RefCell<JsValue>,
    /// The one that is on its way.
    sent: RefCell<JsValue>,
    is_under_way: Cell<bool>,
    /// The memory has changed since.
    is_due: Cell<bool>,
    /// What has to wait until it is settled what is saved first; `None` from then on.
    waiting: RefCell<Option<Vec<FromHost>>>,
}

impl Saving {
    pub(super) fn new(entry: JsValue, first: Vec<FromHost>) -> Self {
        Self {
            entry: RefCell::new(entry),
            sent: RefCell::default(),
            is_under_way: Cell::new(false),
            is_due: Cell::new(false),
            waiting: RefCell::new(Some(first)),
        }
    }

    /// Whether no memory was there when this tab came, nor since.
    fn is_first(&self) -> bool {
        self.waiting.borrow().is_some() && self.entry.borrow().is_undefined()
    }
}

impl Shell {
    pub(super) fn save(&self) {
        let saving = &self.0.saving;
        if saving.is_under_way.replace(true) {
            return saving.is_due.set(true);
        }
        if !saving.is_first() || self.visit().is_held() {
            return self.send_memory();
        }
        let shell = self.clone();
        in_turn(self.0.posting.site.as_str(), move |release| {
            // Meanwhile another tab may have come first.
            if shell.0.saving.is_first() {
                shell.send_memory();
                later(SEEN_BY_OTHERS_MS, release).forget();
            } else {
                release();
            }
        });
    }

    fn send_memory(&self) {
        let saving = &self.0.saving;
        saving.is_due.set(false);
        let entry = to_text(self.visit().memory());
        self.0.host.save(&saving.entry.borrow(), &entry);
        saving.sent.replace(entry);
    }

    /// Keeps what has to wait, or gives it back.
    pub(super) fn waits(&self, message: FromHost) -> Option<FromHost> {
        match &mut *self.0.saving.waiting.borrow_mut() {
            Some(waiting) => waiting.push(message),
            None => return Some(message),
        }
        None
    }

    /// The memory is saved, or there was no room for it: then the next save tries again.
    pub(super) fn saved(&self, is_kept: bool) {
        let saving = &self.0.saving;
        let entry = if is_kept { saving.sent.take() } else { saving.entry.take() };
        self.settle(entry);
        if saving.is_due.get() {
            self.save();
        }
    }

    /// The memory's entry may be another one, and what keeping waits for too.
    pub(super) fn hear_of_memory(&self, entry: JsValue, storage: StorageMode) {
        if *self.0.saving.entry.borrow() != entry && !self.learn(entry) {
            return self.0.host.renew();
        }
        if storage == StorageMode::Always && self.visit().is_held() {
            self.feed(Input::Allowed);
            self.send(Sent::Allowed);
        }
    }

    /// Another tab wrote this. What both know is one memory; if that is more than was written, it is saved in turn. False if the visitor
    /// was forgotten, here or in another tab, and isn't to come back.
    fn learn(&self, entry: JsValue) -> bool {
        let saving = &self.0.saving;
        // Of two tabs that both come first, the one that is later takes what the other has stored.
        let memory =
            from_text::<Memory>(&entry).filter(|memory| saving.is_first() || memory.visitor == self.visit().memory().visitor);
        let Some(memory) = memory else { return false };
        // Held back until it is known whether there is more to save than what was written.
        saving.is_under_way.set(true);
        self.feed(Input::Learned(memory));
        saving.is_due.set(false);
        let is_more = to_text(self.visit().memory()) != entry;
        self.settle(entry);
        if is_more {
            self.save();
        }
        true
    }

    fn settle(&self, entry: JsValue) {
        let saving = &self.0.saving;
        saving.entry.replace(entry);
        saving.is_under_way.set(false);
        if let Some(waiting) = saving.waiting.take() {
            waiting.into_iter().for_each(|message| self.do_in_turn(Due::Heard(Box::new(message))));
            self.be_ready();
        }
    }
}
