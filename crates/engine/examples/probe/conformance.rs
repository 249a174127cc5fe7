//! Cases as data: a file of them in, a line for each that doesn't hold out. The same natively and in WebAssembly.

use std::collections::BTreeMap;
use std::fmt::Write;

use parlor_domain::audience::{Audience, Condition, Term, Test};
use parlor_domain::display::Display;
use parlor_domain::draft::{Draft, SiteDraft};
use parlor_domain::ids::{DialogueId, Secret, SessionId, VisitorId};
use parlor_domain::memory::{DialogueMemory, Given, Memory, Past, Session};
use parlor_domain::schedule::ScheduleDraft;
use parlor_domain::text::Key;
use parlor_domain::time::Instant;
use parlor_engine::condition::{Verdict, decide};
use parlor_engine::display::{Progress, advance, is_met};
use parlor_engine::facts::Facts;
use parlor_engine::pages::matches;
use parlor_engine::publish::{fold, fold_text, parse_pattern};
use parlor_engine::simulate::{Browser, OneOf, Page, Plain, Step, Values, World, address, value};
use parlor_engine::visit::blank_memory;
use serde::Deserialize;

/// A file of cases of one kind.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum File {
    /// Page patterns (T1 to T8).
    Patterns(Vec<PatternCase>),
    /// Operators (T11, T12).
    Operators(Vec<OperatorCase>),
    /// Audiences (T9, T10, T13, T15).
    Audiences(Vec<AudienceCase>),
    /// Schedules (T16).
    Schedules(Vec<ScheduleCase>),
    /// Display events (T17 to T20).
    Displays(Vec<DisplayCase>),
    /// Tokens (C15).
    Tokens(Vec<TokenCase>),
}

/// How many cases were tried, and which don't hold.
pub(crate) struct Outcome {
    pub(crate) tried: usize,
    pub(crate) failed: String,
}

/// Tries every case of a file.
pub(crate) fn conform(json: &str) -> Outcome {
    match serde_json::from_str(json) {
        Err(error) => Outcome { tried: 0, failed: format!("{error}\n") },
        Ok(File::Patterns(cases)) => try_all(&cases, |case| (&case.why, case.holds())),
        Ok(File::Operators(cases)) => try_all(&cases, |case| (&case.why, case.holds())),
        Ok(File::Audiences(cases)) => try_all(&cases, |case| (&case.why, case.holds())),
        Ok(File::Schedules(cases)) => try_all(&cases, |case| (&case.why, case.holds())),
        Ok(File::Displays(cases)) => try_all(&cases, |case| (&case.why, case.holds())),
        Ok(File::Tokens(cases)) => try_all(&cases, |case| (&case.why, case.holds())),
    }
}

/// What was seen, where it isn't what was expected.
type Held = Result<(), String>;

fn try_all<C>(cases: &[C], try_one: impl Fn(&C) -> (&String, Held)) -> Outcome {
    let mut failed = String::new();
    for (at, case) in cases.iter().enumerate() {
        if let (why, Err(seen)) = try_one(case) {
            writeln!(failed, "{at}: {why}: {seen}").unwrap_or_default();
        }
    }
    Outcome { tried: cases.len(), failed }
}

fn expect<T: PartialEq + std::fmt::Debug>(seen: T, expected: T) -> Held {
    if seen == expected { Ok(()) } else { Err(format!("saw {seen:?}, expected {expected:?}")) }
}

/// A pattern and a page, or a pattern that is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternCase {
    why: String,
    pattern: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    matches: Option<bool>,
    #[serde(default)]
    refused_at: Option<usize>,
}

impl PatternCase {
    fn holds(&self) -> Held {
        let parsed = parse_pattern(&self.pattern);
        expect(parsed.as_ref().err().map(|bad| bad.at), self.refused_at)?;
        expect(parsed.ok().map(|pattern| matches(&pattern, &address(&self.url))), self.matches)
    }
}

