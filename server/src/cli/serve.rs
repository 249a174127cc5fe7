//! `parlor serve`.

use std::io::{self, Write};

use clap::Args;
use parlor_wire::operations::METRICS;

use super::options::Options;
use super::{Done, stop_signal};
use crate::assets::Assets;
use crate::server::Server;

#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    options: Options,
}

impl Serve {
    pub(super) async fn run(self) -> Done {
        let server = Server::start(self.options.config()?, Assets::embedded()?).await?;
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
