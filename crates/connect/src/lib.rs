//! What is outside. Above all the one guarded way to an address that a user typed, to fetch what is there or to send something: rule O19 of
//! operations; beside it [`mail`], whose server the one who runs Parlor has named.
//!
//! Who may type an address into a server may make that server ask for it, from where the server stands: inside a network, next to
//! services that trust their neighbours. [`Outside::fetch`] therefore works out which addresses a name leads to, refuses the name
//! if one of them is private, and connects to exactly the addresses it has checked. A redirect is an address like any other and
//! goes the whole way again; what is sent with [`Outside::post`] follows none. Time, bytes and redirects have limits, and nothing
//! is taken from or left for another.

mod address;
mod exchange;
mod guard;
pub mod mail;
mod network;
mod outside;
mod ranges;
mod refused;
mod trust;

// In the tests' folder, but part of the crate: they replace the network, which nobody outside may.
#[cfg(test)]
#[path = "../tests/inside/mod.rs"]
mod inside;

pub use address::ADDRESS_BYTES;
pub use exchange::{Fetched, HEAD_BYTES, Message, USER_AGENT};
pub use guard::ADDRESSES_TRIED;
pub use outside::{CONNECT, Outside, REDIRECTS, WHOLE};
pub use refused::Refused;
