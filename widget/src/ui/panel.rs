//! The panel: header, messages or the list of conversations, and what waits for the visitor.

use parlor_domain::language::Text;
use parlor_domain::look::PublishedLook;
use parlor_engine::sending::Trouble;
use parlor_engine::view::{Ask, View};
use parlor_engine::visit::{Chat, Input, Panel};
use yew::{Callback, Html, NodeRef};

use super::icon::{arrow_back, arrow_down, cross, lines};
use super::list::list;
use super::messages::messages;
use super::prompt::{Draft, prompt};
use super::rich::{link_to, shown};
use super::tag::{On, Tag, tag};
use crate::shell::Shell;

/// Where messages are, and what happens there.
pub struct Stage {
    /// All of it.
    pub panel: NodeRef,
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
pub fn panel(shell: &Shell, look: &PublishedLook, panel: &Panel<'_>, stage: &Stage, draft: &Draft) -> Html {
    let is_list = panel.list.is_some();
    let inside = match &panel.list {
        Some(entries) => list(shell, entries),
        None => conversation(shell, look, panel.chat.as_ref(), stage, draft),
    };
    let title = if is_list { shell.says(Text::Conversations) } else { look.bot_name.as_str().to_owned() };
    let tagline = (!is_list && !look.tagline.is_empty()).then(|| tag("p").text(look.tagline.clone()));
    let way = (is_list || panel.conversations > 1).then(|| back_or_list(shell, is_list));
    let avatar = (!is_list).then(|| avatar(shell, look));
    let who = tag("div").class("who").with(tag("h1").set("id", "title").text(title)).with_some(tagline);
    let close = button(shell, Text::Close, cross(), || Input::Closed);
    let head = (!panel.inside).then(|| tag("div").class("head").with_some(way).with_some(avatar).with(who).with(close));
    let (class, role) = if panel.inside { ("panel inside", "group") } else { ("panel", "dialog") };
    // No `main` and no `header`: those belong to the page around, and a dialog is neither.
    tag("div")
        .class(class)
        .found_by(&stage.panel)
        .set("role", role)
        .set_some("aria-labelledby", (!panel.inside).then_some("title"))
        .set_some("aria-label", panel.inside.then(|| look.bot_name.as_str().to_owned()))
        .set_some("aria-modal", panel.popup.then_some("true"))
        .set_some("inert", panel.ahead.then_some(""))
        .with_some(head)
        .with(inside)
        .into()
}

/// The way to all conversations, and back. It is one button, so that it keeps the focus.
fn back_or_list(shell: &Shell, is_list: bool) -> Html {
    match is_list {
        true => button(shell, Text::Back, arrow_back(), || Input::Listing(false)),
        false => button(shell, Text::Conversations, lines(), || Input::Listing(true)),
    }
}

fn button(shell: &Shell, label: Text, icon: Html, then: fn() -> Input) -> Html {
    let (shell, label) = (shell.clone(), shell.says(label));
    let onclick = move || shell.feed(then());
    tag("button").class("plain").set("aria-label", label).on_click(onclick).with(icon).into()
}

/// Without a chat there is nothing to talk about, or it is still on its way.
fn conversation(shell: &Shell, look: &PublishedLook, chat: Option<&Chat<'_>>, stage: &Stage, draft: &Draft) -> Html {
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
        .set("aria-label", shell.says(Text::Messages))
        .set("aria-live", "polite")
        // Whoever has no mouse scrolls from here, also where nothing is asked.
        .set_some("tabindex", (!shell.visit().is_inside()).then_some("0"))
        .with_all(chat.map(|chat| messages(shell, look, chat)));
    let scroll = tag("div")
        .class("scroll")
        .found_by(&stage.log)
        .on(On::Scroll, move |_| scrolled.emit(()))
        .with(log)
        .with(waiting(shell, look, view))
        .with(privacy(shell, look, view))
        .with(choices)
        .with(ending(shell, view));
    let newest = tag("button")
        .class("newest")
        .found_by(&stage.jump)
        .set("hidden", "hidden")
        .set("aria-label", shell.says(Text::Newest))
        .on_click(move || jumped.emit(()))
        .with(arrow_down());
    let trouble =
        shell.trouble().map(|trouble| tag("p").class("notice").set("role", "status").text(shell.says(trouble_text(trouble))));
    let stage = tag("div").class("stage").with(scroll).with(newest).into();
    [stage, trouble.map(Html::from).unwrap_or_default(), composer].into_iter().collect()
}

/// The bot's picture, or the first letter of its name.
fn avatar(shell: &Shell, look: &PublishedLook) -> Tag {
    match look.avatar {
        Some(file) => shown(shell, file, String::new()).class("avatar"),
        None => tag("span").class("avatar").set("aria-hidden", "true").text(initial(look)),
    }
}

fn initial(look: &PublishedLook) -> String {
    look.bot_name.as_str().chars().take(1).map(|c| c.to_ascii_uppercase()).collect()
}

/// Dots while the bot types or the conversation is on its way.
fn waiting(shell: &Shell, look: &PublishedLook, view: Option<&View<'_>>) -> Html {
    match view {
        Some(view) if view.typing => {
            let typing = tag("span").class("sr").text(shell.says_with(Text::Typing, look.bot_name.as_str()));
            dots("message dots", Some(typing)).into()
        }
        Some(_) => Html::default(),
        None if shell.visit().is_idle() => line(shell, "empty", Text::Nothing),
        None => tag("div")
            .class("loading")
            .with(dots("message dots late", None))
            .with(line(shell, "word", Text::Loading))
            .with(line(shell, "way-out", Text::LoadingLong))
            .into(),
    }
}

/// What becomes of what the visitor says, before anything is said (W32).
fn privacy(shell: &Shell, look: &PublishedLook, view: Option<&View<'_>>) -> Html {
    let is_due = view.is_some_and(View::awaits_first_input) && !(look.privacy_url.is_empty() && look.consent_line.is_empty());
    if !is_due {
        return Html::default();
    }
    let link = (!look.privacy_url.is_empty()).then(|| link_to(look.privacy_url.clone()).text(shell.says(Text::Privacy)));
    tag("p").class("privacy").text([&look.consent_line, " "].concat()).with_some(link).into()
}

fn dots(class: &'static str, said: Option<Tag>) -> Tag {
    let dots = (0..3).map(|_| tag("i").into());
    tag("div").class(class).set("data-part", "bot").with_some(said).with_all(dots)
}

fn line(shell: &Shell, class: &'static str, text: Text) -> Html {
    tag("p").class(class).text(shell.says(text)).into()
}

/// Why what the visitor writes is not sent yet.
fn trouble_text(why: Trouble) -> Text {
    match why {
        Trouble::NoConnection => Text::NoConnection,
        Trouble::Busy => Text::Busy,
    }
}

fn ending(shell: &Shell, view: Option<&View<'_>>) -> Html {
    match view {
        Some(view) if view.broken => line(shell, "over", Text::Broken),
        Some(view) if view.over => line(shell, "over", Text::Over),
        _ => Html::default(),
    }
}
