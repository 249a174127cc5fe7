//! Which address a request comes from, and by which proxies. It is used in memory and never written (W31).

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::HttpRequest;

/// What proxies that hand requests on call the addresses that these come from, the newest last.
const FORWARDED: &str = "x-forwarded-for";

/// The proxies in front whose word counts.
#[derive(Default)]
pub(crate) struct Proxies {
    trusted: Vec<IpAddr>,
    has_told_unnamed: AtomicBool,
    has_told_silent: AtomicBool,
}

impl Proxies {
    pub(crate) fn new(trusted: &[IpAddr]) -> Self {
        Self { trusted: trusted.iter().map(IpAddr::to_canonical).collect(), ..Self::default() }
    }

    /// Whether this is the address of one.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        self.trusted.contains(&address)
    }

    /// The address that a request comes from, where it tells one browser from another: a proxy in front on the same machine
    /// lends everybody its own. What a header says of it is believed of the proxies that the server's owner trusts, and of
    /// nobody else.
    pub(crate) fn address(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr()?.ip().to_canonical();
        // Where a proxy doesn't say, all who come by it count as one.
        let address = if self.contains(peer) { self.forwarded(request).unwrap_or(peer) } else { peer };
        (!address.is_loopback()).then_some(address)
    }

    /// Says, once, that a trusted proxy doesn't say where requests come from. On this machine others than the proxy may ask, too,
    /// and need no header.
    pub(crate) fn look_at(&self, request: &HttpRequest) {
        let Some(peer) = request.peer_addr().map(|peer| peer.ip().to_canonical()).filter(|peer| self.contains(*peer)) else {
            return;
        };
        let may_be_another = peer.is_loopback() && !is_handed_on(request);
        if !may_be_another && self.forwarded(request).is_none() && !self.has_told_silent.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "a trusted proxy doesn't say where a request comes from, so that nothing tells its visitors apart; see that it \
                 writes X-Forwarded-For, with nothing but addresses in it"
            );
        }
    }

    /// Says, once, what may be the matter when one address asks too often: its owner has forgotten to name a proxy.
    pub(crate) fn suspect(&self, request: &HttpRequest) {
        let is_forgotten = self.trusted.is_empty() && is_handed_on(request);
        if is_forgotten && !self.has_told_unnamed.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "too many requests are handed on by one address; if that is a proxy in front, name it with --trust-proxy"
            );
        }
    }

    /// The last address that no trusted proxy has: what stands before it, anybody may have written. What is no address ends
    /// the search, so that nobody gets believed by writing what can't be read.
    fn forwarded(&self, request: &HttpRequest) -> Option<IpAddr> {
        let parts = request.headers().get_all(FORWARDED).flat_map(|header| header.as_bytes().split(|byte| *byte == b','));
        let parts: Vec<&[u8]> = parts.collect();
        let addresses = parts.into_iter().rev().map(|part| read(str::from_utf8(part).ok()?.trim()));
        let mut foreign = addresses.skip_while(|address| address.is_some_and(|address| self.contains(address)));
        foreign.next().flatten()
    }
}

fn is_handed_on(request: &HttpRequest) -> bool {
    request.headers().contains_key(FORWARDED)
}

