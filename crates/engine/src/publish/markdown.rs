//! The safe Markdown subset (C1): bold, italic, links, lists, images. Anything else is refused by name, never passed on.

use std::fmt;

use parlor_domain::flow::{BadAddress, Block, Picture, Place, RichText, Span};
use parlor_domain::limits::TEXT_IMAGES;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// Markdown that is not in the subset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadMarkdown {
    /// An image that something else stands beside, before or around.
    ImageWithin,
    /// An image without words for who doesn't see it; the text is its address.
    ImageWithoutWords(String),
    /// An image whose address can't be asked for a picture; the text is what is written there.
    ImageAddress(String, BadAddress),
    /// More images than `TEXT_IMAGES`.
    Images,
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
            Self::ImageWithin => f.write_str("an image must stand on a line of its own, in no list and no link"),
            Self::ImageWithoutWords(address) => {
                write!(f, "the image `{address}` is nothing to who can't see it; write ![what it shows]({address})")
            }
            Self::ImageAddress(address, bad) => write!(f, "the image `{address}` can't be used: {bad}"),
            Self::Images => write!(f, "it has more than {TEXT_IMAGES} images"),
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
    image: Image,
}

/// How far an image of the paragraph is read.
#[derive(Default)]
enum Image {
    /// There is none, or its line is over.
    #[default]
    None,
    /// Its words come now.
    Begun { address: String, alt: String },
    /// It is read, and its line must end.
    Read,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) -> Result<(), BadMarkdown> {
        match event {
            Event::Text(text) => return self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.end_line(),
            Event::End(TagEnd::Image) => return self.end_image(),
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
            Tag::Image { dest_url, .. } => return self.begin_image(&dest_url),
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
                let is_image = matches!(std::mem::take(&mut self.image), Image::Read);
                if !(is_image && spans.is_empty()) {
                    self.blocks.push(Block::Paragraph(spans));
                }
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

    fn text(&mut self, text: &str) -> Result<(), BadMarkdown> {
        match &mut self.image {
            Image::None => self.push(text),
            Image::Begun { alt, .. } => alt.push_str(text),
            Image::Read => return Err(BadMarkdown::ImageWithin),
        }
        Ok(())
    }

    fn end_line(&mut self) {
        match &mut self.image {
            Image::None => self.push("\n"),
            Image::Begun { alt, .. } => alt.push(' '),
            Image::Read => self.image = Image::None,
        }
    }

    /// The image ends what the paragraph has said so far.
    fn begin_image(&mut self, address: &str) -> Result<(), BadMarkdown> {
        let begins_line = self.spans.last().is_none_or(|span| span.text.ends_with('\n'));
        let is_alone = self.numbered.is_none() && self.link.is_none() && matches!(self.image, Image::None);
        if !(begins_line && is_alone) {
            return Err(BadMarkdown::ImageWithin);
        }
        let mut said = std::mem::take(&mut self.spans);
        trim_end(&mut said);
        if !said.is_empty() {
            self.blocks.push(Block::Paragraph(said));
        }
        self.image = Image::Begun { address: address.to_owned(), alt: String::new() };
        Ok(())
    }

    fn end_image(&mut self) -> Result<(), BadMarkdown> {
        let Image::Begun { address, alt } = std::mem::replace(&mut self.image, Image::Read) else { return Ok(()) };
        let place = Place::hosted(&address).map_err(|bad| BadMarkdown::ImageAddress(address.clone(), bad))?;
        let alt = alt.trim().to_owned();
        if alt.is_empty() {
            return Err(BadMarkdown::ImageWithoutWords(address));
        }
        if self.blocks.iter().filter(|block| matches!(block, Block::Image { .. })).count() == TEXT_IMAGES {
            return Err(BadMarkdown::Images);
        }
        self.blocks.push(Block::Image { alt, picture: Picture { place, width: 0, height: 0 } });
        Ok(())
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

/// Drops the line break after an item's last paragraph, or before an image.
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
