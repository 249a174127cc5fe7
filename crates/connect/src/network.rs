//! What the guard needs of the network; the tests have one of their own.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;

use tokio::net::{TcpStream, lookup_host};

use crate::guard::Checked;

/// What comes later.
pub(crate) type Soon<'a, T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send + 'a>>;

/// Names and connections.
pub(crate) trait Network: Send + Sync {
    /// The addresses that belong to a name, with the port put in.
    fn resolve<'a>(&'a self, name: &'a str, port: u16) -> Soon<'a, Vec<SocketAddr>>;

    /// Connects to this address and no other. There is no way to connect to a name, so nothing is resolved a second time.
    fn dial(&self, to: Checked) -> Soon<'_, TcpStream>;
}

/// The network of this machine.
pub(crate) struct System;

impl Network for System {
    fn resolve<'a>(&'a self, name: &'a str, port: u16) -> Soon<'a, Vec<SocketAddr>> {
        Box::pin(async move { Ok(lookup_host((name, port)).await?.collect()) })
    }

    fn dial(&self, to: Checked) -> Soon<'_, TcpStream> {
        Box::pin(TcpStream::connect(to.address()))
    }
}
