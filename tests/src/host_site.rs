//! A website that carries the script tag: another site than Parlor, as strict as a host page can be.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;

use actix_web::dev::ServerHandle;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_REPORT_ONLY, CONTENT_TYPE};
use actix_web::web::{self, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, rt};

use crate::npm::{self, Manifests};

/// What lies at every address that ends like a picture's: 480 by 680 dots.
pub const PICTURE: &[u8] = include_bytes!("../../www/demo/files/brochure.png");

/// What a website is like.
#[derive(Clone)]
pub struct Host {
    /// Parlor's origin.
    pub parlor: String,
    /// The site's key.
    pub key: String,
    /// How many times the tag was pasted.
    pub tags: usize,
    /// Whether the policy allows Parlor's frame.
    pub allows_frame: bool,
    /// Whether another policy reports Parlor's frame without blocking it.
    pub reports_frame: bool,
    /// Whether browsers may keep pages, so that going back finds them as they were left.
    pub may_be_kept: bool,
    /// Whether only texts that the page's code vouches for become addresses of scripts.
    pub trusts_types: bool,
    /// How the page begins; without it browsers fall back to the ways of old ones.
    pub doctype: &'static str,
    /// The language that the page says it is in.
    pub language: &'static str,
    /// What else the script tag says.
    pub attributes: &'static str,
    /// What else stands on every page.
    pub extra: &'static str,
    /// Scripts that every page runs before the tag, by their paths: `/npm/…` is a library, `/libraries/…` what is made with one.
    pub scripts: &'static [&'static str],
    /// More headers of every page.
    pub headers: &'static [(&'static str, &'static str)],
}

impl Host {
    /// A website that does what the manual says.
    pub fn of(parlor: &str, key: &str) -> Self {
        Self {
            parlor: parlor.to_owned(),
            key: key.to_owned(),
            tags: 1,
            allows_frame: true,
            reports_frame: false,
            may_be_kept: false,
            trusts_types: false,
            doctype: "<!doctype html>",
            language: "en",
            attributes: "",
            extra: "",
            scripts: &[],
            headers: &[],
        }
    }

    /// What Parlor needs, and nothing else.
    fn policy(&self) -> String {
        let frame = if self.allows_frame { &self.parlor } else { "'none'" };
        let types = if self.trusts_types { "; require-trusted-types-for 'script'" } else { "" };
        let own = if self.scripts.is_empty() { "" } else { " 'self'" };
        format!("default-src 'none'; script-src {}{own}; frame-src {frame}{types}", self.parlor)
    }

    /// A page: its title is its path, a link leads on, and there is enough to scroll.
    fn page(&self, path: &str) -> String {
        let tag =
            format!("<script async src=\"{}/{}.js\" {}></script>", self.parlor, self.key, self.attributes).repeat(self.tags);
        let scripts: String = self.scripts.iter().map(|path| format!("<script src=\"{path}\"></script>")).collect();
        let (doctype, language, extra) = (self.doctype, self.language, self.extra);
        let text = "<p>Harbours are read twice a day.</p>".repeat(80);
        format!(
            "{doctype}<html lang=\"{language}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Page {path}</title>{scripts}{tag}</head>\
             <body><h1>Page {path}</h1><p><a id=\"on\" href=\"/on\">On</a></p>{extra}{text}<p id=\"end\">The end</p></body></html>"
        )
    }
}

/// How paths begin of pages that hold another page.
const HELD: &str = "/held";

/// The libraries, with what npm knows them by.
const LIBRARIES: Manifests = [
    ("package.json", include_str!("../libraries/package.json")),
    ("package-lock.json", include_str!("../libraries/package-lock.json")),
];

/// What npm knows at this path among the libraries.
pub fn library(path: &str) -> PathBuf {
    npm::fetched("libraries", &LIBRARIES).join(path)
}

/// The script at a path, if there is to be one.
fn script(path: &str) -> Option<String> {
    let made = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = match path.strip_prefix("/npm/") {
        Some(path) => library(path),
        None => made.join(path.strip_prefix('/').filter(|path| path.starts_with("libraries/"))?),
    };
    Some(std::fs::read_to_string(file).expect("a script"))
}

/// A running website.
pub struct HostSite {
    port: u16,
    handle: ServerHandle,
}

impl HostSite {
    /// Starts it.
    pub fn start(host: Host) -> Self {
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            rt::System::new().block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
                let port = listener.local_addr().expect("an address").port();
                let host = Data::new(host);
                let server = HttpServer::new(move || App::new().app_data(host.clone()).default_service(web::to(page)))
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
        Self { port, handle }
    }

    /// The address of one of its pages.
    pub fn address(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    /// The address of a page of another website, which holds this one's page with the same path in a frame.
    pub fn held_address(&self, path: &str) -> String {
        format!("http://portal.localhost:{}{HELD}{path}", self.port)
    }

    /// Host and port, as they stand in a list of domains.
    pub fn authority(&self) -> String {
        format!("localhost:{}", self.port)
    }
}

impl Drop for HostSite {
    fn drop(&mut self) {
        // Its thread does it; nobody needs to wait.
        drop(self.handle.stop(false));
    }
}

/// Whatever lies at this path: a script, a picture, or a page.
async fn page(host: Data<Host>, request: HttpRequest) -> HttpResponse {
    if request.path() == "/favicon.ico" {
        return HttpResponse::NoContent().finish();
    }
    if request.path().ends_with(".png") {
        return HttpResponse::Ok().insert_header((CONTENT_TYPE, "image/png")).body(PICTURE);
    }
    if let Some(script) = script(request.path()) {
        return HttpResponse::Ok().insert_header((CONTENT_TYPE, "text/javascript")).body(script);
    }
    let mut answer = HttpResponse::Ok();
    if let Some(path) = request.path().strip_prefix(HELD) {
        let address = format!("http://localhost:{}{path}", request.app_config().local_addr().port());
        let frame = format!("<!doctype html><iframe src=\"{address}\" width=\"1200\" height=\"700\"></iframe>");
        return answer.insert_header((CONTENT_TYPE, "text/html")).body(frame);
    }
    for header in host.headers {
        answer.insert_header(*header);
    }
    if host.reports_frame {
        answer.insert_header((CONTENT_SECURITY_POLICY_REPORT_ONLY, "frame-src 'none'"));
    }
    answer
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_SECURITY_POLICY, host.policy()))
        .insert_header((CACHE_CONTROL, if host.may_be_kept { "no-cache" } else { "no-store" }))
        .body(host.page(request.path()))
}
