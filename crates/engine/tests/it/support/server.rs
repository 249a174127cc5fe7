//! A server as far as judging goes: it keeps what was accepted and counts activities (A1, A2, A9, A14).

use parlor_domain::activity::{ActivityKind, Consequence};
use parlor_domain::event::{Case, Event, What};
use parlor_domain::flow::Flow;
use parlor_domain::ids::{ConversationId, DialogueId, SessionId};
use parlor_engine::judge::judge;

use super::text::act_text;

#[derive(Default)]
pub(crate) struct Server {
    versions: Vec<(DialogueId, u32, Flow, String)>,
    past: Vec<(ConversationId, u32, What)>,
    logged: Vec<(ActivityKind, DialogueId, SessionId)>,
    sessions: Vec<SessionId>,
    conversations: Vec<ConversationId>,
}

impl Server {
    pub(crate) fn publish(&mut self, dialogue: DialogueId, version: u32, flow: Flow, name: &str) {
        self.versions.push((dialogue, version, flow, name.to_owned()));
    }

    /// Takes an event in and tells it, with what follows from it.
    pub(crate) fn take(&mut self, event: &Event) -> String {
        let session = number(&mut self.sessions, event.session);
        let version = self.versions.iter().find(|(id, version, ..)| (*id, *version) == (event.dialogue, event.version));
        let outside = (event.dialogue, 0, Flow::default(), "outside".to_owned());
        let version = if event.what.is_outside() { Some(&outside) } else { version };
        let (_, _, flow, name) = version.expect("a published version").clone();
        let of_it = self.past.iter().filter(|(id, ..)| *id == event.conversation);
        let moved = of_it.clone().any(|(_, version, _)| *version != event.version);
        let past: Vec<What> = of_it.map(|(.., what)| what.clone()).collect();
        let verdict = judge(&Case { flow: &flow, past: &past, event, at: event.at, received: event.at });
        let outcome = match verdict {
            _ if moved => "REFUSED: another version".to_owned(),
            Err(refusal) => format!("REFUSED: {}", refusal.code()),
            Ok(consequences) => {
                self.past.push((event.conversation, event.version, event.what.clone()));
                self.log(&consequences, event)
            }
        };
        let what = what_text(&event.what);
        if event.what.is_outside() {
            return format!("outside s{session} #{} {what} -> {outcome}", event.client_seq);
        }
        let conversation = number(&mut self.conversations, event.conversation);
        format!("{name} v{} s{session} c{conversation} #{} {what} -> {outcome}", event.version, event.client_seq)
    }

    fn log(&mut self, consequences: &[Consequence], event: &Event) -> String {
        let lines: Vec<String> = consequences.iter().filter_map(|consequence| self.log_one(consequence, event)).collect();
        if lines.is_empty() { "-".to_owned() } else { lines.join(", ") }
    }

    fn log_one(&mut self, consequence: &Consequence, event: &Event) -> Option<String> {
        Some(match consequence {
            Consequence::Log(kind) => {
                let key = (*kind, event.dialogue, event.session);
                if kind.once_per_session() && self.logged.contains(&key) {
                    return None;
                }
                self.logged.push(key);
                kind.code().to_owned()
            }
            Consequence::Goal(card) => format!("goal of card {card}"),
            Consequence::Write { attribute, value } => format!("{attribute} = {value}"),
            Consequence::Email(email) => format!("e-mail {email}"),
            Consequence::Phone(phone) => format!("phone {phone}"),
            Consequence::Begun(_) => return self.log_one(&Consequence::Log(ActivityKind::Triggered), event),
            Consequence::Document { card, downloaded } => {
                format!("document of card {card} {}", if *downloaded { "downloaded" } else { "opened" })
            }
            Consequence::Link(url) => format!("link {url}"),
        })
    }
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
        What::Forgot(turn) => format!("forgets the former person at turn {turn}"),
    }
}

fn number<T: PartialEq>(all: &mut Vec<T>, one: T) -> usize {
    let at = all.iter().position(|other| *other == one).unwrap_or_else(|| {
        all.push(one);
        all.len() - 1
    });
    at + 1
}
