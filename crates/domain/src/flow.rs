//! A published flow: what a browser walks through. Immutable, checked, without names that are internal.

use serde::{Deserialize, Serialize};

use crate::draft::Known;
use crate::text::Key;
use crate::value::InputKind;

/// Where a card stands in its flow; the same in the version's draft.
pub type CardIndex = u16;

/// A graph of cards. `None` as the next card ends the branch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// C6: a goal is reached.
    Goal {
        /// The card after it.
        next: Option<CardIndex>,
    },
    /// C11: go on at another card.
    Jump {
        /// Where to.
        to: CardIndex,
    },
}

impl Card {
    /// What the bot says with this card.
    pub fn text(&self) -> Option<&RichText> {
        match self {
            Self::Message { text, .. } | Self::Question(Question { text, .. }) | Self::Capture(Capture { text, .. }) => {
                Some(text)
            }
            Self::Goal { .. } | Self::Jump { .. } => None,
        }
    }
}

/// C2: text and choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// What the visitor reads.
    pub label: String,
    /// The card after it.
    pub next: Option<CardIndex>,
}

/// C3: text and an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// Text of the safe Markdown subset, parsed when publishing so that no browser has to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RichText(pub Vec<Block>);

impl RichText {
    /// The text without its form: blocks and list items on lines of their own.
    pub fn plain(&self) -> String {
        let line = |spans: &[Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
        let mut lines = Vec::new();
        for block in &self.0 {
            match block {
                Block::Paragraph(spans) => lines.push(line(spans)),
                Block::List { items, .. } => lines.extend(items.iter().map(|spans| line(spans))),
            }
        }
        lines.join("\n")
    }
}

/// A paragraph or a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// A run of text of one form. A line break is `\n` in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
