//! What a browser is like, and how each kind of browser is told.

use serde_json::{Value, json};

/// What a browser is like.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Which one it is.
    pub kind: Kind,
    /// The page's width and height.
    pub size: (u32, u32),
    /// Whether it prefers dark colours.
    pub dark: bool,
    /// Who may keep something in it.
    pub storage: Storage,
    /// Whether it runs WebAssembly.
    pub wasm: bool,
    /// Whether frames of other sites have processes of their own, as browsers do it. Without, Chromium's own protocol reaches them.
    pub isolates: bool,
}

/// The browsers that stories are told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chromium, with chromedriver.
    Chromium,
    /// Firefox with long-term support, with geckodriver.
    Firefox,
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
pub const DESKTOP: Options =
    Options { kind: Kind::Chromium, size: (1280, 800), dark: false, storage: Storage::Allowed, wasm: true, isolates: true };
/// A phone.
pub const PHONE: Options = Options { size: (360, 740), ..DESKTOP };

/// How a browser calls itself that somebody looks at: a headless one is a bot (A15). Firefox doesn't say that it is one.
const PERSON: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

impl Options {
    /// What the driver is asked for.
    pub(super) fn capabilities(self, profile: &str) -> Value {
        match self.kind {
            Kind::Chromium => self.of_chromium(profile),
            Kind::Firefox => self.of_firefox(profile),
        }
    }

    fn of_chromium(self, profile: &str) -> Value {
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
        // A phone's scrollbars take no room.
        let flags = [
            (self.dark, "--force-dark-mode"),
            (width < 480, "--hide-scrollbars"),
            (!self.wasm, "--js-flags=--jitless"),
            (!self.isolates, "--disable-site-isolation-trials"),
        ];
        arguments.extend(flags.iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| (*flag).to_owned()));
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

    fn of_firefox(self, profile: &str) -> Value {
        // Five keeps what sites store in frames apart by the site in the address bar, as it is by default.
        let cookies = match self.storage {
            Storage::Allowed => 5,
            Storage::FirstParty => 1,
            Storage::Blocked => 2,
        };
        let preferences = json!({
            "app.normandy.enabled": false,
            // Nothing but what the page asks for is to be blocked by its policy.
            "browser.chrome.site_icons": false,
            "devtools.console.stdout.chrome": false,
            // What pages write into the console is read from the program's output.
            "devtools.console.stdout.content": true,
            "intl.accept_languages": "en",
            "javascript.options.wasm": self.wasm,
            "layout.css.prefers-color-scheme.content-override": i32::from(!self.dark),
            "network.cookie.cookieBehavior": cookies,
        });
        json!({
            "browserName": "firefox",
            "moz:firefoxOptions": { "args": ["-headless", "-profile", profile], "prefs": preferences },
        })
    }
}
