//! What isn't in WebDriver is done in Firefox by scripts of its own, and by extensions.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use super::Browser;

/// What pages did wrong and what went wrong with them, as the browser's console has it since this was asked before. A frame that is taken
/// out is cut off in the middle of what it does, and what it hears of then goes wrong too: that is nobody's fault.
const CONSOLE: &str = "const told = Services.console.getMessageArray(); Services.console.reset(); \
    const wrong = ['CSP_', 'Script Loader', 'content javascript']; \
    const isWrong = line => line instanceof Ci.nsIScriptError && wrong.some(start => line.category.startsWith(start)); \
    const lines = told.filter(isWrong).map(line => line.errorMessage); \
    const cut = 'Script terminated by timeout', cutOff = [cut, 'Error: closure invoked recursively', 'RuntimeError: unreachable']; \
    const isCutOff = lines.some(line => line.startsWith(cut)) ? line => cutOff.some(start => line.startsWith(start)) : () => false; \
    return lines.filter(line => !isCutOff(line)).map(line => `SEVERE ${line}`)";

impl Browser {
    /// What a script returns that runs in the browser itself.
    async fn system(&self, script: &str) -> Value {
        self.post("moz/context", &json!({ "context": "chrome" })).await;
        let told = self.post("execute/sync", &json!({ "script": script, "args": [] })).await;
        self.post("moz/context", &json!({ "context": "content" })).await;
        told
    }

    /// Gives the page in front its size. The window itself can't be as small as a phone.
    pub(super) async fn size_firefox(&self, (width, height): (u32, u32)) {
        let script = format!(
            "for (const [side, length] of [['width', {width}], ['height', {height}]]) for (const limit of ['', 'min-', 'max-']) \
             gBrowser.selectedBrowser.style.setProperty(limit + side, `${{length}}px`)"
        );
        self.system(&script).await;
    }

    /// From now on each page runs this before anything else.
    pub(super) async fn first_in_firefox(&self, script: &str) {
        let number = self.firsts.fetch_add(1, Ordering::SeqCst);
        let folder = self.processes.profile().join(format!("first-{number}"));
        let everywhere = ["<all_urls>"];
        let manifest = json!({
            "manifest_version": 3,
            "name": "First",
            "version": "1",
            "browser_specific_settings": { "gecko": { "id": format!("first-{number}@example.com") } },
            "host_permissions": everywhere,
            "content_scripts": [{ "matches": everywhere, "js": ["first.js"], "run_at": "document_start", "world": "MAIN" }],
        });
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::write(folder.join("manifest.json"), manifest.to_string()).expect("a file");
        std::fs::write(folder.join("first.js"), script).expect("a file");
        let installed = self.post("moz/addon/install", &json!({ "path": folder, "temporary": true })).await;
        assert!(installed.is_string(), "no extension: {installed}");
    }

    /// Prefers these languages from now on.
    pub(super) async fn read_in_firefox(&self, languages: &str) {
        self.system(&format!("Services.prefs.setStringPref('intl.accept_languages', {languages:?})")).await;
    }

    /// Forgets what was loaded.
    pub(super) async fn clear_cache_of_firefox(&self) {
        self.system("Services.cache2.clear()").await;
    }

    /// What the console got since this was asked before: what pages wrote themselves, and what they hear of the browser.
    pub(super) async fn console_of_firefox(&self) -> Vec<String> {
        let wrong = self.system(CONSOLE).await;
        let wrong = wrong.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        let written = self.processes.printed().into_iter().map(|line| match line.strip_prefix("console.error: ") {
            Some(text) => format!("SEVERE {text}"),
            None => line,
        });
        written.chain(wrong).collect()
    }
}
