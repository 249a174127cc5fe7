//! A conversation told by everything that runs in a browser and on the server: one text, the same everywhere.

use std::fmt::{Debug, Write};

use parlor_domain::event::{Case, Event, PageSeen, What};
use parlor_domain::flow::Flow;
use parlor_domain::form::Form;
use parlor_domain::ids::{Moment, Secret};
use parlor_domain::memory::Memory;
use parlor_domain::site::SiteFile;
use parlor_domain::state::Phase;
use parlor_domain::time::Instant;
use parlor_engine::facts::PageFacts;
use parlor_engine::judge::judge;
use parlor_engine::merge::merge;
use parlor_engine::outbox::Outbox;
use parlor_engine::resolve::resolve;
use parlor_engine::transcript::{replay, transcript};
use parlor_engine::view::view;
use parlor_engine::visit::{Effect, Input, Visit};

/// What is told about: a flow and what was done in it, and a visitor who comes to a page of a site.
pub(crate) type Told = (Flow, Vec<What>, SiteFile, Memory, PageFacts);

const MOMENT: Moment = Moment { now: Instant(1_795_255_200_000), chance: [9; 10] };

/// Tells the conversation in these bytes.
pub(crate) fn tell(bytes: &[u8]) -> String {
    match postcard::from_bytes(bytes) {
        Ok(told) => tell_all(&told),
        Err(error) => format!("{error}"),
    }
}

fn tell_all(told: &Told) -> String {
    let (flow, inputs, site, memory, page) = told;
    let mut text = String::new();
    let mut line = |line: String| writeln!(text, "{line}").unwrap_or_default();
    for said in transcript(flow, inputs) {
        line(format!("{:?}: {}", said.speaker, said.text));
    }
    let state = replay(flow, inputs);
    line(format!("{state:?}"));
    line(format!("{:?}", view(flow, &state)));
    verdicts(flow, inputs).into_iter().for_each(&mut line);
    [packed(flow), packed(site), packed(memory)].into_iter().for_each(&mut line);
    line(format!("{:?}", resolve(site, memory, page, MOMENT.now)));
    walk(told).into_iter().for_each(&mut line);
    text
}

/// A form's bytes, and what is read in them again.
fn packed<T: Form + Debug>(form: &T) -> String {
    let bytes = form.to_bytes();
    format!("{bytes:?} {:?}", T::from_bytes(&bytes))
}

fn verdicts(flow: &Flow, inputs: &[What]) -> Vec<String> {
    let verdict = |(at, what): (usize, &What)| {
        let mut ids = MOMENT.ids();
        let event = Event {
            id: ids.make(),
            at: MOMENT.now,
            session: ids.make(),
            conversation: ids.make(),
            tab: ids.make(),
            client_seq: 0,
            dialogue: ids.make(),
            version: 1,
            page: PageSeen::default(),
            what: what.clone(),
        };
        let past = &inputs[..at];
        format!("{:?}", judge(&Case { flow, past, event: &event, at: MOMENT.now, received: MOMENT.now }))
    };
    inputs.iter().enumerate().map(verdict).collect()
}

/// The same in a browser: the page is opened and the visitor does what fits.
fn walk((flow, done, site, memory, page): &Told) -> Vec<String> {
    let mut lines = Vec::new();
    let mut outbox = Outbox::default();
    let mut visit = Visit::begin(site.clone(), Some(memory.clone()), Secret::new([1; 16]), MOMENT);
    let acts = done.iter().filter_map(|what| match what {
        What::Acted(act) => Some(Input::Acted(act.clone())),
        _ => None,
    });
    let mut inputs: Vec<Input> =
        [Input::Visible(true), Input::Arrived(page.clone()), Input::Opened].into_iter().chain(acts).collect();
    inputs.reverse();
    let (mut now, mut chance) = (MOMENT.now, 0);
    while let Some(input) = inputs.pop() {
        chance += 1;
        let effects = visit.update(input, Moment { now, chance: [chance; 10] });
        for effect in effects {
            lines.push(format!("{effect:?}"));
            match effect {
                Effect::Report(event) => outbox.take(vec![event]),
                Effect::Fetch(hash) => inputs.push(Input::FlowArrived(hash, flow.clone())),
                Effect::Wake { at, ticket } => {
                    now = now.max(at);
                    inputs.push(Input::Woke(ticket));
                }
                _ => {}
            }
        }
    }
    lines.push(format!("{:?}", visit.screen()));
    lines.push(packed(visit.memory()));
    lines.extend(outbox.batch().iter().map(packed));
    lines.push(format!("{}", outbox.batch().len()));
    let merged = merge(memory.clone(), visit.memory().clone());
    lines.push(format!("{}", merged.conversations.iter().filter(|conversation| conversation.state.phase == Phase::Done).count()));
    lines
}
