//! Rich text as elements. Texts go in as text; nothing is ever parsed as markup.

use std::cell::Cell;

use parlor_domain::flow::{Block, CardIndex, Picture, Place, RichText, Span};
use parlor_domain::lean::decimal;
use parlor_domain::site::FileHash;
use parlor_engine::visit::Input;
use parlor_wire::visitor::{COVER, hashed};
use yew::Html;

use super::tag::{Tag, tag};
use crate::shell::Shell;

/// A text of the author. Clicks on its links are reported.
pub fn rich(shell: &Shell, text: &RichText, card: CardIndex) -> Html {
    let of = Rich { shell, card, links: Cell::new(0) };
    text.0.iter().map(|block| of.block(block)).collect()
}

struct Rich<'a> {
    shell: &'a Shell,
    card: CardIndex,
    /// Links so far.
    links: Cell<u8>,
}

impl Rich<'_> {
    fn block(&self, block: &Block) -> Html {
        match block {
            Block::Paragraph(spans) => self.line(tag("p"), spans),
            Block::List { numbered: true, items } => self.list(tag("ol"), items),
            Block::List { numbered: false, items } => self.list(tag("ul"), items),
            Block::Image { alt, picture } => image(self.shell, alt, picture),
        }
    }

    fn list(&self, list: Tag, items: &[Vec<Span>]) -> Html {
        // Its marks stand where its lines begin.
        list.set("dir", "auto").with_all(items.iter().map(|spans| self.line(tag("li"), spans))).into()
    }

    fn line(&self, line: Tag, spans: &[Span]) -> Html {
        line.with_all(spans.iter().map(|span| self.span(span))).into()
    }

    fn span(&self, span: &Span) -> Html {
        let form = match (span.bold, span.italic) {
            (true, true) => "bi",
            (true, false) => "b",
            (false, true) => "i",
            (false, false) => "",
        };
        let text = span.text.clone();
        let Some(link) = &span.link else { return tag("span").set("data-form", form).text(text).into() };
        let (shell, card, at) = (self.shell.clone(), self.card, self.links.get());
        self.links.set(at.saturating_add(1));
        let clicked = move || shell.feed(Input::Clicked(card, at));
        link_to(link.clone()).set("data-form", form).on_click(clicked).text(text).into()
    }
}

/// An image, which has its place before it is there. One that is not on our server is never asked for.
fn image(shell: &Shell, words: &str, picture: &Picture) -> Html {
    let side = |dots: u16| decimal(dots.into(), 1);
    match picture.place {
        Place::Uploaded { file, .. } => {
            shown(shell, file, words.to_owned()).set("width", side(picture.width)).set("height", side(picture.height)).into()
        }
        Place::Hosted(_) => Html::default(),
    }
}

/// A picture of ours. Nothing is asked of the server before somebody opens the chat (W5).
pub fn shown(shell: &Shell, file: FileHash, words: String) -> Tag {
    let is_open = shell.visit().is_open();
    tag("img").set("loading", "lazy").set_some("src", is_open.then(|| hashed(COVER, file))).set("alt", words)
}

/// A way out of the chat, to where an author points.
pub fn link_to(address: String) -> Tag {
    tag("a").set("href", address).set("target", "_blank").set("rel", "noopener")
}
