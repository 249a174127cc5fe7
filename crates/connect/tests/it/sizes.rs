//! How much is taken in.

use parlor_connect::{Fetched, Outside, Refused};

use crate::at;
use crate::common::{Server, Then, ok};

const MOST: usize = 10;

async fn fetch(answer: &'static str, then: Then) -> Result<Fetched, Refused> {
    let server = Server::start(move |_| (answer.into(), then)).await;
    Outside::new(true).fetch(&at(&server, "/"), MOST).await
}

fn too_large() -> Result<Fetched, Refused> {
    Err(Refused::TooLarge { most_bytes: MOST })
}

#[tokio::test]
async fn as_much_as_allowed_is_taken() {
    let server = Server::saying(ok("0123456789")).await;
    assert_eq!(Outside::new(true).fetch(&at(&server, "/"), MOST).await.expect("fetched").content, b"0123456789");
    let server = Server::saying(ok("")).await;
    assert_eq!(Outside::new(true).fetch(&at(&server, "/"), 0).await.expect("fetched").content, b"");
}

#[tokio::test]
async fn more_is_refused_when_it_is_announced() {
    // None of it ever comes, so that only the announcement can be what is refused.
    assert_eq!(fetch("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n", Then::Silence).await, too_large());
    let huge = "HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551000\r\n\r\n";
    assert_eq!(fetch(huge, Then::Silence).await, too_large());
}

#[tokio::test]
async fn more_is_cut_off_when_it_is_not_announced() {
    let head = "HTTP/1.1 200 OK\r\n\r\n";
    assert_eq!(fetch(head, Then::Again("much")).await, too_large());
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    assert_eq!(fetch(chunked, Then::Again("4\r\nmuch\r\n")).await, too_large());
}

#[tokio::test]
async fn a_wrong_announcement_is_not_relied_on() {
    let both = "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n";
    let refused = fetch(both, Then::Again("4\r\nmuch\r\n")).await.expect_err("too large");
    assert!(matches!(refused, Refused::TooLarge { .. } | Refused::Broken { .. }), "{refused:?}");
    // What comes after the announced content belongs to nobody.
    let fetched = fetch("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n", Then::Again("much")).await;
    assert_eq!(fetched.expect("fetched").content, b"m");
}
