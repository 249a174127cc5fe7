//! What is on screen, as JSON: exactly what a shell may draw (C22).

use parlor_domain::service::Service;
use serde_json::{Map, Value, json};

use crate::publish::english;
use crate::view::{Ask, Prompt, Said, View, Words, problem_text, yes_no_text};
use crate::visit::{Panel, Screen};

/// What one tab shows; `asks`: the server was asked what is known, and has not answered yet.
pub(super) fn screen(screen: &Screen<'_>, asks: bool) -> Value {
    let mut told = Map::from_iter([("launcher".to_owned(), json!(screen.launcher))]);
    if screen.unread > 0 {
        told.insert("unread".to_owned(), json!(screen.unread));
    }
    if let Some(teaser) = &screen.teaser {
        told.insert("teaser".to_owned(), json!(teaser.text));
    }
    if let Some(panel) = &screen.panel {
        let place = match (panel.inside, panel.popup) {
            (true, _) => "inside",
            (_, true) => "popup",
            _ => "panel",
        };
        told.insert(place.to_owned(), self::panel(panel, asks));
    }
    Value::Object(told)
}

fn panel(panel: &Panel<'_>, asks: bool) -> Value {
    let entry = |entry: &crate::visit::Entry| json!({"last": entry.last, "over": entry.over});
    match (&panel.list, &panel.chat) {
        (Some(list), _) => json!({"list": list.iter().map(entry).collect::<Vec<_>>()}),
        (None, Some(chat)) => view(&chat.view),
        (None, None) if asks => json!("nothing to talk about as long as the server hasn't answered"),
        (None, None) => json!("nothing to talk about"),
    }
}

fn view(view: &View<'_>) -> Value {
    let mut told = Map::from_iter([("said".to_owned(), Value::Array(view.said.iter().map(said).collect()))]);
    if view.typing {
        told.insert("typing".to_owned(), json!(true));
    }
    if let Some(prompt) = &view.prompt {
        told.insert("prompt".to_owned(), self::prompt(prompt));
    }
    if view.over {
        told.insert("over".to_owned(), json!(if view.broken { "broken" } else { "completed" }));
    }
    Value::Object(told)
}

fn said(said: &Said<'_>) -> Value {
    match &said.words {
        Words::Bot(text) => json!({"bot": text.plain()}),
        Words::Problem(problem) => json!({"bot": english().text(problem_text(*problem))}),
        Words::Document(document) => json!({"document": document.title}),
        Words::Served(Service::Meeting, agent) => json!({"booked": agent}),
        Words::Served(Service::LiveChat, agent) => json!({"connected": agent}),
        Words::Served(Service::Answers, text) => json!({"bot": text}),
        Words::Ended => json!("ended"),
        Words::Visitor(text) => visitor(text, said.may_change),
        Words::YesNo(yes) => visitor(english().text(yes_no_text(*yes)), said.may_change),
    }
}

fn visitor(text: &str, may_change: bool) -> Value {
    if may_change { json!({"visitor": text, "may_change": true}) } else { json!({"visitor": text}) }
}

fn prompt(prompt: &Prompt<'_>) -> Value {
    match &prompt.ask {
        Ask::Choices { labels, several, other } => json!({"choices": labels, "several": several, "other": other}),
        Ask::Input { input, placeholder, required, known } => json!({
            "input": input,
            "placeholder": placeholder,
            "required": required,
            "known": known.map(|known| known.text()),
        }),
        Ask::Slots(slots) => json!({"slots": slots.iter().map(|slot| slot.start.text()).collect::<Vec<_>>()}),
        Ask::LiveChat(agent) => json!({"live_chat": agent}),
        Ask::Question => json!("question"),
        Ask::Document { may_continue } => json!({"document": {"may_continue": may_continue}}),
    }
}
