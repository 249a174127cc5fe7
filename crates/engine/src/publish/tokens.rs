//! Tokens as authors write them (C15): `{{person.first_name:"there"}}`, or like the reference product
//! `{{lead.leadFirstName:"there"}}`.

use std::ops::Range;

use parlor_domain::attribute::{BUILT_IN, COMPANY, visit_kind};
use parlor_domain::limits::TOKEN_CHARS;
use parlor_domain::text::Key;
use parlor_domain::value::Kind;

/// Characters of a token that a message shows.
const SHOWN: usize = 60;

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What stands in its place.
    pub(super) of: Of,
    /// What stands there if that is empty.
    fallback: String,
}

/// What stands in a token's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// An attribute of the person.
    Person(Key),
    /// The answer to a card of the same flow.
    Answer(Key),
    /// The `name` of the person's company.
    Company,
    /// The `name` of the agent of the meeting or chat before.
    Agent,
    /// The page's `title` or `url`.
    Page(&'static str),
    /// A fact of the visit.
    Visit(String),
}

impl Token {
    /// The one form in which published texts have it; `answer` is the place of an answer's card.
    pub(super) fn published(&self, answer: usize) -> String {
        let name = match &self.of {
            Of::Person(key) => format!("person.{key}"),
            Of::Answer(_) => format!("answer.{answer}"),
            // What is known of the company is what the person's attribute says.
            Of::Company => format!("person.{COMPANY}"),
            Of::Agent => "agent.name".to_owned(),
            Of::Page(name) => format!("page.{name}"),
            Of::Visit(name) => format!("visit.{name}"),
        };
        let fallback = self.fallback.replace('\\', "\\\\").replace('"', "\\\"");
        format!("{{{{{name}:\"{fallback}\"}}}}")
    }
}

/// The tokens of a text with where they stand. One that can't be read is told with the reason.
pub(super) fn find(text: &str) -> Vec<(Range<usize>, Result<Token, String>)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("{{").map(|at| from + at) {
        let (length, token) = read(&text[at..]);
        from = at + length;
        found.push((at..from, token));
    }
    found
}

/// A token in the form in which messages show it: on one line, and not too long.
pub(super) fn shown(token: &str) -> String {
    let token = token.trim_end();
    let line = token.lines().next().unwrap_or_default();
    let mut shown: String = line.chars().take(SHOWN).collect();
    if shown.len() < token.len() {
        shown.push('…');
    }
    shown
}

/// Why a token can't be read.
#[derive(Clone, Copy)]
enum Bad {
    Unclosed,
    Unquoted,
    Empty,
    TooLong,
    Unknown,
}

impl Bad {
    fn told(self, token: &str) -> String {
        match self {
            Self::Unclosed => format!("the token `{token}` is not closed; put }}}} after it"),
            Self::Unquoted => {
                format!("the fallback of the token `{token}` must stand in double quotes, with nothing else after the colon")
            }
            Self::Empty => format!("the token `{token}` is empty; name what stands in its place, like {{{{person.first_name}}}}"),
            Self::TooLong => format!("the fallback of the token `{token}` is longer than {TOKEN_CHARS} characters"),
            Self::Unknown => format!(
                "the token `{token}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, \
                 page.url, and visit.NAME for the texts of a visit"
            ),
        }
    }
}

/// Reads the token that the text begins with, and says how long it is.
fn read(text: &str) -> (usize, Result<Token, String>) {
    let (length, parts) = split(text);
    let token = parts.and_then(|(name, fallback)| token(name, fallback));
    (length, token.map_err(|bad| bad.told(&shown(&text[..length]))))
}

/// Splits the token that the text begins with into name and fallback.
fn split(text: &str) -> (usize, Result<(&str, String), Bad>) {
    let inside = &text[2..];
    let end = ["}}", "{{", ":"].iter().filter_map(|mark| inside.find(mark)).min().unwrap_or(inside.len());
    let (name, after) = inside.split_at(end);
    let name = name.trim();
    if let Some(after) = after.strip_prefix(':') {
        let (rest, fallback) = read_fallback(after);
        return (text.len() - rest.len(), fallback.map(|fallback| (name, fallback)));
    }
    match after.strip_prefix("}}") {
        Some(rest) => (text.len() - rest.len(), Ok((name, String::new()))),
        None => (2 + end, Err(Bad::Unclosed)),
    }
}

/// Reads the fallback and the end of its token. Gives what stands after them, too.
fn read_fallback(text: &str) -> (&str, Result<String, Bad>) {
    let (rest, fallback) = match text.trim_start().strip_prefix('"').map(read_quoted) {
        None => (text, None),
        Some(None) => return ("", Err(Bad::Unclosed)),
        Some(Some((fallback, rest))) => (rest, Some(fallback)),
    };
    match (rest.split_once("}}"), fallback) {
        (None, _) => ("", Err(Bad::Unclosed)),
        (Some((between, rest)), Some(fallback)) if between.trim().is_empty() => (rest, Ok(fallback)),
        (Some((_, rest)), _) => (rest, Err(Bad::Unquoted)),
    }
}

/// Reads up to the closing quote. A backslash makes a quote or a backslash a plain character.
fn read_quoted(text: &str) -> Option<(String, &str)> {
    let mut fallback = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((fallback, &text[at + 1..])),
            '\\' => fallback.push(characters.next_if(|(_, next)| ['"', '\\'].contains(next)).map_or('\\', |(_, next)| next)),
            other => fallback.push(other),
        }
    }
    None
}

fn token(name: &str, fallback: String) -> Result<Token, Bad> {
    if name.is_empty() {
        return Err(Bad::Empty);
    }
    if fallback.chars().count() > TOKEN_CHARS {
        return Err(Bad::TooLong);
    }
    Ok(Token { of: named(name).ok_or(Bad::Unknown)?, fallback })
}

fn named(name: &str) -> Option<Of> {
    let (group, name) = name.split_once('.')?;
    match group {
        "person" => Key::parse(name).ok().map(Of::Person),
        "answer" => Key::parse(name).ok().map(Of::Answer),
        "company" => (name == "name").then_some(Of::Company),
        "agent" => (name == "name").then_some(Of::Agent),
        "page" => ["title", "url"].into_iter().find(|known| *known == name).map(Of::Page),
        "visit" => is_text_of_visit(name).then(|| Of::Visit(name.to_owned())),
        group if group.eq_ignore_ascii_case("lead") => lead(name).map(Of::Person),
        _ => None,
    }
}

/// Names that would not read back from the published form are left out.
fn is_text_of_visit(name: &str) -> bool {
    let reads_back = |c: char| !c.is_whitespace() && !c.is_control() && !"\"\\{}".contains(c);
    visit_kind(name) == Some(Kind::Text) && name.chars().all(reads_back)
}

/// The attribute that the reference product calls so; it doesn't tell upper from lower case.
fn lead(name: &str) -> Option<Key> {
    let name = name.to_ascii_lowercase();
    let key = match name.strip_prefix("lead")? {
        "emailaddress" => "email",
        "phonenumber" => "phone",
        "title" => "job_title",
        "company" => "company_name",
        name => BUILT_IN.iter().map(|(key, ..)| *key).find(|key| key.replace('_', "") == name)?,
    };
    Key::parse(key).ok()
}
