//! What browsers and servers keep and send, garbled: it is refused or taken, and what is taken can be lived with.

use std::sync::LazyLock;

use parlor_domain::event::{Case, Event};
use parlor_domain::flow::Flow;
use parlor_domain::form::Form;
use parlor_domain::memory::Memory;
use parlor_domain::site::{FileHash, SiteFile};
use parlor_domain::walk::Walk;
use parlor_engine::judge::{judge, judge_along};
use parlor_engine::merge::merge;
use parlor_engine::outbox::Outbox;
use parlor_engine::transcript::transcript;
use parlor_wire::visitor::{AskFacts, Batch, BatchAnswer, FactsAnswer, Identified, Identify, Impressed};

use crate::chance::Chance;
use crate::live::live;
use crate::walk::{go_on, walk};

static SITE: LazyLock<SiteFile> = LazyLock::new(|| golden(include_str!("../../golden/site_file.hex")));
static FLOW: LazyLock<Flow> = LazyLock::new(|| golden(include_str!("../../golden/flow.hex")));

fn golden<T: Form>(hex: &str) -> T {
    let bytes: Option<Vec<u8>> = hex.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).ok()).collect();
    bytes.and_then(|bytes| T::from_bytes(&bytes).ok()).expect("golden bytes")
}

/// What is done with the bytes of a form, and decisions.
type Try = fn(&[u8], &mut Chance<'_>);

/// Every form, by the name of its golden bytes.
pub(crate) const FORMS: [(&str, Try); 11] = [
    ("memory*", try_memory),
    ("flow*", try_flow),
    ("site_file", try_site),
    ("event_*", |bytes, _| try_event(bytes)),
    ("batch", |bytes, _| try_batch(bytes)),
    ("batch_answer", |bytes, _| drop(taken::<BatchAnswer>(bytes))),
    ("identify", |bytes, _| drop(taken::<Identify>(bytes))),
    ("identified", |bytes, _| drop(taken::<Identified>(bytes))),
    ("ask_facts", |bytes, _| drop(taken::<AskFacts>(bytes))),
    ("facts_answer", |bytes, _| drop(taken::<FactsAnswer>(bytes))),
    ("impressed", |bytes, _| drop(taken::<Impressed>(bytes))),
];

/// The first byte says which form comes, the next two how long it is; decisions stand behind it.
pub(crate) fn run(bytes: &[u8]) {
    let Some(([which, high, low], rest)) = bytes.split_first_chunk() else { return };
    let length = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
    let (form, rest) = rest.split_at(length);
    let (_, try_form) = FORMS[usize::from(*which) % FORMS.len()];
    try_form(form, &mut Chance(rest));
}

/// The value, if these bytes are one: then it is written as bytes that are read as the same. Bytes are compared, because
/// a number may be none, which is unequal to itself.
fn taken<T: Form>(bytes: &[u8]) -> Option<T> {
    let value = T::from_bytes(bytes).ok()?;
    let written = value.to_bytes();
    let again = T::from_bytes(&written).map(|value| value.to_bytes());
    assert_eq!(again.as_ref(), Ok(&written), "reads back as something else");
    Some(value)
}

fn try_memory(bytes: &[u8], chance: &mut Chance<'_>) {
    let Some(memory) = taken::<Memory>(bytes) else { return };
    for conversation in &memory.conversations {
        go_on(&FLOW, conversation.state.clone(), &mut Chance(chance.0));
    }
    merge(memory.clone(), memory.clone());
    live(SITE.clone(), Some(memory), &[(FileHash([0; 16]), FLOW.clone())], chance);
}

fn try_flow(bytes: &[u8], chance: &mut Chance<'_>) {
    let Some(flow) = taken::<Flow>(bytes) else { return };
    walk(&flow, &mut Chance(chance.0));
    live(SITE.clone(), None, &[(FileHash([0; 16]), flow)], chance);
}

fn try_site(bytes: &[u8], chance: &mut Chance<'_>) {
    let Some(site) = taken::<SiteFile>(bytes) else { return };
    live(site, None, &[(FileHash([0; 16]), FLOW.clone())], chance);
}

fn try_event(bytes: &[u8]) {
    if let Some(event) = taken::<Event>(bytes) {
        judge_all(&[event]);
    }
}

/// Taken by the outbox of a browser, and judged by a server.
fn try_batch(bytes: &[u8]) {
    let Some(batch) = taken::<Batch>(bytes) else { return };
    let mut outbox = Outbox::default();
    outbox.take(batch.events.clone());
    outbox.batch();
    judge_all(&batch.events);
}

/// Judged as a server does it that has the walk at hand, and by the whole past: that comes to the same.
fn judge_all(events: &[Event]) {
    let (mut past, mut walk) = (Vec::new(), None);
    for event in events {
        let case = Case { flow: &FLOW, past: &past, event, at: event.at, received: event.at };
        let judged = judge(&case);
        let goes_on = walk.as_ref().is_some_and(|walk: &Walk| walk.goes_on_with(&event.what));
        let along = judge_along(&if goes_on { Case { past: &[], ..case } } else { case }, &mut walk);
        assert_eq!(format!("{along:?}"), format!("{judged:?}"), "judged otherwise along the walk");
        if judged.is_ok() {
            past.push(event.what.clone());
        }
    }
    transcript(&FLOW, &past);
}
