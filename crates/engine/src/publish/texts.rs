//! Texts of cards: Markdown with tokens in it (C1, C15).

use std::collections::BTreeSet;

use parlor_domain::flow::{Block, Picture, Place, RichText, Span};
use parlor_domain::text::Key;
use unicode_normalization::UnicodeNormalization;

use super::markdown::{BadMarkdown, parse};
use super::tokens::{Of, Token, find, shown};

/// A text whose tokens Markdown can't touch: each is a single character of no meaning.
pub(super) struct Shielded {
    text: String,
    tokens: Vec<Shield>,
}

struct Shield {
    mark: char,
    written: String,
    token: Result<Token, String>,
}

impl Shielded {
    pub(super) fn of(text: &str) -> Self {
        let text: String = text.nfc().collect();
        let mut shielded = Self { text: String::new(), tokens: Vec::new() };
        let mut from = 0;
        for ((range, token), mark) in find(&text).into_iter().zip(marks(&text)) {
            shielded.text.push_str(&text[from..range.start]);
            shielded.text.push(mark);
            from = range.end;
            shielded.tokens.push(Shield { mark, written: text[range].to_owned(), token });
        }
        shielded.text.push_str(&text[from..]);
        shielded
    }

    /// The tokens, or why they can't be read.
    pub(super) fn tokens(&self) -> impl Iterator<Item = &Result<Token, String>> {
        self.tokens.iter().map(|shield| &shield.token)
    }

    /// Reads the Markdown; the marks still stand for the tokens. Each token must come out, in running text.
    pub(super) fn parse(&self) -> Result<RichText, BadMarkdown> {
        let text = parse(&self.text).map_err(|bad| match &bad {
            BadMarkdown::Link(target) => self.in_link(target).unwrap_or(bad),
            BadMarkdown::ImageAddress(address, _) | BadMarkdown::ImageWithoutWords(address) => {
                self.in_image(address).unwrap_or(bad)
            }
            _ => bad,
        })?;
        text.0.iter().find_map(|block| self.about_image(block)).map_or(Ok(()), Err)?;
        spans(&text).try_for_each(|span| self.look_at(span))?;
        let told: BTreeSet<char> = spans(&text).flat_map(|span| span.text.chars()).collect();
        match self.tokens.iter().find(|shield| !told.contains(&shield.mark)) {
            Some(shield) => {
                Err(BadMarkdown::Token(format!("the token `{}` stands where nothing is shown", shown(&shield.written))))
            }
            None => Ok(text),
        }
    }

    fn look_at(&self, span: &Span) -> Result<(), BadMarkdown> {
        if let Some(bad) = span.link.as_ref().and_then(|target| self.in_link(target)) {
            return Err(bad);
        }
        let opens = |(at, _)| span.text[at + 1..].starts_with(|next| next == '{' || self.shield(next).is_some());
        if span.text.match_indices('{').any(opens) {
            let reason = "two opening braces, or one before a token, can't be told from a token; write them in another way";
            return Err(BadMarkdown::Token(reason.to_owned()));
        }
        Ok(())
    }

    fn about_image(&self, block: &Block) -> Option<BadMarkdown> {
        match block {
            Block::Image { alt, picture: Picture { place: Place::Hosted(address), .. } } => {
                self.in_image(alt).or_else(|| self.in_image(address))
            }
            _ => None,
        }
    }

    fn in_link(&self, target: &str) -> Option<BadMarkdown> {
        self.within(target, "the target of a link")
    }

    fn in_image(&self, text: &str) -> Option<BadMarkdown> {
        self.within(text, "an image")
    }

    /// What is wrong with a text in which no token can stand.
    fn within(&self, text: &str, place: &str) -> Option<BadMarkdown> {
        let shield = text.chars().find_map(|c| self.shield(c))?;
        let token = shown(&shield.written);
        Some(BadMarkdown::Token(format!("the token `{token}` stands in {place}, where tokens can't be used")))
    }

    fn shield(&self, mark: char) -> Option<&Shield> {
        self.tokens.iter().find(|shield| shield.mark == mark)
    }
}

/// Characters of private use that the text doesn't have.
fn marks(text: &str) -> impl Iterator<Item = char> + use<> {
    let private = || ('\u{F0000}'..='\u{FFFFD}').chain('\u{100000}'..='\u{10FFFD}');
    let used: BTreeSet<char> = text.chars().filter(|c| *c >= '\u{F0000}').collect();
    private().filter(move |mark| !used.contains(mark))
}

fn spans(text: &RichText) -> impl Iterator<Item = &Span> {
    text.0.iter().flat_map(Block::lines).flatten()
}

fn spans_mut(text: &mut RichText) -> impl Iterator<Item = &mut Span> {
    text.0.iter_mut().flat_map(Block::lines_mut).flatten()
}

/// A text in its published form. `place` gives the places of the cards whose answers it shows.
pub(super) fn compile_text(text: &str, place: impl Fn(&Key) -> Option<usize>) -> Result<RichText, BadMarkdown> {
    let shielded = Shielded::of(text);
    let mut compiled = shielded.parse()?;
    for shield in &shielded.tokens {
        let token = shield.token.as_ref().map_err(|reason| BadMarkdown::Token(reason.clone()))?;
        let answer = place_of(&token.of, &place).map_err(no_such_card)?;
        let published = token.published(answer);
        for span in spans_mut(&mut compiled) {
            span.text = span.text.replace(shield.mark, &published);
        }
    }
    Ok(compiled)
}

/// The place of the card whose answer a token shows; 0 for other tokens.
pub(super) fn place_of(of: &Of, place: impl Fn(&Key) -> Option<usize>) -> Result<usize, &Key> {
    match of {
        Of::Answer(key) => place(key).ok_or(key),
        Of::Person(_) | Of::Company | Of::Agent | Of::Page(_) | Of::Visit(_) => Ok(0),
    }
}

pub(super) fn no_such_card(key: &Key) -> BadMarkdown {
    BadMarkdown::Token(format!("it shows the answer to `{key}`, but there is no such card"))
}
