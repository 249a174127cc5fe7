//! The way outside.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::address::Address;
use crate::exchange::{self, Answer, Fetched, Message, Stream};
use crate::guard::check;
use crate::network::{Network, System};
use crate::refused::Refused;
use crate::trust::Trust;

/// The most that one fetch may take, with all its redirects, and one message.
pub const WHOLE: Duration = Duration::from_secs(20);
/// The most that connecting to one address may take.
pub const CONNECT: Duration = Duration::from_secs(5);
/// Redirects that one fetch follows.
pub const REDIRECTS: usize = 3;

/// The way outside for addresses that users type: rule O19 of operations. Clones share what they know of certificates, and
/// nothing else; no fetch leaves anything for another.
#[derive(Clone)]
pub struct Outside {
    allow_private: bool,
    limits: Limits,
    network: Arc<dyn Network>,
    trust: Trust,
}

/// How long to wait.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// For all of it.
    pub(crate) whole: Duration,
    /// For a connection to one address.
    pub(crate) connect: Duration,
}

impl Outside {
    /// A way outside. `allow_private` is for whoever runs the server to say, never for those who type addresses: with it, every
    /// address of this machine and its networks may be fetched.
    pub fn new(allow_private: bool) -> Self {
        Self::with(allow_private, Limits { whole: WHOLE, connect: CONNECT }, Arc::new(System), Trust::default())
    }

    pub(crate) fn with(allow_private: bool, limits: Limits, network: Arc<dyn Network>, trust: Trust) -> Self {
        Self { allow_private, limits, network, trust }
    }

    /// Fetches what an address holds, at most `most_bytes` of it, with GET.
    ///
    /// http and https only, any port, no user's name in the address. The name must lead to public addresses alone, and the
    /// connection goes to one of those. At most [`REDIRECTS`] redirects are followed, each checked in full. There are no cookies
    /// and no proxy, whatever the environment says. Whoever drops the future closes the connection.
    ///
    /// # Errors
    ///
    /// One [`Refused`] for each reason; there is no content unless it is complete, and none of a status that is not a success.
    pub async fn fetch(&self, url: &str, most_bytes: usize) -> Result<Fetched, Refused> {
        timeout(self.limits.whole, self.follow(url, most_bytes)).await.unwrap_or(Err(Refused::TooSlow))
    }

    /// Sends a message to an address with POST, guarded as [`Outside::fetch`] is.
    ///
    /// No redirect is followed, and of the answer nothing is read but whether it is a success. Whoever drops the future closes
    /// the connection; the message may have come all the same.
    ///
    /// # Errors
    ///
    /// One [`Refused`] for each reason; a status that is not a success is [`Refused::Status`].
    pub async fn post(&self, url: &str, message: &Message) -> Result<(), Refused> {
        timeout(self.limits.whole, self.send(url, message)).await.unwrap_or(Err(Refused::TooSlow))
    }

    async fn send(&self, url: &str, message: &Message) -> Result<(), Refused> {
        let address = Address::parse(url)?;
        exchange::post(self.open(&address).await?, &address, message).await
    }

    async fn follow(&self, url: &str, most_bytes: usize) -> Result<Fetched, Refused> {
        let mut address = Address::parse(url)?;
        for _ in 0..=REDIRECTS {
            match self.ask(&address, most_bytes).await? {
                Answer::Content(fetched) => return Ok(fetched),
                Answer::Elsewhere(location) => address = address.join(&location)?,
            }
        }
        Err(Refused::TooManyRedirects)
    }

    async fn ask(&self, address: &Address, most_bytes: usize) -> Result<Answer, Refused> {
        exchange::fetch(self.open(address).await?, address, most_bytes).await
    }

    async fn open(&self, address: &Address) -> Result<Box<dyn Stream>, Refused> {
        let stream = self.connect(address).await?;
        Ok(if address.is_secure() { Box::new(self.trust.secure(stream, address).await?) } else { Box::new(stream) })
    }

    async fn connect(&self, address: &Address) -> Result<TcpStream, Refused> {
        for checked in check(&self.find(address).await?, self.allow_private)? {
            if let Ok(Ok(stream)) = timeout(self.limits.connect, self.network.dial(checked)).await {
                return Ok(stream);
            }
        }
        Err(Refused::Unreachable)
    }

    async fn find(&self, address: &Address) -> Result<Vec<SocketAddr>, Refused> {
        match address.name() {
            Ok(name) => self.network.resolve(name, address.port()).await.map_err(|_| Refused::UnknownName),
            Err(address) => Ok(vec![address]),
        }
    }
}
