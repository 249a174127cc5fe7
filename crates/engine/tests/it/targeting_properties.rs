//! What holds of every targeting (T1, T3, T24).

use parlor_domain::audience::{Audience, Condition, DateTest, NumberTest, Term, Test, TextTest, YesNoTest};
use parlor_domain::display::{Display, DisplayEvent};
use parlor_domain::page::{HostPattern, PageAddress, PagePattern, Pages, PathPattern, normal_path};
use parlor_domain::schedule::{Hours, Schedule};
use parlor_domain::site::{Caps, PublishedDialogue};
use parlor_domain::time::{Date, Instant, Unit};
use parlor_engine::condition::{Verdict, decide, like};
use parlor_engine::display::Progress;
use parlor_engine::explain::{Chosen, Outcome, explain};
use parlor_engine::facts::{Facts, PageFacts};
use parlor_engine::pages::{match_page, matches};
use parlor_engine::publish::parse_pattern;
use parlor_engine::resolve::{Choice, resolve};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::support::chance::any_memory;
use crate::support::made_up::{START, memory, page, published, site};

/// Few letters, so that patterns and pages meet.
fn host() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a.de", "x.a.de", "y.x.a.de", "b.de", "ba.de", "a.de:8080"]).prop_map(str::to_owned)
}

fn path() -> impl Strategy<Value = String> {
    "(/[abc]{0,2}){0,3}"
}

fn pattern() -> impl Strategy<Value = PagePattern> {
    let host = prop_oneof![Just(HostPattern::Any), host().prop_map(HostPattern::Exact), host().prop_map(HostPattern::Domain)];
    let path = prop_oneof![Just(PathPattern::Any), "(/[abc*]{0,2}){0,3}".prop_map(|path| PathPattern::Like(normal_path(&path)))];
    let fragment = proptest::option::weighted(0.2, "[abc*]{0,2}");
    (host, path, fragment).prop_map(|(host, path, fragment)| PagePattern { host, path, fragment, query: Vec::new() })
}

fn address() -> impl Strategy<Value = PageAddress> {
    (host(), path(), "[abc]{0,2}").prop_map(|(host, path, fragment)| PageAddress::new(&host, &path, &fragment, Vec::new()))
}

/// The same pattern, narrower in one way: a host for every host, a star filled in, a fragment asked for.
fn narrower(pattern: &PagePattern, how: u8, filling: &str) -> PagePattern {
    let mut narrow = pattern.clone();
    match (how % 4, &pattern.host, &pattern.path) {
        (0, HostPattern::Any, _) => narrow.host = HostPattern::Domain("a.de".into()),
        (0, HostPattern::Domain(domain), _) => narrow.host = HostPattern::Exact(domain.clone()),
        (1, _, PathPattern::Any) => narrow.path = PathPattern::Like(format!("/{filling}*")),
        (1 | 2, _, PathPattern::Like(like)) => narrow.path = PathPattern::Like(like.replacen('*', filling, 1)),
        _ => narrow.fragment = Some(pattern.fragment.as_ref().map_or(filling.to_owned(), |like| like.replacen('*', filling, 1))),
    }
    narrow
}

fn test() -> impl Strategy<Value = Test> {
    let unit = prop::sample::select(vec![Unit::Days, Unit::Weeks, Unit::Months, Unit::Years]);
    prop_oneof![
        any::<String>().prop_map(|text| Test::Text(TextTest::Is(vec![text]))),
        any::<String>().prop_map(|text| Test::Text(TextTest::MatchesPattern(text))),
        "[a*]{0,9}".prop_map(|text| Test::Text(TextTest::MatchesPattern(text))),
        any::<f64>().prop_map(|number| Test::Number(NumberTest::IsNot(number))),
        any::<i32>().prop_map(|day| Test::Date(DateTest::Before(Date(day)))),
        (any::<u16>(), unit).prop_map(|(count, unit)| Test::Date(DateTest::NotInThePast(count, unit))),
        Just(Test::YesNo(YesNoTest::IsFalse)),
    ]
}

