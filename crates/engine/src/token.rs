//! Tokens in published texts (C15): `{{person.first_name:"there"}}`, always with group, name and fallback.

use parlor_domain::flow::{Block, RichText, Span};
use parlor_domain::lean::{contains, split_once};

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// Like `person`.
    pub group: &'a str,
    /// Like `first_name`; of an answer, the place of its card.
    pub name: &'a str,
    /// What stands in for an empty value.
    pub fallback: String,
}

/// The tokens of a text, in order.
pub fn tokens(text: &RichText) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    for span in spans(text) {
        let mut rest = span.text.as_str();
        while let Some((_, token, after)) = next(rest) {
            found.push(token);
            rest = after;
        }
    }
    found
}

/// Whether there are any.
pub fn has_tokens(text: &RichText) -> bool {
    spans(text).any(|span| contains(&span.text, "{{"))
}

/// The text with these values in the places of its tokens, in order. What is put in is text, whatever it holds.
pub fn fill(text: &RichText, values: &[String]) -> RichText {
    let mut filled = text.clone();
    let mut values = values.iter();
    for span in filled.0.iter_mut().flat_map(Block::lines_mut).flatten() {
        span.text = fill_span(&span.text, &mut values);
    }
    filled
}

fn fill_span<'a>(text: &str, values: &mut impl Iterator<Item = &'a String>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, _, after)) = next(rest) {
        filled.push_str(before);
        filled.push_str(values.next().map_or("", String::as_str));
        rest = after;
    }
    filled + rest
}

fn spans(text: &RichText) -> impl Iterator<Item = &Span> {
    text.0.iter().flat_map(Block::lines).flatten()
}

/// What stands before the next token, the token, and what stands after it.
fn next(text: &str) -> Option<(&str, Token<'_>, &str)> {
    let (before, rest) = split_once(text, "{{")?;
    let (group, rest) = rest.split_once('.')?;
    let (name, rest) = split_once(rest, ":\"")?;
    let mut fallback = String::new();
    let mut characters = rest.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((before, Token { group, name, fallback }, rest.get(at + 3..)?)),
            '\\' => fallback.push(characters.next()?.1),
            other => fallback.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> RichText {
        RichText(vec![Block::Paragraph(vec![Span { text: text.into(), ..Span::default() }])])
    }

    #[test]
    fn c15_tokens_are_found_and_filled() {
        let text = text(r#"Hello {{person.first_name:"th\"e\\re"}}, of {{answer.3:""}}!"#);
        let found = tokens(&text);
        assert_eq!(found[0], Token { group: "person", name: "first_name", fallback: "th\"e\\re".into() });
        assert_eq!(found[1], Token { group: "answer", name: "3", fallback: String::new() });
        let values = ["{{person.email:\"\"}} <b>".to_owned(), "Quay".to_owned()];
        assert_eq!(fill(&text, &values).plain(), "Hello {{person.email:\"\"}} <b>, of Quay!");
    }
}
