//! The panel: header, messages, and what waits for the visitor.

use parlor_domain::site::Look;
use parlor_engine::transcript::problem_text;
use parlor_engine::view::{Ask, Said};
use parlor_engine::visit::Chat;
use yew::prelude::*;

use super::icon::cross;
use super::prompt::Prompt;
use super::rich::rich;
use crate::shell::Shell;
use crate::texts;

/// The open panel. Without a chat there is nothing to talk about, or it is still on its way.
pub fn panel(shell: &Shell, look: &Look, chat: Option<&Chat<'_>>, log: &NodeRef) -> Html {
    let close = Callback::from({
        let shell = shell.clone();
        move |_: MouseEvent| shell.close()
    });
    let prompt = chat.and_then(|chat| {
        let prompt = chat.view.prompt.as_ref()?;
        let of_input = matches!(prompt.ask, Ask::Input { .. });
        let key = format!("{}-{}", chat.id, prompt.turn);
        Some((of_input, html! { <Prompt {key} shell={shell.clone()} /> }))
    });
    let (composer, choices) = match prompt {
        Some((true, prompt)) => (prompt, html! {}),
        Some((false, prompt)) => (html! {}, prompt),
        None => Default::default(),
    };
    html! {
        <main class="panel" role="dialog" aria-labelledby="title">
            <header>
                <span class="avatar" aria-hidden="true">{ initial(look) }</span>
                <div class="who">
                    <h1 id="title">{ look.bot_name.as_str() }</h1>
                    if !look.tagline.is_empty() { <p>{ look.tagline.clone() }</p> }
                </div>
                <button class="plain" aria-label={texts::CLOSE} onclick={close}>{ cross() }</button>
            </header>
            <div class="scroll" ref={log.clone()}>
                <div class="log" role="log" aria-label={texts::MESSAGES} aria-live="polite">
                    { for chat.iter().flat_map(|chat| messages(look, chat)) }
                </div>
                { waiting(look, chat, shell.visit().is_idle()) }
                { choices }
                { ending(chat) }
            </div>
            if shell.is_cut_off() { <p class="notice" role="status">{ texts::NO_CONNECTION }</p> }
            { composer }
        </main>
    }
}

fn initial(look: &Look) -> String {
    look.bot_name.as_str().chars().take(1).map(|c| c.to_ascii_uppercase()).collect()
}

fn messages(look: &Look, chat: &Chat<'_>) -> Vec<Html> {
    let said = &chat.view.said;
    let is_bot = |said: &Said<'_>| !matches!(said, Said::Visitor(_));
    let one = |(at, of): (usize, &Said<'_>)| {
        let follows = at > 0 && said.get(at - 1).is_some_and(|before| is_bot(before) == is_bot(of));
        let (part, speaker, text) = match of {
            Said::Bot(text) => ("bot", format!("{} {} ", look.bot_name, texts::BOT_SAYS), rich(text)),
            Said::Problem(problem) => {
                ("bot", format!("{} {} ", look.bot_name, texts::BOT_SAYS), html! { <p>{ problem_text(*problem) }</p> })
            }
            Said::Visitor(text) => ("visitor", format!("{} ", texts::YOU_SAY), html! { <p>{ text.clone() }</p> }),
        };
        html! {
            <div key={at} class="message" data-part={part} data-follows={follows.then_some("")}>
                <span class="sr">{ speaker }</span>{ text }
            </div>
        }
    };
    said.iter().enumerate().map(one).collect()
}

/// Dots while the bot types or the conversation is on its way.
fn waiting(look: &Look, chat: Option<&Chat<'_>>, is_idle: bool) -> Html {
    match chat {
        Some(chat) if chat.view.typing => html! {
            <div class="message dots" data-part="bot"><span class="sr">{ format!("{} {}", look.bot_name, texts::TYPING) }</span><i /><i /><i /></div>
        },
        Some(_) => html! {},
        None if is_idle => html! { <p class="empty">{ texts::NOTHING }</p> },
        None => html! {
            <div class="loading">
                <div class="message dots late" data-part="bot"><i /><i /><i /></div>
                <p class="word">{ texts::LOADING }</p>
                <p class="way-out">{ texts::LOADING_LONG }</p>
            </div>
        },
    }
}

fn ending(chat: Option<&Chat<'_>>) -> Html {
    match chat {
        Some(chat) if chat.view.broken => html! { <p class="over">{ texts::BROKEN }</p> },
        Some(chat) if chat.view.over => html! { <p class="over">{ texts::OVER }</p> },
        _ => html! {},
    }
}
