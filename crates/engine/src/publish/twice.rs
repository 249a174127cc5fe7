//! Attributes that are asked for twice on one path (C25).

use parlor_domain::attribute::EMAIL;
use parlor_domain::draft::{CardDraft, FlowDraft, Known};
use parlor_domain::text::Key;
use parlor_domain::value::InputKind;

use super::check::Findings;
use super::graph::branches;

/// Warns at each card that asks what was asked before it. One that skips or shows what is known asks nobody twice.
pub(super) fn check_twice(flow: &FlowDraft, findings: &mut Findings) {
    let cards = &flow.cards.0;
    for (at, (key, card)) in cards.iter().enumerate() {
        let Some(asked) = asked(card) else { continue };
        for later in after(flow, at).into_iter().filter(|later| *later != at) {
            let (other, card) = &cards[later];
            if asks_anyway(card) == Some(asked) {
                findings.warning(Some(other), format!("It asks for `{asked}`, which `{key}` before it has asked for."));
            }
        }
    }
}

/// Warns where the visitor's address is asked for only after a chat: the agent would have needed it.
pub(super) fn check_late_address(flow: &FlowDraft, findings: &mut Findings) {
    let cards = &flow.cards.0;
    let chats = (0..cards.len()).filter(|at| matches!(cards[*at].1, CardDraft::LiveChat(_)));
    for later in chats.flat_map(|at| after(flow, at)) {
        let (key, card) = &cards[later];
        if asks_anyway(card) == Some(EMAIL) {
            findings.warning(
                Some(key),
                "It asks for the e-mail address after a live chat. Ask before it, so that the agent knows who it is.",
            );
        }
    }
}

/// The attribute that a card asks for.
fn asked(card: &CardDraft) -> Option<&str> {
    match card {
        CardDraft::Question(question) => question.attribute.as_ref().map(Key::as_str),
        CardDraft::Capture(capture) if capture.input == InputKind::Email && capture.attribute.is_none() => Some(EMAIL),
        CardDraft::Capture(capture) => capture.attribute.as_ref().map(Key::as_str),
        _ => None,
    }
}

/// The same, if it asks though it is known.
fn asks_anyway(card: &CardDraft) -> Option<&str> {
    match card {
        CardDraft::Capture(capture) if capture.known != Known::AskAgain && capture.attribute.is_some() => None,
        card => asked(card),
    }
}

/// The places of the cards that can come after one.
fn after(flow: &FlowDraft, first: usize) -> Vec<usize> {
    let cards = &flow.cards.0;
    let mut reached = vec![false; cards.len()];
    let mut open = vec![first];
    while let Some(at) = open.pop() {
        let ways = branches(&cards[at].1).into_iter();
        // Who could not answer was asked in vain, and may be asked otherwise.
        let ways = ways.filter(|(way, _)| at != first || way != "could_not_answer");
        for next in ways.filter_map(|(_, key)| flow.cards.position(key)) {
            if !std::mem::replace(&mut reached[next], true) {
                open.push(next);
            }
        }
    }
    (0..reached.len()).filter(|at| reached[*at]).collect()
}
