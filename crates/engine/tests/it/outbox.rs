//! What waits to be posted (A10, A11, A13).

use parlor_domain::event::{Event, Outcome, PageSeen, Refusal, What};
use parlor_domain::ids::{ConversationId, DialogueId, EventId, Moment, SessionId, TabId};
use parlor_domain::limits::BATCH_EVENTS;
use parlor_domain::state::{Act, Answer};
use parlor_domain::text::Typed;
use parlor_domain::time::Instant;
use parlor_engine::outbox::{Answered, Outbox};

pub(crate) const MOMENT: Moment = Moment { now: Instant(1_800_000_000_000), chance: [7; 10] };

/// An event of this number.
pub(crate) fn event(number: u32, what: What) -> Event {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    Event {
        id: EventId::from_bytes(id),
        at: MOMENT.now,
        session: SessionId::from_bytes([1; 16]),
        conversation: ConversationId::from_bytes([2; 16]),
        tab: TabId::from_bytes([3; 16]),
        client_seq: number,
        dialogue: DialogueId::from_bytes([4; 16]),
        version: 1,
        page: PageSeen::default(),
        what,
    }
}

/// An event of this number that carries so much text, twice.
pub(crate) fn typed(number: u32, length: usize) -> Event {
    let text = Typed { text: "x".repeat(length), folded: "x".repeat(length) };
    event(number, What::Acted(Act { turn: 0, card: 0, answer: Answer::Text(text) }))
}

fn with(events: impl IntoIterator<Item = Event>) -> Outbox {
    let mut outbox = Outbox::default();
    outbox.take(events.into_iter().collect());
    outbox
}

fn numbers(outbox: &Outbox) -> Vec<u32> {
    outbox.batch().iter().map(|event| event.client_seq).collect()
}

#[test]
fn a10_what_is_stored_or_refused_leaves_and_nothing_else() {
    let events = [event(0, What::Shown), event(1, What::Shown), event(2, What::Shown)];
    let mut outbox = with(events.clone());
    let outcomes = [(events[0].id, Outcome::Stored), (events[1].id, Outcome::Refused(Refusal::DoesNotFit))];
    let answered = outbox.answered(&outcomes, true, MOMENT);
    assert_eq!(answered.done, [events[0].id, events[1].id]);
    assert_eq!((answered.made, answered.unknown), (vec![], vec![]));
    assert_eq!(numbers(&outbox), [2]);
}

#[test]
fn a11_batches_keep_order_and_limits() {
    let outbox = with((0..150).rev().map(|number| event(number, What::Shown)));
    assert_eq!(numbers(&outbox), (0..BATCH_EVENTS as u32).collect::<Vec<_>>());
    let large = with((0..10).map(|number| typed(number, 4_000)));
    assert_eq!(numbers(&large), [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn a13_what_no_batch_can_carry_is_told_as_lost() {
    let outbox = with([typed(0, 40_000), event(1, What::Shown)]);
    let whats: Vec<What> = outbox.batch().into_iter().map(|event| event.what).collect();
    assert_eq!(whats, [What::Lost, What::Shown]);
}

#[test]
fn a13_a_number_that_is_wanted_and_gone_is_told_as_lost() {
    let waiting = event(3, What::Shown);
    let behind = event(4, What::Shown);
    let mut outbox = with([waiting.clone(), behind.clone()]);
    let answered = outbox.answered(&[(waiting.id, Outcome::Wanted(2)), (behind.id, Outcome::Wanted(2))], true, MOMENT);
    assert_eq!(answered.made.iter().map(|event| (event.client_seq, &event.what)).collect::<Vec<_>>(), [(2, &What::Lost)]);
    assert_eq!(numbers(&outbox), [2, 3, 4]);
}

#[test]
fn a14_a_version_that_the_server_does_not_know_ends_the_conversation_here() {
    let event = event(0, What::Shown);
    let mut outbox = with([event.clone()]);
    let answered = outbox.answered(&[(event.id, Outcome::Refused(Refusal::UnknownVersion))], true, MOMENT);
    assert_eq!(answered.unknown, [event.conversation]);
}

#[test]
fn a13_what_is_wanted_by_an_answer_about_a_part_is_not_lost() {
    let waiting = event(3, What::Shown);
    let mut outbox = with([waiting.clone()]);
    assert_eq!(outbox.answered(&[(waiting.id, Outcome::Wanted(2))], false, MOMENT), Answered::default());
    assert_eq!(numbers(&outbox), [3]);
}

#[test]
fn o8_what_is_refused_because_the_person_was_erased_is_told() {
    let event = event(0, What::Shown);
    let mut outbox = with([event.clone()]);
    let answered = outbox.answered(&[(event.id, Outcome::Refused(Refusal::Erased))], true, MOMENT);
    assert!(answered.erased && outbox.is_empty());
}
