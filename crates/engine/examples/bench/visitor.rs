//! Visitors who come to pages.

use parlor_domain::ids::{Secret, VisitorId};
use parlor_domain::memory::{DialogueMemory, Given, Memory, Past, Session, Showings};
use parlor_domain::page::PageAddress;
use parlor_domain::text::Key;
use parlor_domain::time::{DAY, Instant};
use parlor_domain::value::Value;
use parlor_engine::facts::PageFacts;

use crate::chance::Chance;
use crate::scene::View;
use crate::world::*;

/// Dialogues that visitors have met, of so many.
const MET: (u32, u32) = (60, 1_000);
/// What happened to a visitor, at the most.
const HAPPENINGS: u32 = 60;

/// A visitor on a page.
pub(crate) fn view(chance: &mut Chance) -> View {
    (memory(chance), page(chance))
}

fn page(chance: &mut Chance) -> PageFacts {
    let (host, section, thing) = (chance.pick(&HOSTS), chance.pick(&SECTIONS), chance.pick(&THINGS));
    let path = match chance.below(4) {
        0 => format!("/{section}"),
        1 => format!("/{section}/{thing}"),
        _ => format!("/{section}/{thing}s/harbour-{thing}-{}", chance.below(40)),
    };
    let plan = chance.percent(60).then(|| ("plan".to_owned(), chance.pick(&PLANS).to_owned()));
    let query: Vec<(String, String)> = plan.into_iter().collect();
    PageFacts {
        address: PageAddress::new(host, &path, "", query.clone()),
        url: format!("https://{host}{path}"),
        title: "Harbours, read twice a day".to_owned(),
        narrow: chance.percent(30),
        referrer: chance.pick(&REFERRERS).to_owned(),
        query,
        language: chance.pick(&LANGUAGES).to_owned(),
        device: chance.pick(&DEVICES).to_owned(),
        browser: chance.pick(&BROWSERS).to_owned(),
        os: chance.pick(&SYSTEMS).to_owned(),
        hour: chance.below(24) as u8,
        weekday: chance.pick(&WEEKDAYS).to_owned(),
        utc_offset_minutes: 60,
        site_offset_minutes: Some(60),
    }
}

fn memory(chance: &mut Chance) -> Memory {
    let sessions = chance.between(1, 12);
    let now = session(sessions);
    let mut met: Vec<u32> = (0..MET.0).map(|_| chance.below(MET.1)).collect();
    met.sort_unstable();
    met.dedup();
    Memory {
        visitor: VisitorId::from_bytes(id(3, NOW, sessions)),
        secret: Secret::new([7; 16]),
        sessions,
        pages: sessions * chance.between(1, 6),
        session: Session {
            last: NOW,
            id: now,
            pages: chance.between(1, 9),
            entry_page: format!("https://{}/{}/{}", chance.pick(&HOSTS), chance.pick(&SECTIONS), chance.pick(&THINGS)),
            referrer: chance.pick(&REFERRERS).to_owned(),
            campaign: vec![
                ("utm_medium".to_owned(), "link".to_owned()),
                ("utm_source".to_owned(), chance.pick(&SOURCES).to_owned()),
            ],
        },
        dialogues: met.iter().map(|number| (dialogue(*number), met_before(chance))).collect(),
        conversations: Vec::new(),
        given: given(chance),
        given_since: days_ago(300),
        runs: Vec::new(),
        history: history(chance),
        showings: met.iter().map(|number| (dialogue(*number), Showings { sessions: 1, dismissed: None })).collect(),
        verified: false,
        facts: None,
        visitor_since: Instant(0),
    }
}

fn met_before(chance: &mut Chance) -> DialogueMemory {
    DialogueMemory { shown: Some((days_ago(chance.between(3, 90)), session(0))), ..DialogueMemory::default() }
}

/// What visitors gave; sorted by key. Numbers are always there, texts may be missing.
fn given(chance: &mut Chance) -> Vec<(Key, Given)> {
    let text = |text: &str| Value::Text(text.to_owned());
    let values = [
        ("company_name", 70, text(chance.pick(&COMPANIES))),
        ("country", 80, text(chance.pick(&COUNTRIES))),
        ("job_title", 70, text(chance.pick(&JOBS))),
        ("score", 100, Value::Number(f64::from(chance.below(100)))),
        ("team_size", 100, Value::Number(f64::from(chance.below(200)))),
    ];
    let there = values.into_iter().filter(|(_, percent, _)| chance.percent(*percent));
    let there = there.filter_map(|(key, _, value)| {
        let folded = if let Value::Text(text) = &value { text.clone() } else { String::new() };
        Some((Key::parse(key).ok()?, Given { at: days_ago(20), value, folded }))
    });
    there.collect()
}

/// What happened; sorted.
fn history(chance: &mut Chance) -> Vec<(Past, Instant)> {
    let happened = |_| {
        let past = match chance.below(10) {
            0..4 => Past::Shown(dialogue(chance.below(MET.1))),
            4..6 => Past::Engaged(dialogue(chance.below(MET.1))),
            6..8 => Past::Completed(dialogue(chance.below(MET.1))),
            8 => Past::Goal(chance.pick(&GOALS).to_owned()),
            _ => Past::Document(chance.pick(&DOCUMENTS).to_owned()),
        };
        (past, days_ago(chance.between(1, 120)))
    };
    let mut history: Vec<(Past, Instant)> = (0..HAPPENINGS).map(happened).collect();
    history.sort();
    history.dedup_by(|(after, _), (before, _)| after == before);
    history
}

fn days_ago(days: u32) -> Instant {
    Instant(NOW.0 - i64::from(days) * DAY)
}
