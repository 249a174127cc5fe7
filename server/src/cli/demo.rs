//! `parlor demo`: the product as it is, with a sample site, and a website around it.

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, TcpListener};

use clap::Args;
use parlor_domain::text::Email;
use parlor_engine::publish::read_file;
use parlor_store::Store;

use super::import::take_in;
use super::user::add_user;
use super::{Done, Refused, stop_signal};
use crate::assets::{Assets, MissingAssets};
use crate::config::Config;
use crate::demo::{HostPages, SAMPLE};
use crate::server::Server;

/// The address that the sample file is written for.
const SAMPLE_HOST: &str = "localhost:8081";

#[derive(Args)]
pub(super) struct Demo {
    /// Where Parlor listens
    #[arg(long, env = "PARLOR_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where the website listens that Parlor is shown on
    #[arg(long, env = "PARLOR_HOST_LISTEN", default_value = "127.0.0.1:8081")]
    host_listen: SocketAddr,
}

impl Demo {
    pub(super) async fn run(self) -> Done {
        let assets = Assets::embedded()?;
        let sample = assets.file(SAMPLE).and_then(|file| String::from_utf8(file.plain.to_vec()).ok()).ok_or(MissingAssets)?;
        let folder = tempfile::Builder::new().prefix("parlor-demo-").tempdir()?;
        let host = listener(self.host_listen)?;
        // Host page and Parlor are different sites, as on the web: `localhost` and `127.0.0.1`.
        let authority = format!("localhost:{}", host.local_addr()?.port());
        let password = fill(folder.path(), &sample.replace(SAMPLE_HOST, &authority)).await?;

        let parlor = listener(self.listen)?;
        let listen = parlor.local_addr()?;
        // Only probed for a free port: the server binds for itself.
        drop(parlor);
        let config = Config { listen, data: folder.path().to_owned(), public_url: None, console_url: None };
        let pages = Assets::embedded()?;
        let server = Server::start(config, assets).await?;
        let host = HostPages::start(pages, host, server.public_url())?;

        println!("Website        http://{authority}/");
        println!("Parlor         {}", server.public_url());
        println!("Console        {}", server.console());
        println!("Sign in with   {EMAIL} and {password}");
        println!("Ctrl+C stops the demo and removes its data.");
        io::stdout().flush()?;
        stop_signal().await?;
        host.stop().await;
        server.stop().await;
        Ok(folder.close()?)
    }
}

const EMAIL: &str = "demo@example.com";

/// Imports and publishes the sample, and makes a login. Returns the password.
async fn fill(folder: &std::path::Path, sample: &str) -> Result<String, Refused> {
    let store = Store::open(folder)?;
    take_in(&store, read_file(sample)?, true).await?;
    let password = add_user(&store, Email::parse(EMAIL)?, None).await?;
    store.close();
    Ok(password)
}

/// Listens there, or on a free port if that one is taken.
fn listener(wanted: SocketAddr) -> Result<TcpListener, Refused> {
    match TcpListener::bind(wanted) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            println!("Port {} is taken; another one is used.", wanted.port());
            Ok(TcpListener::bind(SocketAddr::new(wanted.ip(), 0))?)
        }
        other => other.map_err(|error| Refused(format!("can't listen on {wanted}: {error}"))),
    }
}
