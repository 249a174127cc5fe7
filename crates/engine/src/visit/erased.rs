//! The person of this browser was erased (O8): who goes on here is a visitor who was never here.

use parlor_domain::ids::{Secret, VisitorId};
use parlor_domain::memory::Memory;

use super::{Input, Turn, Visit, session};

impl Visit {
    /// Begins anew on the page on screen. Nothing of what was remembered is left; an open panel stays open.
    pub(super) fn be_erased(&mut self, visitor: VisitorId, secret: Secret, turn: &mut Turn) {
        if self.memory.visitor != visitor {
            // Another tab was faster.
            return;
        }
        let now = turn.moment.now;
        self.memory = Memory { visitor_since: now, given_since: now, ..session::first_memory(secret, &mut turn.ids) };
        self.forget_all(turn);
        let (page, scroll) = (self.page.clone(), self.scroll);
        self.take(Input::Arrived(page), turn);
        self.scroll = scroll;
    }

    /// Nothing that is numbered or asked for from here on is to be taken for the former visitor's.
    pub(super) fn forget_all(&mut self, turn: &mut Turn) {
        self.tab = turn.ids.make();
        self.numbers.clear();
        self.questions.clear();
        self.giving = None;
        self.on_screen = None;
    }
}
