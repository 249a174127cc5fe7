//! Page patterns as people write them.

use parlor_domain::page::{HostPattern, PagePattern, PathPattern};

/// A pattern in its written form (T2), decoded as people read it.
pub fn pattern_text(pattern: &PagePattern) -> String {
    let path = match &pattern.path {
        PathPattern::Any => String::new(),
        PathPattern::Like(path) if path.starts_with('/') => path.clone(),
        PathPattern::Like(path) => format!("/{path}"),
    };
    let host = match (&pattern.host, &pattern.path) {
        (HostPattern::Any, _) => "*".to_owned(),
        (HostPattern::Domain(domain), _) => format!("*.{domain}"),
        (HostPattern::Exact(host), PathPattern::Any) => return format!("{host}/*{}", rest(pattern)),
        (HostPattern::Exact(host), _) => host.clone(),
    };
    host + &path + &rest(pattern)
}

fn rest(pattern: &PagePattern) -> String {
    let pairs: Vec<String> = pattern.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    query + &pattern.fragment.as_ref().map(|fragment| format!("#{fragment}")).unwrap_or_default()
}