fn term() -> BoxedStrategy<Term> {
    let names = ["person.email", "person.x", "visit.sessions", "visit.language", "visit.query.q", "visit.unheard_of"];
    let condition = (prop::sample::select(names.to_vec()), test())
        .prop_map(|(name, test)| Condition { attribute: name.parse().expect("an attribute"), test })
        .boxed();
    prop_oneof![
        condition.clone().prop_map(Term::If),
        vec(condition.clone(), 0..3).prop_map(Term::Any),
        vec(condition, 0..3).prop_map(Term::None)
    ]
    .boxed()
}

fn audience() -> impl Strategy<Value = Audience> {
    prop_oneof![vec(term(), 0..3).prop_map(Audience::All), vec(term(), 0..3).prop_map(Audience::None)]
}

fn dialogue() -> impl Strategy<Value = PublishedDialogue> {
    let pages = (vec(pattern(), 0..3), vec(pattern(), 0..2)).prop_map(|(include, exclude)| Pages { include, exclude });
    let event = prop_oneof![
        any::<u32>().prop_map(DisplayEvent::TimeOnPage),
        any::<u8>().prop_map(DisplayEvent::Scroll),
        any::<u32>().prop_map(DisplayEvent::TimeOnSite),
        any::<u32>().prop_map(DisplayEvent::Inactivity),
        (0u32..4).prop_map(DisplayEvent::PagesViewed),
        Just(DisplayEvent::ExitIntent),
        Just(DisplayEvent::Custom("x".into()))
    ];
    let display = vec(event, 0..20).prop_map(Display::Any);
    let caps = (any::<bool>(), option::of(1u16..3), option::of(0u16..3), option::of(1u16..3)).prop_map(
        |(once_per_session, once_in_days, sessions, days_after_dismissal)| Caps {
            once_per_session,
            once_in_days,
            sessions,
            days_after_dismissal,
        },
    );
    (0u8..4, pages, audience(), (display, schedule(), caps, any::<bool>())).prop_map(
        |(number, pages, audience, (display, schedule, caps, others_go_first))| PublishedDialogue {
            pages,
            audience,
            display,
            schedule,
            caps,
            others_go_first,
            ..published(number, |_| {})
        },
    )
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let hours = (any::<u8>(), 0u16..1_500, 0u16..1_500).prop_map(|(days, from, until)| Hours { days, from, until });
    let bound = option::weighted(0.2, (-9i64..9).prop_map(Instant));
    (bound.clone(), bound, vec(hours, 0..2)).prop_map(|(from, until, hours)| Schedule { from, until, hours })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn t3_a_narrower_pattern_never_matches_more(pattern in pattern(), how in any::<u8>(), filling in "[abc]{0,2}", page in address()) {
        let narrow = narrower(&pattern, how, &filling);
        prop_assert!(!matches(&narrow, &page) || matches(&pattern, &page), "{:?} but not {:?}", narrow, pattern);
    }

    #[test]
    fn t3_patterns_are_matched_as_a_library_does_it(pattern in "[ab*é]{0,8}", text in "[abé]{0,10}") {
        let expected = wildmatch::WildMatchPattern::<'*', '\0'>::new(&pattern).matches(&text);
        prop_assert_eq!(like(&pattern, &text), expected, "{} {}", pattern, text);
    }

    #[test]
    fn t9_narrowing_an_audience_never_widens_who_matches(terms in vec(term(), 0..4), more in term(), memory in any_memory(), now in any::<i64>()) {
        let page = page("https://a.de/?q=a");
        let facts = Facts { memory: &memory, page: &page, now: Instant(now), conversation: None };
        let matches = |audience: Audience| decide(&audience, &facts) == Verdict::True;
        let with: Vec<Term> = terms.iter().cloned().chain([more.clone()]).collect();
        prop_assert!(!matches(Audience::All(with.clone())) || matches(Audience::All(terms.clone())));
        prop_assert!(!matches(Audience::None(with.clone())) || matches(Audience::None(terms.clone())));
        prop_assert!(!matches(Audience::Any(terms)) || matches(Audience::Any(with)));
    }

    #[test]
    fn t33_an_explanation_says_what_was_decided(
        dialogues in vec(dialogue(), 0..5), memory in any_memory(), address in address(), now in -20i64..20, offset in option::of(-900i16..900)
    ) {
        let mut dialogues = dialogues;
        dialogues.sort_by_key(|dialogue| dialogue.id);
        dialogues.dedup_by_key(|dialogue| dialogue.id);
        let page = PageFacts { address, site_offset_minutes: offset, ..page("https://a.de/") };
        let (site, now) = (site(dialogues), Instant(now));
        let decided = resolve(&site, &memory, &page, now);
        let trace = explain(&site, &memory, &page, Progress::default(), now, None);
        let name = |at: usize| site.dialogues[at].name.clone();
        let expected = match decided.choice {
            Choice::Nothing => Chosen::Nothing,
            Choice::Continue(conversation) => {
                let goes_on = matches!(trace.choice, Chosen::Continues { conversation: other, .. } if other == conversation);
                prop_assert!(goes_on, "{:?}", trace.choice);
                return Ok(());
            }
            Choice::Wait(at) => Chosen::WaitsFor(name(at)),
            Choice::Show(at) => Chosen::Shows(name(at)),
        };
        prop_assert_eq!(trace.choice, expected);
        for (at, seen) in trace.dialogues.iter().enumerate() {
            let is_candidate = seen.page.matches && seen.schedule == Verdict::True && seen.may_appear && seen.cap.is_none()
                && seen.audience.verdict == Verdict::True;
            let is_chosen = decided.choice == Choice::Show(at) || decided.choice == Choice::Wait(at) || decided.waiting.contains(&at);
            prop_assert!(!is_chosen || is_candidate, "{:?}", seen);
            prop_assert_eq!(is_candidate && !is_chosen, matches!(seen.outcome, Outcome::Outranked(_)), "{:?}", seen);
            prop_assert_eq!(seen.outcome == Outcome::Shown, decided.choice == Choice::Show(at), "{:?}", seen);
        }
    }

    #[test]
    fn t1_exclusion_always_wins(include in vec(pattern(), 0..4), exclude in vec(pattern(), 0..4), page in address()) {
        let is_excluded = exclude.iter().any(|pattern| matches(pattern, &page));
        let matched = match_page(&Pages { include: include.clone(), exclude }, &page);
        prop_assert!(!(matched && is_excluded));
        prop_assert_eq!(matched, !is_excluded && include.iter().any(|pattern| matches(pattern, &page)));
    }

    #[test]
    fn t8_no_text_makes_the_pattern_reader_panic(text in any::<String>(), near in "[a*./:#?@%\\[\\] ]{0,12}") {
        for text in [text, near] {
            if let Err(bad) = parse_pattern(&text) {
                prop_assert!((1..=text.chars().count() + 1).contains(&bad.at), "{:?}: {}", text, bad);
            }
        }
    }

    #[test]
    fn t4_a_page_matches_its_own_address(page in address()) {
        let pattern = format!("https://{}{}/", page.host, page.path);
        prop_assert!(matches(&parse_pattern(&pattern).expect("an address"), &page), "{}", pattern);
    }

    #[test]
    fn t24_the_order_of_publishing_does_not_matter(order in Just((0u8..6).collect::<Vec<_>>()).prop_shuffle(), equal in any::<bool>()) {
        let of = |order: &[u8]| {
            site(order.iter().map(|number| published(*number, |draft| draft.priority = if equal { 7 } else { u16::from(*number) + 1 })).collect())
        };
        prop_assert_eq!(of(&order), of(&[0, 1, 2, 3, 4, 5]));
        prop_assert_eq!(resolve(&of(&order), &memory(), &page("https://a.de/"), START).choice, Choice::Show(0));
    }

    #[test]
    fn resolving_never_panics_and_says_the_same_twice(
        dialogues in vec(dialogue(), 0..5), memory in any_memory(), url in any::<String>(), now in any::<i64>(), address in address()
    ) {
        let mut page = page(&url);
        if now % 2 == 0 {
            page.address = address;
        }
        let site = site(dialogues);
        let choice = resolve(&site, &memory, &page, Instant(now));
        prop_assert_eq!(&choice, &resolve(&site, &memory, &page, Instant(now)));
        if let Choice::Show(at) | Choice::Wait(at) = choice.choice {
            prop_assert!(match_page(&site.dialogues[at].pages, &page.address));
        }
    }
}
