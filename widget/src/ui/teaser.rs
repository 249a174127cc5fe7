//! The first message beside the launcher.

use parlor_engine::visit::{Input, Teaser};
use yew::{Html, NodeRef};

use super::icon::cross;
use super::tag::tag;
use crate::shell::Shell;
use crate::texts;

/// The first words, to be opened or put away.
pub fn teaser(shell: &Shell, words: &Teaser<'_>, node: &NodeRef) -> Html {
    let (opened, dismissed) = (shell.clone(), shell.clone());
    let open = tag("button")
        .class("teaser-open")
        .on_click(move || opened.act(Input::Opened))
        .with(tag("span").class("teaser-text").text(words.text.plain()))
        .with(tag("span").class("sr").text(texts::OPEN_TEASER));
    let dismiss = tag("button")
        .class("teaser-dismiss")
        .set("aria-label", texts::DISMISS)
        .on_click(move || dismissed.feed(Input::Dismissed))
        .with(cross());
    tag("div").class("teaser").found_by(node).with(open).with(dismiss).into()
}
