//! What was said, and when.

use parlor_domain::language::Text;
use parlor_domain::lean::decimal;
use parlor_domain::look::PublishedLook;
use parlor_domain::service::Service;
use parlor_domain::state::{Act, Answer};
use parlor_domain::time::SECOND;
use parlor_engine::view::{Said, Words, problem_text, yes_no_text};
use parlor_engine::visit::{Chat, Input};
use yew::Html;

use super::document::document;
use super::icon::pencil;
use super::rich::rich;
use super::tag::tag;
use crate::shell::Shell;

/// Seconds between two messages from which on the time is told again.
const PAUSE: u32 = 600;

/// The messages of a conversation, with the time before the first and after each long pause.
pub fn messages(shell: &Shell, look: &PublishedLook, chat: &Chat<'_>) -> Html {
    let mut drawn = Vec::new();
    let mut before: Option<(bool, u32)> = None;
    for said in &chat.view.said {
        let is_bot = !said.words.is_visitors();
        let time = time_of(said, is_bot, chat.times).or(before.map(|(_, time)| time));
        let is_pause = time.is_some_and(|time| before.is_none_or(|(_, before)| time > before.saturating_add(PAUSE)));
        if let Some(time) = time.filter(|_| is_pause) {
            let at = chat.id.made_at().plus(i64::from(time) * SECOND);
            drawn.push(tag("p").key(nth(drawn.len())).class("time").text(shell.time(at)).into());
        }
        let follows = !is_pause && before.is_some_and(|(of_bot, _)| of_bot == is_bot);
        drawn.push(message(shell, look, chat, said, follows, nth(drawn.len())));
        before = Some((is_bot, time.unwrap_or(0)));
    }
    drawn.into_iter().collect()
}

/// What the visitor says in a turn leads to the next one, and is as old as that.
fn time_of(said: &Said<'_>, is_bot: bool, times: &[u32]) -> Option<u32> {
    let turn = usize::from(said.turn);
    let next = times.get(turn + 1).filter(|_| !is_bot);
    next.or(times.get(turn)).copied()
}

fn message(shell: &Shell, look: &PublishedLook, chat: &Chat<'_>, said: &Said<'_>, follows: bool, key: String) -> Html {
    let (part, inside) = match &said.words {
        Words::Bot(text) => ("bot", rich(shell, text, said.card)),
        Words::Problem(problem) => ("bot", tag("p").text(shell.says(problem_text(*problem))).into()),
        Words::Document(of) => {
            let is_asked = chat.view.prompt.as_ref().is_some_and(|prompt| (prompt.turn, prompt.card) == (said.turn, said.card));
            ("bot", document(shell, of, said.turn, said.card, is_asked))
        }
        Words::Served(service, said) => {
            let words = match service {
                Service::Meeting => shell.says_with(Text::Booked, said),
                Service::LiveChat => shell.says_with(Text::Joins, said),
                Service::Answers => (*said).to_owned(),
            };
            ("bot", tag("p").text(words).into())
        }
        Words::Ended => ("bot", tag("p").text(shell.says(Text::ChatEnded)).into()),
        Words::YesNo(yes) => ("visitor", tag("p").text(shell.says(yes_no_text(*yes))).into()),
        // A time that was picked is sent in UTC and read in the visitor's own way.
        Words::Visitor(text) => {
            ("visitor", tag("p").text(text.parse().map_or_else(|_| text.clone(), |at| shell.time(at))).into())
        }
    };
    let speaker = match part {
        "bot" => shell.says_with(Text::BotSays, look.bot_name.as_str()),
        _ => shell.says(Text::YouSaid),
    };
    tag("div")
        .key(key)
        .class("message")
        .set("data-part", part)
        .set_some("data-follows", follows.then_some(""))
        .with(tag("span").class("sr").text(speaker))
        .with(inside)
        .with(change(shell, chat, said))
        .into()
}

/// The pencil beside an answer that may be changed (C19).
fn change(shell: &Shell, chat: &Chat<'_>, said: &Said<'_>) -> Html {
    let text = match &said.words {
        Words::Visitor(text) => text.clone(),
        Words::YesNo(yes) => shell.says(yes_no_text(*yes)),
        _ => return Html::default(),
    };
    let Some(prompt) = chat.view.prompt.as_ref().filter(|_| said.may_change) else { return Html::default() };
    let answer = Answer::Back { turn: said.turn, card: said.card };
    let label = shell.says_with(Text::Change, &text);
    let (shell, act) = (shell.clone(), Act { turn: prompt.turn, card: prompt.card, answer });
    let change = move || shell.act(Input::Acted(act.clone()));
    tag("button").class("plain").set("data-part", "change").set("aria-label", label).on_click(change).with(pencil()).into()
}

fn nth(place: usize) -> String {
    decimal(place as u64, 1)
}
