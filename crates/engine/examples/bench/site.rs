//! Sites with as many dialogues as wanted: page patterns with wildcards, and audiences of ten conditions each.

use parlor_domain::audience::{Audience, Term};
use parlor_domain::display::Display;
use parlor_domain::language::{Language, OwnTexts};
use parlor_domain::look::Look;
use parlor_domain::page::{PagePattern, Pages};
use parlor_domain::schedule::Schedule;
use parlor_domain::site::{Caps, FileHash, PublishedDialogue, SiteFile};
use parlor_domain::text::Name;
use parlor_engine::pages::matches as is_match;
use parlor_engine::publish::{parse_pattern, words};

use crate::chance::Chance;
use crate::conditions::{EVERYTHING, TRIES, condition};
use crate::scene::View;
use crate::world::*;

/// How many dialogues match.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// None, and of each dialogue the last condition decides.
    Worst,
    /// One or two: half of those that were made for the visitor by their pages, of these a quarter by their audience. All others
    /// fail at the page or at one of the first conditions.
    Usual,
}

impl Case {
    pub(crate) const ALL: [Self; 2] = [Self::Worst, Self::Usual];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Worst => "worst",
            Self::Usual => "usual",
        }
    }
}

/// A published site of so many dialogues, each made for one of these visitors.
pub(crate) fn site(case: Case, dialogues: u32, of: &[View], chance: &mut Chance) -> SiteFile {
    SiteFile {
        words: words(&Language::english(), &OwnTexts::new()),
        session_minutes: 30,
        response_delay_ms: 400,
        off: false,
        look: Look::default().published(),
        reports_pages: false,
        attributes: Vec::new(),
        dialogues: (0..dialogues).map(|number| published(case, number, &of[number as usize % of.len()], chance)).collect(),
        flows: Vec::new(),
        zone: String::new(),
    }
}

fn published(case: Case, number: u32, of: &View, chance: &mut Chance) -> PublishedDialogue {
    let (pages, conditions_that_hold) = match case {
        Case::Worst => (worst_pages(of, chance), EVERYTHING.len() as u32 - 1),
        Case::Usual => {
            let matches = chance.percent(50);
            let all = chance.percent(25);
            (usual_pages(matches, of, chance), if all { EVERYTHING.len() as u32 } else { early(chance) })
        }
    };
    PublishedDialogue {
        id: dialogue(number),
        name: Name::parse(&format!("Talk about {} {number}", chance.pick(&THINGS))).expect("a name"),
        version: chance.between(1, 9),
        flow: FileHash(id(4, NOW, number)),
        opening: None,
        priority: 100,
        created: made(number),
        pages,
        audience: audience(conditions_that_hold, of, chance),
        display: Display::default(),
        may_appear_again: chance.percent(20),
        asked_again: None,
        others_go_first: chance.percent(20),
        caps: Caps { once_in_days: chance.percent(30).then_some(1), ..Caps::default() },
        schedule: Schedule::default(),
    }
}

/// How many conditions hold before one doesn't: mostly few.
fn early(chance: &mut Chance) -> u32 {
    let (one, other) = (chance.below(EVERYTHING.len() as u32), chance.below(EVERYTHING.len() as u32));
    one.min(other)
}

/// Ten conditions, half of the time some of them in groups. So many from the front hold, the next doesn't; those behind may or may not.
fn audience(hold: u32, of: &View, chance: &mut Chance) -> Audience {
    let mut about = EVERYTHING;
    chance.shuffle(&mut about);
    let mut wanted = [true; EVERYTHING.len()];
    for (at, wanted) in wanted.iter_mut().enumerate().skip(hold as usize) {
        *wanted = at as u32 != hold && chance.percent(50);
    }
    let grouped = chance.percent(50);
    let mut one = |at: usize, wanted: bool| condition(about[at], wanted, of, chance);
    let term = |at: usize| match at {
        // Of these two the second decides, so that both are looked at.
        5 if grouped => Term::Any(vec![one(5, false), one(6, wanted[5] && wanted[6])]),
        8 if grouped => Term::None(vec![one(8, !wanted[8])]),
        _ => Term::If(one(at, wanted[at])),
    };
    Audience::All((0..about.len()).filter(|at| *at != 6 || !grouped).map(term).collect())
}

/// The second include is the first that matches, and the exclude doesn't.
fn worst_pages(of: &View, chance: &mut Chance) -> Pages {
    let include = vec![pattern(false, of, chance), pattern(true, of, chance), pattern(true, of, chance)];
    Pages { include, exclude: vec![pattern(false, of, chance)] }
}

fn usual_pages(matches: bool, of: &View, chance: &mut Chance) -> Pages {
    let others = chance.below(3);
    let include = (0..=others).map(|at| pattern(matches && at == others, of, chance)).collect();
    let exclude = if chance.percent(40) { vec![pattern(false, of, chance)] } else { Vec::new() };
    Pages { include, exclude }
}

/// A pattern that matches the visitor's page, or doesn't.
fn pattern(matches: bool, (_, page): &View, chance: &mut Chance) -> PagePattern {
    let mut tries = (0..TRIES).map(|_| parse_pattern(&written(chance)).expect("a sound pattern"));
    let found = tries.find(|pattern| is_match(pattern, &page.address) == matches);
    found.unwrap_or_else(|| panic!("no pattern tells {matches} of {:?}", page.address))
}

fn written(chance: &mut Chance) -> String {
    let (host, section, thing) = (chance.pick(&HOSTS), chance.pick(&SECTIONS), chance.pick(&THINGS));
    match chance.below(8) {
        0 => format!("{host}/{section}"),
        1 => format!("{host}/{section}/{thing}"),
        2 => format!("{host}/{section}/*"),
        3 => format!("*.example.com/{section}/*"),
        4 => format!("*.example.com/*/{thing}s/*"),
        5 => format!("*/{section}/*-{thing}-*"),
        6 => format!("https://{host}/*?plan={}", chance.pick(&PLANS)),
        _ => format!("{host}/*/{thing}*/*"),
    }
}
