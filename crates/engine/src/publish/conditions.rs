//! The check of conditions: those of an audience, and those of a condition card's branches (T10, T11, C9).

use parlor_domain::attribute::{Attribute, Group, INFERRED, MEMBERSHIPS, visit_kind};
use parlor_domain::audience::{Audience, Condition, Happening, HistoryTest, Test, TextTest};
use parlor_domain::draft::{CardDraft, FlowDraft};
use parlor_domain::limits::AUDIENCE_CONDITIONS;
use parlor_domain::memory::{About, Past};
use parlor_domain::text::Key;
use parlor_domain::value::{InputKind, Kind};

use super::audience::membership;
use super::world::World;

/// Who asks.
pub(super) struct Asker<'a> {
    /// How messages call it.
    pub(super) name: &'a str,
    /// The flow whose answers it may ask for.
    pub(super) flow: Option<&'a FlowDraft>,
    pub(super) world: &'a World<'a>,
}

/// What is wrong with the conditions, one text for each.
pub(super) fn faults(audience: &Audience, asker: &Asker<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    if audience.conditions().count() > AUDIENCE_CONDITIONS {
        faults.push(format!("{} has more than {AUDIENCE_CONDITIONS} conditions.", asker.name));
    }
    faults.extend(audience.conditions().filter_map(|condition| asker.fault(condition)));
    faults
}

impl Asker<'_> {
    fn fault(&self, condition: &Condition) -> Option<String> {
        let attribute = &condition.attribute;
        match (attribute.group, &condition.test) {
            (Group::History, Test::History(HistoryTest::Has(of) | HistoryTest::HasNot(of))) => self.unknown(attribute, of),
            (Group::History, _) => Some(self.does_not_fit(attribute, "what happened")),
            (Group::Answer, _) if self.flow.is_none() => {
                Some(format!("{} asks for `{attribute}`. Only the condition cards of a flow can ask for answers.", self.name))
            }
            (Group::Membership, test) if MEMBERSHIPS.contains(&attribute.name.as_str()) => self.no_member(attribute, test),
            (_, test) => match self.kind(attribute) {
                None => Some(self.not_there(attribute)),
                Some(kind) if !asks_for(test, kind) => Some(self.does_not_fit(attribute, kind_name(kind))),
                Some(_) => self.no_country(attribute, test),
            },
        }
    }

    fn kind(&self, attribute: &Attribute) -> Option<Kind> {
        match attribute.group {
            Group::Person => Key::parse(&attribute.name).ok().and_then(|key| self.world.attribute(&key)).map(|found| found.kind),
            Group::Visit => visit_kind(&attribute.name),
            Group::Answer => Key::parse(&attribute.name).ok().and_then(|key| answer_kind(self.flow?, &key)),
            Group::Company => (attribute.name == "name").then_some(Kind::Text),
            Group::Inferred => INFERRED.contains(&attribute.name.as_str()).then_some(Kind::Text),
            Group::Live => (attribute.name == "agent").then_some(Kind::YesNo),
            Group::History | Group::Membership => None,
        }
    }

    /// Membership of something that is not there, or asked for otherwise than by *is* and *is not*.
    fn no_member(&self, attribute: &Attribute, test: &Test) -> Option<String> {
        let Test::Text(TextTest::Is(names) | TextTest::IsNot(names)) = test else {
            return Some(self.does_not_fit(attribute, "names, to be asked for by is and is_not"));
        };
        let what = if attribute.name == "list" { "list" } else { "program or status of one" };
        let missing = names.iter().find(|name| membership(&attribute.name, name, self.world).is_none())?;
        Some(format!("{} asks for `{attribute}` \"{missing}\", which is not a {what} of this site.", self.name))
    }

    /// A country that is not written as databases of places have it.
    fn no_country(&self, attribute: &Attribute, test: &Test) -> Option<String> {
        let Test::Text(TextTest::Is(names) | TextTest::IsNot(names)) = test else { return None };
        let is_code = |name: &str| name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_asked = attribute.group == Group::Inferred && attribute.name == "country";
        let name = names.iter().find(|name| is_asked && !is_code(name))?;
        Some(format!("{} asks for `{attribute}` \"{name}\". Write a country as its code of two letters, like `de`.", self.name))
    }

    fn not_there(&self, attribute: &Attribute) -> String {
        let reason = match attribute.group {
            Group::Answer => "but this flow has no question or information capture of that key",
            Group::Person | Group::Visit => "which is not an attribute of this site",
            _ => {
                "which can't be asked for; there are company.name, inferred.country, .region, .city, .postal_code and .organisation, \
                 membership.list and .program, and live.agent"
            }
        };
        format!("{} asks for `{attribute}`, {reason}.", self.name)
    }

    fn does_not_fit(&self, attribute: &Attribute, holds: &str) -> String {
        format!("{} asks `{attribute}` in a way that does not fit what it holds ({holds}).", self.name)
    }

    /// A happening of something that is not there.
    fn unknown(&self, attribute: &Attribute, happening: &Happening) -> Option<String> {
        let of = happening.of.as_str();
        let (is_there, what) = match Past::of_name(&attribute.name)? {
            About::Dialogue => (self.world.work(of).is_some(), "a dialogue or flow"),
            About::Goal => (self.world.goals.iter().any(|goal| goal.as_str() == of), "a goal"),
            About::Document => (self.world.document(of).is_some(), "a document"),
        };
        (!is_there).then(|| format!("{} asks `{attribute}` of \"{of}\", which is not {what} of this site.", self.name))
    }
}

fn asks_for(test: &Test, kind: Kind) -> bool {
    match test {
        Test::Text(_) => matches!(kind, Kind::Text | Kind::Choice),
        Test::Number(_) => matches!(kind, Kind::Number | Kind::WholeNumber),
        Test::Date(_) => matches!(kind, Kind::Date | Kind::DateTime),
        Test::YesNo(_) => kind == Kind::YesNo,
        Test::History(_) => false,
    }
}

/// What the answer to a card holds; `None` if there is no such card, or one that asks nothing.
pub(super) fn answer_kind(flow: &FlowDraft, key: &Key) -> Option<Kind> {
    let (_, card) = flow.cards.0.iter().find(|(other, _)| other == key)?;
    match card {
        CardDraft::Question(_) => Some(Kind::Text),
        CardDraft::Capture(capture) => Some(match capture.input {
            InputKind::Text | InputKind::LongText | InputKind::Email | InputKind::Phone | InputKind::Choice(_) => Kind::Text,
            InputKind::Number => Kind::Number,
            InputKind::WholeNumber => Kind::WholeNumber,
            InputKind::Date => Kind::Date,
            InputKind::DateTime => Kind::DateTime,
            InputKind::YesNo => Kind::YesNo,
        }),
        _ => None,
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
