//! A network between browsers and the server that can't be relied on: what browsers post is lost, late, doubled or out of order,
//! answers are cut off, and others than the server answer, by a seed.

use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::ServerHandle;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, rt};
use parlor_wire::visitor::EVENTS;
use tokio::sync::{Notify, watch};

use crate::crowd::Chance;

/// What may happen to a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It never gets there.
    Lost,
    /// It takes its time.
    Late,
    /// It gets there twice.
    Doubled,
    /// It waits until another one has gone.
    Held,
    /// It gets there, and the answer doesn't come back.
    Cut,
    /// Something on the way fails.
    Failed,
    /// Something on the way asks to be left alone for a second.
    Busy,
}

/// Every fate.
const FATES: [Fate; 7] = [Fate::Lost, Fate::Late, Fate::Doubled, Fate::Held, Fate::Cut, Fate::Failed, Fate::Busy];
/// How late a batch is, and how long one is held at the most if no other comes.
const LATE: Duration = Duration::from_millis(300);
const HELD: Duration = Duration::from_millis(700);

/// A running proxy.
pub struct Proxy {
    port: u16,
    handle: ServerHandle,
    weather: Arc<Weather>,
}

/// What befalls batches.
struct Weather {
    /// The server's origin.
    to: String,
    /// What comes, the next at the end; between two of them a batch gets through. Empty in fair weather.
    fates: Mutex<Vec<Fate>>,
    /// Whether the batch before got through.
    was_fair: Mutex<bool>,
    gone: Notify,
    /// Whether anything gets through, and how many batches came when nothing did.
    is_connected: AtomicBool,
    turned_away: AtomicUsize,
    /// How the paths begin of which nothing gets through.
    blocked: Mutex<Option<&'static str>>,
    /// How the paths begin whose answers wait.
    held: watch::Sender<Option<&'static str>>,
    http: reqwest::Client,
}

impl Proxy {
    /// Starts one before the server at this origin. Each fate befalls one batch, in an order that the seed decides.
    pub fn start(to: &str, seed: u64) -> Self {
        let mut fates = FATES.to_vec();
        let mut chance = Chance::of(seed);
        for end in (1..fates.len()).rev() {
            fates.swap(end, chance.below(end + 1));
        }
        let weather = Arc::new(Weather {
            to: to.to_owned(),
            fates: Mutex::new(fates),
            was_fair: Mutex::new(true),
            gone: Notify::new(),
            is_connected: AtomicBool::new(true),
            turned_away: AtomicUsize::new(0),
            blocked: Mutex::default(),
            held: watch::Sender::default(),
            http: reqwest::Client::new(),
        });
        let (sender, receiver) = channel();
        let data = Data::from(Arc::clone(&weather));
        std::thread::spawn(move || {
            rt::System::new().block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
                let port = listener.local_addr().expect("an address").port();
                let server = HttpServer::new(move || App::new().app_data(data.clone()).default_service(web::to(pass)))
                    .workers(1)
                    .disable_signals()
                    .shutdown_timeout(0)
                    .listen(listener)
                    .expect("it listens")
                    .run();
                sender.send((port, server.handle())).expect("somebody waits");
                server.await.expect("it runs");
            });
        });
        let (port, handle) = receiver.recv().expect("it starts");
        Self { port, handle, weather }
    }

    /// Where browsers find it.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on nothing gets through, or something does again.
    pub fn lets_through(&self, is_connected: bool) {
        self.weather.is_connected.store(is_connected, Ordering::SeqCst);
    }

    /// From now on nothing gets through whose path begins like this.
    pub fn blocks(&self, start: &'static str) {
        *self.weather.blocked.lock().expect("a path") = Some(start);
    }

    /// From now on everything waits whose path begins like this, or nothing any longer.
    pub fn holds(&self, start: Option<&'static str>) {
        self.weather.held.send_replace(start);
    }

    /// Batches that came when nothing got through.
    pub fn turned_away(&self) -> usize {
        self.weather.turned_away.load(Ordering::SeqCst)
    }

    /// What has not happened yet.
    pub fn still_to_come(&self) -> Vec<Fate> {
        self.weather.fates.lock().expect("fates").clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

async fn pass(weather: Data<Weather>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let is_batch = request.path() == EVENTS;
    if !weather.is_connected.load(Ordering::SeqCst) {
        weather.turned_away.fetch_add(usize::from(is_batch), Ordering::SeqCst);
        return cut_off();
    }
    if weather.blocked.lock().expect("a path").is_some_and(|start| request.path().starts_with(start)) {
        return cut_off();
    }
    let may_go = |held: &Option<&str>| held.is_none_or(|start| !request.path().starts_with(start));
    // It is there as long as somebody can wait for it.
    let _ = weather.held.subscribe().wait_for(may_go).await;
    let fate = if is_batch { weather.next() } else { None };
    match fate {
        Some(Fate::Lost) => return cut_off(),
        Some(Fate::Failed) => return HttpResponse::BadGateway().finish(),
        Some(Fate::Busy) => return HttpResponse::TooManyRequests().insert_header((RETRY_AFTER, "1")).finish(),
        Some(Fate::Late) => rt::time::sleep(LATE).await,
        Some(Fate::Held) => drop(rt::time::timeout(HELD, weather.gone.notified()).await),
        Some(Fate::Doubled) => drop(weather.forward(&request, &body).await),
        Some(Fate::Cut) | None => {}
    }
    let answer = weather.forward(&request, &body).await;
    if is_batch && fate != Some(Fate::Held) {
        weather.gone.notify_waiters();
    }
    if fate == Some(Fate::Cut) { cut_off() } else { answer.unwrap_or_else(cut_off) }
}

impl Weather {
    /// Every other batch meets a fate.
    fn next(&self) -> Option<Fate> {
        let mut was_fair = self.was_fair.lock().expect("weather");
        *was_fair = !*was_fair;
        if *was_fair { None } else { self.fates.lock().expect("fates").pop() }
    }

    async fn forward(&self, request: &HttpRequest, body: &Bytes) -> Option<HttpResponse> {
        let method = reqwest::Method::from_bytes(request.method().as_str().as_bytes()).ok()?;
        let mut forwarded = self.http.request(method, format!("{}{}", self.to, request.uri()));
        for (name, value) in request.headers() {
            if !["host", "connection", "content-length", "origin"].contains(&name.as_str()) {
                forwarded = forwarded.header(name.as_str(), value.as_bytes());
            }
        }
        let answer = forwarded.body(body.to_vec()).send().await.ok()?;
        let mut response = HttpResponse::build(StatusCode::from_u16(answer.status().as_u16()).ok()?);
        for (name, value) in answer.headers() {
            if !["connection", "content-length", "transfer-encoding"].contains(&name.as_str()) {
                response.append_header((name.as_str(), value.as_bytes()));
            }
        }
        Some(response.body(answer.bytes().await.ok()?))
    }
}

/// Begins an answer and ends the connection.
fn cut_off() -> HttpResponse {
    HttpResponse::Ok().body(Cut)
}

/// A body that breaks off.
struct Cut;

impl MessageBody for Cut {
    type Error = std::io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Bytes, Self::Error>>> {
        std::task::Poll::Ready(Some(Err(std::io::Error::other("cut off"))))
    }
}
