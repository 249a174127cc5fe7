//! What is sent, and what is made of the answer.

use parlor_connect::{Message, Outside, Refused};

use crate::at;
use crate::common::{Server, Then, redirect};

fn message() -> Message {
    Message {
        content_type: "application/json",
        headers: vec![("webhook-id", "7".to_owned()), ("webhook-timestamp", "1800000000".to_owned())],
        content: br#"{"a":1}"#.to_vec(),
    }
}

async fn post(answer: &str) -> Result<(), Refused> {
    let server = Server::saying(answer).await;
    Outside::new(true).post(&at(&server, "/"), &message()).await
}

#[tokio::test]
async fn a_message_comes_with_its_headers() {
    let server = Server::saying("HTTP/1.1 204 No Content\r\n\r\n").await;
    assert_eq!(Outside::new(true).post(&at(&server, "/hook?a=b"), &message()).await, Ok(()));
    let request = format!(
        "POST /hook?a=b HTTP/1.1\r\nhost: {}\r\nuser-agent: Parlor\r\naccept: */*\r\naccept-encoding: identity\r\n\
         connection: close\r\ncontent-type: application/json\r\nwebhook-id: 7\r\nwebhook-timestamp: 1800000000\r\n\
         content-length: 7\r\n\r\n{{\"a\":1}}",
        server.address
    );
    assert_eq!(server.heard(), [request]);
}

#[tokio::test]
async fn only_success_means_taken() {
    for status in [200, 201, 202, 204, 299] {
        assert_eq!(post(&format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n")).await, Ok(()), "{status}");
    }
    for status in [300, 304, 400, 401, 404, 410, 429, 500, 503] {
        let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n");
        assert_eq!(post(&answer).await, Err(Refused::Status(status)), "{status}");
    }
    assert!(matches!(post("220 smtp.example ESMTP\r\n").await, Err(Refused::Broken { .. })));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = Server::saying(redirect("/elsewhere")).await;
    assert_eq!(Outside::new(true).post(&at(&server, "/"), &message()).await, Err(Refused::Status(302)));
    assert_eq!(server.heard().len(), 1);
}

#[tokio::test]
async fn what_is_answered_is_not_read() {
    for (framing, then) in [("\r\n", Then::Again("much")), ("content-length: 9\r\n\r\nab", Then::Silence)] {
        let server = Server::start(move |_| (format!("HTTP/1.1 200 OK\r\n{framing}"), then)).await;
        assert_eq!(Outside::new(true).post(&at(&server, "/"), &message()).await, Ok(()));
    }
}

#[tokio::test]
async fn what_is_private_hears_nothing() {
    let server = Server::saying("HTTP/1.1 204 No Content\r\n\r\n").await;
    assert_eq!(Outside::new(false).post(&at(&server, "/"), &message()).await, Err(Refused::Private));
    assert_eq!(Outside::new(false).post("ftp://example.com/", &message()).await, Err(Refused::Scheme));
    assert_eq!(server.heard(), Vec::<String>::new());
}
