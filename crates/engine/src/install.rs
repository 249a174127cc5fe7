//! Whether the chat is on a page as it should be: what to say of what the page has told, and of what stands in it.

use parlor_domain::finding::{Finding, Severity};
use parlor_domain::page::{HostPattern, PageAddress};
use parlor_domain::time::{Instant, MINUTE};

use crate::publish::parse_pattern;

/// A clock that is further off is told of: what visitors do stands at other times then.
const CLOCK: i64 = 5 * MINUTE;

/// What there is to judge.
#[derive(Clone, Copy, Debug)]
pub struct Installed<'a> {
    /// The site's key.
    pub key: &'a str,
    /// Where visitors' browsers reach Parlor, like `https://chat.example.com`.
    pub origin: &'a str,
    /// The site's allowed domains.
    pub domains: &'a [String],
    /// What time it is.
    pub now: Instant,
}

/// What a page has told.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The page's origin.
    pub origin: &'a str,
    /// Why there is no chat, if there is none.
    pub problem: Option<&'a str>,
    /// The keys of all loaders in the page.
    pub tags: &'a [String],
    /// The directives of the page's policy that keep something of the chat's out.
    pub blocked: &'a [String],
    /// What the browser's clock says.
    pub now: Instant,
}

impl Installed<'_> {
    /// What is wrong with a page that has told something; nothing, where the chat is on it.
    pub fn judge(&self, told: &Told<'_>) -> Vec<Finding> {
        let domain = (!self.allows(told.origin)).then(|| {
            error(format!(
                "{} is none of the allowed domains, so browsers don't show the chat there. Add it in the settings.",
                host_of(told.origin)
            ))
        });
        let policy = told.blocked.iter().map(|directive| {
            error(format!(
                "The page's policy keeps the chat out. Add to its Content-Security-Policy: {directive} {}",
                self.origin
            ))
        });
        let problem = told.problem.map(|problem| error(format!("There is no chat on this page: {problem}")));
        let found = domain.into_iter().chain(policy).chain(problem);
        found.chain(self.tag_findings(told.tags)).chain(self.clock(told.now)).collect()
    }

    /// What is to be said of a page that has told nothing: these are the keys of the loaders in its source, or why that can't be read.
    pub fn judge_silence(&self, source: Result<&[String], &str>) -> Vec<Finding> {
        let message = match source {
            Ok(tags) if tags.iter().any(|tag| tag == self.key) => format!(
                "The tag is on the page, but nothing was heard of it. If the page has a Content-Security-Policy, add to it: script-src {0}; frame-src {0}. \
                 A page with Cross-Origin-Opener-Policy can't be heard: open it and see. Otherwise look whether something in this browser keeps scripts out.",
                self.origin
            ),
            Ok([]) => "The tag is not on this page. Paste it into the page's source; if a tag manager adds it, see that it does so on this page."
                .to_owned(),
            Ok(_) => "On this page is another site's tag, and not this one's.".to_owned(),
            Err(reason) => format!(
                "Nothing was heard of the page, and the server can't read it, because {reason}. See in the page's source whether the tag is there, and \
                 whether its Content-Security-Policy has script-src {0} and frame-src {0}.",
                self.origin
            ),
        };
        vec![error(message)]
    }

    fn tag_findings(&self, tags: &[String]) -> Vec<Finding> {
        let own = tags.iter().filter(|tag| *tag == self.key).count();
        let twice =
            (own > 1).then(|| warning(format!("The tag is on the page {own} times. One is enough, and the others do nothing.")));
        let others = (tags.len() > own).then(|| {
            let message = "Another site's tag is on the page, too. Of two chats only the one that is loaded first is there.";
            if own == 0 { error(message.to_owned()) } else { warning(message.to_owned()) }
        });
        twice.into_iter().chain(others).collect()
    }

    fn clock(&self, browser: Instant) -> Option<Finding> {
        let minutes = browser.since(self.now) / MINUTE;
        let how = if minutes < 0 { "slow" } else { "fast" };
        let told = || {
            warning(format!(
                "This machine's clock, or the server's, is off: the browser's is {} minutes {how}. What visitors do is put right; see that the \
                 server's clock is.",
                minutes.abs()
            ))
        };
        (browser.since(self.now).abs() > CLOCK).then(told)
    }

    /// Whether browsers show the chat on pages of this origin (O9).
    fn allows(&self, origin: &str) -> bool {
        let host = PageAddress { host: host_of(origin).to_ascii_lowercase(), ..PageAddress::default() }.host;
        let is_it = |pattern: HostPattern| match pattern {
            HostPattern::Any => true,
            HostPattern::Exact(exact) => exact == host,
            HostPattern::Domain(domain) => host == domain || host.ends_with(&format!(".{domain}")),
        };
        let mut hosts = self.domains.iter().filter_map(|domain| parse_pattern(domain).ok()).map(|pattern| pattern.host);
        self.domains.is_empty() || hosts.any(is_it)
    }
}

/// The keys of the loaders that stand in the source of a page; whoever answers to visitors is at this origin.
pub fn tags_in(source: &str, origin: &str) -> Vec<String> {
    // Also written without the scheme, which the page's own is then.
    let place = format!("{}/", host_of(origin));
    let key = |rest: &str| {
        let (key, _) = rest.split_once(".js")?;
        let fits = (4..=32).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        fits.then(|| key.to_owned())
    };
    source.match_indices(&place).filter_map(|(at, _)| key(&source[at + place.len()..])).collect()
}

fn host_of(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

fn error(message: String) -> Finding {
    Finding { severity: Severity::Error, card: None, message }
}

fn warning(message: String) -> Finding {
    Finding { severity: Severity::Warning, card: None, message }
}
