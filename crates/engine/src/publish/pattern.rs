//! Page patterns in their written form (T2 to T6, T8).

use std::fmt;

use parlor_domain::page::{HostPattern, PagePattern, PathPattern, decode, normal_path};
use unicode_normalization::UnicodeNormalization;

/// Why a pattern can't be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPattern {
    /// The character at which it stops making sense, counted from 1.
    pub at: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at character {})", self.reason, self.at)
    }
}

/// Reads `https://example.com/pricing`, `example.com/docs/*`, `https://*.example.com`, `*`, `example.com/search?plan=pro`.
pub fn parse(text: &str) -> Result<PagePattern, BadPattern> {
    if let Some(at) = text.chars().position(|c| c.is_whitespace() || c.is_control()) {
        return Err(BadPattern { at: at + 1, reason: "a pattern has no blanks" });
    }
    let start = scheme_end(text)?;
    let (before, fragment) = match text.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (text, None),
    };
    let (before, query) = match before.find('?') {
        Some(at) => (&before[..at], parse_query(&before[at + 1..]).map_err(|(offset, reason)| bad(text, at + offset, reason))?),
        None => (before, Vec::new()),
    };
    let rest = before.get(start..).unwrap_or_default();
    let (host, path) = rest.find('/').map_or((rest, None), |at| (&rest[..at], Some(&rest[at..])));
    let host = parse_host(host).map_err(|(offset, reason)| bad(text, start + offset, reason))?;
    let path = match (path, &host) {
        (Some(path), _) => PathPattern::Like(normal_path(path).nfc().collect()),
        (None, HostPattern::Exact(_)) => PathPattern::Like(String::new()),
        (None, HostPattern::Any | HostPattern::Domain(_)) => PathPattern::Any,
    };
    let fragment = fragment.map(|fragment| decode(fragment).nfc().collect());
    Ok(PagePattern { host, path: simplify(path), fragment, query })
}

/// Where the host begins. The scheme is ignored (T4), but it must be one of the web's.
fn scheme_end(text: &str) -> Result<usize, BadPattern> {
    // Further on, `://` is a part of the path.
    match text.find("://").filter(|at| !text[..*at].contains(['/', '?', '#'])) {
        None => Ok(0),
        Some(at) if ["http", "https", "*"].contains(&text[..at].to_ascii_lowercase().as_str()) => Ok(at + 3),
        Some(_) => Err(BadPattern { at: 1, reason: "the scheme must be http or https" }),
    }
}

/// What is wrong begins so many bytes after the host does.
fn parse_host(host: &str) -> Result<HostPattern, (usize, &'static str)> {
    if host == "*" {
        return Ok(HostPattern::Any);
    }
    if host.is_empty() {
        return Err((0, "the host is missing; begin with a domain like example.com, or with * for every host"));
    }
    let not_a_name = (0, "that is not a host name");
    if host.contains(['@', '[', ']', '\\', '%']) {
        return Err(not_a_name);
    }
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) => {
            let port = Some(port).filter(|port| !port.starts_with('+')).and_then(|port| port.parse::<u16>().ok());
            (name, Some(port.ok_or((name.len() + 1, "the port must be a number from 0 to 65535"))?))
        }
        None => (host, None),
    };
    let (domain, is_domain) = name.strip_prefix("*.").map_or((name, false), |domain| (domain, true));
    if let Some(at) = domain.find('*') {
        return Err((name.len() - domain.len() + at, "in a host, * can only stand in front, as in *.example.com"));
    }
    let domain = idna::domain_to_ascii(domain).ok().filter(|domain| is_host_name(domain)).ok_or(not_a_name)?;
    let host = match port {
        Some(port) if port != 80 && port != 443 => format!("{domain}:{port}"),
        _ => domain,
    };
    Ok(if is_domain { HostPattern::Domain(host) } else { HostPattern::Exact(host) })
}

fn is_host_name(name: &str) -> bool {
    let label_fits = |label: &str| !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-');
    let characters_fit = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    name.len() <= 253 && characters_fit && name.split('.').all(label_fits)
}

/// `/*` is every path.
fn simplify(path: PathPattern) -> PathPattern {
    match path {
        PathPattern::Like(like) if like == "/*" || like == "*" => PathPattern::Any,
        other => other,
    }
}

/// What follows the question mark (T6). A parameter without a value may have any.
fn parse_query(query: &str) -> Result<Vec<(String, String)>, (usize, &'static str)> {
    let mut parameters = Vec::new();
    let mut at = 1;
    for parameter in query.split('&') {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, "*"));
        match name.find('*') {
            _ if parameter.is_empty() => {}
            _ if name.is_empty() => return Err((at, "a query parameter has no name; write it like name=value")),
            Some(star) => return Err((at + star, "in a query, * can only stand in a value, as in name=*")),
            None => parameters.push((decode_parameter(name), decode_parameter(value))),
        }
        at += parameter.len() + 1;
    }
    if parameters.is_empty() {
        return Err((0, "no query parameter follows the question mark; write one like name=value, or leave it out"));
    }
    Ok(parameters)
}

/// Decodes a name or value as a URL's `searchParams` does: `+` is a blank, and bytes that are no text are replaced.
pub(crate) fn decode_parameter(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let value = after.get(..2).filter(|_| byte == b'%').and_then(hex);
        decoded.push(value.unwrap_or(if byte == b'+' { b' ' } else { byte }));
        rest = if value.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&decoded).nfc().collect()
}

fn hex(digits: &[u8]) -> Option<u8> {
    digits.iter().try_fold(0, |value, digit| Some(value * 16 + u8::try_from(char::from(*digit).to_digit(16)?).ok()?))
}

fn bad(text: &str, byte: usize, reason: &'static str) -> BadPattern {
    BadPattern { at: text.get(..byte).unwrap_or_default().chars().count() + 1, reason }
}
