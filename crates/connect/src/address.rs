//! Addresses as users type them and redirects name them.

use std::net::{IpAddr, SocketAddr};

use tokio_rustls::rustls::pki_types::ServerName;
use url::{Host, Url};

use crate::refused::Refused;

/// Bytes of one address, typed or of a redirect.
pub const ADDRESS_BYTES: usize = 8 * 1024;

/// An address that looks right. Whether it may be connected to is for the guard to say.
#[derive(Debug)]
pub(crate) struct Address {
    url: Url,
    host: Host<String>,
    port: u16,
}

impl Address {
    /// Reads what a user typed.
    pub(crate) fn parse(text: &str) -> Result<Self, Refused> {
        short(text)?;
        Self::from_url(Url::parse(text).map_err(|_| Refused::NotAnAddress)?)
    }

    /// Where a redirect leads, which may be relative. It is checked like what a user typed.
    pub(crate) fn join(&self, location: &str) -> Result<Self, Refused> {
        short(location)?;
        Self::from_url(self.url.join(location).map_err(|_| Refused::NotAnAddress)?)
    }

    fn from_url(url: Url) -> Result<Self, Refused> {
        if !["http", "https"].contains(&url.scheme()) {
            return Err(Refused::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::UserInfo);
        }
        let host = url.host().ok_or(Refused::NotAnAddress)?.to_owned();
        let port = url.port_or_known_default().ok_or(Refused::NotAnAddress)?;
        Ok(Self { url, host, port })
    }

    /// Whether TLS is to be spoken.
    pub(crate) fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// The port, written or the scheme's own.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The name to be resolved, or the address that stands in its place. All ways of writing a number (`0x7f.1`) are read
    /// as an address here, so none of them reaches the resolver as a name.
    pub(crate) fn name(&self) -> Result<&str, SocketAddr> {
        match &self.host {
            Host::Domain(name) => Ok(name),
            Host::Ipv4(address) => Err((IpAddr::from(*address), self.port).into()),
            Host::Ipv6(address) => Err((IpAddr::from(*address), self.port).into()),
        }
    }

    /// Whom the other side has to prove to be.
    pub(crate) fn server_name(&self) -> Result<ServerName<'static>, Refused> {
        match self.name() {
            Ok(name) => ServerName::try_from(name.to_owned()).map_err(|_| Refused::NotAnAddress),
            Err(address) => Ok(ServerName::from(address.ip())),
        }
    }

    /// The value of the `Host` header: the port is named unless it is the scheme's own.
    pub(crate) fn authority(&self) -> String {
        match self.url.port() {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.to_string(),
        }
    }

    /// What is asked for: path and query. The fragment stays here.
    pub(crate) fn path(&self) -> String {
        match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        }
    }
}

fn short(text: &str) -> Result<(), Refused> {
    if text.len() > ADDRESS_BYTES { Err(Refused::TooLong) } else { Ok(()) }
}
