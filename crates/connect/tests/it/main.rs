//! Asking real servers on this machine, as whoever uses the crate sees it.

#[path = "../common/mod.rs"]
mod common;

mod addresses;
mod answers;
mod mail;
mod messages;
mod redirects;
mod sizes;

/// More than any content here.
const PLENTY: usize = 1_000;

/// An address of a server.
fn at(server: &common::Server, path: &str) -> String {
    format!("http://{}{path}", server.address)
}
