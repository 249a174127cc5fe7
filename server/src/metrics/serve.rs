//! The address at which the numbers are: one of its own, so that visitors have no way to it.

use std::io;
use std::net::{SocketAddr, TcpListener};

use actix_web::dev::ServerHandle;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{self, Data};
use actix_web::{App as Actix, HttpResponse, HttpServer, rt};
use parlor_wire::operations::METRICS;

use crate::app::App;
use crate::door::{nothing, read};
use crate::failure::Failure;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// Collectors that ask at the same time.
const CONNECTIONS: usize = 50;

/// What listens for collectors of numbers.
pub(crate) struct Metering {
    address: SocketAddr,
    handle: ServerHandle,
}

impl Metering {
    /// Answers from now on.
    pub(crate) fn start(app: Data<App>, listener: TcpListener) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let server = HttpServer::new(move || {
            Actix::new().app_data(app.clone()).route(METRICS, read().to(metrics)).default_service(web::to(nothing))
        });
        let server = server.listen(listener)?.workers(1).max_connections(CONNECTIONS).disable_signals().run();
        let handle = server.handle();
        rt::spawn(async move {
            if let Err(error) = server.await {
                tracing::error!(%error, "the address of the metrics did not end well");
            }
        });
        Ok(Self { address, handle })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers no more.
    pub(crate) async fn stop(self) {
        self.handle.stop(false).await;
    }
}

/// GET: all numbers.
async fn metrics(app: Data<App>) -> Result<HttpResponse, Failure> {
    let text = app.metrics.text(&app.store, &app.data).map_err(Failure::internal)?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, OPEN_METRICS)).insert_header((CACHE_CONTROL, "no-store")).body(text))
}
