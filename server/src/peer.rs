//! Which address a request comes from. It is used in memory and never written (W31).

use std::net::IpAddr;

use actix_web::HttpRequest;

/// What proxies that hand requests on call the addresses that these come from, the newest last.
const FORWARDED: &str = "x-forwarded-for";

/// The address that a request comes from, where it tells one browser from another: a proxy in front on the same machine lends
/// everybody its own. What a header says of it is believed of the proxies that the server's owner trusts, and of nobody else.
pub(crate) fn address(proxies: &[IpAddr], request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    let address = if proxies.contains(&peer) { forwarded(proxies, request)? } else { peer };
    (!address.is_loopback()).then_some(address)
}

/// The last address that no trusted proxy has: what stands before it, anybody may have written.
fn forwarded(proxies: &[IpAddr], request: &HttpRequest) -> Option<IpAddr> {
    let headers: Vec<&str> = request.headers().get_all(FORWARDED).filter_map(|header| header.to_str().ok()).collect();
    let addresses =
        headers.iter().flat_map(|header| header.split(',')).map(|text| text.trim().parse().map(|ip: IpAddr| ip.to_canonical()));
    let addresses: Vec<_> = addresses.collect();
    addresses.into_iter().rev().find(|address| !matches!(address, Ok(address) if proxies.contains(address)))?.ok()
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use actix_web::test::TestRequest;

    use super::*;

    fn seen(peer: &str, forwarded: &[&str], proxies: &[&str]) -> Option<String> {
        let peer: SocketAddr = peer.parse().expect("an address");
        let request = TestRequest::default().peer_addr(peer);
        let request = forwarded.iter().fold(request, |request, header| request.append_header((FORWARDED, *header)));
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
            (&["198.51.100.9, unknown"], None),
            (&["198.51.100.9:4000"], None),
            (&["127.0.0.1"], None),
            (&["::1"], None),
            (&[], None),
        ] {
            assert_eq!(seen("127.0.0.1:4000", forwarded, &proxies).as_deref(), expected, "{forwarded:?}");
        }
    }
}
