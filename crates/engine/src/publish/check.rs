//! The flow check (C25): what is wrong with a draft, and what could be better.

use parlor_domain::attribute::{Group, PersonAttribute, visit_kind};
use parlor_domain::audience::{Audience, Condition, Test};
use parlor_domain::display::{Display, DisplayEvent};
use parlor_domain::draft::{DialogueDraft, FlowDraft};
use parlor_domain::finding::{Finding, Severity};
use parlor_domain::limits::{
    AUDIENCE_CONDITIONS, CARDS_BETWEEN_WAITS, DISPLAY_EVENTS, FLOW_CARDS, LOWEST_PRIORITY, PAGE_PATTERNS,
};
use parlor_domain::text::{Key, Name};
use parlor_domain::value::Kind;

use super::cards::check_card;
use super::graph::{Graph, branches};
use super::parse_pattern;

/// What a draft may refer to.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The site's person attributes, built-in ones included.
    pub attributes: &'a [PersonAttribute],
    /// The site's goals.
    pub goals: &'a [Name],
}

impl<'a> World<'a> {
    pub(super) fn attribute(&self, key: &Key) -> Option<&'a PersonAttribute> {
        self.attributes.iter().find(|attribute| attribute.key == *key)
    }
}

/// Everything that is wrong with a draft (errors) or could be better (warnings), errors first.
pub fn check(draft: &DialogueDraft, world: &World<'_>) -> Vec<Finding> {
    let mut findings = Findings::default();
    check_targeting(draft, world, &mut findings);
    check_flow(&draft.flow, world, &mut findings);
    findings.0.sort_by_key(|finding| finding.severity);
    findings.0
}

/// Findings in the making.
#[derive(Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn error(&mut self, card: Option<&Key>, message: impl Into<String>) {
        self.0.push(Finding { severity: Severity::Error, card: card.cloned(), message: message.into() });
    }

    pub(super) fn warning(&mut self, card: Option<&Key>, message: impl Into<String>) {
        self.0.push(Finding { severity: Severity::Warning, card: card.cloned(), message: message.into() });
    }
}

fn check_targeting(draft: &DialogueDraft, world: &World<'_>, findings: &mut Findings) {
    if draft.pages.include.is_empty() {
        findings.error(None, "No page is included. Add at least one include pattern, like example.com/*.");
    }
    let patterns = draft.pages.include.iter().chain(&draft.pages.exclude);
    if patterns.clone().count() > PAGE_PATTERNS {
        findings.error(None, format!("There are more than {PAGE_PATTERNS} page patterns."));
    }
    for pattern in patterns {
        if let Err(bad) = parse_pattern(pattern) {
            findings.error(None, format!("The page pattern `{pattern}` can't be read: {bad}."));
        }
    }
    if !(1..=LOWEST_PRIORITY).contains(&draft.priority) {
        findings.error(None, format!("The priority is {}. Choose one from 1 (highest) to {LOWEST_PRIORITY}.", draft.priority));
    }
    check_audience(&draft.audience, world, findings);
    check_display(&draft.display, findings);
}

fn check_audience(audience: &Audience, world: &World<'_>, findings: &mut Findings) {
    if audience.conditions().count() > AUDIENCE_CONDITIONS {
        findings.error(None, format!("The audience has more than {AUDIENCE_CONDITIONS} conditions."));
    }
    for condition in audience.conditions() {
        if let Some(message) = wrong_condition(condition, world) {
            findings.error(None, message);
        }
    }
}

fn wrong_condition(condition: &Condition, world: &World<'_>) -> Option<String> {
    let attribute = &condition.attribute;
    let kind = match attribute.group {
        Group::Person => world.attributes.iter().find(|other| other.key.as_str() == attribute.name).map(|other| other.kind),
        Group::Visit => visit_kind(&attribute.name),
    };
    match kind {
        None => Some(format!("The audience asks for `{attribute}`, which is not an attribute of this site.")),
        Some(kind) if !asks_for(&condition.test, kind) => {
            Some(format!("The audience asks `{attribute}` in a way that does not fit what it holds ({}).", kind_name(kind)))
        }
        Some(_) => None,
    }
}

fn asks_for(test: &Test, kind: Kind) -> bool {
    match test {
        Test::Text(_) => matches!(kind, Kind::Text | Kind::Choice),
        Test::Number(_) => matches!(kind, Kind::Number | Kind::WholeNumber),
        Test::Date(_) => matches!(kind, Kind::Date | Kind::DateTime),
        Test::YesNo(_) => kind == Kind::YesNo,
    }
}

/// A kind as people call it.
pub(super) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Number => "a number",
        Kind::WholeNumber => "a whole number",
        Kind::YesNo => "yes or no",
        Kind::Date => "a date",
        Kind::DateTime => "a date and time",
        Kind::Choice => "a choice",
    }
}

fn check_display(display: &Display, findings: &mut Findings) {
    if display.events().len() > DISPLAY_EVENTS {
        findings.error(None, format!("There are more than {DISPLAY_EVENTS} display events."));
    }
    for event in display.events() {
        match event {
            DisplayEvent::Scroll(percent) if *percent > 100 => {
                findings.error(None, format!("A scroll depth of {percent} % can't be reached. Choose one from 0 to 100."));
            }
            DisplayEvent::TimeOnPage(seconds) if *seconds > 86_400 => {
                findings.error(None, format!("A time on page of {seconds} seconds is more than a day."));
            }
            _ => {}
        }
    }
}

fn check_flow(flow: &FlowDraft, world: &World<'_>, findings: &mut Findings) {
    let cards = &flow.cards.0;
    if flow.cards.position(&flow.start).is_none() {
        findings.error(None, format!("The flow starts at `{}`, but there is no such card.", flow.start));
    }
    if cards.len() > FLOW_CARDS {
        return findings.error(None, format!("The flow has {} cards. The most is {FLOW_CARDS}.", cards.len()));
    }
    for (key, card) in cards {
        check_card(key, card, world, findings);
        for (way, to) in branches(card) {
            if flow.cards.position(to).is_none() {
                findings.error(Some(key), format!("It leads to `{to}` ({way}), but there is no such card."));
            }
        }
    }
    check_shape(flow, findings);
    if !cards.iter().any(|(_, card)| matches!(card, parlor_domain::draft::CardDraft::Goal(_))) {
        findings.warning(None, "The dialogue has no goal, so its success can't be counted.");
    }
}

fn check_shape(flow: &FlowDraft, findings: &mut Findings) {
    let graph = Graph::of(flow);
    let key = |at: usize| flow.cards.0.get(at).map(|(key, _)| key);
    for at in graph.unreachable() {
        findings.error(key(at), "No way leads to this card. Lead one here, or remove it.");
    }
    let lengths = graph.without_wait();
    for (at, _) in lengths.iter().enumerate().filter(|(_, length)| length.is_none()) {
        findings.error(
            key(at),
            "From here on the flow goes round in a circle without waiting for the visitor. Put a question into the circle.",
        );
    }
    if let Some((at, _)) = lengths.iter().enumerate().find(|(_, length)| length.is_some_and(|count| count > CARDS_BETWEEN_WAITS))
    {
        findings.error(
            key(at),
            format!("More than {CARDS_BETWEEN_WAITS} cards follow one another from here without waiting for the visitor."),
        );
    }
}
