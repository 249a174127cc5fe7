//! What is refused before anybody is asked.

use parlor_connect::{ADDRESS_BYTES, Outside, Refused};

use crate::common::{Server, ok};
use crate::{PLENTY, at};

async fn refused(url: &str) -> Refused {
    Outside::new(false).fetch(url, PLENTY).await.expect_err(url)
}

#[tokio::test]
async fn what_is_private_is_refused_without_a_connection() {
    let server = Server::saying(ok("secret")).await;
    assert_eq!(refused(&at(&server, "/")).await, Refused::Private);
    assert_eq!(refused(&format!("http://localhost:{}/", server.address.port())).await, Refused::Private);
    assert_eq!(server.heard(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_private_is_fetched_where_that_is_allowed() {
    let server = Server::saying(ok("ours")).await;
    let outside = Outside::new(true);
    for host in ["127.0.0.1", "localhost"] {
        let url = format!("http://{host}:{}/", server.address.port());
        assert_eq!(outside.fetch(&url, PLENTY).await.expect("fetched").content, b"ours");
    }
}

#[tokio::test]
async fn all_ways_of_writing_a_private_address_are_refused() {
    for host in [
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "0",
        "127.0.0.1.",
        "%31%32%37.0.0.1",
        "①②⑦.0.0.1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::10.0.0.1]",
        "169.254.169.254",
        "LOCALHOST",
    ] {
        assert_eq!(refused(&format!("http://{host}/")).await, Refused::Private, "{host}");
        assert_eq!(refused(&format!("https://{host}:1/")).await, Refused::Private, "{host}");
    }
}

#[tokio::test]
async fn only_web_addresses_are_fetched() {
    for (url, reason) in [
        ("", Refused::NotAnAddress),
        ("example.com", Refused::NotAnAddress),
        ("/path", Refused::NotAnAddress),
        ("http://", Refused::NotAnAddress),
        ("http://a b/", Refused::NotAnAddress),
        ("http://1.2.3.256/", Refused::NotAnAddress),
        ("http://example.com:99999/", Refused::NotAnAddress),
        ("ftp://example.com/", Refused::Scheme),
        ("file:///etc/passwd", Refused::Scheme),
        ("data:text/plain,x", Refused::Scheme),
        ("gopher://127.0.0.1:25/", Refused::Scheme),
        ("http://ann@example.com/", Refused::UserInfo),
        ("https://ann:secret@example.com/", Refused::UserInfo),
        ("https://:secret@example.com/", Refused::UserInfo),
        ("http://example.com@127.0.0.1/", Refused::UserInfo),
    ] {
        assert_eq!(refused(url).await, reason, "{url}");
    }
}

#[tokio::test]
async fn a_long_address_is_refused() {
    let long = format!("http://127.0.0.1/{}", "x".repeat(ADDRESS_BYTES));
    assert_eq!(refused(&long).await, Refused::TooLong);
    assert_eq!(refused(&long[..ADDRESS_BYTES]).await, Refused::Private);
}
