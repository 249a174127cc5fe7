//! The list of conversations (W16).

use parlor_domain::language::Text;
use parlor_engine::visit::{Entry, Input};
use yew::Html;

use super::tag::tag;
use crate::shell::Shell;

/// Conversations to go back to, the newest first.
pub fn list(shell: &Shell, entries: &[Entry]) -> Html {
    tag("ul").class("list").with_all(entries.iter().map(|entry| one(shell, entry))).into()
}

fn one(shell: &Shell, entry: &Entry) -> Html {
    let time = shell.time(entry.at);
    let over = entry.over.then(|| tag("span").text(shell.says(Text::Finished)));
    let (shell, id) = (shell.clone(), entry.id);
    let button = tag("button")
        .on_click(move || shell.act(Input::Switched(id)))
        .with(tag("span").class("last").text(entry.last.clone().unwrap_or_default()))
        .with(tag("span").class("when").text(time).with_some(over));
    tag("li").key(id.text()).with(button).into()
}
