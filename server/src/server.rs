//! A running server.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use actix_web::{App as Actix, rt};
use governor::clock::DefaultClock;
use parlor_connect::Outside;
use parlor_store::{Store, StoreError};
use parlor_wire::console::CONSOLE;
use tokio::task::JoinHandle;

use crate::app::{self, App};
use crate::assets::{Assets, MissingAssets};
use crate::config::{Config, Limits};
use crate::connections::Guests;
use crate::metrics::{self, Metering, Metrics};
use crate::origin::Origin;
use crate::password::Passwords;
use crate::proxies::Proxies;
use crate::publishing::{self, NotPublished};
use crate::rates::Rates;
use crate::throttle::Throttle;
use crate::ticket::TicketKey;
use crate::users::token_hash;
use crate::{clock, connections, door, mail, rates, sweep, webhooks};

/// A running server.
pub struct Server {
    address: SocketAddr,
    public_url: Origin,
    console_url: Origin,
    set_up_link: Option<String>,
    store: Store,
    handle: ServerHandle,
    running: JoinHandle<io::Result<()>>,
    sweeping: JoinHandle<()>,
    purging: JoinHandle<()>,
    rolling_up: JoinHandle<()>,
    calling: JoinHandle<()>,
    mailing: Option<JoinHandle<()>>,
    forgetting: JoinHandle<()>,
    metering: Option<Metering>,
}

/// Why a server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// It was built without what browsers load.
    #[error(transparent)]
    Assets(#[from] MissingAssets),
    /// The address can't be listened on.
    #[error("can't listen on {address}: {reason}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        reason: io::Error,
    },
    /// The memory can't be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A site's file can't be made.
    #[error("a site's file can't be made: {0}")]
    SiteFile(#[from] NotPublished),
    /// Passwords can't be worked out.
    #[error("passwords can't be hashed: {0}")]
    Passwords(argon2::password_hash::Error),
}

impl Server {
    /// Starts a server; it accepts requests when this returns.
    pub async fn start(config: Config, assets: Assets) -> Result<Self, StartError> {
        let (listener, address) = listen(config.listen)?;
        let collectors = config.metrics.map(listen).transpose()?;
        let public_url = config.public_url.unwrap_or_else(|| Origin::listening(address));
        let console_url = config.console_url.unwrap_or_else(|| public_url.clone());
        let store = Store::open_to_serve(&config.data)?;
        let metrics = Metrics::new(clock::now());
        metrics.watch(&store);
        publishing::refresh_all(&store).await?;
        let set_up_link = set_up_link(&store, &console_url).await?;
        if !console_url.is_https() && !console_url.is_loopback() {
            tracing::warn!("nobody can sign in at {console_url}, because that isn't https; see --public-url and --console-url");
        }
        let outside = Outside::new(config.allow_private);
        let app = Data::new(App {
            tickets: TicketKey::new(store.signing_key(clock::chance()).await?),
            passwords: Passwords::new().map_err(StartError::Passwords)?,
            throttle: Throttle::default(),
            rates: Rates::new(config.limits.requests_per_minute, &DefaultClock::default()),
            patience: config.limits.patience,
            squeeze: Default::default(),
            frames: Default::default(),
            dialogues: Default::default(),
            previews: Default::default(),
            store: store.clone(),
            data: config.data,
            metrics,
            outside: outside.clone(),
            sends_mail: config.mail.is_some(),
            places: config.places,
            proxies: Arc::new(Proxies::new(&config.proxies)),
            assets,
            public_url: public_url.clone(),
            console_url: console_url.clone(),
        });
        if !app.places.is_empty() {
            tracing::info!(databases = ?app.places, "places of visitors are inferred");
        }
        let refused = |address| move |reason| StartError::Listen { address, reason };
        let metering = collectors.map(|(listener, address)| Metering::start(app.clone(), listener).map_err(refused(address)));
        let metering = metering.transpose()?;
        let server = serve(app.clone(), listener, config.limits).map_err(refused(address))?;
        let handle = server.handle();
        let forgetting = rates::start_forgetting(app);
        let (running, sweeping) = (rt::spawn(server), sweep::start(store.clone()));
        let purging = sweep::start_purging(store.clone());
        let rolling_up = sweep::start_rolling_up(store.clone());
        let calling = webhooks::start(store.clone(), outside);
        let mailing = config.mail.map(|office| mail::start(store.clone(), office));
        Ok(Self {
            address,
            public_url,
            console_url,
            set_up_link,
            store,
            handle,
            running,
            sweeping,
            purging,
            rolling_up,
            calling,
            mailing,
            forgetting,
            metering,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where collectors get its numbers.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metering.as_ref().map(Metering::address)
    }

    /// Where visitors' browsers reach it.
    pub fn public_url(&self) -> &Origin {
        &self.public_url
    }

    /// The console's address.
    pub fn console(&self) -> String {
        format!("{}{CONSOLE}", self.console_url)
    }

    /// The one-time link that makes the first user, as long as there is none.
    pub fn set_up_link(&self) -> Option<&str> {
        self.set_up_link.as_deref()
    }

    /// Its memory.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Stops: accepted requests finish, then the memory is closed (O18).
    pub async fn stop(self) {
        self.sweeping.abort();
        self.purging.abort();
        self.rolling_up.abort();
        self.calling.abort();
        self.mailing.iter().for_each(JoinHandle::abort);
        self.forgetting.abort();
        if let Some(metering) = self.metering {
            metering.stop().await;
        }
        self.handle.stop(true).await;
        if let Ok(Err(error)) = self.running.await {
            tracing::error!(%error, "the server did not end well");
        }
        let store = self.store;
        if let Err(error) = web::block(move || store.close()).await {
            tracing::error!(%error, "the database was not closed");
        }
    }
}

fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let listener = TcpListener::bind(address).and_then(|listener| Ok((listener.local_addr()?, listener)));
    let (address, listener) = listener.map_err(|reason| StartError::Listen { address, reason })?;
    Ok((listener, address))
}

fn serve(app: Data<App>, listener: TcpListener, limits: Limits) -> io::Result<actix_web::dev::Server> {
    let proxies = Arc::clone(&app.proxies);
    // What comes from this machine comes by a proxy, whether it is trusted or not.
    let is_proxy = move |address: IpAddr| address.is_loopback() || proxies.contains(address);
    let guests = Guests::new(limits.connections_per_address, is_proxy);
    connections::serve(listener, limits, guests, move || {
        Actix::new()
            .app_data(app.clone())
            .wrap(from_fn(door::pass))
            .wrap(from_fn(metrics::count))
            .configure(|config| app::routes(&app, config))
            .default_service(web::to(door::nothing))
    })
}

async fn set_up_link(store: &Store, console_url: &Origin) -> Result<Option<String>, StoreError> {
    if store.user_count().await? > 0 {
        return Ok(None);
    }
    let token = clock::token();
    store.set_set_up_token(token_hash(&token), clock::now()).await?;
    Ok(Some(format!("{console_url}{CONSOLE}#/set-up?token={token}")))
}
