//! What action cards do (C7). The server does it; browsers hear no more of it than where the flow goes on.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::draft::ProgramStatus;
use crate::text::{Key, Name};
use crate::value::{Kind, Value, parse_number};

/// One thing that an action does, as it is kept of a published version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Writes to an attribute, unless the value turns out empty or doesn't fit.
    Set {
        /// The attribute's key.
        attribute: Key,
        /// What the attribute holds.
        kind: Kind,
        /// The value as text, in parts.
        value: Vec<Part>,
    },
    /// What depends on nothing.
    Change(Change),
    /// Calls a webhook of the site.
    Webhook(Name),
}

/// A part of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// This text.
    Text(String),
    /// What stands in the place of the action's next token.
    Token,
}

/// What changes about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// An attribute is emptied.
    Clear(Key),
    /// The person comes on a list.
    Join(Name),
    /// The person leaves a list.
    Leave(Name),
    /// The person gets a status in a program.
    Program(ProgramStatus),
}

/// What is to be done, with the tokens filled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// This value is written: a fixed one, which the author has chosen.
    Set(Key, Value),
    /// This value is written, in which a visitor's browser had a say.
    Write(Key, Value),
    /// This changes.
    Change(Change),
    /// This webhook is called.
    Webhook(Name),
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(attribute, value) | Self::Write(attribute, value) => write!(f, "set {attribute} to {value}"),
            Self::Change(Change::Clear(attribute)) => write!(f, "clear {attribute}"),
            Self::Change(Change::Join(list)) => write!(f, "add to the list {list}"),
            Self::Change(Change::Leave(list)) => write!(f, "remove from the list {list}"),
            Self::Change(Change::Program(ProgramStatus { program, status })) => {
                write!(f, "{status} in the program {program}")
            }
            Self::Webhook(webhook) => write!(f, "call the webhook {webhook}"),
        }
    }
}

/// What an action does when these texts stand in the places of its tokens, in order.
pub fn tasks(deeds: &[Deed], filled: &[String]) -> Vec<Task> {
    let mut filled = filled.iter();
    let task = |deed: &Deed| match deed {
        Deed::Set { attribute, kind, value } => {
            let text: String = value.iter().map(|part| part.text(&mut filled)).collect();
            let is_fixed = value.iter().all(|part| *part != Part::Token);
            let task = if is_fixed { Task::Set } else { Task::Write };
            read_as(*kind, text.trim()).map(|value| task(attribute.clone(), value))
        }
        Deed::Change(change) => Some(Task::Change(change.clone())),
        Deed::Webhook(name) => Some(Task::Webhook(name.clone())),
    };
    deeds.iter().filter_map(task).collect()
}

impl Part {
    fn text(&self, filled: &mut std::slice::Iter<'_, String>) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Token => filled.next().cloned().unwrap_or_default(),
        }
    }
}

/// Reads a text as what an attribute of this kind holds; `None` if it is empty or nothing such.
pub fn read_as(kind: Kind, text: &str) -> Option<Value> {
    let value = match kind {
        Kind::Text | Kind::Choice => Value::Text(text.to_owned()),
        Kind::Number | Kind::WholeNumber => Value::Number(parse_number(text)?),
        Kind::YesNo => Value::YesNo(match text {
            "yes" | "true" => true,
            "no" | "false" => false,
            _ => return None,
        }),
        Kind::Date => Value::Date(text.parse().ok()?),
        Kind::DateTime => Value::DateTime(text.parse().ok()?),
    };
    (!text.is_empty() && value.is_a(kind)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        Key::parse(text).expect("a key")
    }

    fn set(kind: Kind, value: Vec<Part>) -> Deed {
        Deed::Set { attribute: key("plan"), kind, value }
    }

    #[test]
    fn c7_tokens_are_filled_in_order_and_read_as_what_the_attribute_holds() {
        let text = |text: &str| Part::Text(text.to_owned());
        let deeds = [
            set(Kind::Text, vec![text("from "), Part::Token]),
            Deed::Change(Change::Clear(key("note"))),
            set(Kind::Number, vec![Part::Token]),
            set(Kind::YesNo, vec![text("true")]),
            set(Kind::Date, vec![Part::Token]),
        ];
        let filled = ["spring".to_owned(), "12,5".to_owned(), "soon".to_owned()];
        let expected = [
            Task::Write(key("plan"), Value::Text("from spring".to_owned())),
            Task::Change(Change::Clear(key("note"))),
            Task::Write(key("plan"), Value::Number(12.5)),
            Task::Set(key("plan"), Value::YesNo(true)),
        ];
        assert_eq!(tasks(&deeds, &filled), expected, "a date that is none is not written");
    }

    #[test]
    fn c7_an_empty_value_is_not_written() {
        assert_eq!(tasks(&[set(Kind::Text, vec![Part::Token, Part::Text(" ".to_owned())])], &[String::new()]), []);
        assert_eq!(tasks(&[set(Kind::Text, vec![Part::Token])], &[]), []);
    }
}
