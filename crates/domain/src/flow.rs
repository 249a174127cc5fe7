//! A published flow: what a browser walks through. Immutable, checked, without names that are internal.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::action::{Deed, Task, tasks};
use crate::audience::Audience;
use crate::draft::{GoalDraft, Known};
use crate::ids::DialogueId;
use crate::limits::URL_CHARS;
use crate::pack::Packed;
use crate::service::ServedCard;
use crate::site::FileHash;
use crate::text::{Key, Name};
use crate::value::InputKind;

/// Where a card stands in its flow; the same in the version's draft.
pub type CardIndex = u16;

/// A graph of cards. `None` as the next card ends the branch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Packed)]
pub struct Flow {
    /// The first card.
    pub start: CardIndex,
    /// All cards.
    pub cards: Vec<Card>,
}

impl Flow {
    /// The card at this place, if there is one.
    pub fn card(&self, index: CardIndex) -> Option<&Card> {
        self.cards.get(usize::from(index))
    }
}

/// A node of the graph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Packed)]
pub enum Card {
    /// C1: text.
    Message {
        /// What the bot says.
        text: RichText,
        /// The card after it.
        next: Option<CardIndex>,
    },
    /// C2: text and choices.
    Question(Question),
    /// C3: text and an input.
    Capture(Capture),
    /// C6: a goal is reached. Flows are published with [`Card::Reach`]; this stands in older ones.
    Goal {
        /// The card after it.
        next: Option<CardIndex>,
    },
    /// C11: go on at another card.
    Jump {
        /// Where to.
        to: CardIndex,
    },
    /// C6: a goal is reached.
    Reach {
        /// The goal's name.
        goal: String,
        /// The card after it.
        next: Option<CardIndex>,
    },
    /// C4: a document to open.
    Document(DocumentCard),
    /// C9: branches by what is known, tried in order.
    Condition {
        /// When each is taken, and the card after it.
        branches: Vec<(Audience, Option<CardIndex>)>,
        /// The card after it, when no branch holds.
        otherwise: Option<CardIndex>,
    },
    /// C12: branches by chance.
    Split {
        /// The flow that the card belongs to, if it stands in another one.
        of: Option<DialogueId>,
        /// A mark of the card's key, which says where in its flow it stands also when other cards come and go.
        key: u32,
        /// The share of each, and the card after it.
        branches: Vec<(u16, Option<CardIndex>)>,
    },
    /// C13: a pause.
    Wait {
        /// Milliseconds.
        ms: u16,
        /// The card after it.
        next: Option<CardIndex>,
    },
    /// C7: the server does something; what, only the server knows.
    Action {
        /// The tokens that it needs filled; nobody is shown them.
        asks: RichText,
        /// The card after it.
        next: Option<CardIndex>,
    },
    /// C5, C8, C14: somebody else plays its part.
    Served(ServedCard),
}

impl Card {
    /// What the bot says with this card.
    pub fn text(&self) -> Option<&RichText> {
        match self {
            Self::Message { text, .. } | Self::Question(Question { text, .. }) | Self::Capture(Capture { text, .. }) => {
                Some(text)
            }
            Self::Document(DocumentCard { text, .. }) | Self::Served(ServedCard { text, .. }) => Some(text),
            _ => None,
        }
    }

    /// The text whose tokens the card needs filled: what it says, or what its action asks for.
    pub fn to_fill(&self) -> Option<&RichText> {
        match self {
            Self::Action { asks, .. } => Some(asks),
            _ => self.text(),
        }
    }

    /// The same, to be changed.
    pub fn text_mut(&mut self) -> Option<&mut RichText> {
        match self {
            Self::Message { text, .. } | Self::Question(Question { text, .. }) | Self::Capture(Capture { text, .. }) => {
                Some(text)
            }
            Self::Document(DocumentCard { text, .. }) | Self::Served(ServedCard { text, .. }) => Some(text),
            Self::Goal { .. } | Self::Reach { .. } | Self::Jump { .. } => None,
            Self::Condition { .. } | Self::Split { .. } | Self::Wait { .. } | Self::Action { .. } => None,
        }
    }
}

