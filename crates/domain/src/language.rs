//! Languages, and what the chat itself says in them (W20).

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::lean::split_once;
use crate::pack::{Packed, Reader, Writer};

/// A language by its tag (BCP 47) in lower case: `de`, `pt-br`. A language of two or three letters, then parts of two to eight
/// letters and digits; 35 characters at the most.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

/// The longest tag that standards ask programs to take.
const TAG_CHARS: usize = 35;

impl Language {
    /// Reads a tag in any case.
    pub fn parse(text: &str) -> Result<Self, NotALanguage> {
        let mut parts = text.split('-');
        let is_first = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_part = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let fits = text.len() <= TAG_CHARS && parts.next().is_some_and(is_first) && parts.all(is_part);
        if fits { Ok(Self(text.to_ascii_lowercase())) } else { Err(NotALanguage) }
    }

    /// English, in which everything there is to say is written first.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is written from right to left.
    pub fn is_from_right(&self) -> bool {
        let primary = self.0.split('-').next().unwrap_or_default();
        ["ar", "fa", "he", "ur"].contains(&primary)
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;

    fn try_from(text: String) -> Result<Self, NotALanguage> {
        Self::parse(&text)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

impl Packed for Language {
    fn write(&self, to: &mut Writer) {
        to.text(&self.0);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.parsed(|text| Self::parse(text).ok()).unwrap_or_else(Self::english)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no language's tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotALanguage;

impl fmt::Display for NotALanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not the tag of a language like en or pt-BR")
    }
}

impl std::error::Error for NotALanguage {}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident $code:literal)*) => {
        /// A text of the chat's own. In braces stands what is filled in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Text {
            $($(#[$doc])* $name,)*
        }

        impl Text {
            /// Every text with its name, in the order of the enum.
            pub const ALL: &[(Self, &str)] = &[$((Self::$name, $code)),*];
        }
    };
}

texts! {
    /// What launcher and frame are called; the bot's name is filled in.
    Chat "chat"
    /// Closes the chat.
    Close "close"
    /// Opens the chat from the teaser.
    Open "open"
    /// Puts the teaser away.
    Dismiss "dismiss"
    /// The log of messages.
    Messages "messages"
    /// Who speaks in a message of the bot's, by its name.
    BotSays "bot_says"
    /// Before what the visitor said.
    YouSaid "you_said"
    /// The bot of this name is typing.
    Typing "typing"
    /// The button that leads to the newest message.
    Newest "newest"
    /// The list of conversations.
    Conversations "conversations"
    /// Back from it.
    Back "back"
    /// In the list: a conversation that is over.
    Finished "finished"
    /// The field or the choices that wait for the visitor.
    YourAnswer "your_answer"
    /// Sends what is typed.
    Send "send"
    /// Goes on without an answer.
    Skip "skip"
    /// Changes the answer that is filled in.
    Change "change"
    /// Above choices of which several may be picked.
    PickSome "pick_some"
    /// Sends them.
    Done "done"
    /// An answer.
    Yes "yes"
    /// An answer.
    No "no"
    /// Confirms what is known.
    Right "right"
    /// Beside that, above the field.
    OrChange "or_change"
    /// A document without a file's size.
    Document "document"
    /// A document with its size.
    Pdf "pdf"
    /// Opens a document.
    OpenDocument "open_document"
    /// Downloads it.
    Download "download"
    /// Goes on without opening it.
    Continue "continue"
    /// A meeting with the agent of this name stands.
    Booked "booked"
    /// The agent of this name joins.
    Joins "joins"
    /// The agent or the visitor has ended the chat.
    ChatEnded "chat_ended"
    /// In the empty field for any question.
    Ask "ask"
    /// Ends the questions.
    NoMoreQuestions "no_more_questions"
    /// Something is on its way.
    Loading "loading"
    /// It takes long.
    LoadingLong "loading_long"
    /// The conversation is over.
    Over "over"
    /// It can't go on.
    Broken "broken"
    /// There is no conversation.
    Nothing "nothing"
    /// What is said isn't sent, for want of a connection.
    NoConnection "no_connection"
    /// What is said isn't sent, because the server asks to be left alone.
    Busy "busy"
    /// Leads to what becomes of what a visitor says.
    Privacy "privacy"
    /// An input is too long.
    TooLong "too_long"
    /// It is no e-mail address.
    NotAnEmail "not_an_email"
    /// It is no phone number.
    NotAPhone "not_a_phone"
    /// It is no number.
    NotANumber "not_a_number"
    /// It is no whole number.
    NotAWholeNumber "not_a_whole_number"
    /// It is no date.
    NotADate "not_a_date"
    /// It is no date with a time.
    NotATime "not_a_time"
    /// It is none of the choices.
    NotAChoice "not_a_choice"
}

/// Texts that a site says in words of its own, by the language and the name of the text.
pub type OwnTexts = BTreeMap<Language, BTreeMap<String, String>>;

/// What the chat itself says in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Words {
    /// The language.
    pub language: Language,
    /// In the order of [`Text::ALL`].
    pub texts: Vec<String>,
    /// How many messages wait to be read, each form with its plural category (CLDR), *other* last.
    pub unread: Vec<(String, String)>,
}

