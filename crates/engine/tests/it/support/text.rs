//! Screens, views and events as text.

use parlor_domain::flow::{Block, RichText, Span};
use parlor_domain::state::{Act, Answer};
use parlor_engine::step::Effect;
use parlor_engine::view::{Ask, Prompt, View, Words};
use parlor_engine::visit::Screen;

pub(crate) fn screen_lines(screen: &Screen<'_>) -> Vec<String> {
    let mut first = vec![if screen.launcher { "launcher".to_owned() } else { "no launcher".to_owned() }];
    if screen.unread > 0 {
        first.push(format!("{} unread", screen.unread));
    }
    first.extend(screen.teaser.iter().map(|teaser| format!("teaser \"{}\"", teaser.text.plain())));
    let mut lines = vec![first.join(", ")];
    match &screen.panel {
        None => {}
        Some(panel) => {
            let edge = if panel.popup { "#" } else { "|" };
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
    lines.extend(view.prompt.iter().map(prompt_line));
    lines.extend(view.over.then(|| if view.broken { "(broken)".to_owned() } else { "(over)".to_owned() }));
    lines
}

fn said_line(words: &Words<'_>) -> String {
    match words {
        Words::Bot(text) => format!("bot: {}", text.plain().replace('\n', " / ")),
        Words::Problem(problem) => format!("bot: [{problem:?}]"),
        Words::Document(document) => format!("document: {}", document.title),
        Words::Visitor(text) => format!("visitor: {}", text.replace('\n', " / ")),
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
    };
    format!("{answer} on turn {}", act.turn)
}

pub(crate) fn effect_line(effect: &Effect) -> String {
    match effect {
        Effect::Wake { after_ms, ticket } => format!("wake after {after_ms} ms, ticket {ticket}"),
        Effect::Write { attribute, value, folded } => format!("write {attribute} = {value} ({folded})"),
        Effect::Email(email) => format!("e-mail {email}"),
        Effect::Phone(phone) => format!("phone {phone}"),
        Effect::Goal(card) => format!("goal of card {card}"),
        Effect::Completed => "completed".into(),
        Effect::Broken(defect) => format!("broken: {defect:?}"),
    }
}

/// Rich text with its form: `<b>`, `<i>`, `<a TARGET>`, lists as `- ` and `1. `.
pub(crate) fn rich_text(text: &RichText) -> String {
    let mut lines = Vec::new();
    for block in &text.0 {
        match block {
            Block::Paragraph(spans) => lines.push(spans_text(spans)),
            Block::List { numbered, items } => {
                let mark = if *numbered { "1. " } else { "- " };
                lines.extend(items.iter().map(|spans| format!("{mark}{}", spans_text(spans))));
            }
        }
    }
    lines.join("\n")
}

fn spans_text(spans: &[Span]) -> String {
    spans.iter().map(span_text).collect()
}

fn span_text(span: &Span) -> String {
    let mut text = span.text.replace('\n', "\\n");
    for (tag, is_on) in [("i", span.italic), ("b", span.bold)] {
        if is_on {
            text = format!("<{tag}>{text}</{tag}>");
        }
    }
    span.link.as_ref().map_or(text.clone(), |link| format!("<a {link}>{text}</a>"))
}