/// A test of the attribute `person.x`, which holds a value or nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OperatorCase {
    why: String,
    test: Test,
    value: Option<Plain>,
    #[serde(default)]
    now: Option<String>,
    #[serde(default)]
    utc_offset_minutes: i16,
    holds: String,
}

impl OperatorCase {
    fn holds(&self) -> Held {
        let condition = Condition { attribute: "person.x".parse().map_err(|_| "no attribute")?, test: self.test.clone() };
        let audience = Audience::All(vec![Term::If(condition)]);
        let given = self.value.clone().map(|value| ("x".to_owned(), value));
        let visitor = Visitor {
            now: self.now.clone(),
            given: given.into_iter().collect(),
            browser: Browser { utc_offset_minutes: self.utc_offset_minutes, ..Browser::default() },
            ..Visitor::default()
        };
        visitor.decides(&audience, &self.holds)
    }
}

/// An audience, a visitor, and whether the visitor belongs to it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceCase {
    why: String,
    audience: Audience,
    #[serde(default)]
    visitor: Visitor,
    holds: String,
}

impl AudienceCase {
    fn holds(&self) -> Held {
        self.visitor.decides(&self.audience, &self.holds)
    }
}

/// A visitor on a page.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Visitor {
    url: String,
    referrer: String,
    now: Option<String>,
    browser: Browser,
    sessions: u32,
    pages_in_session: u32,
    pages_ever: u32,
    entry_page: String,
    session_referrer: String,
    campaign: BTreeMap<String, String>,
    /// What was given in this browser.
    given: BTreeMap<String, Plain>,
    /// What happened, and when: `["completed", "01010101-…", "2026-11-20T10:00Z"]`.
    history: Vec<(String, String, String)>,
    /// Whether the link to the person is verified, and nothing was told yet.
    verified: bool,
}

const NOW: &str = "2026-11-21T10:00Z";

impl Visitor {
    fn decides(&self, audience: &Audience, expected: &str) -> Held {
        let now: Instant = self.now.as_deref().unwrap_or(NOW).parse().map_err(|_| "no instant")?;
        let page = Page { url: self.url.clone(), referrer: self.referrer.clone(), ..Page::default() };
        let page = self.browser.facts(&page, now);
        let memory = self.memory(now)?;
        let facts = Facts { memory: &memory, page: &page, now, conversation: None };
        let verdict = match decide(&fold(audience.clone()), &facts) {
            Verdict::True => "true",
            Verdict::False => "false",
            Verdict::Unknown => "unknown",
        };
        expect(verdict, expected)
    }

    fn memory(&self, now: Instant) -> Result<Memory, String> {
        let given = |(key, plain): (&String, &Plain)| {
            let value = value(plain.clone());
            let folded = fold_text(&value.text());
            Ok((Key::parse(key).map_err(|bad| format!("{key} {bad}"))?, Given { at: now, value, folded }))
        };
        let blank = blank_memory(VisitorId::from_bytes([1; 16]), Secret::new([2; 16]));
        let session = Session {
            last: now,
            id: SessionId::from_bytes([3; 16]),
            pages: self.pages_in_session,
            entry_page: self.entry_page.clone(),
            referrer: self.session_referrer.clone(),
            campaign: self.campaign.clone().into_iter().collect(),
        };
        Ok(Memory {
            sessions: self.sessions,
            pages: self.pages_ever,
            session,
            given: self.given.iter().map(given).collect::<Result<_, String>>()?,
            history: self.history.iter().map(happened).collect::<Result<_, String>>()?,
            verified: self.verified,
            ..blank
        })
    }
}

fn happened((what, of, when): &(String, String, String)) -> Result<(Past, Instant), String> {
    let id = || of.parse::<DialogueId>().map_err(|bad| bad.to_string());
    let past = match what.as_str() {
        "shown" => Past::Shown(id()?),
        "engaged" => Past::Engaged(id()?),
        "completed" => Past::Completed(id()?),
        "goal" => Past::Goal(of.clone()),
        "document" => Past::Document(of.clone()),
        other => return Err(format!("nothing like {other} can happen")),
    };
    Ok((past, when.parse().map_err(|_| "no instant")?))
}

