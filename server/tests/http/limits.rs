//! How much of the server one client may have (O13, O14).

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use parlor::{Config, Limits, Patience};
use parlor_domain::form::Form;
use parlor_domain::ids::SessionId;
use parlor_domain::site::FileHash;
use parlor_wire::visitor::{AskFacts, Asker, Batch, EVENTS, FACTS, FORM_TYPE, IDENTIFY, Identify};

use crate::support::{App, client, header, problem, shown};

/// One that lets an address do six things at once, and a visitor two.
async fn strict() -> App {
    App::start_limited(Limits { requests_per_minute: 16, ..Limits::default() }).await
}

#[actix_web::test]
async fn o13_an_address_that_asks_too_often_is_refused_whatever_it_asks_for() {
    let app = strict().await;
    app.site("demo", &[]).await;
    let get = async |path: &str, from: &str| {
        client().get(app.address(path)).header("x-forwarded-for", from).send().await.expect("an answer")
    };
    for _ in 0..6 {
        assert_eq!(get("/demo.js", "203.0.113.7").await.status(), 200);
    }
    for path in ["/demo.js", "/frame/demo", "/site/0", "/flow/0", "/document/0", "/read/0", "/cover/0"] {
        let refused = get(path, "203.0.113.7").await;
        assert!(header(&refused, "retry-after").parse::<u32>().is_ok_and(|seconds| (1..=4).contains(&seconds)), "{path}");
        assert_eq!(header(&refused, "cache-control"), "no-store");
        // A frame asks again by itself.
        assert_eq!(header(&refused, "refresh"), header(&refused, "retry-after"));
        problem(refused, 429, "too_many").await;
    }
    for path in [EVENTS, IDENTIFY, FACTS] {
        // It can't be read, and nobody tries.
        let refused = app.post_from(path, b"nothing".to_vec(), Some("203.0.113.7")).await;
        problem(refused, 429, "too_many").await;
    }
    assert_eq!(get("/assets/widget-1.js", "203.0.113.7").await.status(), 200, "what is kept in every cache is not limited");
    assert_eq!(get("/demo.js", "203.0.113.8").await.status(), 200, "another address");
    assert_eq!(get("/demo.js", "127.0.0.1").await.status(), 200, "a proxy that says of nobody where they come from");
}

#[actix_web::test]
async fn o13_what_a_header_says_counts_of_trusted_proxies_alone() {
    let limits = Limits { requests_per_minute: 1, ..Limits::default() };
    let app = App::start_as(|config| Config { limits, ..config }).await;
    app.site("demo", &[]).await;
    for _ in 0..3 {
        let answer = client().get(app.address("/demo.js")).header("x-forwarded-for", "203.0.113.7").send().await;
        assert_eq!(answer.expect("an answer").status(), 200);
    }
}

#[actix_web::test]
async fn o13_a_visitor_who_posts_too_often_is_refused_wherever_it_comes_from() {
    let app = strict().await;
    let site = app.site("demo", &[]).await;
    let ticket = app.ticket("demo").await;
    let posts = |seed: u8| {
        let batch = shown(&site, &ticket, seed);
        let Batch { site, ticket, visitor, secret, .. } = batch.clone();
        let asker = Asker { site, ticket, visitor, secret };
        let page = batch.events[0].page.clone();
        let session = SessionId::from_bytes([seed; 16]);
        let identify = Identify { asker: asker.clone(), session, page, token: String::new() };
        let facts = AskFacts { asker, site_file: FileHash([0; 16]), flow: None, utc_offset_minutes: 0 };
        [(EVENTS, batch.to_bytes()), (IDENTIFY, identify.to_bytes()), (FACTS, facts.to_bytes())]
    };
    for (seed, from) in [(1, "203.0.113.1"), (2, "203.0.113.2"), (3, "203.0.113.3")] {
        let [first, second, third] = posts(seed);
        for (nth, (path, bytes)) in [first.clone(), first, second, third].into_iter().enumerate() {
            let status = app.post_from(path, bytes, Some(from)).await.status().as_u16();
            assert_eq!(status == 429, nth >= 2, "{seed} {nth}: {status}");
        }
    }
}

/// What is heard until the other side ends it.
fn hear(stream: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    // What was heard before the connection was reset is there.
    let _ = stream.read_to_end(&mut heard);
    String::from_utf8_lossy(&heard).into_owned()
}

#[actix_web::test]
async fn o14_who_sends_a_body_byte_by_byte_is_dropped() {
    let patience = Patience { body: Duration::from_millis(200), ..Patience::default() };
    let app = App::start_limited(Limits { patience, ..Limits::default() }).await;
    let address = app.server.address();
    let heard = actix_web::web::block(move || drip(address)).await.expect("it is over");
    assert!(heard.starts_with("HTTP/1.1 408 ") && heard.contains("connection: close"), "{heard}");
}

/// Sends a body byte by byte, but for the last one: however quick this machine is, it doesn't come to its end.
fn drip(address: SocketAddr) -> String {
    const LENGTH: usize = 60_000;
    let mut stream = TcpStream::connect(address).expect("a connection");
    let head =
        format!("POST {EVENTS} HTTP/1.1\r\nhost: {address}\r\ncontent-type: {FORM_TYPE}\r\ncontent-length: {LENGTH}\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("a connection");
    // It may be ended before.
    let _ = (1..LENGTH).try_for_each(|_| stream.write_all(b"x"));
    hear(&mut stream)
}

#[actix_web::test]
async fn o14_who_sends_a_head_without_end_is_dropped_whichever_request_it_is() {
    let patience = Patience { head: Duration::from_secs(1), ..Patience::default() };
    let app = App::start_limited(Limits { patience, ..Limits::default() }).await;
    let address = app.server.address();
    let whole = format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\n\r\n");
    for first in [vec![], vec![whole.clone()], vec![whole.clone(), whole]] {
        let ended = actix_web::web::block(move || wait_with(address, &first));
        ended.await.expect("it is over");
    }
}

/// Asks so often, then begins to ask and goes no further, until the other side has ended it. Where this machine is slow, that is sooner.
fn wait_with(address: SocketAddr, whole: &[String]) {
    let mut stream = TcpStream::connect(address).expect("a connection");
    for request in whole {
        let _ = stream.write_all(request.as_bytes()).and_then(|()| stream.read(&mut [0; 4_096]));
    }
    let _ = stream.write_all(b"GET /healthz HT");
    hear(&mut stream);
}

#[actix_web::test]
async fn o14_who_does_not_read_is_dropped() {
    let patience = Patience { stalled: Duration::from_millis(300), ..Patience::default() };
    let app = App::start_limited(Limits { patience, ..Limits::default() }).await;
    let address = app.server.address();
    let sent = actix_web::web::block(move || {
        let mut stream = TcpStream::connect(address).expect("a connection");
        // More answers than the system keeps for somebody who doesn't read them.
        let question = format!("GET /demo.js HTTP/1.1\r\nhost: {address}\r\n\r\n").repeat(1_000);
        while stream.write_all(question.as_bytes()).is_ok() {}
    });
    sent.await.expect("it is over");
}
