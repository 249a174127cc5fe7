//! The panel: header, messages or the list of conversations, and what waits for the visitor.

use parlor_domain::site::Look;
use parlor_engine::view::{Ask, View};
use parlor_engine::visit::{Chat, Input, Panel};
use yew::{Callback, Html, NodeRef};

use super::icon::{arrow_back, arrow_down, cross, lines};
use super::list::list;
use super::messages::messages;
use super::prompt::{Draft, prompt};
use super::tag::{On, Tag, tag};
use crate::shell::Shell;
use crate::texts;

/// Where messages are, and what happens there.
pub struct Stage {
    /// What is scrolled.
    pub log: NodeRef,
    /// The button that leads to the newest message.
    pub jump: NodeRef,
    /// It was scrolled.
    pub scrolled: Callback<()>,
    /// The button was used.
    pub jumped: Callback<()>,
    /// What waits for the visitor.
    pub prompt: NodeRef,
    /// A choice in it was toggled.
    pub toggled: Callback<u8>,
}

/// The open panel.
pub fn panel(shell: &Shell, look: &Look, panel: &Panel<'_>, stage: &Stage, draft: &Draft) -> Html {
    let is_list = panel.list.is_some();
    let inside = match &panel.list {
        Some(entries) => list(shell, entries),
        None => conversation(shell, look, panel.chat.as_ref(), stage, draft),
    };
    let title = if is_list { texts::CONVERSATIONS.to_owned() } else { look.bot_name.as_str().to_owned() };
    let tagline = (!is_list && !look.tagline.is_empty()).then(|| tag("p").text(look.tagline.clone()));
    let way = (is_list || panel.conversations > 1).then(|| back_or_list(shell, is_list));
    let avatar = (!is_list).then(|| tag("span").class("avatar").set("aria-hidden", "true").text(initial(look)));
    let who = tag("div").class("who").with(tag("h1").set("id", "title").text(title)).with_some(tagline);
    let close = button(shell, texts::CLOSE, cross(), || Input::Closed);
    // No `main` and no `header`: those belong to the page around, and a dialog is neither.
    tag("div")
        .class("panel")
        .set("role", "dialog")
        .set("aria-labelledby", "title")
        .set_some("aria-modal", panel.popup.then_some("true"))
        .with(tag("div").class("head").with_some(way).with_some(avatar).with(who).with(close))
        .with(inside)
        .into()
}

/// The way to all conversations, and back. It is one button, so that it keeps the focus.
fn back_or_list(shell: &Shell, is_list: bool) -> Html {
    match is_list {
        true => button(shell, texts::BACK, arrow_back(), || Input::Listing(false)),
        false => button(shell, texts::CONVERSATIONS, lines(), || Input::Listing(true)),
    }
}

fn button(shell: &Shell, label: &'static str, icon: Html, then: fn() -> Input) -> Html {
    let shell = shell.clone();
    let onclick = move || shell.feed(then());
    tag("button").class("plain").set("aria-label", label).on_click(onclick).with(icon).into()
}

/// Without a chat there is nothing to talk about, or it is still on its way.
fn conversation(shell: &Shell, look: &Look, chat: Option<&Chat<'_>>, stage: &Stage, draft: &Draft) -> Html {
    let asked = chat.and_then(|chat| {
        let asked = chat.view.prompt.as_ref()?;
        Some((matches!(asked.ask, Ask::Input { .. } | Ask::Question), prompt(shell, chat, asked, stage, draft)))
    });
    let (composer, choices) = match asked {
        Some((true, input)) => (input, Html::default()),
        Some((false, choices)) => (Html::default(), choices),
        None => Default::default(),
    };
    let view = chat.map(|chat| &chat.view);
    let (scrolled, jumped) = (stage.scrolled.clone(), stage.jumped.clone());
    let log = tag("div")
        .class("log")
        .set("role", "log")
        .set("aria-label", texts::MESSAGES)
        .set("aria-live", "polite")
        // Whoever has no mouse scrolls from here, also where nothing is asked.
        .set("tabindex", "0")
        .with_all(chat.map(|chat| messages(shell, look, chat)));
    let scroll = tag("div")
        .class("scroll")
        .found_by(&stage.log)
        .on(On::Scroll, move |_| scrolled.emit(()))
        .with(log)
        .with(waiting(look, view, shell.visit().is_idle()))
        .with(choices)
        .with(ending(view));
    let newest = tag("button")
        .class("newest")
        .found_by(&stage.jump)
        .set("hidden", "hidden")
        .set("aria-label", texts::NEWEST)
        .on_click(move || jumped.emit(()))
        .with(arrow_down());
    let trouble = shell.trouble().map(|trouble| tag("p").class("notice").set("role", "status").text(texts::trouble(trouble)));
    let stage = tag("div").class("stage").with(scroll).with(newest).into();
    [stage, trouble.map(Html::from).unwrap_or_default(), composer].into_iter().collect()
}

fn initial(look: &Look) -> String {
    look.bot_name.as_str().chars().take(1).map(|c| c.to_ascii_uppercase()).collect()
}

/// Dots while the bot types or the conversation is on its way.
fn waiting(look: &Look, view: Option<&View<'_>>, is_idle: bool) -> Html {
    match view {
        Some(view) if view.typing => {
            let typing = tag("span").class("sr").text([look.bot_name.as_str(), texts::TYPING].concat());
            dots("message dots", Some(typing)).into()
        }
        Some(_) => Html::default(),
        None if is_idle => line("empty", texts::NOTHING),
        None => tag("div")
            .class("loading")
            .with(dots("message dots late", None))
            .with(line("word", texts::LOADING))
            .with(line("way-out", texts::LOADING_LONG))
            .into(),
    }
}

fn dots(class: &'static str, said: Option<Tag>) -> Tag {
    let dots = (0..3).map(|_| tag("i").into());
    tag("div").class(class).set("data-part", "bot").with_some(said).with_all(dots)
}

fn line(class: &'static str, text: &'static str) -> Html {
    tag("p").class(class).text(text).into()
}

fn ending(view: Option<&View<'_>>) -> Html {
    match view {
        Some(view) if view.broken => line("over", texts::BROKEN),
        Some(view) if view.over => line("over", texts::OVER),
        _ => Html::default(),
    }
}
