//! What page authors read in the browser's console, in English.

use parlor_engine::visit::Complaint;

/// The reason follows.
pub const REFUSED: &str = "the identity was refused: ";

/// What the page's author is told when a call did nothing.
pub fn complaint(about: Complaint) -> String {
    let (before, name, after) = match about {
        Complaint::NoSuchFlow(name) => ("no published flow or dialogue is called '", name, "'."),
        Complaint::NoSuchAttribute(name) => ("there is no attribute '", name, "' that a page may set."),
        Complaint::DoesNotFit(name) => ("the value does not fit the attribute '", name, "'."),
        Complaint::SaysNothing => ("'identify' and 'set' need values, 'start' and 'track' a name.", String::new(), ""),
        Complaint::TooMany => ("one call takes 50 values; more are passed over.", String::new(), ""),
    };
    [before, &name, after].concat()
}
