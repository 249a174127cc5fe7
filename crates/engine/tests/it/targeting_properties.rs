//! What holds of every targeting (T1, T3, T24).

use parlor_domain::audience::{Audience, Condition, DateTest, NumberTest, Term, Test, TextTest, YesNoTest};
use parlor_domain::display::{Display, DisplayEvent};
use parlor_domain::page::{HostPattern, PageAddress, PagePattern, Pages, PathPattern, normal_path};
use parlor_domain::site::PublishedDialogue;
use parlor_domain::time::{Date, Instant, Unit};
use parlor_engine::pages::{match_page, matches};
use parlor_engine::publish::parse_pattern;
use parlor_engine::resolve::{Choice, resolve};
use proptest::collection::vec;
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

fn audience() -> impl Strategy<Value = Audience> {
    let names = ["person.email", "person.x", "visit.sessions", "visit.language", "visit.query.q", "visit.unheard_of"];
    let condition = (prop::sample::select(names.to_vec()), test())
        .prop_map(|(name, test)| Condition { attribute: name.parse().expect("an attribute"), test })
        .boxed();
    let term = prop_oneof![
        condition.clone().prop_map(Term::If),
        vec(condition.clone(), 0..3).prop_map(Term::Any),
        vec(condition, 0..3).prop_map(Term::None)
    ]
    .boxed();
    prop_oneof![vec(term.clone(), 0..3).prop_map(Audience::All), vec(term, 0..3).prop_map(Audience::None)]
}

fn dialogue() -> impl Strategy<Value = PublishedDialogue> {
    let pages = (vec(pattern(), 0..3), vec(pattern(), 0..2)).prop_map(|(include, exclude)| Pages { include, exclude });
    let event = prop_oneof![any::<u32>().prop_map(DisplayEvent::TimeOnPage), any::<u8>().prop_map(DisplayEvent::Scroll)];
    let display = vec(event, 0..20).prop_map(Display::Any);
    (0u8..4, pages, audience(), display).prop_map(|(number, pages, audience, display)| PublishedDialogue {
        pages,
        audience,
        display,
        ..published(number, |_| {})
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn t3_a_narrower_pattern_never_matches_more(pattern in pattern(), how in any::<u8>(), filling in "[abc]{0,2}", page in address()) {
        let narrow = narrower(&pattern, how, &filling);
        prop_assert!(!matches(&narrow, &page) || matches(&pattern, &page), "{:?} but not {:?}", narrow, pattern);
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
