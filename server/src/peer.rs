//! Which address a request comes from. It is used in memory and never written (W31).

use std::net::IpAddr;

use actix_web::HttpRequest;

/// The address that a request comes from, where it tells one browser from another: a proxy in front on the same machine lends
/// everybody its own. What headers say of it is not believed.
pub(crate) fn address(request: &HttpRequest) -> Option<IpAddr> {
    request.peer_addr().map(|peer| peer.ip().to_canonical()).filter(|address| !address.is_loopback())
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use actix_web::test::TestRequest;

    use super::*;

    fn seen(peer: &str) -> Option<String> {
        let peer: SocketAddr = peer.parse().expect("an address");
        let request = TestRequest::default().peer_addr(peer).insert_header(("x-forwarded-for", "198.51.100.9"));
        address(&request.to_http_request()).map(|address| address.to_string())
    }

    #[test]
    fn o10_the_connection_tells_who_asks() {
        assert_eq!(seen("203.0.113.7:4000").as_deref(), Some("203.0.113.7"));
        assert_eq!(seen("[2001:db8:1::7]:4000").as_deref(), Some("2001:db8:1::7"));
        assert_eq!(seen("[::ffff:203.0.113.7]:4000").as_deref(), Some("203.0.113.7"), "IPv4 on a socket of IPv6");
    }

    #[test]
    fn o10_a_proxy_on_this_machine_is_nobody() {
        for peer in ["127.0.0.1:4000", "[::1]:4000", "[::ffff:127.0.0.1]:4000"] {
            assert_eq!(seen(peer), None, "{peer}");
        }
    }
}
