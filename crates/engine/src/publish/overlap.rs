//! Dialogues of the same priority that can meet on a page (T24, C25).

use parlor_domain::draft::{DialogueDraft, PagesDraft};
use parlor_domain::page::{HostPattern, PagePattern, PathPattern};
use parlor_domain::text::Name;

use super::check::Findings;
use super::parse_pattern;
use super::world::{Work, World};
use crate::condition::like;
use crate::pages::before_last_slash;

/// Of so many others the names are told; there may be hundreds, and each finding is to be read.
const NAMED: usize = 3;

pub(super) fn check_overlap(draft: &DialogueDraft, world: &World<'_>, findings: &mut Findings) {
    let reach = Reach::of(&draft.pages);
    let meets = |work: &&Work| {
        let competes = work.competes.as_ref();
        work.name != draft.name && competes.is_some_and(|(priority, other)| *priority == draft.priority && reach.meets(other))
    };
    let met: Vec<&Name> = world.works.iter().filter(meets).map(|work| &work.name).collect();
    if let Some(others) = told(&met) {
        let reason = "On pages where several match, the oldest one is shown";
        findings.warning(None, format!("{others} the priority {}, too. {reason}; give them different ones.", draft.priority));
    }
}

/// Which dialogues have something.
fn told(names: &[&Name]) -> Option<String> {
    let quoted = |names: &[&Name]| names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    match names {
        [] => None,
        [one] => Some(format!("The dialogue \"{one}\" has")),
        [named @ .., last] if named.len() < NAMED => Some(format!("The dialogues {} and \"{last}\" have", quoted(named))),
        all => Some(format!("The dialogues {} and {} more have", quoted(&all[..NAMED]), all.len() - NAMED)),
    }
}

/// Pages that are included and excluded, read once for however many others they are held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    included: Vec<PagePattern>,
    excluded: Vec<PagePattern>,
}

impl Reach {
    /// What these pages reach. What is no pattern reaches none.
    pub(super) fn of(pages: &PagesDraft) -> Self {
        let read = |patterns: &[String]| patterns.iter().filter_map(|pattern| parse_pattern(pattern).ok()).collect();
        Self { included: read(&pages.include), excluded: read(&pages.exclude) }
    }

    /// Whether some page is included by both. What one includes and either excludes as a whole counts for neither.
    fn meets(&self, other: &Self) -> bool {
        let counts = |pattern: &&PagePattern| !self.excluded.iter().chain(&other.excluded).any(|all| covers(all, pattern));
        let mut ours = self.included.iter().filter(counts);
        ours.any(|pattern| other.included.iter().filter(counts).any(|other| can_meet(pattern, other)))
    }
}

/// Whether every page of a pattern is plainly one of the other, too.
fn covers(all: &PagePattern, some: &PagePattern) -> bool {
    let host = match (&all.host, &some.host) {
        (HostPattern::Any, _) => true,
        (HostPattern::Domain(domain), HostPattern::Exact(host) | HostPattern::Domain(host)) => is_in(host, domain),
        (all, some) => all == some,
    };
    let path = match (&all.path, &some.path) {
        (PathPattern::Any, _) => true,
        // A star is like nothing but a star, so that what is like the wider one is in it.
        (PathPattern::Like(all), PathPattern::Like(some)) => like(all, some),
        (PathPattern::Like(_), PathPattern::Any) => false,
    };
    host && path && all.fragment.is_none() && all.query.is_empty()
}

fn is_in(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
}

fn can_meet(one: &PagePattern, other: &PagePattern) -> bool {
    hosts_meet(&one.host, &other.host) && paths_meet(&one.path, &other.path) && fragments_meet(one, other)
}

fn hosts_meet(one: &HostPattern, other: &HostPattern) -> bool {
    match (one, other) {
        (HostPattern::Any, _) | (_, HostPattern::Any) => true,
        (HostPattern::Exact(one), HostPattern::Exact(other)) => one == other,
        (HostPattern::Exact(host), HostPattern::Domain(domain)) | (HostPattern::Domain(domain), HostPattern::Exact(host)) => {
            is_in(host, domain)
        }
        (HostPattern::Domain(one), HostPattern::Domain(other)) => is_in(one, other) || is_in(other, one),
    }
}