/// A schedule, an instant, and whether it allows it; `null`: it can't be told.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScheduleCase {
    why: String,
    schedule: ScheduleDraft,
    at: String,
    #[serde(default)]
    site_offset_minutes: Option<i16>,
    allowed: Option<bool>,
}

impl ScheduleCase {
    fn holds(&self) -> Held {
        let at: Instant = self.at.parse().map_err(|_| "no instant")?;
        expect(self.schedule.compile().allows(at, self.site_offset_minutes), self.allowed)
    }
}

/// Display events, looks at a page one after the other, and after each whether the events are met.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DisplayCase {
    why: String,
    display: Display,
    looks: Vec<Look>,
}

/// What is so when the page is looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Look {
    #[serde(default)]
    visible_seconds: u32,
    #[serde(default)]
    scroll: u8,
    #[serde(default)]
    on_site_seconds: i64,
    #[serde(default)]
    idle_seconds: i64,
    #[serde(default)]
    pages: u32,
    #[serde(default)]
    leaves: bool,
    #[serde(default)]
    tracked: Option<String>,
    met: bool,
}

impl DisplayCase {
    fn holds(&self) -> Held {
        let mut memory = DialogueMemory::default();
        for (at, look) in self.looks.iter().enumerate() {
            let progress = Progress {
                visible_ms: look.visible_seconds * 1_000,
                scroll: look.scroll,
                on_site_ms: look.on_site_seconds * 1_000,
                idle_ms: look.idle_seconds * 1_000,
                pages: look.pages,
                leaves: look.leaves,
                tracked: look.tracked.as_deref(),
            };
            advance(&self.display, &mut memory, progress);
            expect(is_met(&self.display, &memory), look.met).map_err(|seen| format!("look {at}: {seen}"))?;
        }
        Ok(())
    }
}

/// A message, what is known, and what the bot says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenCase {
    why: String,
    text: String,
    #[serde(default)]
    page: Page,
    #[serde(default)]
    given: Values,
    #[serde(default)]
    says: Option<String>,
    /// What the check says of the text; nothing is said then.
    #[serde(default)]
    refused: Option<String>,
}

impl TokenCase {
    fn holds(&self) -> Held {
        let site: SiteDraft =
            serde_json::from_str(r#"{"parlor": 1, "site": {"name": "Demo"}}"#).map_err(|error| error.to_string())?;
        let draft = serde_json::json!({
            "name": "D", "pages": {"include": ["*"]},
            "flow": {"start": "hi", "cards": {"hi": {"message": {"text": self.text}}}},
        });
        let draft: Draft = serde_json::from_value(draft).map_err(|error| error.to_string())?;
        let mut world = World::new(&site, Browser::default(), Instant(1_795_255_200_000));
        let published = world.take(Step::Publish(OneOf::Long(Box::new(draft))));
        match (&self.refused, published) {
            (Some(part), Err(problem)) if problem.contains(part.as_str()) => return Ok(()),
            (None, Ok(_)) => {}
            (_, published) => return Err(format!("publishing says {published:?}")),
        }
        let page = if self.page.url.is_empty() {
            Page { url: "https://a.example/".into(), ..self.page.clone() }
        } else {
            self.page.clone()
        };
        for step in [Step::Visit(OneOf::Long(page)), Step::Set(self.given.clone()), Step::Open] {
            world.take(step)?;
        }
        let said = world.screens().next().and_then(|(_, screen)| {
            let said = screen.panel?.chat?.view.said.pop()?;
            if let parlor_engine::view::Words::Bot(text) = said.words { Some(text.plain()) } else { None }
        });
        expect(said, self.says.clone())
    }
}
