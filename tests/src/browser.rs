//! A browser of its own for each story: Chromium, steered over WebDriver.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{PATIENCE, signal};

/// What a browser is like.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The page's width and height.
    pub size: (u32, u32),
    /// Whether it prefers dark colours.
    pub dark: bool,
    /// Who may keep something in it.
    pub storage: Storage,
    /// Whether frames of other sites have processes of their own, as browsers do it. Without, Chromium's own protocol reaches them.
    pub isolates: bool,
}

/// Who may keep something in the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Everybody.
    Allowed,
    /// Only the site in the address bar.
    FirstParty,
    /// Nobody.
    Blocked,
}

/// A desktop.
pub const DESKTOP: Options = Options { size: (1280, 800), dark: false, storage: Storage::Allowed, isolates: true };
/// A phone.
pub const PHONE: Options = Options { size: (360, 740), ..DESKTOP };

/// How a browser calls itself that somebody looks at: a headless one is a bot (A15).
const PERSON: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

impl Options {
    fn capabilities(self, profile: &str) -> Value {
        let (width, height) = self.size;
        let mut arguments = vec![
            "--headless=new".to_owned(),
            format!("--user-agent={PERSON}"),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--lang=en".to_owned(),
            format!("--window-size={width},{height}"),
            format!("--user-data-dir={profile}"),
        ];
        if self.dark {
            arguments.push("--force-dark-mode".to_owned());
        }
        if width < 480 {
            // A phone's take no room.
            arguments.push("--hide-scrollbars".to_owned());
        }
        if !self.isolates {
            arguments.push("--disable-site-isolation-trials".to_owned());
        }
        let preferences = match self.storage {
            Storage::Allowed => json!({}),
            Storage::FirstParty => json!({ "profile.block_third_party_cookies": true, "profile.cookie_controls_mode": 1 }),
            Storage::Blocked => json!({ "profile.default_content_setting_values.cookies": 2 }),
        };
        json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments, "prefs": preferences },
            "goog:loggingPrefs": { "browser": "ALL" },
        })
    }
}

/// A browser. It ends with this value.
pub struct Browser {
    client: Client,
    http: reqwest::Client,
    /// The WebDriver address of the session.
    session: String,
    console: Mutex<Vec<String>>,
    /// The script that finds the frame that is looked at.
    frame: Mutex<String>,
    // Last, so that the folder outlives the processes.
    _processes: Processes,
}

/// What an attempt found: nothing yet, or what was waited for.
pub type Found<T> = Result<Option<T>, CmdError>;

