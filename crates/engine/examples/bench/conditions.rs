//! Conditions about everything that can be asked, each true or false of a visitor as it is wanted.

use parlor_domain::audience::{Condition, Happening, HistoryTest, NumberTest, Test, TextTest, YesNoTest};
use parlor_domain::memory::Past;
use parlor_domain::time::Unit;
use parlor_engine::condition::{Verdict, holds};
use parlor_engine::facts::Facts;

use crate::chance::Chance;
use crate::scene::View;
use crate::world::*;

/// How often chance is asked for what is wanted.
pub(crate) const TRIES: usize = 100_000;

/// What conditions are about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum About {
    Place,
    Work,
    Score,
    Source,
    Entry,
    Parameter,
    Visits,
    Return,
    Happened,
    NeverHappened,
}

/// An audience asks for each of these once.
pub(crate) const EVERYTHING: [About; 10] = [
    About::Place,
    About::Work,
    About::Score,
    About::Source,
    About::Entry,
    About::Parameter,
    About::Visits,
    About::Return,
    About::Happened,
    About::NeverHappened,
];

/// A condition that holds for this visitor, or doesn't.
pub(crate) fn condition(about: About, wanted: bool, of: &View, chance: &mut Chance) -> Condition {
    let (memory, page) = of;
    let facts = Facts { memory, page, now: NOW, conversation: None };
    let mut tries = (0..TRIES).map(|_| any(about, of, chance));
    let found = tries.find(|condition| holds(condition, &facts) == Verdict::from(wanted));
    found.unwrap_or_else(|| panic!("no condition about {about:?} is {wanted} of this visitor"))
}

fn any(about: About, of: &View, chance: &mut Chance) -> Condition {
    match about {
        About::Place => is("person.country", &COUNTRIES, chance),
        About::Work => work(chance),
        About::Score => score(chance),
        About::Source => source(chance),
        About::Entry => entry(chance),
        About::Parameter => is("visit.query.plan", &PLANS, chance),
        About::Visits => visits(chance),
        About::Return => condition_of("visit.returning", Test::YesNo(chance.pick(&[YesNoTest::IsTrue, YesNoTest::IsFalse]))),
        About::Happened | About::NeverHappened => history(matches!(about, About::Happened), of, chance),
    }
}

fn condition_of(attribute: &str, test: Test) -> Condition {
    Condition { attribute: attribute.parse().expect("the name of an attribute"), test }
}

/// One of some texts, or none of them.
fn is(attribute: &str, texts: &[&str], chance: &mut Chance) -> Condition {
    let mut texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    chance.shuffle(&mut texts);
    texts.truncate(chance.between(1, 3) as usize);
    let test = if chance.percent(60) { TextTest::Is(texts) } else { TextTest::IsNot(texts) };
    condition_of(attribute, Test::Text(test))
}

fn work(chance: &mut Chance) -> Condition {
    let word = chance.pick(&["harbour", "engineer", "operations", "er", "o", "buyer"]).to_owned();
    let start = chance.pick(&["skerry", "north", "lerwick port", "s"]).to_owned();
    match chance.below(3) {
        0 => condition_of("person.job_title", Test::Text(TextTest::Contains(word))),
        1 => condition_of("person.job_title", Test::Text(TextTest::DoesNotContain(word))),
        _ => condition_of("person.company_name", Test::Text(TextTest::StartsWith(start))),
    }
}

fn score(chance: &mut Chance) -> Condition {
    let (least, more) = (f64::from(chance.below(60)), f64::from(chance.between(5, 60)));
    match chance.below(3) {
        0 => condition_of("person.score", Test::Number(NumberTest::AtLeast(least))),
        1 => condition_of("person.score", Test::Number(NumberTest::Between(least, least + more))),
        _ => condition_of("person.team_size", Test::Number(NumberTest::LessThan(2.0 * more))),
    }
}

fn source(chance: &mut Chance) -> Condition {
    match chance.below(4) {
        0 => is("visit.utm_source", &SOURCES, chance),
        1 => is("visit.device", &DEVICES, chance),
        2 => is("visit.weekday", &WEEKDAYS, chance),
        _ => condition_of("visit.language", Test::Text(TextTest::StartsWith(chance.pick(&["en", "de", "fr"]).to_owned()))),
    }
}

fn entry(chance: &mut Chance) -> Condition {
    let section = chance.pick(&SECTIONS);
    let pattern = match chance.below(3) {
        0 => format!("https://*.example.com/{section}/*"),
        1 => format!("*/{}", chance.pick(&THINGS)),
        _ => return condition_of("visit.referrer", Test::Text(TextTest::MatchesPattern(referrer(chance)))),
    };
    condition_of("visit.entry_page", Test::Text(TextTest::MatchesPattern(pattern)))
}

fn referrer(chance: &mut Chance) -> String {
    chance.pick(&["https://search.*", "*example.net/*", "https://*.example.org/*/*", "*/partners/*"]).to_owned()
}

fn visits(chance: &mut Chance) -> Condition {
    let count = f64::from(chance.between(1, 12));
    match chance.below(4) {
        0 => condition_of("visit.sessions", Test::Number(NumberTest::AtLeast(count))),
        1 => condition_of("visit.pages_in_session", Test::Number(NumberTest::AtMost(count))),
        2 => condition_of("visit.pages_ever", Test::Number(NumberTest::GreaterThan(6.0 * count))),
        _ => condition_of("visit.hour", Test::Number(NumberTest::Between(count, count + 9.0))),
    }
}

/// What happened or never did: half of the time to something that this visitor knows.
fn history(asks_if_it_did: bool, (memory, _): &View, chance: &mut Chance) -> Condition {
    let known = memory.history.get(chance.below(memory.history.len().max(1) as u32) as usize);
    let known = known.filter(|_| chance.percent(50)).map(|(past, _)| past.clone());
    let (attribute, of) = match known.unwrap_or_else(|| Past::Completed(dialogue(chance.below(1_000)))) {
        Past::Shown(id) => ("history.shown", id.text()),
        Past::Engaged(id) => ("history.engaged", id.text()),
        Past::Completed(id) => ("history.completed", id.text()),
        Past::Goal(name) => ("history.goal", name),
        Past::Document(name) => ("history.document", name),
    };
    let happening = Happening { of, within: chance.percent(50).then(|| (chance.between(20, 100) as u16, Unit::Days)) };
    condition_of(
        attribute,
        Test::History(if asks_if_it_did { HistoryTest::Has(happening) } else { HistoryTest::HasNot(happening) }),
    )
}
