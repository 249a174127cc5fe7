//! The safe Markdown subset (C1): bold, italic, links, lists. Anything else is refused by name, never passed on.

use std::fmt;

use parlor_domain::flow::{Block, RichText, Span};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// Markdown that is not in the subset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadMarkdown {
    /// An image.
    Image,
    /// HTML.
    Html,
    /// A link to something else than a page, an address or a telephone.
    Link(String),
    /// A heading, quote, table, code or rule; the text says which.
    Form(&'static str),
    /// A token that can't be read, or where none can be (C15); the text says which and why.
    Token(String),
}

impl fmt::Display for BadMarkdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Image => f.write_str("images can't be used in texts"),
            Self::Html => f.write_str("HTML can't be used in texts; write Markdown, or put a backslash before <"),
            Self::Link(target) => write!(f, "the link to `{target}` must begin with https://, http://, mailto: or tel:"),
            Self::Form(form) => write!(f, "{form} can't be used in texts"),
            Self::Token(reason) => f.write_str(reason),
        }
    }
}

/// Reads Markdown into the tree that browsers draw.
pub fn parse(text: &str) -> Result<RichText, BadMarkdown> {
    let mut reader = Reader::default();
    for event in Parser::new(text) {
        reader.take(event)?;
    }
    Ok(RichText(reader.blocks))
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    spans: Vec<Span>,
    items: Vec<Vec<Span>>,
    numbered: Option<bool>,
    bold: bool,
    italic: bool,
    link: Option<String>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) -> Result<(), BadMarkdown> {
        match event {
            Event::Text(text) => self.push(&text),
            Event::SoftBreak | Event::HardBreak => self.push("\n"),
            Event::Start(tag) => return self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Html(_) | Event::InlineHtml(_) => return Err(BadMarkdown::Html),
            Event::Code(_) => return Err(BadMarkdown::Form("code")),
            Event::Rule => return Err(BadMarkdown::Form("rules")),
            _ => return Err(BadMarkdown::Form("this form of text")),
        }
        Ok(())
    }

    fn open(&mut self, tag: Tag<'_>) -> Result<(), BadMarkdown> {
        match tag {
            Tag::Paragraph => {}
            Tag::List(_) if self.numbered.is_some() => return Err(BadMarkdown::Form("lists within lists")),
            Tag::List(first) => self.numbered = Some(first.is_some()),
            Tag::Item => self.spans.clear(),
            Tag::Strong => self.bold = true,
            Tag::Emphasis => self.italic = true,
            Tag::Link { dest_url, .. } => self.link = Some(safe_link(&dest_url)?),
            Tag::Image { .. } => return Err(BadMarkdown::Image),
            Tag::HtmlBlock => return Err(BadMarkdown::Html),
            Tag::Heading { .. } => return Err(BadMarkdown::Form("headings")),
            Tag::BlockQuote(_) => return Err(BadMarkdown::Form("quotes")),
            Tag::CodeBlock(_) => return Err(BadMarkdown::Form("code")),
            _ => return Err(BadMarkdown::Form("this form of text")),
        }
        Ok(())
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph if self.numbered.is_some() => self.push("\n"),
            TagEnd::Paragraph => {
                let spans = std::mem::take(&mut self.spans);
                self.blocks.push(Block::Paragraph(spans));
            }
            TagEnd::Item => {
                let mut spans = std::mem::take(&mut self.spans);
                trim_end(&mut spans);
                self.items.push(spans);
            }
            TagEnd::List(_) => {
                let items = std::mem::take(&mut self.items);
                self.blocks.push(Block::List { numbered: self.numbered.take().unwrap_or(false), items });
            }
            TagEnd::Strong => self.bold = false,
            TagEnd::Emphasis => self.italic = false,
            TagEnd::Link => self.link = None,
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        let span = Span { text: text.to_owned(), bold: self.bold, italic: self.italic, link: self.link.clone() };
        match self.spans.last_mut() {
            Some(last) if (last.bold, last.italic, &last.link) == (span.bold, span.italic, &span.link) => {
                last.text.push_str(text)
            }
            _ => self.spans.push(span),
        }
    }
}

/// Drops the line break after an item's last paragraph.
fn trim_end(spans: &mut Vec<Span>) {
    if let Some(last) = spans.last_mut() {
        last.text.truncate(last.text.trim_end_matches('\n').len());
    }
    if spans.last().is_some_and(|span| span.text.is_empty()) {
        spans.pop();
    }
}

fn safe_link(target: &str) -> Result<String, BadMarkdown> {
    let lower = target.to_ascii_lowercase();
    let is_safe = ["https://", "http://", "mailto:", "tel:"].iter().any(|start| lower.starts_with(start));
    if is_safe && !target.chars().any(char::is_control) {
        Ok(target.to_owned())
    } else {
        Err(BadMarkdown::Link(target.to_owned()))
    }
}
