//! Redirects: few, and each like an address that was typed.

use parlor_connect::{ADDRESS_BYTES, Outside, REDIRECTS, Refused};

use crate::common::{Server, Then, ok, redirect};
use crate::{PLENTY, at};

async fn redirected(location: &str) -> Refused {
    let server = Server::saying(redirect(location)).await;
    Outside::new(true).fetch(&at(&server, "/"), PLENTY).await.expect_err(location)
}

/// Sends `/3` to `/2` and so on; content stands at `/0`.
async fn stairs() -> Server {
    let step = |path: &str| match path[1..].parse::<usize>() {
        Ok(0) => (ok("down"), Then::Close),
        Ok(step) => (redirect(&(step - 1).to_string()), Then::Close),
        Err(_) => ("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".into(), Then::Close),
    };
    Server::start(step).await
}

#[tokio::test]
async fn a_few_are_followed() {
    let server = stairs().await;
    let outside = Outside::new(true);
    let fetched = outside.fetch(&at(&server, &format!("/{REDIRECTS}")), PLENTY).await.expect("fetched");
    assert_eq!(fetched.content, b"down");
    assert_eq!(server.heard().len(), REDIRECTS + 1);
}

#[tokio::test]
async fn one_more_is_too_many() {
    let server = stairs().await;
    let url = at(&server, &format!("/{}", REDIRECTS + 1));
    assert_eq!(Outside::new(true).fetch(&url, PLENTY).await, Err(Refused::TooManyRedirects));
    assert_eq!(server.heard().len(), REDIRECTS + 1);
}

#[tokio::test]
async fn a_loop_ends() {
    let server = Server::saying(redirect("/")).await;
    assert_eq!(Outside::new(true).fetch(&at(&server, "/"), PLENTY).await, Err(Refused::TooManyRedirects));
    assert_eq!(server.heard().len(), REDIRECTS + 1);
}

#[tokio::test]
async fn every_kind_that_names_an_address_is_followed_with_get() {
    for status in [301, 302, 303, 307, 308] {
        let server = Server::start(move |path| match path {
            "/" => (format!("HTTP/1.1 {status} X\r\nlocation: /there\r\ncontent-length: 0\r\n\r\n"), Then::Close),
            _ => (ok("there"), Then::Close),
        });
        let server = server.await;
        assert_eq!(Outside::new(true).fetch(&at(&server, "/"), PLENTY).await.expect("fetched").content, b"there", "{status}");
        assert!(server.heard()[1].starts_with("GET /there "), "{status}");
    }
}

#[tokio::test]
async fn what_would_be_refused_when_typed_is_refused() {
    assert_eq!(redirected("file:///etc/passwd").await, Refused::Scheme);
    assert_eq!(redirected("http://ann:secret@example.com/").await, Refused::UserInfo);
    assert_eq!(redirected("http://").await, Refused::NotAnAddress);
    assert_eq!(redirected(&"x".repeat(ADDRESS_BYTES + 1)).await, Refused::TooLong);
}

#[tokio::test]
async fn one_to_nowhere_is_told() {
    let server = Server::saying("HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(Outside::new(true).fetch(&at(&server, "/"), PLENTY).await, Err(Refused::Status(302)));
}

#[tokio::test]
async fn the_content_of_a_redirect_is_not_read() {
    let server = Server::start(|path| match path {
        "/" => ("HTTP/1.1 302 Found\r\nlocation: /there\r\n\r\n".into(), Then::Again("much")),
        _ => (ok("there"), Then::Close),
    });
    let server = server.await;
    assert_eq!(Outside::new(true).fetch(&at(&server, "/"), PLENTY).await.expect("fetched").content, b"there");
}