impl Browser {
    /// Starts a browser.
    pub async fn start(options: Options) -> Self {
        let (processes, port) = Processes::started();
        let driver = format!("http://127.0.0.1:{port}");
        let capabilities = options.capabilities(processes.profile.path().to_str().expect("a plain path"));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().expect("an object").clone())
            .connect(&driver)
            .await
            .expect("a browser");
        let id = client.session_id().await.expect("a session").expect("a session");
        let session = format!("{driver}/session/{id}");
        let (console, frame) = (Mutex::default(), Mutex::new(chat_frame()));
        let browser = Self { client, http: reqwest::Client::new(), session, console, frame, _processes: processes };
        let (width, height) = options.size;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        browser
    }

    /// The WebDriver client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Sends a command of Chromium's own protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters })).await
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        let answer = self.http.post(format!("{}/{path}", self.session)).json(body).send().await.expect("an answer");
        let answer: Value = answer.json().await.expect("an answer");
        answer["value"].clone()
    }

    /// Everything that the browser's console got so far, from pages and frames.
    pub async fn console(&self) -> Vec<String> {
        let fresh = self.post("se/log", &json!({ "type": "browser" })).await;
        let line = |entry: &Value| {
            format!("{} {}", entry["level"].as_str().unwrap_or_default(), entry["message"].as_str().unwrap_or_default())
        };
        let mut console = self.console.lock().expect("a console");
        console.extend(fresh.as_array().into_iter().flatten().map(line));
        console.clone()
    }

    /// Tries until it is found. What isn't found in time fails the story, with all there is to see.
    pub async fn wait<T>(&self, what: &str, attempt: impl AsyncFn() -> Found<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let why = match attempt().await {
                Ok(Some(found)) => return found,
                Ok(None) => "it is not there".to_owned(),
                // A page that is just changing.
                Err(error) => error.to_string(),
            };
            if Instant::now() > deadline {
                self.fail(&format!("{what}: {why}")).await;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// Ends the story, with all there is to see.
    pub async fn fail(&self, why: &str) -> ! {
        let console = self.console().await.join("\n");
        let picture = std::env::temp_dir().join(format!("parlor-failed-{}.png", std::process::id()));
        self.picture(&picture).await;
        panic!("{why}\nscreenshot: {}\nconsole:\n{console}", picture.display());
    }

    /// Writes what is to be seen into a file.
    pub async fn picture(&self, path: &PathBuf) {
        let bytes = self.client.screenshot().await.unwrap_or_default();
        std::fs::write(path, bytes).expect("a file");
    }

    /// What is to be seen, as a WebP picture of this quality, in percent.
    pub async fn photograph(&self, quality: u8) -> Vec<u8> {
        self.photograph_with(json!({ "format": "webp", "quality": quality })).await
    }

    /// What is to be seen, as the protocol's command is asked for it.
    pub async fn photograph_with(&self, asked: Value) -> Vec<u8> {
        let told = self.devtools("Page.captureScreenshot", asked).await;
        STANDARD.decode(told["data"].as_str().expect("a picture")).expect("a picture")
    }

    /// What a script returns in the page.
    pub async fn script(&self, script: &str) -> Result<Value, CmdError> {
        self.client.execute(script, Vec::new()).await
    }

    /// The element that a script returns in the page.
    pub async fn element(&self, script: &str) -> Found<Element> {
        self.script(script).await.map(|value| self.as_element(&value))
    }

    fn as_element(&self, value: &Value) -> Option<Element> {
        let id = value.as_object()?.values().next()?.as_str()?;
        Some(Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned())))
    }

    /// Does something within Parlor's frame, and comes back to the page. Without the frame: nothing.
    pub async fn in_frame<T>(&self, act: impl AsyncFnOnce() -> Found<T>) -> Found<T> {
        let script = self.frame.lock().expect("a script").clone();
        let Some(frame) = self.element(&script).await? else { return Ok(None) };
        frame.enter_frame().await?;
        let found = act().await;
        self.client.enter_parent_frame().await?;
        found
    }

    /// From now on the frame is the one in the element that this selector finds in the page, or the chat's own.
    pub fn turn_to(&self, place: Option<&str>) {
        let inside = |place: &str| {
            format!("return document.querySelector({:?})?.shadowRoot.querySelector('iframe')", format!("{place} > div"))
        };
        *self.frame.lock().expect("a script") = place.map_or_else(chat_frame, inside);
    }

    /// What a script returns within the frame.
    pub async fn frame_script(&self, script: &str) -> Found<Value> {
        self.in_frame(async || self.script(script).await.map(Some)).await
    }

    /// Types into whatever has the focus.
    pub async fn press(&self, key: &str) {
        let actions: Vec<Value> = ["keyDown", "keyUp"].iter().map(|kind| json!({ "type": kind, "value": key })).collect();
        self.post("actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] })).await;
    }

    /// A new tab, in front.
    pub async fn new_tab(&self) -> Tab {
        let window = self.client.new_window(true).await.expect("a tab").handle;
        self.client.switch_to_window(window.clone()).await.expect("a tab");
        Tab(window)
    }

    /// All tabs, in the order in which they were opened.
    pub async fn tabs(&self) -> Result<Vec<Tab>, CmdError> {
        Ok(self.client.windows().await?.into_iter().map(Tab).collect())
    }

    /// The tab in front.
    pub async fn tab(&self) -> Tab {
        Tab(self.client.window().await.expect("a tab"))
    }

    /// Brings a tab to the front.
    pub async fn switch_to(&self, tab: &Tab) {
        self.client.switch_to_window(tab.0.clone()).await.expect("a tab");
    }
}

/// A tab of a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab(fantoccini::wd::WindowHandle);

/// The start of a script: `root` is the shadow root that holds launcher and frame.
pub const ROOT: &str = "const root = [...document.querySelectorAll('html > div')].map(e => e.shadowRoot)\
    .find(r => r && r.querySelector('#launcher'));";

fn chat_frame() -> String {
    format!("{ROOT} return root && root.querySelector('#frame')")
}

/// The driver, and through it the browser.
struct Processes {
    driver: Child,
    profile: TempDir,
}

impl Processes {
    fn start(profile: TempDir) -> Self {
        let driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver is installed (Debian: chromium-driver)");
        Self { driver, profile }
    }

    /// A driver and its port. On a busy machine another one may take the port that it was about to listen on; then once more.
    fn started() -> (Self, u16) {
        let mut tries = (0..5).map(|_| Self::start(TempDir::new().expect("a folder")));
        tries.find_map(|mut processes| processes.port().map(|port| (processes, port))).expect("chromedriver starts")
    }

    /// The port that the driver took, if it did.
    fn port(&mut self) -> Option<u16> {
        let mut output = BufReader::new(self.driver.stdout.take().expect("an output"));
        let mut line = String::new();
        while output.read_line(&mut line).expect("a line") > 0 {
            let port = line.trim().strip_prefix("ChromeDriver was started successfully on port ");
            if let Some(port) = port.and_then(|port| port.trim_end_matches('.').parse().ok()) {
                // The driver may go on telling.
                std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
                return Some(port);
            }
            line.clear();
        }
        None
    }

    /// The processes whose command line names our profile.
    fn of_browser(&self) -> Vec<u32> {
        let profile = self.profile.path().to_str().expect("a plain path");
        let ids = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let ids = ids.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        ids.filter(|id| {
            let line = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&line).contains(profile)
        })
        .collect()
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        // They may have ended by themselves.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let deadline = Instant::now() + Duration::from_secs(5);
        loop {
            let left = self.of_browser();
            if left.is_empty() || Instant::now() > deadline {
                return;
            }
            left.into_iter().for_each(|id| signal("-KILL", id));
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
