//! What is asked, and what is made of the answer.

use parlor_connect::{Fetched, HEAD_BYTES, Outside, Refused};

use crate::common::{Server, ok};
use crate::{PLENTY, at};

async fn fetch(answer: &str) -> Result<Fetched, Refused> {
    let server = Server::saying(answer).await;
    Outside::new(true).fetch(&at(&server, "/"), PLENTY).await
}

#[tokio::test]
async fn the_request_says_what_is_needed_and_no_more() {
    let server = Server::saying(ok("")).await;
    Outside::new(true).fetch(&at(&server, "/a%20b?c=d e#f"), PLENTY).await.expect("fetched");
    let head = format!(
        "GET /a%20b?c=d%20e HTTP/1.1\r\nhost: {}\r\nuser-agent: Parlor\r\naccept: */*\r\naccept-encoding: identity\r\nconnection: close\r\n\r\n",
        server.address
    );
    assert_eq!(server.heard(), [head]);
}

#[tokio::test]
async fn a_cookie_is_not_sent_back() {
    let server = Server::saying("HTTP/1.1 200 OK\r\nset-cookie: a=b\r\ncontent-length: 0\r\n\r\n").await;
    let outside = Outside::new(true);
    for _ in 0..2 {
        outside.fetch(&at(&server, "/"), PLENTY).await.expect("fetched");
    }
    let heard = server.heard();
    assert_eq!(heard.len(), 2);
    assert!(heard.iter().all(|head| !head.contains("cookie")), "{heard:?}");
}

#[tokio::test]
async fn content_is_read_however_it_is_framed() {
    for (framed, content) in [
        ("content-length: 3\r\n\r\nabc", "abc"),
        ("transfer-encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "abc"),
        ("\r\nabc", "abc"),
        ("content-encoding: identity\r\n\r\nabc", "abc"),
        ("content-length: 0\r\n\r\n", ""),
    ] {
        let fetched = fetch(&format!("HTTP/1.1 200 OK\r\n{framed}")).await;
        assert_eq!(fetched, Ok(Fetched { content: content.into(), content_type: None }), "{framed}");
    }
}

#[tokio::test]
async fn the_type_is_what_the_server_says() {
    let fetched = fetch("HTTP/1.1 200 OK\r\ncontent-type: text/calendar; charset=utf-8\r\n\r\n").await.expect("fetched");
    assert_eq!(fetched.content_type.as_deref(), Some("text/calendar; charset=utf-8"));
}

#[tokio::test]
async fn only_success_is_content() {
    for status in [204, 226] {
        assert!(fetch(&format!("HTTP/1.1 {status} X\r\n\r\n")).await.is_ok(), "{status}");
    }
    for status in [300, 304, 401, 404, 500, 503] {
        let answer = format!("HTTP/1.1 {status} X\r\nlocation: /\r\ncontent-length: 1\r\n\r\nx");
        assert_eq!(fetch(&answer).await, Err(Refused::Status(status)), "{status}");
    }
}

#[tokio::test]
async fn what_is_compressed_is_refused() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 1\r\n\r\nx";
    assert_eq!(fetch(answer).await, Err(Refused::Encoded));
}

#[tokio::test]
async fn what_is_not_complete_is_refused() {
    let long_head = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "x".repeat(4 * HEAD_BYTES));
    for answer in [
        "",
        "220 smtp.example ESMTP\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nab",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nab",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
        &long_head,
    ] {
        let refused = fetch(answer).await.expect_err(&answer[..answer.len().min(99)]);
        assert!(matches!(refused, Refused::Broken { .. }), "{refused:?}");
    }
}

#[tokio::test]
async fn nobody_listening_is_told() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    assert_eq!(Outside::new(true).fetch(&format!("http://{address}/"), PLENTY).await, Err(Refused::Unreachable));
}
