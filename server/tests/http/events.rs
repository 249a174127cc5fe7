//! Events and their tickets.

use parlor_domain::event::Outcome;
use parlor_domain::form::Form;
use parlor_domain::ids::Secret;
use parlor_domain::limits::{BATCH_BYTES, BATCH_EVENTS};
use parlor_store::Whose;
use parlor_wire::visitor::{BatchAnswer, EVENTS, FORM_TYPE};

use crate::support::{App, client, header, key, problem, shown};

#[actix_web::test]
async fn a14_an_event_is_stored_and_answered_once_and_again() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    let batch = shown(&site, &app.ticket("demo").await, 1);
    for _ in 0..2 {
        let answer = app.post(&batch).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "access-control-allow-origin")), (200, ""));
        let answer = BatchAnswer::from_bytes(&answer.bytes().await.expect("bytes")).expect("an answer");
        assert_eq!(answer, BatchAnswer { outcomes: vec![(batch.events[0].id, Outcome::Stored)], ticket: None });
    }
    let log = app.server.store().activities(&key("demo"), Whose::Visitor(batch.visitor), &[], 0).await.expect("a log");
    assert_eq!(log.total, 1);
}

#[actix_web::test]
async fn o9_a_ticket_is_for_one_site_while_its_list_stays() {
    let app = App::start().await;
    let (demo, other) = (app.site("demo", &[]).await, app.site("other", &[]).await);
    let ticket = app.ticket("demo").await;
    problem(app.post(&shown(&other, &ticket, 1)).await, 403, "bad_ticket").await;
    problem(app.post(&shown(&demo, "nonsense", 1)).await, 403, "bad_ticket").await;
    let mut unknown = shown(&demo, &ticket, 1);
    unknown.site = key("nobody");
    problem(app.post(&unknown).await, 403, "bad_ticket").await;
    app.site("demo", &["example.com"]).await;
    problem(app.post(&shown(&demo, &ticket, 1)).await, 401, "ticket_expired").await;
    assert_eq!(app.post(&shown(&demo, &app.ticket("demo").await, 1)).await.status(), 200);
}

#[actix_web::test]
async fn o9_ticket_visitor_and_version_name_one_site() {
    let app = App::start().await;
    let (demo, other) = (app.site("demo", &[]).await, app.site("other", &[]).await);
    let mut batch = shown(&demo, &app.ticket("demo").await, 1);
    assert_eq!(app.post(&batch).await.status(), 200);
    batch.secret = Secret::new([9; 16]);
    problem(app.post(&batch).await, 403, "not_yours").await;
    // Another site's dialogue under this site's key.
    let mut foreign = shown(&other, &app.ticket("demo").await, 2);
    foreign.site = key("demo");
    let answer = app.post(&foreign).await.bytes().await.expect("bytes");
    let answer = BatchAnswer::from_bytes(&answer).expect("an answer");
    assert!(matches!(answer.outcomes[..], [(_, Outcome::Refused(_))]), "{answer:?}");
}

#[actix_web::test]
async fn o14_what_is_too_large_is_refused() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    problem(app.post_bytes(EVENTS, vec![1; BATCH_BYTES + 2_000]).await, 413, "too_large").await;
    let mut batch = shown(&site, &app.ticket("demo").await, 1);
    batch.events = vec![batch.events[0].clone(); BATCH_EVENTS + 1];
    problem(app.post(&batch).await, 413, "too_large").await;
}

#[actix_web::test]
async fn o15_what_can_not_be_read_is_malformed() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    for bytes in [vec![], vec![1], vec![255, 0, 0], b"{}".to_vec()] {
        problem(app.post_bytes(EVENTS, bytes).await, 400, "malformed").await;
    }
    let json = client().post(app.address("/events")).json(&serde_json::json!({})).send().await.expect("an answer");
    problem(json, 400, "malformed").await;
}

// Only there every address of 127.0.0.0/8 is this machine's.
#[cfg(target_os = "linux")]
#[actix_web::test]
async fn w31_addresses_are_not_written() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    let batch = shown(&site, &app.ticket("demo").await, 1);
    let address = std::net::Ipv4Addr::new(127, 77, 66, 55);
    let visitor = reqwest::Client::builder().local_address(std::net::IpAddr::from(address)).build().expect("a client");
    let request = visitor.post(app.address(EVENTS)).header("content-type", FORM_TYPE).body(batch.to_bytes());
    assert_eq!(request.send().await.expect("an answer").status(), 200);

    let folder = app.folder;
    app.server.stop().await;
    let kept = |needle: &[u8]| {
        let files = std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        let mut files = files.filter(|path| path.is_file()).map(|path| std::fs::read(path).expect("a file"));
        files.any(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
    };
    assert!(kept(batch.visitor.bytes()), "the visitor is kept");
    assert!(!kept(address.to_string().as_bytes()) && !kept(&address.octets()), "but not the address");
}