/// C2: text and choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Question {
    /// What the bot asks.
    pub text: RichText,
    /// The choices.
    pub choices: Vec<Choice>,
    /// Whether several may be picked.
    pub several: bool,
    /// A choice with free text.
    pub other: Option<Other>,
    /// The person attribute that the answer is written to.
    pub attribute: Option<Key>,
    /// The card after several picks.
    pub next: Option<CardIndex>,
}

/// One choice of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Choice {
    /// What the visitor reads.
    pub label: String,
    /// What is stored, if it is not the label.
    pub value: Option<String>,
    /// What is stored, in lower case.
    pub folded: String,
    /// The card after it.
    pub next: Option<CardIndex>,
}

impl Choice {
    /// What is stored.
    pub fn stored(&self) -> &str {
        self.value.as_deref().unwrap_or(&self.label)
    }
}

/// A choice with free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Other {
    /// What the visitor reads.
    pub label: String,
    /// The card after it.
    pub next: Option<CardIndex>,
}

/// C3: text and an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Capture {
    /// What the bot asks.
    pub text: RichText,
    /// What is asked for.
    pub input: InputKind,
    /// The person attribute that the answer is written to.
    pub attribute: Option<Key>,
    /// A hint inside the empty input.
    pub placeholder: String,
    /// Whether the visitor must answer.
    pub required: bool,
    /// What happens if the value is known already.
    pub known: Known,
    /// The card after it.
    pub next: Option<CardIndex>,
    /// The card after the third bad input.
    pub could_not_answer: Option<CardIndex>,
}

/// C4: a document to open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct DocumentCard {
    /// What the bot says about it.
    pub text: RichText,
    /// What the document is called.
    pub title: String,
    /// Where it is.
    pub place: Place,
    /// Its picture.
    pub cover: Option<FileHash>,
    /// Whether the visitor may go on without opening it.
    pub may_continue: bool,
    /// The card after it.
    pub next: Option<CardIndex>,
}

/// Where a document or a picture is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// At an address of somebody else; `https` or `http`.
    Hosted(String),
    /// On this server.
    Uploaded {
        /// Its content.
        file: FileHash,
        /// How large it is.
        bytes: u32,
    },
}

impl Place {
    /// A place at somebody else's address.
    pub fn hosted(url: &str) -> Result<Self, BadAddress> {
        if url.chars().count() > URL_CHARS {
            return Err(BadAddress::TooLong);
        }
        let lower = url.to_ascii_lowercase();
        let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
        let has_host = host.is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric() || c == '['));
        let is_plain = !url.chars().any(|c| c.is_whitespace() || c.is_control());
        if has_host && is_plain { Ok(Self::Hosted(url.to_owned())) } else { Err(BadAddress::NotOfTheWeb) }
    }
}

/// Why a text is not the address of a document or a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadAddress {
    /// It has more than `URL_CHARS` characters.
    TooLong,
    /// It has another scheme, no host, or blanks in it.
    NotOfTheWeb,
}

impl fmt::Display for BadAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "the address can have {URL_CHARS} characters at the most"),
            Self::NotOfTheWeb => f.write_str("the address must begin with https:// or http://, name a host, and have no blanks"),
        }
    }
}

/// Text of the safe Markdown subset. A token stands in it as `{{person.first_name:"there"}}`, an answer by the place of
/// its card: `{{answer.3:""}}` (C15).
/// Parsed when publishing so that no browser has to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct RichText(pub Vec<Block>);

impl RichText {
    /// The text without its form: blocks and list items on lines of their own.
    pub fn plain(&self) -> String {
        let mut text = String::new();
        for block in &self.0 {
            if let Block::Image { alt, .. } = block {
                text.push_str(alt);
                text.push('\n');
            }
            for line in block.lines() {
                line.iter().for_each(|span| text.push_str(&span.text));
                text.push('\n');
            }
        }
        text.pop();
        text
    }

