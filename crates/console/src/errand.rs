//! Changes that a person asks for: one at a time, and what became of them.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::Failure;
use crate::session::Session;

/// What is to be done, and what after it.
type Work = Pin<Box<dyn Future<Output = Result<Box<dyn FnOnce()>, Failure>>>>;

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

    /// Starts it, unless it is on its way already.
    pub(crate) fn start<T: 'static>(
        &self,
        work: impl Future<Output = Result<T, Failure>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.running.replace(true) {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        self.run(Box::pin(async move { work.await.map(|value| Box::new(move || done(value)) as Box<dyn FnOnce()>) }));
    }

    /// The same for every errand, and compiled once.
    fn run(&self, work: Work) {
        let errand = self.clone();
        spawn_local(async move {
            let outcome = work.await;
            errand.running.set(false);
            errand.busy.set(false);
            match outcome {
                Ok(done) => done(),
                Err(failure) => errand.failed(failure),
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
