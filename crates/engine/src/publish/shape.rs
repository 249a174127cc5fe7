//! The check of a flow's shape: that every card can be reached, and that the visitor's turn comes.

use parlor_domain::draft::FlowDraft;
use parlor_domain::limits::CARDS_BETWEEN_WAITS;

use super::check::Findings;
use super::graph::{Graph, branches, unreachable};
use super::whole::Whole;

pub(super) fn check_shape(whole: &Whole<'_>, flow: &FlowDraft, findings: &mut Findings) {
    // Where a way leads nowhere, what it was to lead to is no fault of its own.
    for at in if leads_nowhere(flow) { Vec::new() } else { unreachable(flow) } {
        findings.error(whole.own_key(at), "No way leads to this card. Lead one here, or remove it.");
    }
    let lengths = Graph::of(whole).without_wait();
    for (at, _) in lengths.iter().enumerate().filter(|(_, length)| length.is_none()) {
        findings.error(
            whole.own_key(at),
            "From here on the flow goes round in a circle without waiting for the visitor. Put a question into the circle.",
        );
    }
    if let Some((at, _)) = lengths.iter().enumerate().find(|(_, length)| length.is_some_and(|count| count > CARDS_BETWEEN_WAITS))
    {
        findings.error(
            whole.own_key(at),
            format!("More than {CARDS_BETWEEN_WAITS} cards follow one another from here without waiting for the visitor."),
        );
    }
}

/// Whether some card names one that isn't there.
fn leads_nowhere(flow: &FlowDraft) -> bool {
    let mut ways = flow.cards.0.iter().flat_map(|(_, card)| branches(card));
    ways.any(|(_, to)| flow.cards.position(to).is_none())
}
