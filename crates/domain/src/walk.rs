//! How far a conversation has been walked, so that its next event needs nothing of what was before.

use crate::event::What;
use crate::state::State;

/// A conversation as it is after events that came in the order in which they happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Walk {
    /// Where the conversation is.
    pub state: State,
    /// The last place that an event has named.
    place: Option<Place>,
}

/// Where in a conversation something happened: at which turn, and whether it answered it. What a tab reports may arrive after
/// what another one reports of a later turn; the place says what came first.
pub type Place = (u16, bool);

impl What {
    /// Where it happened, if it says so. What doesn't came before everything that does, or changes nothing.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Acted(act) => Some((act.turn, true)),
            Self::Document(of) => Some((of.turn, true)),
            // It happened before the turn was answered.
            Self::Forgot(turn) => Some((*turn, false)),
            _ => None,
        }
    }
}

impl Walk {
    /// Whether this event came after all that was walked. For one that didn't, the conversation is walked anew, with the event
    /// in its place.
    pub fn goes_on_with(&self, what: &What) -> bool {
        match what {
            What::Acted(_) => what.place() > self.place,
            What::Document(_) | What::Forgot(_) | What::Started(_) => what.place() >= self.place,
            _ => true,
        }
    }

    /// The walk as it is after an event with which it goes on.
    pub fn after(&self, what: &What, state: State) -> Self {
        Self { state, place: what.place().max(self.place) }
    }
}
