//! What is drawn before the rest of the program is here: the teaser, and a panel that waits for it. Made by hand, because the library
//! that draws the panel belongs to the rest.

use std::cell::RefCell;

use parlor_domain::language::Text;
use parlor_domain::look::PublishedLook;
use parlor_engine::visit::Input;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement};

use super::icon::CROSS;
use super::{app, listen};
use crate::host::Mode;
use crate::shell::Shell;

const SVG: &str = "http://www.w3.org/2000/svg";

/// The elements, and which of them are in place.
pub struct Front {
    body: HtmlElement,
    teaser: HtmlElement,
    words: Element,
    waiting: Element,
    /// Where the rest draws.
    place: Element,
    drawn: RefCell<Drawn>,
}

#[derive(Default, PartialEq)]
struct Drawn {
    teaser: Option<String>,
    waits: bool,
}

impl Front {
    /// With nothing in place.
    pub fn new(document: &Document, shell: &Shell) -> Result<Self, JsValue> {
        let make = Make(document);
        let words = make.tag("span", &[("class", "teaser-text")], &[])?;
        let place = make.tag("div", &[("class", "chat")], &[])?;
        let body = document.body().ok_or(JsValue::NULL)?;
        body.append_child(&place)?;
        Ok(Self {
            body,
            teaser: make.teaser(shell, &words)?.unchecked_into(),
            words,
            waiting: make.waiting(shell, &shell.visit().site().look)?,
            place,
            drawn: RefCell::default(),
        })
    }

    /// Draws what is to be drawn now, the panel by the rest, and tells the page what there is.
    pub fn draw(&self, shell: &Shell) {
        let is_open = shell.will_be_open();
        let is_whole = shell.has_rest();
        let visit = shell.visit();
        let outside = visit.outside();
        let teaser = outside.teaser.filter(|_| !is_open).map(|teaser| teaser.text.to_owned());
        let has_words = teaser.is_some();
        self.put(Drawn { teaser, waits: is_open && !is_whole });
        // The rest tells what it has drawn when it has done so.
        if !(is_open && is_whole) {
            let mode = match () {
                () if is_open && visit.is_popup() => Mode::Popup,
                () if is_open => Mode::Panel,
                () if has_words => Mode::Teaser(self.teaser.offset_width().into(), self.teaser.offset_height().into()),
                () => Mode::None,
            };
            shell.show(outside.launcher, outside.unread, mode);
        }
        let is_expected = has_words || outside.unread > 0;
        drop(visit);
        match is_whole {
            true => app::draw(shell, &self.place),
            false if is_open => shell.need_rest(),
            false if is_expected => shell.expect_rest(),
            false => {}
        }
    }

    fn put(&self, now: Drawn) {
        if *self.drawn.borrow() == now {
            return;
        }
        let set = |element: &Element, is_there: bool| match is_there {
            true => drop(self.body.append_child(element)),
            false => element.remove(),
        };
        self.words.set_text_content(now.teaser.as_deref());
        set(&self.teaser, now.teaser.is_some());
        set(&self.waiting, now.waits);
        *self.drawn.borrow_mut() = now;
    }
}

/// Makes elements.
pub(super) struct Make<'a>(pub(super) &'a Document);

pub(super) type Made = Result<Element, JsValue>;

impl Make<'_> {
    pub(super) fn tag(&self, name: &str, attributes: &[(&str, &str)], inside: &[&Element]) -> Made {
        let is_drawing = name == "svg" || name == "path";
        let element = if is_drawing { self.0.create_element_ns(Some(SVG), name)? } else { self.0.create_element(name)? };
        for (name, value) in attributes {
            element.set_attribute(name, value)?;
        }
        for inner in inside {
            element.append_child(inner)?;
        }
        Ok(element)
    }

    fn line(&self, name: &str, class: &str, text: &str) -> Made {
        let line = self.tag(name, &[("class", class)], &[])?;
        line.set_text_content(Some(text));
        Ok(line)
    }

    fn cross(&self, class: &str, label: &str, then: Box<dyn FnMut()>) -> Made {
        let path = self.tag("path", &[("d", CROSS)], &[])?;
        let icon = self.tag("svg", &[("viewBox", "0 0 24 24"), ("aria-hidden", "true")], &[&path])?;
        let cross = self.tag("button", &[("class", class), ("aria-label", label)], &[&icon])?;
        listen(Some(cross.clone()), "click", then);
        Ok(cross)
    }

    /// The first words, to be opened or put away.
    fn teaser(&self, shell: &Shell, words: &Element) -> Made {
        let (opened, dismissed) = (shell.clone(), shell.clone());
        let says = self.line("span", "sr", &shell.says(Text::Open))?;
        let open = self.tag("button", &[("class", "teaser-open")], &[words, &says])?;
        listen(Some(open.clone()), "click", Box::new(move || opened.act(Input::Opened)));
        let dismiss =
            self.cross("teaser-dismiss", &shell.says(Text::Dismiss), Box::new(move || dismissed.feed(Input::Dismissed)))?;
        self.tag("div", &[("class", "teaser")], &[&open, &dismiss])
    }

    /// A panel whose inside is on its way.
    fn waiting(&self, shell: &Shell, look: &PublishedLook) -> Made {
        let (close, says, says_later) = (shell.says(Text::Close), shell.says(Text::Loading), shell.says(Text::LoadingLong));
        let shell = shell.clone();
        let name = self.line("h1", "", look.bot_name.as_str())?;
        let who = self.tag("div", &[("class", "who")], &[&name])?;
        let close = self.cross("plain", &close, Box::new(move || shell.close()))?;
        let header = self.tag("div", &[("class", "head")], &[&who, &close])?;
        let dot = || self.tag("i", &[], &[]);
        let dots = self.tag("div", &[("class", "message dots late"), ("data-part", "bot")], &[&dot()?, &dot()?, &dot()?])?;
        let (word, way_out) = (self.line("p", "word", &says)?, self.line("p", "way-out", &says_later)?);
        let loading = self.tag("div", &[("class", "scroll")], &[&dots, &word, &way_out])?;
        let label = ("aria-label", look.bot_name.as_str());
        self.tag("div", &[("class", "panel"), ("role", "dialog"), label], &[&header, &loading])
    }
}