fn paths_meet(one: &PathPattern, other: &PathPattern) -> bool {
    match (one, other) {
        (PathPattern::Any, _) | (_, PathPattern::Any) => true,
        (PathPattern::Like(one), PathPattern::Like(other)) => {
            let shorter = |pattern, other| before_last_slash(pattern).is_some_and(|pattern| likes_meet(pattern, other));
            likes_meet(one, other) || shorter(one, other) || shorter(other, one)
        }
    }
}

fn fragments_meet(one: &PagePattern, other: &PagePattern) -> bool {
    one.fragment.as_ref().zip(other.fragment.as_ref()).is_none_or(|(one, other)| likes_meet(one, other))
}

/// Whether some text is like both patterns, in which `*` stands for any characters.
fn likes_meet(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    // Which beginnings of `other` can be followed as far as the beginning of `one` at hand.
    let mut meets: Vec<bool> = (0..=other.len()).map(|count| other[..count].iter().all(|c| *c == '*')).collect();
    for a in &one {
        let mut next = vec![*a == '*' && meets[0]; other.len() + 1];
        for (at, b) in other.iter().enumerate() {
            next[at + 1] = match (a, b) {
                ('*', _) => meets[at + 1] || next[at] || (*b == '*' && meets[at]),
                (_, '*') => next[at] || meets[at + 1],
                _ => a == b && meets[at],
            };
        }
        meets = next;
    }
    meets[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t24_patterns_that_share_a_page_meet() {
        for (one, other, meet) in [
            ("*", "a.de/x", true),
            ("a.de/*", "a.de/x", true),
            ("a.de/x", "a.de/y", false),
            ("a.de/*/end", "a.de/start/*", true),
            ("a.de/ab*", "a.de/b*", false),
            ("*.a.de", "x.a.de/docs", true),
            ("*.a.de", "ba.de", false),
            ("*.x.a.de", "*.a.de", true),
            ("a.de/*a", "a.de/*b", false),
            ("a.de/p#/one", "a.de/p#/two", false),
            ("a.de/docs/*", "a.de/docs", true),
        ] {
            let (pattern, against) = (parse_pattern(one).expect("a pattern"), parse_pattern(other).expect("a pattern"));
            assert_eq!(can_meet(&pattern, &against), meet, "{one} {other}");
            assert_eq!(can_meet(&against, &pattern), meet, "{other} {one}");
        }
    }

    #[test]
    fn t24_of_many_dialogues_a_few_are_named() {
        let names: Vec<Name> = ["A", "B", "C", "D", "E"].iter().map(|name| Name::parse(name).expect("a name")).collect();
        let names: Vec<&Name> = names.iter().collect();
        for (count, expected) in [
            (0, None),
            (1, Some(r#"The dialogue "A" has"#)),
            (2, Some(r#"The dialogues "A" and "B" have"#)),
            (3, Some(r#"The dialogues "A", "B" and "C" have"#)),
            (4, Some(r#"The dialogues "A", "B", "C" and 1 more have"#)),
            (5, Some(r#"The dialogues "A", "B", "C" and 2 more have"#)),
        ] {
            assert_eq!(told(&names[..count]).as_deref(), expected);
        }
    }

    #[test]
    fn t24_what_either_excludes_as_a_whole_is_no_common_page() {
        let reach = |include: &str, exclude: &str| {
            Reach::of(&PagesDraft {
                include: vec![include.to_owned()],
                exclude: if exclude.is_empty() { Vec::new() } else { vec![exclude.to_owned()] },
            })
        };
        let docs = reach("https://a.de/docs/*", "");
        for (exclude, meet) in [("", true), ("a.de/docs*", false), ("*.a.de", false), ("a.de/docs/api/*", true), ("b.de/*", true)]
        {
            let other = reach("a.de/*", exclude);
            assert_eq!((other.meets(&docs), docs.meets(&other)), (meet, meet), "{exclude}");
        }
    }
}
