//! What a shell has to do.

use parlor_domain::event::Event;
use parlor_domain::impression::Impression;
use parlor_domain::site::FileHash;
use parlor_domain::time::Instant;

use super::{Complaint, News, Question};

/// What a shell has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Keep [`super::Visit::memory`].
    Remember,
    /// Keep an event, and post it unless [`super::Visit::is_held`].
    Report(Event),
    /// The visitor has acted: what happened and happens may be kept and posted (W28).
    Allow,
    /// Post that something was shown, but not to whom (W28).
    Impress(Impression),
    /// Fetch a flow and hand it in.
    Fetch(FileHash),
    /// Ask the server what conditions and a flow need to know of the person, and hand in the answer (T14).
    AskFacts(Question),
    /// Tell the page (W8).
    Tell(News),
    /// Tell the page's author that a call did nothing.
    Complain(Complaint),
    /// Hand in [`super::Input::Woke`] at this instant. Replaces an earlier one: one timer is enough (T21).
    Wake {
        /// When.
        at: Instant,
        /// To be handed back.
        ticket: u32,
    },
}
