//! What is given up. Who is waited for never answers, so that no test depends on how fast this machine is.

use std::future::pending;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;

use super::common::{Server, Then};
use super::world::{PATIENT, PUBLIC, World};
use crate::guard::Checked;
use crate::network::{Network, Soon};
use crate::outside::{Limits, Outside};
use crate::trust::Trust;
use crate::{CONNECT, Message, Refused, WHOLE};

const SHORT: Duration = Duration::from_millis(20);

async fn fetch(limits: Limits, network: Arc<dyn Network>) -> Refused {
    let outside = Outside::with(false, limits, network, Trust::default());
    outside.fetch("http://a.test/", 1_000).await.expect_err("given up")
}

/// A network in which nothing ever happens: no name is found, or no connection is made.
struct Dead {
    resolves: bool,
}

impl Network for Dead {
    fn resolve<'a>(&'a self, _: &'a str, port: u16) -> Soon<'a, Vec<SocketAddr>> {
        let found = SocketAddr::new(PUBLIC.parse().expect("an address"), port);
        if self.resolves { Box::pin(async move { Ok(vec![found]) }) } else { Box::pin(pending()) }
    }

    fn dial(&self, _: Checked) -> Soon<'_, TcpStream> {
        Box::pin(pending())
    }
}

#[test]
fn the_limits_are_those_of_the_rule() {
    assert_eq!((WHOLE, CONNECT), (Duration::from_secs(20), Duration::from_secs(5)));
}

#[tokio::test]
async fn a_resolver_that_never_answers_is_given_up() {
    assert_eq!(fetch(Limits { whole: SHORT, ..PATIENT }, Arc::new(Dead { resolves: false })).await, Refused::TooSlow);
}

#[tokio::test]
async fn a_connection_that_never_comes_is_given_up() {
    let limits = Limits { connect: SHORT, ..PATIENT };
    assert_eq!(fetch(limits, Arc::new(Dead { resolves: true })).await, Refused::Unreachable);
    let limits = Limits { whole: SHORT, ..PATIENT };
    assert_eq!(fetch(limits, Arc::new(Dead { resolves: true })).await, Refused::TooSlow);
}

#[tokio::test]
async fn an_answer_that_never_ends_is_given_up() {
    for (said, then) in [
        ("", Then::Silence),
        ("HTTP/1.1 200 OK\r\ncontent-le", Then::Silence),
        ("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab", Then::Silence),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n", Then::Silence),
        // Hints that an answer is coming, without end.
        ("", Then::Again("HTTP/1.1 103 Early Hints\r\n\r\n")),
    ] {
        let server = Server::start(move |_| (said.into(), then)).await;
        let world = World::new("a.test", &[&[PUBLIC]], server.address);
        let refused = fetch(Limits { whole: SHORT, ..PATIENT }, Arc::new(world)).await;
        assert_eq!(refused, Refused::TooSlow, "{said}");
    }
}

#[tokio::test]
async fn who_takes_a_message_and_says_nothing_is_given_up() {
    let server = Server::start(|_| (String::new(), Then::Silence)).await;
    let world = World::new("a.test", &[&[PUBLIC]], server.address);
    let outside = Outside::with(false, Limits { whole: SHORT, ..PATIENT }, Arc::new(world), Trust::default());
    let message = Message { content_type: "text/plain", headers: Vec::new(), content: b"hello".to_vec() };
    assert_eq!(outside.post("http://a.test/", &message).await, Err(Refused::TooSlow));
}

#[tokio::test]
async fn a_handshake_that_never_ends_is_given_up() {
    let server = Server::start(|_| (String::new(), Then::Silence)).await;
    let world = Arc::new(World::new("a.test", &[&[PUBLIC]], server.address));
    let trust = super::secure::trust_in_nobody_here();
    let outside = Outside::with(false, Limits { whole: SHORT, ..PATIENT }, world, trust);
    assert_eq!(outside.fetch("https://a.test/", 1_000).await, Err(Refused::TooSlow));
}
