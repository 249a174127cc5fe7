//! Connections of clients (O14): how many there are, and how long is waited for those who are slow.

mod guests;
mod line;
mod talk;

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use actix_http::HttpService;
use actix_http::body::MessageBody;
use actix_http::error::DispatchError;
use actix_service::{IntoServiceFactory, ServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_web::Error;
use actix_web::dev::{AppConfig, Server, ServiceResponse};
use actix_web::rt::net::TcpStream;

pub(crate) use self::guests::Guests;
use self::line::Line;
pub(crate) use self::talk::{Answer, Asked};
use crate::config::Limits;

/// How long is heard what somebody sends who was answered before the end of it, so that they can read the answer.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// Seconds that accepted requests get to finish when the server stops.
const LAST_REQUESTS: u64 = 10;

/// A server that answers with what `app` makes for each of its threads.
pub(crate) fn serve<A, S, B>(
    listener: TcpListener,
    limits: Limits,
    guests: Arc<Guests>,
    app: impl Fn() -> A + Clone + Send + 'static,
) -> io::Result<Server>
where
    A: IntoServiceFactory<S, actix_http::Request>,
    S: ServiceFactory<actix_http::Request, Config = AppConfig, Response = ServiceResponse<B>, Error = Error> + 'static,
    S::InitError: std::fmt::Debug,
    B: MessageBody + 'static,
{
    let workers = available_parallelism().map_or(1, usize::from);
    let each = (limits.connections as usize).div_ceil(workers);
    let builder = Server::build().workers(workers).max_concurrent_connections(each);
    let stopping = builder.graceful_shutdown_signal();
    let builder = builder.listen("parlor", listener, move || {
        let stopping = stopping.clone();
        let http = HttpService::build()
            // The line looks after that, for every request and not for the first alone.
            .client_request_timeout(Duration::ZERO)
            .client_disconnect_timeout(LAST_WORDS)
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .on_connect_ext(|line: &Line<TcpStream>, about| drop(about.insert(line.talk())))
            .h1(map_config(app(), |()| AppConfig::default()));
        let guests = Arc::clone(&guests);
        let enter = move |io| {
            let line = enter(io, &guests, limits);
            async { line }
        };
        fn_service(enter).and_then(http)
    });
    Ok(builder?.disable_signals().shutdown_timeout(LAST_REQUESTS).run())
}

/// Who has too many connections already gets no further one.
fn enter(io: TcpStream, guests: &Arc<Guests>, limits: Limits) -> Result<(Line<TcpStream>, Option<SocketAddr>), DispatchError> {
    let address = io.peer_addr()?;
    let guest = guests.enter(address.ip()).ok_or(ErrorKind::QuotaExceeded).map_err(io::Error::from)?;
    Ok((Line::new(io, guest, limits.patience), Some(address)))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream as Client;

    use actix_web::{App as Actix, rt, web};

    use super::*;

    /// One connection, and what it hears when it asks; `None`: nothing, it is ended.
    fn ask(client: &mut Client) -> Option<String> {
        // Who is not let in may hear of it while writing or while reading.
        client.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").ok()?;
        let mut answer = [0; 1_000];
        let count = client.read(&mut answer).ok().filter(|count| *count > 0)?;
        Some(String::from_utf8_lossy(&answer[..count]).into_owned())
    }

    #[actix_web::test]
    async fn o14_one_connection_more_than_an_address_may_have_is_ended_and_when_one_ends_another_begins() {
        const MOST: u32 = 3;
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let guests = Guests::new(MOST, |_| false);
        let app = || Actix::new().route("/", web::get().to(async || "here"));
        let server = serve(listener, Limits::default(), guests, app).expect("a server");
        let handle = server.handle();
        rt::spawn(server);
        let clients = web::block(move || {
            let connect = || Client::connect(address).expect("a connection");
            let mut clients: Vec<Client> = (0..MOST).map(|_| connect()).collect();
            assert!(clients.iter_mut().all(|client| ask(client).is_some_and(|answer| answer.ends_with("here"))));
            assert_eq!(ask(&mut connect()), None);
            // The others know nothing of it.
            assert!(clients.iter_mut().all(|client| ask(client).is_some()));
            drop(clients.pop());
            // It has left when the server has noticed.
            while ask(&mut connect()).is_none() {}
        });
        clients.await.expect("it is over");
        handle.stop(false).await;
    }
}
