//! When agents can be met, and whose turn it is. Values in, values out: the clock, what is in the calendars and the order of the agents
//! are inputs. What is offered and what is booked is decided by the one function [`slots`] (M8), so that they can't disagree.

mod clocks;
mod open;
mod slots;
mod turn;
mod why;

pub use slots::{Range, RulesError, is_free, needed, slots};
pub use turn::{offer, served};
pub use why::{Day, Taken, why};
