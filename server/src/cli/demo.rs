//! `parlor demo`: the product as it is, with a sample site, and a website around it.

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;

use clap::Args;
use parlor_connect::Outside;
use parlor_domain::draft::SiteDraft;
use parlor_domain::text::{Email, Name};
use parlor_engine::publish::read_file;
use parlor_store::{Brought, DATABASE, Imported, Store};
use tempfile::TempDir;

use super::import::take_in;
use super::user::add_user;
use super::{Done, Refused, Whereabouts, key, stop_signal};
use crate::assets::{Assets, MissingAssets};
use crate::brought::read_brought;
use crate::config::{Config, Limits};
use crate::demo::{GALLERY, HostPages, SAMPLE, Signer};
use crate::server::Server;

/// The address that the sites' files are written for.
const SAMPLE_HOST: &str = "localhost:8081";

#[derive(Args)]
pub(super) struct Demo {
    /// Where Parlor listens
    #[arg(long, env = "PARLOR_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where the website listens that Parlor is shown on
    #[arg(long, env = "PARLOR_HOST_LISTEN", default_value = "127.0.0.1:8081")]
    host_listen: SocketAddr,
    /// A folder to keep the demo's data in; it must not hold any yet. Without it they are gone in the end
    #[arg(long, env = "PARLOR_DATA")]
    data: Option<PathBuf>,
    #[command(flatten)]
    whereabouts: Whereabouts,
}

impl Demo {
    pub(super) async fn run(self) -> Done {
        let places = self.whereabouts.places()?;
        let assets = Assets::embedded()?;
        let (data, passing) = folder(self.data)?;
        let host = listener(self.host_listen)?;
        // Host page and Parlor are different sites, as on the web: `localhost` and `127.0.0.1`.
        let authority = format!("localhost:{}", host.local_addr()?.port());
        let sample = SiteFiles::read(&assets, SAMPLE, &authority)?;
        let gallery = SiteFiles::read(&assets, GALLERY, &authority)?;
        let store = Store::open(&data)?;
        let site = sample.take_in(&store, &Outside::new(false)).await?.key;
        let password = add_user(&store, Email::parse(EMAIL)?, None, None).await?.unwrap_or_default();
        let signer = Signer { secret: key::make(&store, &site, Name::parse("Website")?).await?, site };
        store.close();

        let parlor = listener(self.listen)?;
        let listen = parlor.local_addr()?;
        // Only probed for a free port: the server binds for itself.
        drop(parlor);
        let config = Config {
            listen,
            data: data.clone(),
            public_url: None,
            console_url: None,
            allow_private: false,
            mail: None,
            proxies: Vec::new(),
            metrics: None,
            places,
            // Whoever shows it is alone with it, and may be a program.
            limits: Limits { requests_per_minute: 0, ..Limits::default() },
        };
        let pages = Assets::embedded()?;
        let server = Server::start(config, assets).await?;
        let host = HostPages::start(pages, host, server.public_url(), signer)?;
        // What the gallery shows lies on the website, which is on this machine.
        let store = Store::open(&data)?;
        gallery.take_in(&store, &Outside::new(true)).await?;
        store.close();

        println!("Website        http://{authority}/");
        println!("Gallery        http://{authority}/gallery/");
        println!("Calls to try   http://{authority}/api/");
        println!("Parlor         {}", server.public_url());
        println!("Console        {}", server.console());
        println!("Sign in with   {EMAIL} and {password}");
        println!("Ctrl+C stops the demo{}.", if passing.is_some() { " and removes its data" } else { "" });
        io::stdout().flush()?;
        stop_signal().await?;
        host.stop().await;
        server.stop().await;
        Ok(passing.map_or(Ok(()), TempDir::close)?)
    }
}

/// The folder for the data, and what removes it if it is but for this run.
fn folder(wanted: Option<PathBuf>) -> Result<(PathBuf, Option<TempDir>), Refused> {
    let Some(folder) = wanted else {
        let passing = tempfile::Builder::new().prefix("parlor-demo-").tempdir()?;
        return Ok((passing.path().to_owned(), Some(passing)));
    };
    if folder.join(DATABASE).exists() {
        return Err(Refused(format!("{} holds data already; name another folder, or run `parlor serve`", folder.display())));
    }
    Ok((folder, None))
}

const EMAIL: &str = "demo@example.com";

/// A site's file, and what it brings along.
struct SiteFiles(SiteDraft, Brought);

impl SiteFiles {
    /// Reads them in a folder of the assets.
    fn read(assets: &Assets, folder: &str, authority: &str) -> Result<Self, Refused> {
        let read = |path: &str| assets.file(&format!("{folder}{path}")).map(|file| file.plain.to_vec());
        let text = read("site.json").and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(MissingAssets)?;
        let mut draft = read_file(&text.replace(SAMPLE_HOST, authority))?;
        let found = |path: &str, _| read(path).ok_or_else(|| format!("`{path}` is not among the assets"));
        let brought = read_brought(&mut draft, &found).map_err(|faults| Refused(faults.join("\n")))?;
        Ok(Self(draft, brought))
    }

    /// Imports and publishes them.
    async fn take_in(self, store: &Store, outside: &Outside) -> Result<Imported, Refused> {
        take_in(store, Some(outside), self.0, self.1).await?.whole()
    }
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
