//! What the owner of a server can set (O3): as options, and in the environment.

use std::net::{IpAddr, SocketAddr};

use clap::Args;

use super::mail::Mail;
use super::{Data, Reach, Refused, Whereabouts};
use crate::config::{Config, Limits};
use crate::origin::Origin;

/// A server's settings.
#[derive(Args)]
pub(super) struct Options {
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "PARLOR_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = socket)]
    pub(super) listen: SocketAddr,
    #[command(flatten)]
    pub(super) data: Data,
    /// Where visitors' browsers reach it [default: the address it listens on]
    #[arg(long, env = "PARLOR_PUBLIC_URL", value_name = "URL")]
    pub(super) public_url: Option<Origin>,
    /// Where the console is [default: the same as for visitors]
    #[arg(long, env = "PARLOR_CONSOLE_URL", value_name = "URL")]
    pub(super) console_url: Option<Origin>,
    /// A proxy in front whose word counts for where requests come from; may be given several times
    #[arg(long, env = "PARLOR_TRUST_PROXY", value_name = "ADDRESS", value_delimiter = ',', value_parser = proxy)]
    pub(super) trust_proxy: Vec<IpAddr>,
    /// Where to tell numbers to Prometheus; an address that visitors can't reach [default: nowhere]
    #[arg(long, env = "PARLOR_METRICS", value_name = "ADDRESS", value_parser = socket)]
    pub(super) metrics: Option<SocketAddr>,
    #[command(flatten)]
    pub(super) mail: Mail,
    #[command(flatten)]
    pub(super) limits: Clients,
    #[command(flatten)]
    pub(super) reach: Reach,
    #[command(flatten)]
    pub(super) whereabouts: Whereabouts,
}

impl Options {
    /// Reads what has to be read for it.
    pub(super) fn config(self) -> Result<Config, Refused> {
        Ok(Config {
            listen: self.listen,
            data: self.data.data,
            public_url: self.public_url,
            console_url: self.console_url,
            mail: self.mail.office()?,
            allow_private: self.reach.allow_private_addresses,
            places: self.whereabouts.places()?,
            proxies: self.trust_proxy,
            metrics: self.metrics,
            limits: self.limits.limits(),
        })
    }
}

/// How much of the server one client may have.
#[derive(Args)]
pub(super) struct Clients {
    /// Requests that visitors may make from one address in a minute; one visitor may make a fifth. 0: any number
    #[arg(long, env = "PARLOR_REQUESTS_PER_MINUTE", value_name = "NUMBER", default_value_t = Limits::default().requests_per_minute)]
    requests_per_minute: u32,
    /// Connections that one address may have at the same time. 0: any number
    #[arg(long, env = "PARLOR_CONNECTIONS_PER_ADDRESS", value_name = "NUMBER", default_value_t = Limits::default().connections_per_address)]
    connections_per_address: u32,
    /// Connections of all together; further ones wait
    #[arg(long, env = "PARLOR_CONNECTIONS", value_name = "NUMBER", default_value_t = Limits::default().connections, value_parser = clap::value_parser!(u32).range(1..))]
    connections: u32,
}

impl Clients {
    pub(super) fn limits(&self) -> Limits {
        let Self { requests_per_minute, connections_per_address, connections } = *self;
        Limits { requests_per_minute, connections_per_address, connections, ..Limits::default() }
    }
}

fn socket(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse().map_err(|_| "it must be an IP address and a port, like 127.0.0.1:8080 or [::1]:8080")
}

fn proxy(text: &str) -> Result<IpAddr, &'static str> {
    text.trim().parse().map_err(|_| "it must be one IP address, like 10.0.0.7, without a port or a network's length")
}
