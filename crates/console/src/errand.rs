//! Changes that a person asks for: one at a time, and what became of them.

use std::cell::Cell;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{Body, Change, Failure};
use crate::session::Session;

/// What is done with the answer.
type Done = Box<dyn FnOnce(&Body) -> Result<(), Failure>>;

/// A change, on its way or not.
#[derive(Clone)]
pub(crate) struct Errand {
    running: Rc<Cell<bool>>,
    busy: UseStateHandle<bool>,
    failure: UseStateHandle<Option<Failure>>,
    lost: Option<Callback<()>>,
}

impl Errand {
    /// Whether it is on its way.
    pub(crate) fn busy(&self) -> bool {
        *self.busy
    }

    /// Why it failed the last time, if so.
    pub(crate) fn failure(&self) -> Option<Failure> {
        (*self.failure).clone()
    }

    /// What failed is no longer what is asked for.
    pub(crate) fn forget(&self) {
        self.failure.set(None);
    }

    /// Starts it, unless one is on its way, and reads the answer.
    pub(crate) fn start<T: DeserializeOwned>(&self, change: Change, done: impl FnOnce(T) + 'static) {
        self.run(change, Box::new(move |body| body.read().map(done)));
    }

    /// The same where the answer has nothing to read.
    pub(crate) fn tell(&self, change: Change, done: impl FnOnce() + 'static) {
        self.run(
            change,
            Box::new(move |_| {
                done();
                Ok(())
            }),
        );
    }

    /// The same for every errand, and compiled once.
    fn run(&self, change: Change, done: Done) {
        if self.running.replace(true) {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        let errand = self.clone();
        spawn_local(async move {
            let outcome = change.ask().await;
            errand.running.set(false);
            errand.busy.set(false);
            if let Err(failure) = outcome.and_then(|body| done(&body)) {
                errand.failed(failure);
            }
        });
    }

    fn failed(&self, failure: Failure) {
        match &self.lost {
            Some(lost) if failure.signed_out() => lost.emit(()),
            _ => self.failure.set(Some(failure)),
        }
    }
}

/// A change that a component can start.
#[hook]
pub(crate) fn use_errand() -> Errand {
    let lost = use_context::<Session>().map(|session| session.lost);
    let running = use_memo((), |()| Cell::new(false));
    let busy = use_state(|| false);
    let failure = use_state(|| None);
    Errand { running, busy, failure, lost }
}
