//! Screens, views and events as lines of text.

use parlor_domain::activity::Consequence;
use parlor_domain::event::What;
use parlor_domain::reading::{DocumentRead, Reading};
use parlor_domain::state::{Act, Answer};
use parlor_engine::step::Wanted;
use parlor_engine::view::{Ask, Prompt, View, Words};
use parlor_engine::visit::Screen;

pub(crate) fn screen_lines(screen: &Screen<'_>) -> Vec<String> {
    let mut first = vec![if screen.launcher { "launcher".to_owned() } else { "no launcher".to_owned() }];
    if screen.unread > 0 {
        first.push(format!("{} unread", screen.unread));
    }
    first.extend(screen.teaser.iter().map(|teaser| format!("teaser \"{}\"", teaser.text)));
    let mut lines = vec![first.join(", ")];
    match &screen.panel {
        None => {}
        Some(panel) => {
            let edge = match (panel.inside, panel.popup) {
                (true, _) => ":",
                (_, true) => "#",
                _ => "|",
            };
            match (&panel.list, &panel.chat) {
                (Some(list), _) => lines.extend(list.iter().map(|entry| {
                    let over = if entry.over { " (over)" } else { "" };
                    format!("{edge} * {}{over}", entry.last.as_deref().unwrap_or("?").replace('\n', " / "))
                })),
                (None, None) => lines.push(format!("{edge} (nothing to talk about)")),
                (None, Some(chat)) => lines.extend(view_lines(&chat.view).into_iter().map(|line| format!("{edge} {line}"))),
            }
        }
    }
    lines
}

pub(crate) fn view_lines(view: &View<'_>) -> Vec<String> {
    let mut lines: Vec<String> = view.said.iter().map(|said| said_line(&said.words)).collect();
    lines.extend(view.typing.then(|| "...".to_owned()));
    lines.extend(view.awaits.map(|wanted| format!("(waits for {})", wanted_text(wanted))));
    lines.extend(view.prompt.iter().map(prompt_line));
    lines.extend(view.over.then(|| if view.broken { "(broken)".to_owned() } else { "(over)".to_owned() }));
    lines
}

fn said_line(words: &Words<'_>) -> String {
    match words {
        Words::Bot(text) => format!("bot: {}", text.plain().replace('\n', " / ")),
        Words::Problem(problem) => format!("bot: [{problem:?}]"),
        Words::Document(document) => format!("document: {}", document.title),
        Words::Served(service, said) => format!("{service:?}: {said}"),
        Words::Ended => "the chat is over".to_owned(),
        Words::YesNo(yes) => format!("visitor: {}", if *yes { "yes" } else { "no" }),
        Words::Visitor(text) => format!("visitor: {}", text.replace('\n', " / ")),
    }
}

fn wanted_text(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Slots => "times to meet",
        Wanted::Booking => "the meeting",
        Wanted::Agent => "an agent",
        Wanted::Found => "an answer",
    }
}

fn prompt_line(prompt: &Prompt<'_>) -> String {
    let at = format!("turn {} card {}", prompt.turn, prompt.card);
    match &prompt.ask {
        Ask::Choices { labels, several, other } => {
            let several = if *several { " several" } else { "" };
            let other = other.map(|other| format!(" other [{other}]")).unwrap_or_default();
            format!("{at} pick{several}: [{}]{other}", labels.join("] ["))
        }
        Ask::Input { input, placeholder, required, known } => {
            let hint = if placeholder.is_empty() { String::new() } else { format!(" \"{placeholder}\"") };
            let required = if *required { "" } else { " or skip" };
            let known = known.map(|known| format!(" or confirm {known}")).unwrap_or_default();
            format!("{at} type: {input:?}{hint}{required}{known}")
        }
        Ask::Slots(slots) => {
            let slots: Vec<String> = slots.iter().map(|slot| slot.start.text()).collect();
            format!("{at} meet at: {} or skip", slots.join(" or "))
        }
        Ask::LiveChat(agent) => format!("{at} chat with {agent}"),
        Ask::Question => format!("{at} ask or skip"),
        Ask::Document { may_continue } => format!("{at} open{}", if *may_continue { " or skip" } else { "" }),
    }
}

pub(crate) fn act_text(act: &Act) -> String {
    let answer = match &act.answer {
        Answer::Choices(places) => format!("picks {places:?}"),
        Answer::Text(typed) => format!("types {:?}", typed.text),
        Answer::Confirmed => "confirms".into(),
        Answer::Skipped => "skips".into(),
        Answer::Branch(branch) => format!("takes branch {branch}"),
        Answer::Filled(values) => format!("fills {values:?}"),
        Answer::Opened => "opens".into(),
        Answer::Back { turn, .. } => format!("goes back to turn {turn}"),
        Answer::Picked(slot) => format!("picks {}", slot.start),
        Answer::Unserved => "is told that nobody can".into(),
        Answer::Offered(slots) => format!("is offered {} times", slots.len()),
        Answer::Ended => "is told that the chat is over".into(),
        Answer::Served(said) => format!("is told {said:?}"),
    };
    format!("{answer} on turn {}", act.turn)
}

pub(crate) fn what_text(what: &What) -> String {
    match what {
        What::Shown => "shown".into(),
        What::Started(known) if known.is_empty() => "started".into(),
        What::Started(known) => {
            let known: Vec<String> = known.iter().map(|(key, value)| format!("{key}={value}")).collect();
            format!("started knowing {}", known.join(" "))
        }
        What::Acted(act) => act_text(act),
        What::Lost => "lost".into(),
        What::Begun(beginning) => format!("begun by {} as {}", beginning.by.code(), beginning.interface.code()),
        What::Document(of) => {
            format!("{} the document on turn {}", if of.downloaded { "downloads" } else { "opens" }, of.turn)
        }
        What::Clicked(click) => format!("clicks link {} of card {}", click.link, click.card),
        What::Closed => "closes".into(),
        What::Given(values) => {
            let values: Vec<String> = values.iter().map(|(key, value)| format!("{key}={value}")).collect();
            format!("gives {}", values.join(" "))
        }
        What::Viewed => "views".into(),
        What::Read(read) => format!("has read {}", reading_text(read)),
        What::Forgot(turn) => format!("forgets the former person at turn {turn}"),
    }
}

fn reading_text(read: &DocumentRead) -> String {
    let Reading { pages, of, seconds, words } = &read.reading;
    let downloaded = if read.downloaded { ", downloaded" } else { "" };
    format!("{pages} of {of} pages in {seconds} s, looking for {words:?}{downloaded}")
}

pub(crate) fn consequence_text(consequence: &Consequence) -> String {
    match consequence {
        Consequence::Log(kind) => kind.code().to_owned(),
        Consequence::Begun(_) => "triggered".to_owned(),
        Consequence::Goal(card) => format!("goal of card {card}"),
        Consequence::Write { attribute, value } => format!("{attribute} = {value}"),
        Consequence::Email(email) => format!("e-mail {email}"),
        Consequence::Phone(phone) => format!("phone {phone}"),
        Consequence::Document { card, downloaded } => {
            format!("document of card {card} {}", if *downloaded { "downloaded" } else { "opened" })
        }
        Consequence::Action { card, filled } if filled.is_empty() => format!("action of card {card}"),
        Consequence::Action { card, filled } => format!("action of card {card} with {filled:?}"),
        Consequence::Link(url) => format!("link {url}"),
        Consequence::Read(read) => format!("document read: {}", reading_text(read)),
    }
}
