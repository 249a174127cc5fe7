//! The guard: who may be connected to.

use std::net::SocketAddr;

use crate::ranges::is_public;
use crate::refused::Refused;

/// Addresses of one name that are tried, in the order in which the resolver gave them.
pub const ADDRESSES_TRIED: usize = 3;

/// An address that may be connected to. Only [`check`] makes one, and the network connects to nothing else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checked(SocketAddr);

impl Checked {
    /// The address.
    pub(crate) fn address(self) -> SocketAddr {
        self.0
    }
}

/// Lets all addresses of a name through, or none: a name that leads to a private address as well as to a public one is made so
/// by mistake or with intent, and which of them would answer is chance.
pub(crate) fn check(found: &[SocketAddr], allow_private: bool) -> Result<Vec<Checked>, Refused> {
    if found.is_empty() {
        return Err(Refused::UnknownName);
    }
    if !allow_private && !found.iter().all(|address| is_public(address.ip())) {
        return Err(Refused::Private);
    }
    Ok(found.iter().take(ADDRESSES_TRIED).copied().map(Checked).collect())
}