    /// Its pictures, in order.
    pub fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.0.iter().filter_map(|block| match block {
            Block::Image { picture, .. } => Some(picture),
            _ => None,
        })
    }

    /// The same, to be changed.
    pub fn pictures_mut(&mut self) -> impl Iterator<Item = &mut Picture> {
        self.0.iter_mut().filter_map(|block| match block {
            Block::Image { picture, .. } => Some(picture),
            _ => None,
        })
    }
}

/// A paragraph, a list or an image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Span>),
    /// A list; one level deep.
    List {
        /// Numbered or with dots.
        numbered: bool,
        /// Its items.
        items: Vec<Vec<Span>>,
    },
    /// An image, on a line of its own.
    Image {
        /// What it shows, in words.
        alt: String,
        /// The picture.
        picture: Picture,
    },
}

impl Block {
    /// Its lines of text: a paragraph is one, whatever breaks are in it, and an image has none.
    pub fn lines(&self) -> &[Vec<Span>] {
        match self {
            Self::Paragraph(spans) => std::slice::from_ref(spans),
            Self::List { items, .. } => items,
            Self::Image { .. } => &[],
        }
    }

    /// The same, to be changed.
    pub fn lines_mut(&mut self) -> &mut [Vec<Span>] {
        match self {
            Self::Paragraph(spans) => std::slice::from_mut(spans),
            Self::List { items, .. } => items,
            Self::Image { .. } => &mut [],
        }
    }
}

/// A picture in a text: where its author found it, and once it is published, on this server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Picture {
    /// Where it is.
    pub place: Place,
    /// How wide it is, in its own dots; 0 as long as nobody has looked.
    pub width: u16,
    /// How high.
    pub height: u16,
}

/// A run of text of one form. A line break is `\n` in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Where a click leads; `https`, `http`, `mailto` or `tel`.
    pub link: Option<String>,
}

/// A document of the library, ready to be offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is called; unique in its site.
    pub name: Name,
    /// Where it is.
    pub place: Place,
    /// Its picture.
    pub cover: Option<FileHash>,
}

/// What the server keeps of a published flow and browsers don't get.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    /// The goals by their cards.
    pub goals: Vec<(CardIndex, GoalDraft)>,
    /// The flows that stand in it, and their versions.
    pub pins: Vec<(DialogueId, u32)>,
    /// The hosted documents that were copied for it, by their addresses: where the copies are.
    #[serde(default)]
    pub copies: Vec<(String, Place)>,
    /// The pictures of its texts, by the addresses that they were copied from.
    #[serde(default)]
    pub pictures: Vec<(String, Picture)>,
    /// What the action cards do, by their places.
    #[serde(default)]
    pub actions: Vec<(CardIndex, Vec<Deed>)>,
}

impl Behind {
    /// What the action of a card does when these texts stand in the places of its tokens (C7).
    pub fn tasks(&self, card: CardIndex, filled: &[String]) -> Vec<Task> {
        let action = self.actions.iter().find(|(at, _)| *at == card);
        action.map(|(_, deeds)| tasks(deeds, filled)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c4_a_hosted_document_has_an_address_of_the_web() {
        for good in ["https://docs.example/a.pdf", "HTTP://docs.example", "http://[::1]:8080/a?b=c", "https://bücher.example/ä"]
        {
            assert_eq!(Place::hosted(good), Ok(Place::Hosted(good.to_owned())));
        }
        for bad in
            ["", "a.pdf", "ftp://a.example", "javascript:alert(1)", "https://", "https:///a", "https://a.example/a b", "//a"]
        {
            assert_eq!(Place::hosted(bad), Err(BadAddress::NotOfTheWeb), "{bad}");
        }
        assert_eq!(Place::hosted(&format!("https://{}", "a".repeat(URL_CHARS))), Err(BadAddress::TooLong));
    }
}
