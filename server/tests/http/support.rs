//! A server to test, and the people who talk to it.

use parlor::{Assets, Config, Limits, Outside, Places, Server, publish, refresh};
use parlor_domain::change::By;
use parlor_domain::draft::SiteDraft;
use parlor_domain::event::{Event, PageSeen, What};
use parlor_domain::form::Form;
use parlor_domain::ids::{Ids, Moment, Secret, VisitorId};
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use parlor_store::{Brought, NewWebhook, SiteRecord};
use parlor_wire::console::SetUp;
use parlor_wire::problem::{CODE_HEADER, PROBLEM_TYPE, Problem};
use parlor_wire::visitor::{Batch, EVENTS, FORM_TYPE};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

pub const EMAIL: &str = "ada@example.com";
pub const PASSWORD: &str = "correct horse";

/// A running server with its folder, which goes with it.
pub struct App {
    pub server: Server,
    pub url: String,
    pub folder: tempfile::TempDir,
}

impl App {
    pub async fn start() -> Self {
        Self::start_with(None, None).await
    }

    /// With databases of places, behind a proxy that is trusted.
    pub async fn start_with_places() -> Self {
        let files = ["city", "network"].map(|name| format!("{}/tests/places/{name}.mmdb", env!("CARGO_MANIFEST_DIR")).into());
        let places = Places::open(&files).expect("databases");
        Self::start_as(|config| Config { places, proxies: vec!["127.0.0.1".parse().expect("an address")], ..config }).await
    }

    /// With limits of its own, behind a proxy that is trusted.
    pub async fn start_limited(limits: Limits) -> Self {
        Self::start_as(|config| Config { limits, proxies: vec!["127.0.0.1".parse().expect("an address")], ..config }).await
    }

    /// With an address for collectors of numbers.
    pub async fn start_with_metrics() -> Self {
        Self::start_as(|config| Config { metrics: Some("127.0.0.1:0".parse().expect("an address")), ..config }).await
    }

    pub async fn start_with(public_url: Option<&str>, console_url: Option<&str>) -> Self {
        let origin = |url: Option<&str>| url.map(|url| url.parse().expect("an origin"));
        let (public_url, console_url) = (origin(public_url), origin(console_url));
        Self::start_as(|config| Config { public_url, console_url, ..config }).await
    }

    /// Starts a server on what another one has left.
    pub async fn start_in(folder: tempfile::TempDir, allow_private: bool) -> Self {
        Self::run(folder, |config| Config { allow_private, ..config }).await
    }

    /// Stops it. Its folder stays.
    pub async fn stop(self) -> tempfile::TempDir {
        self.server.stop().await;
        self.folder
    }

    pub async fn start_as(change: impl FnOnce(Config) -> Config) -> Self {
        Self::run(tempfile::tempdir().expect("a folder"), change).await
    }

    async fn run(folder: tempfile::TempDir, change: impl FnOnce(Config) -> Config) -> Self {
        let config = Config {
            listen: "127.0.0.1:0".parse().expect("an address"),
            data: folder.path().to_owned(),
            public_url: None,
            console_url: None,
            allow_private: true,
            mail: None,
            places: Places::default(),
            proxies: Vec::new(),
            metrics: None,
            // Stories are quicker than people.
            limits: Limits { requests_per_minute: 0, ..Limits::default() },
        };
        let server = Server::start(change(config), assets()).await.expect("a server");
        Self { url: format!("http://{}", server.address()), server, folder }
    }

    /// Imports a site with one sound and one broken dialogue, and publishes the sound one.
    pub async fn site(&self, key: &str, domains: &[&str]) -> SiteRecord {
        let draft = parlor_engine::publish::read_file(&sample(key, domains).to_string()).expect("a sound file");
        let fresh = SiteKey::parse("unused").expect("a key");
        let imported = self.server.store().import(draft, Brought::default(), fresh, moment(1)).await.expect("imported");
        self.publish(&imported.key, 0).await;
        self.record(&imported.key).await
    }

    /// Imports a site as it stands in a file, and publishes the first `count` of its dialogues and flows.
    pub async fn import(&self, site: &Value, count: usize) -> SiteRecord {
        let draft = parlor_engine::publish::read_file(&site.to_string()).expect("a sound file");
        let fresh = SiteKey::parse("unused").expect("a key");
        let brought = Brought { webhooks: webhooks(&draft), ..Brought::default() };
        let imported = self.server.store().import(draft, brought, fresh, moment(1)).await.expect("imported");
        for at in 0..count {
            self.publish(&imported.key, at).await;
        }
        self.record(&imported.key).await
    }

    /// Publishes one of the dialogues and flows of a site.
    pub async fn publish(&self, site: &SiteKey, at: usize) {
        let store = self.server.store();
        let dialogue = self.record(site).await.dialogues[at].id;
        publish(store, &Outside::new(true), site, dialogue, false, By::command(now())).await.expect("published");
        refresh(store, site).await.expect("a site file");
    }

    pub async fn record(&self, key: &SiteKey) -> SiteRecord {
        self.server.store().site(key).await.expect("a store").expect("a site")
    }

    pub async fn get(&self, path: &str) -> Response {
        client().get(self.address(path)).send().await.expect("an answer")
    }

    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// The ticket in a site's frame document.
    pub async fn ticket(&self, key: &str) -> String {
        let html = self.get(&format!("/frame/{key}")).await.text().await.expect("html");
        meta(&html, "parlor-ticket")
    }

    pub async fn post_bytes(&self, path: &str, bytes: Vec<u8>) -> Response {
        let request = client().post(self.address(path)).header("content-type", FORM_TYPE).body(bytes);
        request.send().await.expect("an answer")
    }

