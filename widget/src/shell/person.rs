//! Who the visitor is: shown to the server (I3), and what it knows of the person (T14).

use parlor_engine::sending::{Input as Sent, Why};
use parlor_engine::visit::{Complaint, Input, Question};
use parlor_wire::visitor::{AskFacts, Asker, FACTS, FactsAnswer, IDENTIFY, Identified, Identify};

use super::{Shell, ask, later};
use crate::facts::utc_offset;
use crate::net::{NotPosted, reason};
use crate::texts;

/// Milliseconds after which facts are asked for again; twice as long each time.
const ASK_AGAIN_MS: u32 = 2_000;
/// How often facts are asked for at the most.
const TRIES: u32 = 3;

impl Shell {
    /// Shows the server the identity that the page has given. Belongs to the rest: the page's word is heard when that is here.
    #[inline(never)]
    pub(super) fn identify(&self, number: u32) {
        let Some(token) = self.0.identity.borrow().clone() else { return self.send(Sent::Answered(number, Vec::new())) };
        let (session, page) = (self.visit().memory().session.id, self.0.page.borrow().clone());
        let question = Identify { asker: self.asker(), session, page, token: token.clone() };
        let shell = self.clone();
        ask(IDENTIFY, &question, move |answer| {
            match answer {
                Ok(Identified { moved, ticket }) => {
                    shell.keep_ticket(ticket);
                    shell.feed(Input::Identified { moved });
                }
                Err(NotPosted::Never(problem)) => shell.0.host.warn(&[texts::REFUSED, &reason(problem)].concat()),
                Err(why) => return shell.not_answered(number, why),
            }
            // The page may have said something newer in the meantime.
            shell.0.identity.borrow_mut().take_if(|newest| *newest == token);
            shell.send(Sent::Answered(number, Vec::new()));
        });
    }

    /// Asks what conditions and a flow need to know of the person. A flow doesn't wait for a second try. Belongs to the rest.
    #[inline(never)]
    pub(super) fn ask_facts(&self, of: Question, tried: u32) {
        let shell = self.clone();
        let utc_offset_minutes = utc_offset(&js_sys::Date::new_0());
        let question = AskFacts { asker: self.asker(), site_file: self.0.file, flow: of.flow, utc_offset_minutes };
        ask(FACTS, &question, move |answer| match answer {
            Ok(FactsAnswer { verified, facts, ticket }) => {
                shell.keep_ticket(ticket);
                shell.feed(Input::Told(of, verified, facts));
            }
            Err(NotPosted::No(Why::NoConnection | Why::Busy(_))) if of.flow.is_none() && tried + 1 < TRIES => {
                later(ASK_AGAIN_MS << tried, Box::new(move || shell.ask_facts(of, tried + 1))).forget();
            }
            Err(_) => shell.feed(Input::Untold(of)),
        });
    }

    /// Tells the page's author that a call did nothing. Belongs to the rest, as the calls do.
    #[inline(never)]
    pub(super) fn complain(&self, about: Complaint) {
        self.0.host.warn(&texts::complaint(about));
    }

    fn asker(&self) -> Asker {
        let visit = self.visit();
        let memory = visit.memory();
        let posting = &self.0.posting;
        Asker {
            site: posting.site.clone(),
            ticket: posting.ticket.borrow().clone(),
            visitor: memory.visitor,
            secret: memory.secret.clone(),
        }
    }

    pub(super) fn keep_ticket(&self, ticket: Option<String>) {
        if let Some(ticket) = ticket {
            *self.0.posting.ticket.borrow_mut() = ticket;
        }
    }
}