/// Reads an address as proxies write them: by itself, with a port, or in brackets.
fn read(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().ok().or_else(|| text.parse().ok().map(|with_port: SocketAddr| with_port.ip()))?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;
    use actix_web::test::TestRequest;

    use super::*;

    fn request(peer: &str, forwarded: &[&str]) -> HttpRequest {
        let peer: SocketAddr = peer.parse().expect("an address");
        let request = TestRequest::default().peer_addr(peer);
        let header = |text: &str| HeaderValue::from_bytes(&text.replace('?', "\u{ff}").into_bytes()).expect("a header");
        forwarded.iter().fold(request, |request, text| request.append_header((FORWARDED, header(text)))).to_http_request()
    }

    fn named(proxies: &[&str]) -> Proxies {
        let addresses: Vec<IpAddr> = proxies.iter().map(|proxy| proxy.parse().expect("an address")).collect();
        Proxies::new(&addresses)
    }

    fn seen(peer: &str, forwarded: &[&str], proxies: &[&str]) -> Option<String> {
        named(proxies).address(&request(peer, forwarded)).map(|address| address.to_string())
    }

    #[test]
    fn o13_a_proxy_that_says_nothing_is_told_of() {
        for (peer, forwarded, expected) in [
            ("10.0.0.1:4000", &["198.51.100.9"][..], false),
            ("10.0.0.1:4000", &[], true),
            ("10.0.0.1:4000", &["unknown"], true),
            // Whoever asks from this machine needs no proxy.
            ("127.0.0.1:4000", &[], false),
            ("127.0.0.1:4000", &["unknown"], true),
            ("203.0.113.7:4000", &["unknown"], false),
        ] {
            let proxies = named(&["127.0.0.1", "10.0.0.1"]);
            proxies.look_at(&request(peer, forwarded));
            assert_eq!(proxies.has_told_silent.load(Ordering::Relaxed), expected, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn o13_a_proxy_that_is_not_named_is_told_of() {
        for (proxies, forwarded, expected) in
            [(&[][..], &["198.51.100.9"][..], true), (&[], &[], false), (&["10.0.0.1"], &["198.51.100.9"], false)]
        {
            let proxies = named(proxies);
            proxies.suspect(&request("10.0.0.2:4000", forwarded));
            assert_eq!(proxies.has_told_unnamed.load(Ordering::Relaxed), expected, "{forwarded:?}");
        }
    }

    #[test]
    fn o10_the_connection_tells_who_asks() {
        let seen = |peer| seen(peer, &["198.51.100.9"], &["10.0.0.1"]);
        assert_eq!(seen("203.0.113.7:4000").as_deref(), Some("203.0.113.7"));
        assert_eq!(seen("[2001:db8:1::7]:4000").as_deref(), Some("2001:db8:1::7"));
        assert_eq!(seen("[::ffff:203.0.113.7]:4000").as_deref(), Some("203.0.113.7"), "IPv4 on a socket of IPv6");
    }

    #[test]
    fn o10_a_proxy_on_this_machine_is_nobody() {
        for peer in ["127.0.0.1:4000", "[::1]:4000", "[::ffff:127.0.0.1]:4000"] {
            assert_eq!(seen(peer, &["198.51.100.9"], &[]), None, "{peer}");
        }
    }

    #[test]
    fn o10_a_trusted_proxy_tells_who_asks_it() {
        let proxies = ["127.0.0.1", "10.0.0.1"];
        for (forwarded, expected) in [
            (&["198.51.100.9"][..], Some("198.51.100.9")),
            (&["203.0.113.7, 198.51.100.9 , 10.0.0.1"], Some("198.51.100.9")),
            (&["203.0.113.7", "2001:db8::1"], Some("2001:db8::1")),
            (&["::ffff:198.51.100.9"], Some("198.51.100.9")),
            (&["198.51.100.9, unknown"], Some("10.0.0.1")),
            (&["198.51.100.9:4000"], Some("198.51.100.9")),
            (&["[2001:db8::1]:4000"], Some("2001:db8::1")),
            (&["[2001:db8::1]"], Some("2001:db8::1")),
            (&["[198.51.100.9"], Some("10.0.0.1")),
            (&["for=198.51.100.9"], Some("10.0.0.1")),
            (&["?, 198.51.100.9"], Some("198.51.100.9")),
            (&["6.6.6.6", "?"], Some("10.0.0.1")),
            (&["::1"], None),
            (&["127.0.0.1"], Some("10.0.0.1")),
            (&[], Some("10.0.0.1")),
        ] {
            assert_eq!(seen("10.0.0.1:4000", forwarded, &proxies).as_deref(), expected, "{forwarded:?}");
        }
    }
}
