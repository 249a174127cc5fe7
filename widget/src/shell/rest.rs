//! The rest of the program: what nobody needs before the chat is open. What ships has it in a module of its own, which is fetched when
//! the first message is there or somebody wants more. Elsewhere it is here from the start and only said to be there later, so that both
//! behave alike.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;
use js_sys::Function;
use parlor_engine::visit::{Input, Question};
use wasm_bindgen::prelude::*;

use super::{Shell, later};
use crate::host::{FromHost, identify_with};
use crate::ui;

/// Milliseconds that the first message is on screen before the rest is fetched: what there still is to do goes first.
const IDLE_MS: u32 = 500;
/// Milliseconds after which it is fetched again; twice as long each time.
const FETCH_AGAIN_MS: u32 = 1_000;
/// How often it is fetched at the most while somebody waits for it.
const TRIES: u32 = 7;

#[wasm_bindgen]
extern "C" {
    /// Fetches the rest, and calls back: 0 when it is here, 1 when it couldn't be fetched, 2 when the server has it no longer. What the
    /// build makes of wasm-bindgen's glue has this function.
    #[wasm_bindgen(js_name = fetchRest)]
    fn fetch_rest(then: &Function);
}

/// How far the rest is.
#[derive(Default)]
pub(super) struct Rest {
    is_here: Cell<bool>,
    is_under_way: Cell<bool>,
    is_expected: Cell<bool>,
    tried: Cell<u32>,
    /// Runs until it is fetched.
    pause: RefCell<Option<Timeout>>,
    /// What is to be done, in this order, when it is here.
    due: RefCell<Vec<Due>>,
}

/// What may have to wait for the rest.
pub(super) enum Due {
    /// The page says something.
    Heard(Box<FromHost>),
    /// Something comes that counts only after what the page has called for before.
    Come(Box<Input>),
    /// The server is to be asked something.
    Ask(Question),
}

impl Due {
    fn needs_rest(&self) -> bool {
        match self {
            Self::Ask(_) => true,
            Self::Come(_) => false,
            Self::Heard(message) => matches!(**message, FromHost::Call { .. } | FromHost::Identify(_)),
        }
    }
}

impl Shell {
    /// Whether the rest is here, and may be called.
    pub fn has_rest(&self) -> bool {
        self.0.rest.is_here.get()
    }

    /// Does something now, or when the rest is here: what needs it, and what comes behind that.
    pub(super) fn do_in_turn(&self, due: Due) {
        let rest = &self.0.rest;
        let needs_rest = due.needs_rest();
        if self.has_rest() || !needs_rest && rest.due.borrow().is_empty() {
            return self.perform(due);
        }
        rest.due.borrow_mut().push(due);
        if needs_rest {
            self.fetch_rest();
        }
        self.redraw();
    }

    /// The visitor closes the panel, which may not have been opened yet.
    pub fn close(&self) {
        self.do_in_turn(Due::Come(Box::new(Input::Closed)));
    }

    fn perform(&self, due: Due) {
        match due {
            Due::Heard(message) => self.happen(*message),
            Due::Come(input) => self.feed(*input),
            Due::Ask(question) => self.ask_facts(question, 0),
        }
    }

    /// Whether the panel will be open when all is done that waits for the rest.
    pub fn will_be_open(&self) -> bool {
        let asked = |due: &Due| match due {
            Due::Heard(message) => match **message {
                FromHost::Open(..) => Some(true),
                FromHost::Close => Some(false),
                _ => None,
            },
            Due::Come(input) => matches!(**input, Input::Closed).then_some(false),
            Due::Ask(_) => None,
        };
        let asked = self.0.rest.due.borrow().iter().rev().find_map(asked);
        asked.unwrap_or_else(|| self.visit().is_open())
    }

    /// The first message is there: soon the visitor may want more.
    pub fn expect_rest(&self) {
        if !self.0.rest.is_expected.replace(true) {
            let shell = self.clone();
            ui::on_paint(Box::new(move || {
                if shell.0.rest.tried.get() == 0 {
                    shell.fetch_rest_later(IDLE_MS);
                }
            }));
        }
    }

    /// The panel is open without it.
    pub fn need_rest(&self) {
        let rest = &self.0.rest;
        if rest.tried.get() == 0 || rest.pause.borrow().is_none() {
            self.fetch_rest();
        }
    }

    fn fetch_rest_later(&self, ms: u32) {
        let shell = self.clone();
        *self.0.rest.pause.borrow_mut() = Some(later(ms, Box::new(move || shell.fetch_rest())));
    }

    /// Fetches the rest now.
    pub(super) fn fetch_rest(&self) {
        let rest = &self.0.rest;
        if self.has_rest() || rest.is_under_way.replace(true) {
            return;
        }
        rest.pause.take();
        let shell = self.clone();
        let then = Closure::<dyn FnMut(JsValue)>::new(move |how: JsValue| shell.rest_is(how.as_f64()));
        fetch_rest(then.as_ref().unchecked_ref());
        then.forget();
    }

    fn rest_is(&self, how: Option<f64>) {
        let rest = &self.0.rest;
        rest.is_under_way.set(false);
        if how == Some(0.0) {
            rest.is_here.set(true);
            rest.due.take().into_iter().for_each(|due| self.perform(due));
            return self.redraw();
        }
        let tried = rest.tried.get();
        rest.tried.set(tried + 1);
        if !self.visit().is_open() && rest.due.borrow().is_empty() {
            // Nobody waits for it. Who wants it later tries again.
            return;
        }
        if how == Some(2.0) {
            // The server has become a newer one since, and gives a whole frame.
            return self.leave_to_next_frame();
        }
        match tried + 1 < TRIES {
            true => self.fetch_rest_later(FETCH_AGAIN_MS << tried),
            false => self.0.host.fail("a part of the chat could not be loaded."),
        }
    }

    /// What waits goes back to the page, and is done by the frame that comes next.
    pub(super) fn leave_to_next_frame(&self) {
        let called = |due| match due {
            Due::Heard(message) => match *message {
                FromHost::Call { words, .. } => Some(words),
                FromHost::Identify(token) => Some(identify_with(&token)),
                _ => None,
            },
            Due::Come(_) | Due::Ask(_) => None,
        };
        let calls = self.0.rest.due.take().into_iter().filter_map(called);
        self.0.host.reload(self.0.identity.take().map(|token| identify_with(&token)).into_iter().chain(calls));
    }
}
