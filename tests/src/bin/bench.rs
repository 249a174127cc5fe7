//! Has a browser measure the engine in the page that lies in a folder, and prints what it measured: `cargo xtask bench engine` lays the
//! page down, starts this, and judges.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{self, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, rt};
use parlor_tests::browser::{Browser, DESKTOP};
use serde_json::{Map, Value, json};

/// How many times slower than it is the processor pretends to be.
const SLOW_DOWNS: [u32; 2] = [1, 4];
/// Sites, as the folder names them.
const SITES: [&str; 6] = ["worst-10", "worst-200", "worst-1000", "usual-10", "usual-200", "usual-1000"];
/// The site whose first page view is measured, and in how many fresh pages.
const FIRST: (&str, usize) = ("worst-200", 7);
/// The works that nothing is held against.
const ALONE: [&str; 3] = ["step", "replay", "read"];
/// The site whose file is read.
const READ: &str = "usual-200";
/// Rounds of each measurement.
const ROUNDS: u32 = 120;
/// Milliseconds of one batch, for a processor at its own pace: longer than the bits of time in which Chromium slows a page down, and
/// not longer than others on a busy machine leave to it at a time.
const BATCH: u32 = 2;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("the folder of the page"));
    let page = serve(folder);
    let browser = Browser::start(DESKTOP).await;
    let mut told = Map::new();
    for slow_down in SLOW_DOWNS {
        browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": slow_down })).await;
        told.insert(slow_down.to_string(), measure(&browser, &page, slow_down).await);
    }
    println!("{}", Value::Object(told));
}

/// Everything, at one pace of the processor.
async fn measure(browser: &Browser, page: &str, slow_down: u32) -> Value {
    let mut first = Vec::new();
    for _ in 0..FIRST.1 {
        open(browser, page).await;
        first.push(call(browser, &format!("prepare('{}')", FIRST.0)).await["first"].clone());
    }
    open(browser, page).await;
    let (mut measured, mut matching) = (Map::new(), Map::new());
    let batch = BATCH * slow_down;
    for site in SITES {
        matching.insert(site.to_owned(), call(browser, &format!("prepare('{site}')")).await["matching"].clone());
        measured.insert(format!("resolve {site}"), call(browser, &format!("resolve({ROUNDS}, {batch})")).await);
    }
    call(browser, &format!("prepare('{READ}')")).await;
    for work in ALONE {
        measured.insert(work.to_owned(), call(browser, &format!("alone('{work}', {ROUNDS}, {batch})")).await);
    }
    let pace = call(browser, "pace()").await;
    json!({ "measured": measured, "matching": matching, "first": first, "pace": pace })
}

/// The page, anew.
async fn open(browser: &Browser, page: &str) {
    browser.client().goto(page).await.expect("a page");
    let is_ready = async || Ok((browser.script("return Boolean(globalThis.bench)").await? == true).then_some(()));
    browser.wait("the page", is_ready).await;
}

/// What the page's bench says to a call.
async fn call(browser: &Browser, call: &str) -> Value {
    let script = format!("return (async () => bench.{call})().catch(({{ message }}) => ({{ failed: message }}))");
    let told = browser.script(&script).await.unwrap_or_else(|error| panic!("bench.{call}: {error}"));
    if let Some(problem) = told["failed"].as_str() {
        browser.fail(&format!("bench.{call}: {problem}")).await;
    }
    told
}

/// Serves the folder. Returns the page's address.
fn serve(folder: PathBuf) -> String {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        rt::System::new().block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
            let port = listener.local_addr().expect("an address").port();
            let folder = Data::new(folder);
            let server = HttpServer::new(move || App::new().app_data(folder.clone()).default_service(web::to(file)))
                .workers(1)
                .disable_signals()
                .listen(listener)
                .expect("it listens");
            sender.send(port).expect("somebody waits");
            server.run().await.expect("it runs");
        });
    });
    format!("http://localhost:{}/index.html", receiver.recv().expect("it starts"))
}

/// A file of the folder. The page is isolated: only there the clock goes in steps of five microseconds.
async fn file(folder: Data<PathBuf>, request: HttpRequest) -> HttpResponse {
    let name = request.path().trim_start_matches('/');
    let kind = match Path::new(name).extension().and_then(|kind| kind.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    };
    match std::fs::read(folder.join(name)) {
        Ok(bytes) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, kind))
            .insert_header(("Cross-Origin-Opener-Policy", "same-origin"))
            .insert_header(("Cross-Origin-Embedder-Policy", "require-corp"))
            .body(bytes),
        Err(_) => HttpResponse::NotFound().finish(),
    }
}
