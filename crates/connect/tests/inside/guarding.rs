//! Who is connected to: what was checked, and nobody else.

use std::net::SocketAddr;
use std::sync::Arc;

use super::common::{Server, Then, ok, redirect};
use super::world::{PUBLIC, World};
use crate::{ADDRESSES_TRIED, Refused};

const PLENTY: usize = 1_000;
const OTHER: &str = "151.101.1.69";

/// Nobody listens there, so a connection would be seen as a failure of another kind.
fn nowhere() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 1))
}

async fn refused(answer: &'static [&'static str]) -> (Refused, Vec<String>) {
    let world = Arc::new(World::new("a.test", &[answer], nowhere()));
    let refused = world.outside().fetch("http://a.test/", PLENTY).await.expect_err("refused");
    (refused, world.log())
}

#[tokio::test]
async fn a_public_address_is_connected_to() {
    let server = Server::saying(ok("public")).await;
    let world = Arc::new(World::new("a.test", &[&[PUBLIC]], server.address));
    assert_eq!(world.outside().fetch("http://a.test:8080/", PLENTY).await.expect("fetched").content, b"public");
    assert_eq!(world.log(), ["resolve a.test".to_owned(), format!("dial {PUBLIC}:8080")]);
    assert!(server.heard()[0].contains("\r\nhost: a.test:8080\r\n"));
}

#[tokio::test]
async fn an_address_in_numbers_is_not_resolved() {
    let server = Server::saying(ok("public")).await;
    let world = Arc::new(World::new("a.test", &[&[PUBLIC]], server.address));
    world.outside().fetch(&format!("http://{PUBLIC}/"), PLENTY).await.expect("fetched");
    assert_eq!(world.log(), [format!("dial {PUBLIC}:80")]);
}

#[tokio::test]
async fn one_private_address_among_public_ones_is_enough() {
    for answer in [
        &["10.0.0.1"] as &'static [&'static str],
        &[PUBLIC, "10.0.0.1"],
        &["127.0.0.1", PUBLIC],
        &[PUBLIC, "::1"],
        &[PUBLIC, "2606:4700::1", "fd00::1"],
        // Beyond those that would be tried.
        &[PUBLIC, PUBLIC, PUBLIC, PUBLIC, "192.168.0.1"],
    ] {
        assert_eq!(refused(answer).await, (Refused::Private, vec!["resolve a.test".to_owned()]), "{answer:?}");
    }
}

#[tokio::test]
async fn a_name_without_addresses_is_not_known() {
    assert_eq!(refused(&[]).await.0, Refused::UnknownName);
    let world = Arc::new(World::new("a.test", &[&[PUBLIC]], nowhere()));
    assert_eq!(world.outside().fetch("http://b.test/", PLENTY).await, Err(Refused::UnknownName));
}

#[tokio::test]
async fn a_name_is_resolved_once_so_that_it_cannot_change() {
    let server = Server::saying(ok("public")).await;
    // Whoever asks a second time is sent inside.
    let world = Arc::new(World::new("a.test", &[&[PUBLIC], &["127.0.0.1"]], server.address));
    assert_eq!(world.outside().fetch("http://a.test/", PLENTY).await.expect("fetched").content, b"public");
    assert_eq!(world.log(), ["resolve a.test".to_owned(), format!("dial {PUBLIC}:80")]);
}

#[tokio::test]
async fn a_name_that_has_changed_is_refused_after_a_redirect() {
    let server = Server::saying(redirect("/again")).await;
    let world = Arc::new(World::new("a.test", &[&[PUBLIC], &["127.0.0.1"]], server.address));
    assert_eq!(world.outside().fetch("http://a.test/", PLENTY).await, Err(Refused::Private));
    assert_eq!(world.log(), ["resolve a.test".to_owned(), format!("dial {PUBLIC}:80"), "resolve a.test".to_owned()]);
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_refused() {
    for location in ["http://127.0.0.1/", "//[::1]/", "http://169.254.169.254/latest/meta-data/", "https://0x7f.1/"] {
        let server = Server::saying(redirect(location)).await;
        let world = Arc::new(World::new("a.test", &[&[PUBLIC]], server.address));
        assert_eq!(world.outside().fetch("http://a.test/", PLENTY).await, Err(Refused::Private), "{location}");
        assert_eq!(world.log().len(), 2, "{location}: {:?}", world.log());
    }
}

#[tokio::test]
async fn a_redirect_to_another_public_name_is_followed_in_full() {
    let server = Server::start(|path| match path {
        "/" => (redirect("http://b.test:81/there"), Then::Close),
        _ => (ok("there"), Then::Close),
    });
    let mut world = World::new("a.test", &[&[PUBLIC]], server.await.address);
    world.names.insert("b.test", vec![&[PUBLIC]]);
    let world = Arc::new(world);
    assert_eq!(world.outside().fetch("http://a.test/", PLENTY).await.expect("fetched").content, b"there");
    let second = ["resolve b.test".to_owned(), format!("dial {PUBLIC}:81")];
    assert_eq!(world.log()[2..], second);
}

#[tokio::test]
async fn the_next_address_is_tried_when_one_does_not_answer() {
    let server = Server::saying(ok("public")).await;
    let world = Arc::new(World::new("a.test", &[&[OTHER, PUBLIC]], server.address));
    assert_eq!(world.outside().fetch("http://a.test/", PLENTY).await.expect("fetched").content, b"public");
}

#[tokio::test]
async fn not_all_of_many_addresses_are_tried() {
    let (reason, log) = refused(&[OTHER, OTHER, OTHER, OTHER, PUBLIC]).await;
    assert_eq!((reason, log.len()), (Refused::Unreachable, 1 + ADDRESSES_TRIED));
}