    /// The same, as a proxy hands it on that says where it comes from.
    pub async fn post_from(&self, path: &str, bytes: Vec<u8>, from: Option<&str>) -> Response {
        let request = client().post(self.address(path)).header("content-type", FORM_TYPE).body(bytes);
        let request = from.into_iter().fold(request, |request, from| request.header("x-forwarded-for", from));
        request.send().await.expect("an answer")
    }

    pub async fn post(&self, batch: &Batch) -> Response {
        self.post_bytes(EVENTS, batch.to_bytes()).await
    }

    /// A browser at the console, signed in as the first user.
    pub async fn admin(&self) -> Browser<'_> {
        let browser = Browser::new(self);
        let link = self.server.set_up_link().expect("a link");
        let token = link.split_once("token=").expect("a token").1.to_owned();
        let asked = SetUp { token, email: EMAIL.to_owned(), password: PASSWORD.to_owned() };
        let answer = browser.post("/api/set-up", &json!(asked)).await;
        assert_eq!(answer.status(), 200);
        browser
    }
}

/// What the calls of webhooks are signed with.
pub const WEBHOOK_SECRET: [u8; 24] = *b"chance, as far as we go!";

fn webhooks(draft: &SiteDraft) -> Vec<NewWebhook> {
    draft.webhooks.iter().map(|webhook| NewWebhook { webhook: webhook.clone(), secret: WEBHOOK_SECRET }).collect()
}

/// A browser at the console: keeps cookies, and sends what the console's page sends.
pub struct Browser<'a> {
    app: &'a App,
    client: Client,
}

impl<'a> Browser<'a> {
    pub fn new(app: &'a App) -> Self {
        Self { app, client: Client::builder().cookie_store(true).build().expect("a client") }
    }

    /// Where its page comes from.
    pub fn origin(&self) -> &str {
        &self.app.url
    }

    pub async fn get(&self, path: &str) -> Response {
        self.client.get(self.app.address(path)).send().await.expect("an answer")
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path, &self.app.url).json(body).send().await.expect("an answer")
    }

    pub fn request(&self, method: Method, path: &str, origin: &str) -> RequestBuilder {
        self.client.request(method, self.app.address(path)).header("origin", origin).header("parlor-console", "1")
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Response {
        self.post("/api/sign-in", &json!({ "email": email, "password": password })).await
    }
}

pub fn client() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client")
}

/// Checks that an answer is a problem of this kind, and returns it.
pub async fn problem(answer: Response, status: u16, code: &str) -> Problem {
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let seen = (answer.status().as_u16(), header(CODE_HEADER), header("content-type"));
    assert_eq!(seen, (status, code.to_owned(), PROBLEM_TYPE.to_owned()));
    let problem: Problem = answer.json().await.expect("a problem");
    assert_eq!((problem.status, problem.code.as_str()), (status, code));
    problem
}

pub fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The content of a `meta` in a document.
pub fn meta(html: &str, name: &str) -> String {
    let start = format!("<meta name=\"{name}\" content=\"");
    let (_, rest) = html.split_once(&start).expect("the meta");
    rest.split_once('"').expect("its end").0.to_owned()
}

pub fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    Instant(i64::try_from(since.as_millis()).expect("before the end of time"))
}

pub fn moment(seed: u8) -> Moment {
    Moment { now: now(), chance: [seed; 10] }
}

pub fn key(key: &str) -> SiteKey {
    SiteKey::parse(key).expect("a site key")
}

/// What a visitor's browser reports when it shows the sound dialogue of a site.
pub fn shown(site: &SiteRecord, ticket: &str, seed: u8) -> Batch {
    let mut ids: Ids = moment(seed).ids();
    let visitor: VisitorId = ids.make();
    let event = Event {
        id: ids.make(),
        at: now(),
        session: ids.make(),
        conversation: ids.make(),
        tab: ids.make(),
        client_seq: 0,
        dialogue: site.dialogues[0].id,
        version: 1,
        page: PageSeen { url: "https://example.com/".to_owned(), title: "Example".to_owned() },
        what: What::Shown,
    };
    let (site, ticket) = (site.key.clone(), ticket.to_owned());
    Batch { site, ticket, visitor, secret: Secret::new([seed; 16]), sent: now(), events: vec![event] }
}

fn assets() -> Assets {
    let file = |name: &str, text: &'static str| (name.to_owned(), text.into());
    let files = [
        file("manifest.json", r#"{"widget_js":"widget-1.js","widget_wasm":"widget-2.wasm","loader_rest":"rest-3.js"}"#),
        file("loader.js", "start(__PARLOR__);"),
        file("read.html", "<!doctype html><title>__NAME__</title><a href=\"__DOCUMENT__\" download>Download</a>"),
        file("console.html", "<!doctype html><title>Console</title>"),
        file("assets/widget-1.js", "plain"),
        file("assets/widget-1.js.br", "as brotli"),
        file("assets/widget-1.js.gz", "as gzip"),
        file("assets/widget-2.wasm", "module"),
    ];
    Assets::of(files).expect("all that is needed")
}

/// A site's file with one sound and one broken dialogue.
pub fn sample(key: &str, domains: &[&str]) -> Value {
    let cards = json!({ "ask": { "question": { "text": "Hello?", "choices": [{ "label": "Yes" }, { "label": "No" }] } } });
    let dialogue = |name: &str, start: &str| json!({ "name": name, "pages": { "include": ["example.com/*"] }, "flow": { "start": start, "cards": cards } });
    json!({
        "parlor": 1,
        "site": {
            "name": "Example",
            "key": key,
            "allowed_domains": domains,
            "look": { "bot_name": "</script>Bot", "accent": "#ffd400", "corner": "left" },
        },
        "dialogues": [dialogue("Sound", "ask"), dialogue("Broken", "nowhere")],
    })
}
