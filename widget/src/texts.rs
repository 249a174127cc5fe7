//! What the chat itself says, in English.

use parlor_engine::sending::Trouble;
use parlor_engine::visit::Complaint;

/// Text.
pub const CLOSE: &str = "Close chat";
/// Text.
pub const MESSAGES: &str = "Messages";
/// Text.
pub const BOT_SAYS: &str = " says: ";
/// Text.
pub const YOU_SAY: &str = "You said: ";
/// Text.
pub const CHANGE: &str = "Change this answer: ";
/// Text.
pub const SEND: &str = "Send";
/// Text.
pub const SKIP: &str = "Skip";
/// Text.
pub const DONE: &str = "Done";
/// Text.
pub const YES: &str = "Yes";
/// Text.
pub const NO: &str = "No";
/// Text.
pub const RIGHT: &str = "That's right";
/// Text.
pub const OR_CHANGE: &str = "or change it:";
/// Text.
pub const TYPING: &str = " is typing";
/// Text.
pub const LOADING: &str = "One moment…";
/// Text.
pub const LOADING_LONG: &str = "This takes longer than usual. You can close the chat and come back; nothing is lost.";
/// Text.
pub const OVER: &str = "This conversation has ended.";
/// Text.
pub const BROKEN: &str = "Something is wrong with this conversation, so it ends here. Thank you for what you told us.";
/// Text.
pub const NOTHING: &str = "There is nothing to talk about right now. Have a look around.";
/// Text.
pub const NO_CONNECTION: &str = "No connection. What you write is kept and sent as soon as it is back.";
/// Text.
pub const BUSY: &str = "This takes a moment longer. What you write is kept and sent as soon as it can be.";
/// Text.
pub const OPEN_TEASER: &str = "Open chat";
/// Text.
pub const DISMISS: &str = "Dismiss";
/// Text.
pub const BACK: &str = "Back to the conversation";
/// Text.
pub const CONVERSATIONS: &str = "All conversations";
/// Text.
pub const FINISHED: &str = "Finished";
/// Text.
pub const NEWEST: &str = "To the newest message";
/// Text.
pub const OPEN: &str = "Open";
/// Text.
pub const DOWNLOAD: &str = "Download";
/// Text.
pub const DOCUMENT: &str = "Document";
/// Text.
pub const CONTINUE: &str = "Continue";
/// Text.
pub const PICK_SOME: &str = "Pick one or more";
/// Text.
pub const YOUR_ANSWER: &str = "Your answer";
/// Text for the page's author; the reason follows.
pub const REFUSED: &str = "the identity was refused: ";

/// Before the agent's name, when a meeting stands.
pub const BOOKED: &str = "It's settled. You meet ";
/// After the agent's name.
pub const JOINS: &str = " joins the chat.";
/// When the agent or the visitor has ended it.
pub const CHAT_ENDED: &str = "The chat is over.";
/// In the empty field for any question.
pub const ASK: &str = "Ask a question";
/// Ends the questions.
pub const NO_MORE_QUESTIONS: &str = "No more questions";

/// Why what the visitor writes is not sent yet.
pub fn trouble(why: Trouble) -> &'static str {
    match why {
        Trouble::NoConnection => NO_CONNECTION,
        Trouble::Busy => BUSY,
    }
}

/// What the page's author is told when a call did nothing.
pub fn complaint(about: Complaint) -> String {
    let (before, name, after) = match about {
        Complaint::NoSuchFlow(name) => ("no published flow or dialogue is called '", name, "'."),
        Complaint::NoSuchAttribute(name) => ("there is no attribute '", name, "' that a page may set."),
        Complaint::DoesNotFit(name) => ("the value does not fit the attribute '", name, "'."),
        Complaint::TooMany => ("one call takes 50 values; more are passed over.", String::new(), ""),
    };
    [before, &name, after].concat()
}
