//! The flow check (C25): what is wrong with a draft, and what could be better.

use parlor_domain::draft::{CardDraft, Draft, FlowDraft};
use parlor_domain::finding::{Finding, Severity};
use parlor_domain::limits::FLOW_CARDS;
use parlor_domain::text::Key;

use super::cards::check_card;
use super::graph::branches;
use super::overlap::check_overlap;
use super::shape::check_shape;
use super::starting::check_starting;
use super::targeting::check_targeting;
use super::twice::{check_late_address, check_twice};
use super::whole::Whole;
use super::world::World;

/// Everything that is wrong with a draft (errors) or could be better (warnings), errors first.
pub fn check(draft: &Draft, world: &World<'_>) -> Vec<Finding> {
    let mut findings = Findings::default();
    match draft {
        Draft::Dialogue(dialogue) => {
            check_targeting(dialogue, world, &mut findings);
            check_overlap(dialogue, world, &mut findings);
            let whole = Whole::of(&dialogue.flow, None, world);
            check_flow(&whole, &dialogue.flow, world, &mut findings);
            if !whole.parts.iter().any(|part| part.cards().any(|(_, _, card)| matches!(card, CardDraft::Goal(_)))) {
                findings.warning(None, "The dialogue has no goal, so its success can't be counted.");
            }
        }
        Draft::Flow(flow) => {
            check_starting(flow, world, &mut findings);
            check_flow(&Whole::of(&flow.flow, Some(&flow.name), world), &flow.flow, world, &mut findings);
        }
    }
    findings.0.sort_by_key(|finding| finding.severity);
    findings.0
}

/// Findings in the making.
#[derive(Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn error(&mut self, card: Option<&Key>, message: impl Into<String>) {
        self.add(Severity::Error, card, message.into());
    }

    pub(super) fn warning(&mut self, card: Option<&Key>, message: impl Into<String>) {
        self.add(Severity::Warning, card, message.into());
    }

    fn add(&mut self, severity: Severity, card: Option<&Key>, message: String) {
        let finding = Finding { severity, card: card.cloned(), message };
        if !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }
}

fn check_flow(whole: &Whole<'_>, flow: &FlowDraft, world: &World<'_>, findings: &mut Findings) {
    let cards = &flow.cards.0;
    if flow.cards.position(&flow.start).is_none() {
        findings.error(None, format!("The flow starts at `{}`, but there is no such card.", flow.start));
    }
    if cards.len() > FLOW_CARDS {
        return findings.error(None, format!("The flow has {} cards. The most is {FLOW_CARDS}.", cards.len()));
    }
    for (key, card) in cards {
        check_card(flow, key, card, world, findings);
        for (way, to) in branches(card) {
            if flow.cards.position(to).is_none() {
                findings.error(Some(key), format!("It leads to `{to}` ({way}), but there is no such card."));
            }
        }
    }
    check_twice(flow, findings);
    check_late_address(flow, findings);
    check_parts(whole, world, findings);
    check_shape(whole, flow, findings);
}

/// The flows that stand in it: whether they may, and whether what they refer to is there still.
fn check_parts(whole: &Whole<'_>, world: &World<'_>, findings: &mut Findings) {
    for (key, fault) in &whole.faults {
        findings.error(Some(key), fault);
    }
    for part in &whole.parts {
        let Some((work, _)) = part.pin else { continue };
        let mut inside = Findings::default();
        part.cards().for_each(|(_, key, card)| check_card(part.flow, key, card, world, &mut inside));
        for finding in inside.0.into_iter().filter(|finding| finding.severity == Severity::Error) {
            let at = finding.card.map(|key| format!(" at `{key}`")).unwrap_or_default();
            findings.error(part.within, format!("In the flow \"{}\"{at}: {}", work.name, finding.message));
        }
    }
}
