//! `parlor serve`.

use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};

use clap::Args;
use parlor_wire::operations::METRICS;

use super::{Data, Done, Reach, Whereabouts, stop_signal};
use crate::assets::Assets;
use crate::config::Config;
use crate::origin::Origin;
use crate::server::Server;

#[derive(Args)]
pub(super) struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "PARLOR_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    data: Data,
    /// Where visitors' browsers reach it [default: the address it listens on]
    #[arg(long, env = "PARLOR_PUBLIC_URL")]
    public_url: Option<Origin>,
    /// Where the console is [default: the same as for visitors]
    #[arg(long, env = "PARLOR_CONSOLE_URL")]
    console_url: Option<Origin>,
    /// A proxy in front whose word counts for where requests come from; may be given several times
    #[arg(long, env = "PARLOR_TRUST_PROXY", value_name = "ADDRESS", value_delimiter = ',')]
    trust_proxy: Vec<IpAddr>,
    /// Where to tell numbers to Prometheus; an address that visitors can't reach [default: nowhere]
    #[arg(long, env = "PARLOR_METRICS", value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
    #[command(flatten)]
    reach: Reach,
    #[command(flatten)]
    whereabouts: Whereabouts,
}

impl Serve {
    pub(super) async fn run(self) -> Done {
        let config = Config {
            listen: self.listen,
            data: self.data.data,
            public_url: self.public_url,
            console_url: self.console_url,
            allow_private: self.reach.allow_private_addresses,
            places: self.whereabouts.places()?,
            proxies: self.trust_proxy,
            metrics: self.metrics,
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
