//! `parlor serve`.

use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};

use clap::Args;
use parlor_wire::operations::METRICS;

use super::{Addresses, Data, Done, Reach, Whereabouts, stop_signal};
use crate::assets::Assets;
use crate::config::{Config, Limits};
use crate::server::Server;

#[derive(Args)]
pub(super) struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "PARLOR_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    addresses: Addresses,
    /// A proxy in front whose word counts for where requests come from; may be given several times
    #[arg(long, env = "PARLOR_TRUST_PROXY", value_name = "ADDRESS", value_delimiter = ',')]
    trust_proxy: Vec<IpAddr>,
    /// Where to tell numbers to Prometheus; an address that visitors can't reach [default: nowhere]
    #[arg(long, env = "PARLOR_METRICS", value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
    #[command(flatten)]
    limits: Clients,
    #[command(flatten)]
    reach: Reach,
    #[command(flatten)]
    whereabouts: Whereabouts,
}

/// How much of the server one client may have.
#[derive(Args)]
struct Clients {
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
    fn limits(&self) -> Limits {
        let Self { requests_per_minute, connections_per_address, connections } = *self;
        Limits { requests_per_minute, connections_per_address, connections, ..Limits::default() }
    }
}

impl Serve {
    pub(super) async fn run(self) -> Done {
        let config = Config {
            listen: self.listen,
            data: self.data.data,
            public_url: self.addresses.public_url,
            console_url: self.addresses.console_url,
            allow_private: self.reach.allow_private_addresses,
            places: self.whereabouts.places()?,
            proxies: self.trust_proxy,
            metrics: self.metrics,
            limits: self.limits.limits(),
        };
        let server = Server::start(config, Assets::embedded()?).await?;
        println!("Parlor listens on http://{}", server.address());
        if let Some(address) = server.metrics_address() {
            println!("Numbers for Prometheus are at http://{address}{METRICS}");
        }
        if let Some(link) = server.set_up_link() {
            println!("Make the first user at {link}");
        }
        io::stdout().flush()?;
        stop_signal().await?;
        server.stop().await;
        Ok(())
    }
}