impl Words {
    /// A text as it is; empty when a newer program asks for one that isn't there yet.
    pub fn text(&self, of: Text) -> &str {
        self.texts.get(of as usize).map_or("", String::as_str)
    }

    /// A text with this filled in.
    pub fn with(&self, of: Text, value: &str) -> String {
        fill(self.text(of), value)
    }

    /// How many messages wait to be read. `number` is the count as it is written, in this plural category.
    pub fn unread(&self, category: &str, number: &str) -> String {
        let form = self.unread.iter().find(|(of, _)| of == category).or(self.unread.last());
        form.map(|(_, form)| fill(form, number)).unwrap_or_default()
    }
}

/// What stands in braces, with the text around it.
pub fn place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = split_once(text, "{")?;
    let (name, after) = split_once(rest, "}")?;
    Some((before, name, after))
}

fn fill(text: &str, value: &str) -> String {
    match place(text) {
        Some((before, _, after)) => [before, value, after].concat(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn w20_tags_of_languages() {
        for (text, tag) in [
            ("en", Some("en")),
            ("pt-BR", Some("pt-br")),
            ("zh-Hant-TW", Some("zh-hant-tw")),
            ("gsw", Some("gsw")),
            ("", None),
            ("e", None),
            ("english", None),
            ("en_GB", None),
            ("en-", None),
            ("e1", None),
            ("en-x", None),
            ("en-abcdefghi", None),
            ("aa-bb-cc-dd-ee-ff-gg-hh-ii-jj-kk-lll", None),
        ] {
            assert_eq!(Language::parse(text).ok().as_ref().map(Language::as_str), tag, "{text}");
        }
        let from_right = |tag| Language::parse(tag).is_ok_and(|language| language.is_from_right());
        assert!(from_right("ar") && from_right("AR-EG") && from_right("he") && !from_right("en") && !from_right("arn"));
    }

    #[test]
    fn w20_what_is_said_is_filled_in() {
        let texts = Text::ALL.iter().map(|(_, name)| format!("{name} of {{name}}!")).collect();
        let unread = vec![("one".to_owned(), "{count} message".to_owned()), ("other".to_owned(), "{count} messages".to_owned())];
        let words = Words { language: Language::english(), texts, unread };
        assert_eq!(words.with(Text::Chat, "Ida"), "chat of Ida!");
        assert_eq!(words.text(Text::NotAChoice), "not_a_choice of {name}!");
        assert_eq!(words.unread("one", "1"), "1 message");
        assert_eq!(words.unread("few", "3"), "3 messages");
        let older = Words { texts: Vec::new(), unread: Vec::new(), ..words };
        assert_eq!((older.text(Text::Chat), older.unread("one", "1")), ("", String::new()));
    }
}
