//! Which pages a dialogue may appear on (T1, T3 to T6).

use parlor_domain::page::{HostPattern, PageAddress, PagePattern, Pages, PathPattern};

use crate::condition::like;

/// Whether any include matches and no exclude does. Exclusion always wins (T1).
pub fn match_page(pages: &Pages, page: &PageAddress) -> bool {
    pages.include.iter().any(|pattern| matches(pattern, page)) && !pages.exclude.iter().any(|pattern| matches(pattern, page))
}

/// Whether one pattern matches the page.
pub fn matches(pattern: &PagePattern, page: &PageAddress) -> bool {
    host_matches(&pattern.host, &page.host)
        && path_matches(&pattern.path, &page.path)
        && pattern.fragment.as_deref().is_none_or(|fragment| like(fragment, &page.fragment))
        && pattern.query.iter().all(|(name, value)| has_parameter(page, name, value))
}

fn has_parameter(page: &PageAddress, name: &str, value: &str) -> bool {
    page.query.iter().any(|(other, found)| other == name && like(value, found))
}

fn host_matches(pattern: &HostPattern, host: &str) -> bool {
    match pattern {
        HostPattern::Any => true,
        HostPattern::Exact(exact) => exact == host,
        HostPattern::Domain(domain) => host.strip_suffix(domain.as_str()).is_some_and(|sub| sub.is_empty() || sub.ends_with('.')),
    }
}

fn path_matches(pattern: &PathPattern, path: &str) -> bool {
    match pattern {
        PathPattern::Any => true,
        PathPattern::Like(pattern) => like(pattern, path) || before_last_slash(pattern).is_some_and(|before| like(before, path)),
    }
}

/// What stands before a `/*` at the pattern's end: the slash that was dropped at the page's end may be that one.
pub(crate) fn before_last_slash(pattern: &str) -> Option<&str> {
    let before = pattern.trim_end_matches('*');
    before.strip_suffix('/').filter(|_| before.len() < pattern.len())
}
