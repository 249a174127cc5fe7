//! Which address a request comes from. It is used in memory and never written (W31).

use std::net::IpAddr;

use actix_web::HttpRequest;

/// What proxies that hand requests on call the addresses that these come from, the newest last.
const FORWARDED: &str = "x-forwarded-for";

/// The address that a request comes from, where it tells one browser from another: a proxy in front on the same machine lends
/// everybody its own. What a header says of it is believed of the proxies that the server's owner trusts, and of nobody else.
pub(crate) fn address(proxies: &[IpAddr], request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    // Where a proxy doesn't say, all who come by it count as one.
    let address = if proxies.contains(&peer) { forwarded(proxies, request).unwrap_or(peer) } else { peer };
    (!address.is_loopback()).then_some(address)
}

/// Whether a header says that somebody hands the request on.
pub(crate) fn is_handed_on(request: &HttpRequest) -> bool {
    request.headers().contains_key(FORWARDED)
}

/// The last address that no trusted proxy has: what stands before it, anybody may have written. What is no address ends the
/// search, so that nobody gets believed by writing what can't be read.
fn forwarded(proxies: &[IpAddr], request: &HttpRequest) -> Option<IpAddr> {
    let parts = request.headers().get_all(FORWARDED).flat_map(|header| header.as_bytes().split(|byte| *byte == b','));
    let parts: Vec<&[u8]> = parts.collect();
    let addresses = parts.into_iter().rev().map(|part| {
        let address: IpAddr = str::from_utf8(part).ok()?.trim().parse().ok()?;
        Some(address.to_canonical())
    });
    let mut foreign = addresses.skip_while(|address| address.is_some_and(|address| proxies.contains(&address)));
    foreign.next().flatten()
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use actix_web::http::header::HeaderValue;
    use actix_web::test::TestRequest;

    use super::*;

    fn seen(peer: &str, forwarded: &[&str], proxies: &[&str]) -> Option<String> {
        let peer: SocketAddr = peer.parse().expect("an address");
        let request = TestRequest::default().peer_addr(peer);
        let header = |text: &str| HeaderValue::from_bytes(&text.replace('?', "\u{ff}").into_bytes()).expect("a header");
        let request = forwarded.iter().fold(request, |request, text| request.append_header((FORWARDED, header(text))));
        let proxies: Vec<IpAddr> = proxies.iter().map(|proxy| proxy.parse().expect("an address")).collect();
        address(&proxies, &request.to_http_request()).map(|address| address.to_string())
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
            (&["198.51.100.9:4000"], Some("10.0.0.1")),
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
