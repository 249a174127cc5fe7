//! A browser of its own for each story: Chromium or Firefox, steered over WebDriver.

mod firefox;
mod options;
mod processes;

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use self::processes::Processes;
use crate::program::PATIENCE;

pub use self::options::{DESKTOP, Kind, Options, PHONE, Storage};

/// A browser. It ends with this value.
pub struct Browser {
    client: Client,
    http: reqwest::Client,
    /// The WebDriver address of the session.
    session: String,
    options: Options,
    console: Mutex<Vec<String>>,
    /// The script that finds the frame that is looked at.
    frame: Mutex<String>,
    /// How many scripts pages run before anything else, where each is an extension.
    firsts: AtomicUsize,
    processes: Processes,
}

/// What an attempt found: nothing yet, or what was waited for.
pub type Found<T> = Result<Option<T>, CmdError>;

impl Browser {
    /// Starts a browser.
    pub async fn start(options: Options) -> Self {
        let (processes, port) = Processes::started(options.kind);
        let driver = format!("http://127.0.0.1:{port}");
        let capabilities = options.capabilities(processes.profile().to_str().expect("a plain path"));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().expect("an object").clone())
            .connect(&driver)
            .await
            .expect("a browser");
        let id = client.session_id().await.expect("a session").expect("a session");
        let session = format!("{driver}/session/{id}");
        let (console, frame, firsts) = (Mutex::default(), Mutex::new(chat_frame()), AtomicUsize::default());
        let browser = Self { client, http: reqwest::Client::new(), session, options, console, frame, firsts, processes };
        browser.take_size().await;
        browser
    }

    /// Gives the tab in front its size.
    async fn take_size(&self) {
        let (width, height) = self.options.size;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        match self.options.kind {
            Kind::Chromium => drop(self.devtools("Emulation.setDeviceMetricsOverride", metrics).await),
            Kind::Firefox => self.size_firefox(self.options.size).await,
        }
    }

    /// The WebDriver client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Sends a command of Chromium's own protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        assert_eq!(self.options.kind, Kind::Chromium, "only Chromium knows {command}");
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters })).await
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        let answer = self.http.post(format!("{}/{path}", self.session)).json(body).send().await.expect("an answer");
        let answer: Value = answer.json().await.expect("an answer");
        answer["value"].clone()
    }

    /// Everything that the browser's console got so far, from pages and frames.
    pub async fn console(&self) -> Vec<String> {
        let fresh = match self.options.kind {
            Kind::Chromium => self.console_of_chromium().await,
            Kind::Firefox => self.console_of_firefox().await,
        };
        let mut console = self.console.lock().expect("a console");
        console.extend(fresh);
        console.clone()
    }

    async fn console_of_chromium(&self) -> Vec<String> {
        let fresh = self.post("se/log", &json!({ "type": "browser" })).await;
        let line = |entry: &Value| {
            format!("{} {}", entry["level"].as_str().unwrap_or_default(), entry["message"].as_str().unwrap_or_default())
        };
        fresh.as_array().into_iter().flatten().map(line).collect()
    }

    /// From now on each page runs this before anything else.
    pub async fn runs_first(&self, script: &str) {
        match self.options.kind {
            Kind::Chromium => drop(self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await),
            Kind::Firefox => self.first_in_firefox(script).await,
        }
    }

    /// Prefers these languages from now on, the first one most.
    pub async fn reads(&self, languages: &str) {
        if self.options.kind == Kind::Firefox {
            return self.read_in_firefox(languages).await;
        }
        let agent = self.script("return navigator.userAgent").await.expect("a page");
        self.devtools("Emulation.setUserAgentOverride", json!({ "userAgent": agent, "acceptLanguage": languages })).await;
    }

    /// Forgets what was loaded.
    pub async fn clears_cache(&self) {
        match self.options.kind {
            Kind::Chromium => drop(self.devtools("Network.clearBrowserCache", json!({})).await),
            Kind::Firefox => self.clear_cache_of_firefox().await,
        }
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
        let inside = format!("{ROOT} return root?.activeElement?.id === 'frame'");
        // Firefox's driver gives keys to the document that it is in, Chromium's to the window.
        let is_inside = self.options.kind == Kind::Firefox && self.script(&inside).await.is_ok_and(|is| is == true);
        if is_inside {
            let press = async || {
                self.press_here(key).await;
                Ok(Some(()))
            };
            let _ = self.in_frame(press).await;
        } else {
            self.press_here(key).await;
        }
    }

    async fn press_here(&self, key: &str) {
        let actions: Vec<Value> = ["keyDown", "keyUp"].iter().map(|kind| json!({ "type": kind, "value": key })).collect();
        self.post("actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] })).await;
    }

    /// A new tab, in front.
    pub async fn new_tab(&self) -> Tab {
        let tab = Tab(self.client.new_window(true).await.expect("a tab").handle);
        self.switch_to(&tab).await;
        tab
    }

    /// All tabs, in the order in which they were opened.
    pub async fn tabs(&self) -> Result<Vec<Tab>, CmdError> {
        Ok(self.client.windows().await?.into_iter().map(Tab).collect())
    }

    /// The tab in front.
    pub async fn tab(&self) -> Tab {
        Tab(self.client.window().await.expect("a tab"))
    }

    /// Brings a tab to the front, where keys go to it: in Chromium they went to the page, and not to the frame in it that has the focus,
    /// if the tab came to the front only when it was clicked.
    pub async fn switch_to(&self, tab: &Tab) {
        self.client.switch_to_window(tab.0.clone()).await.expect("a tab");
        if self.options.kind == Kind::Chromium {
            self.devtools("Page.bringToFront", json!({})).await;
            let is_in_front = async || Ok((self.script("return document.hasFocus()").await? == true).then_some(()));
            self.wait("a tab in front", is_in_front).await;
        }
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
