//! What was set.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::{Finding, ok, problem, warning};
use crate::cli::options::Options;
use crate::config::Limits;
use crate::origin::Origin;
use crate::places::Places;

/// Looks at every setting that can be hardly meant so.
pub(super) fn look(options: &Options) -> Vec<Finding> {
    let public = options.public_url.as_ref();
    let mut found = addresses(public, options.console_url.as_ref());
    found.extend(proxies(public, options.trust_proxy.len()));
    found.extend(options.metrics.and_then(|address| metrics(address, options.listen)));
    found.extend(limits(options.limits.limits()));
    if options.reach.allow_private_addresses {
        let told = "authors can have this machine's own network asked for documents and images, and called by webhooks";
        found.push(warning("private addresses", told));
    }
    found.extend(places(&options.whereabouts.files));
    found
}

/// Browsers reach both addresses in the open on their own machine alone.
fn addresses(public: Option<&Origin>, console: Option<&Origin>) -> Vec<Finding> {
    let visitors = public.map_or_else(
        || warning("public URL", "none is set, so visitors reach the server on its own machine alone; set --public-url"),
        |url| address("public URL", url, "pages with https can't load it; put a proxy with https in front"),
    );
    let console = console.map(|url| address("console URL", url, "nobody can sign in there; put a proxy with https in front"));
    [visitors].into_iter().chain(console).collect()
}

fn address(what: &str, url: &Origin, otherwise: &str) -> Finding {
    if url.is_https() || url.is_loopback() {
        ok(what, url.to_string())
    } else {
        problem(what, format!("{url} is neither https nor this machine: {otherwise}"))
    }
}

/// Who speaks https in front has to be named.
fn proxies(public: Option<&Origin>, trusted: usize) -> Option<Finding> {
    let is_behind = public.is_some_and(Origin::is_https);
    (is_behind && trusted == 0).then(|| {
        let told = "none is trusted, so nothing tells visitors' addresses apart; name the proxy in front with --trust-proxy";
        warning("proxy", told)
    })
}

/// Nobody has to sign in to see them.
fn metrics(address: SocketAddr, listen: SocketAddr) -> Option<Finding> {
    if address == listen && address.port() != 0 {
        return Some(problem("metrics", format!("{address} is where the server listens; give --metrics a port of its own")));
    }
    let told = format!("whoever reaches {address} can read them; see that visitors can't");
    (!address.ip().is_loopback()).then(|| warning("metrics", told))
}

fn limits(limits: Limits) -> Vec<Finding> {
    let unlimited = [
        (limits.requests_per_minute, "requests", "--requests-per-minute"),
        (limits.connections_per_address, "connections", "--connections-per-address"),
    ];
    let none = unlimited.into_iter().filter(|(limit, ..)| *limit == 0);
    none.map(|(_, what, option)| warning("limits", format!("one address may have any number of {what}; {option} limits them")))
        .collect()
}

/// The databases of places, each by itself.
fn places(files: &[PathBuf]) -> Vec<Finding> {
    let look = |file: &PathBuf| match Places::open(std::slice::from_ref(file)) {
        Ok(places) => ok("places", format!("{} {places:?}", file.display())),
        Err(error) => problem("places", format!("{error}; the server doesn't start with it")),
    };
    files.iter().map(look).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(url: &str) -> Origin {
        url.parse().expect("an origin")
    }

    #[test]
    fn o1_addresses_are_secure_or_stay_on_the_machine() {
        let told = |url: &str| addresses(Some(&origin(url)), None)[0].to_string();
        assert_eq!(told("https://chat.example.com"), "ok       public URL: https://chat.example.com");
        assert_eq!(told("http://localhost:8080"), "ok       public URL: http://localhost:8080");
        let open = told("http://chat.example.com");
        assert!(open.starts_with("problem  public URL: http://chat.example.com is neither https nor this machine"), "{open}");
        assert!(addresses(None, None)[0].to_string().starts_with("warning  public URL: none is set"));
    }

    #[test]
    fn o1_who_speaks_https_in_front_is_named() {
        let is_warned = |url: Option<&str>, trusted| proxies(url.map(origin).as_ref(), trusted).is_some();
        assert!(is_warned(Some("https://chat.example.com"), 0));
        assert!(!is_warned(Some("https://chat.example.com"), 1));
        assert!(!is_warned(Some("http://localhost:8080"), 0));
        assert!(!is_warned(None, 0));
    }

    #[test]
    fn o1_numbers_are_for_this_machine() {
        let listen = "127.0.0.1:8080".parse().expect("an address");
        let found = |address: &str| metrics(address.parse().expect("an address"), listen);
        assert!(found("127.0.0.1:9464").is_none() && found("[::1]:9464").is_none());
        assert!(found("0.0.0.0:9464").is_some() && found("10.0.0.1:9464").is_some());
        assert!(found("127.0.0.1:8080").is_some_and(|finding| finding.is_problem()));
    }

    #[test]
    fn o1_clients_are_limited() {
        assert!(limits(Limits::default()).is_empty());
        let none = Limits { requests_per_minute: 0, connections_per_address: 0, ..Limits::default() };
        assert_eq!(limits(none).len(), 2);
    }
}
