//! The person of a browser was erased: another visitor goes on there (O8).

use parlor_domain::event::Event;
use parlor_domain::ids::Secret;
use parlor_domain::time::Instant;
use parlor_engine::merge::merge;
use parlor_engine::visit::{Effect, Input, Visit};

use crate::support::made_up::{START, moment, page, published, site};

const LATER: Instant = START.plus(60_000);

/// A visitor who is shown a dialogue.
fn visit() -> Visit {
    let mut visit = Visit::begin(site(vec![published(1, |_| ())]), None, Secret::new([1; 16]), moment(START, 1));
    shows(&mut visit, Input::Visible(true), START, 2);
    assert_eq!(shows(&mut visit, Input::Arrived(page("https://example.com/")), START, 3).len(), 1);
    visit
}

/// Takes an input in, with whatever has to be fetched; returns what is reported.
fn shows(visit: &mut Visit, input: Input, now: Instant, chance: u64) -> Vec<Event> {
    let mut inputs = vec![input];
    let mut reported = Vec::new();
    while let Some(input) = inputs.pop() {
        for effect in visit.update(input, moment(now, chance)) {
            match effect {
                Effect::Report(event) => reported.push(event),
                Effect::Fetch(hash) => inputs.push(Input::FlowArrived(hash, crate::support::made_up::flow(FLOW))),
                _ => {}
            }
        }
    }
    reported
}

const FLOW: &str = r#"{"start": "ask", "cards": {"ask": {"question": {"text": "Well?", "choices": [{"label": "Yes"}]}}}}"#;

#[test]
fn o8_whose_person_was_erased_is_a_visitor_who_was_never_here() {
    let mut visit = visit();
    let before = visit.memory().clone();
    let reported = shows(&mut visit, Input::Erased(before.visitor, Secret::new([2; 16])), LATER, 4);
    let after = visit.memory();
    assert!(after.visitor != before.visitor && after.secret == Secret::new([2; 16]));
    assert!(after.session.id != before.session.id && after.conversations[0].id != before.conversations[0].id);
    assert_eq!((after.conversations.len(), after.sessions, after.visitor_since), (1, 1, LATER));
    assert_eq!(reported.iter().map(|event| (event.client_seq, event.session)).collect::<Vec<_>>(), [(0, after.session.id)]);
    // What is refused later is still about the former.
    let known = after.clone();
    assert_eq!(shows(&mut visit, Input::Erased(before.visitor, Secret::new([3; 16])), LATER, 5), []);
    assert_eq!(*visit.memory(), known);
}

#[test]
fn o8_another_tab_follows_and_brings_nothing_back() {
    let mut one = visit();
    let mut other = one.clone();
    let before = one.memory().clone();
    shows(&mut one, Input::Erased(before.visitor, Secret::new([2; 16])), LATER, 4);
    let renewed = one.memory().clone();
    assert_eq!(merge(before.clone(), renewed.clone()), renewed);
    assert_eq!(merge(renewed.clone(), before), renewed);
    shows(&mut other, Input::Learned(renewed.clone()), LATER, 6);
    assert_eq!((other.memory().visitor, other.memory().conversations.len()), (renewed.visitor, 1));
}
