//! The states, and how a visitor gets there.

/// A state.
pub struct State {
    /// What its files are called.
    pub name: &'static str,
    /// What the page calls the conversation that it belongs to.
    pub shown: &'static str,
    /// What the visitor does, and sees then.
    pub acts: &'static [Act],
}

/// Something that a visitor does or sees.
#[derive(Clone, Copy)]
pub enum Act {
    /// Reads this in the chat.
    Sees(&'static str),
    /// Reads this in the teaser.
    IsTeased(&'static str),
    /// Picks a choice.
    Picks(&'static str),
    /// Types an answer and sends it.
    Types(&'static str),
    /// Clicks what this selector finds in the chat.
    Clicks(&'static str),
    /// Clicks what this selector finds on the page.
    ClicksOnPage(&'static str),
    /// Waits until this selector finds something in the chat.
    Finds(&'static str),
    /// Scrolls the messages to their beginning.
    ScrollsUp,
    /// Has no connection from now on.
    LosesConnection,
    /// Doesn't get the part of the program that draws conversations; this comes before the page.
    LacksRest,
}

use Act::{Clicks, ClicksOnPage, Finds, IsTeased, LacksRest, LosesConnection, Picks, ScrollsUp, Sees, Types};

impl State {
    const fn new(name: &'static str, shown: &'static str, acts: &'static [Act]) -> Self {
        Self { name, shown, acts }
    }

    /// Whether the chat is open, and not a teaser.
    pub fn is_open(&self) -> bool {
        !self.acts.iter().any(|act| matches!(act, IsTeased(_)))
    }

    /// Whether it lacks something before the page is loaded.
    pub fn lacks_rest(&self) -> bool {
        self.acts.iter().any(|act| matches!(act, LacksRest))
    }
}

const CHANGE: &str = "[data-part=change]";
const LIST: &str = "[aria-label='All conversations']";
/// The page's button for another conversation.
const ANOTHER: &str = "[data-parlor-start]";

/// All of them.
pub const STATES: &[State] = &[
    State::new("message", "Message", &[Sees("And this one asks.")]),
    State::new("image", "Image", &[Sees("Have you read it?"), Finds(".message img")]),
    State::new("long-texts", "Long texts", &[Sees("Have you read all of it?")]),
    State::new(
        "long-texts-answered",
        "Long texts",
        &[
            Picks("No, but I mean to do so as soon as there is a quiet hour at the end of the day"),
            Sees("And what did you think"),
        ],
    ),
    State::new(
        "scrolled-up",
        "Long texts",
        &[Sees("Have you read all of it?"), ScrollsUp, Picks("Yes, from the first word to the last, and some of it twice")],
    ),
    State::new("long-words", "Long words", &[Finds("[data-part=choice]")]),
    State::new("long-words-known", "Long words", &[Picks("Muckanaghederdauhaulia"), Sees("Is this still your company?")]),
    State::new(
        "long-words-answered",
        "Long words",
        &[Picks("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"), Finds(".input")],
    ),
    State::new("right-to-left", "Right to left", &[Finds("[data-part=choice]")]),
    State::new("right-to-left-answered", "Right to left", &[Picks("אני מפליג"), Finds("textarea")]),
    State::new("goal", "Goal", &[Sees("which nobody sees")]),
    State::new("typing", "Typing", &[Sees("Ada is typing")]),
    State::new("ended", "Ended", &[Sees("This conversation has ended.")]),
    State::new(
        "broken",
        "Broken",
        &[
            Picks("Once more"),
            Picks("Once more"),
            Picks("Once more"),
            Picks("Once more"),
            Picks("Once more"),
            Picks("Once more"),
            Sees("Something is wrong with this conversation"),
        ],
    ),
    State::new("question", "Question", &[Sees("What brings you here?")]),
    State::new("question-answered", "Question", &[Picks("Prices"), Sees("Shall we go on?"), Finds(CHANGE)]),
    State::new(
        "question-changed",
        "Question",
        &[
            Picks("Prices"),
            Picks("Yes"),
            Sees("Anything else?"),
            Clicks("[aria-label='Change this answer: Prices']"),
            Picks("A survey"),
            Sees("Anything else?"),
        ],
    ),
    State::new("other", "Question with other", &[Sees("Something else")]),
    State::new("other-open", "Question with other", &[Picks("Something else"), Finds(".input input")]),
    State::new("twenty-choices", "Twenty choices", &[Sees("Sole")]),
    State::new("several", "Several choices", &[Sees("Pick one or more")]),
    State::new("several-picked", "Several choices", &[Picks("Wind"), Picks("Current"), Finds(".primary:not([disabled])")]),
    State::new("several-answered", "Several choices", &[Picks("Wind"), Picks("Tide"), Picks("Done"), Sees("Shall we go on?")]),
    State::new("text", "Text", &[Finds("input[autocomplete=on]")]),
    State::new("long-text", "Long text", &[Finds("textarea")]),
    State::new("email", "E-mail", &[Finds("input[type=email]")]),
    State::new("email-refused", "E-mail", &[Types("nobody"), Finds(".message:nth-child(4)"), Finds("input[type=email]")]),
    State::new("phone", "Phone", &[Finds("input[type=tel]")]),
    State::new("number", "Number", &[Finds("input[inputmode=decimal]")]),
    State::new("whole-number", "Whole number", &[Finds("input[inputmode=numeric]")]),
    State::new("date", "Date", &[Finds("input[type=date]")]),
    State::new("date-and-time", "Date and time", &[Finds("input[type=datetime-local]")]),
    State::new("yes-or-no", "Yes or no", &[Sees("Yes")]),
    State::new("choice", "Choice", &[Sees("Over 12 m")]),
    State::new("optional", "Optional", &[Sees("Skip")]),
    State::new("known-value", "Known value", &[Sees("That's right")]),
    State::new("document", "Document", &[Sees("Continue"), Finds(".cover img")]),
    State::new("document-to-be-read", "Document to be read", &[Sees("Download")]),
    State::new("hosted-document", "Hosted document", &[Sees("Continue")]),
    State::new("meeting", "Meeting", &[Sees("Nobody has time now.")]),
    State::new("live-chat", "Live chat", &[Sees("Nobody is there now.")]),
    State::new("answers", "Answers", &[Sees("No more questions")]),
    State::new("answers-unknown", "Answers", &[Types("How deep is it?"), Sees("That I don't know.")]),
    State::new("teaser", "Teaser", &[IsTeased("Hello.")]),
    State::new("long-teaser", "Long teaser", &[IsTeased("Hello.")]),
    State::new("empty", "Empty", &[Sees("There is nothing to talk about right now.")]),
    State::new("loading", "Empty", &[LacksRest, Sees("One moment…")]),
    State::new("offline", "Question", &[Sees("What brings you here?"), LosesConnection, Picks("Prices"), Sees("No connection.")]),
    State::new("popup", "Popup", &[Finds("[aria-modal] input")]),
    State::new(
        "several-conversations",
        "Question",
        &[Picks("Prices"), ClicksOnPage(ANOTHER), Sees("And this one asks."), Finds(LIST)],
    ),
    State::new(
        "list",
        "Question",
        &[
            Picks("Prices"),
            Picks("Yes"),
            Picks("That is all"),
            Sees("This conversation has ended."),
            ClicksOnPage(ANOTHER),
            Sees("And this one asks."),
            Clicks(LIST),
            Sees("Finished"),
        ],
    ),
];
