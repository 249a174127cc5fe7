//! A visitor: somebody with a browser, who sees what is on the page and acts on it.

use std::time::{Duration, Instant};

use fantoccini::error::CmdError;
use serde_json::Value;

use crate::browser::{Browser, Found, Options, ROOT, Tab};
use crate::host_site::HostSite;
use crate::keyboard::ENTER;

/// Somebody with a browser on a website.
pub struct Visitor {
    browser: Browser,
}

/// What the page shows of the chat.
const BOX: &str = "const frame = root && root.querySelector('#frame'); return frame ? frame.className : null";

impl Visitor {
    /// Somebody who has never been here.
    pub async fn new(options: Options) -> Self {
        let browser = Browser::start(options).await;
        // What goes wrong in the page is kept where it can be read.
        let listen = "window.__problems = []; for (const name of ['error', 'unhandledrejection', 'securitypolicyviolation']) \
            addEventListener(name, e => window.__problems.push(name + ' ' + (e.message || e.reason || e.blockedURI)), true);";
        let visitor = Self { browser };
        visitor.runs_first(listen).await;
        visitor
    }

    /// The browser.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// From now on each page runs this before anything else.
    pub async fn runs_first(&self, script: &str) {
        self.browser.runs_first(script).await;
    }

    /// What a script returns in the page.
    pub async fn runs(&self, script: &str) -> Value {
        self.browser.script(script).await.expect("a page")
    }

    /// Clicks what this selector finds in the page.
    pub async fn clicks_on_page(&self, selector: &str) {
        let script = format!("return document.querySelector({selector:?})");
        self.browser
            .wait(selector, async || {
                let Some(element) = self.browser.element(&script).await? else { return Ok(None) };
                element.click().await.map(Some)
            })
            .await;
    }

    /// Types into a field of the page.
    pub async fn fills_in(&self, selector: &str, text: &str) {
        let script = format!("return document.querySelector({selector:?})");
        let field = async || {
            let Some(field) = self.browser.element(&script).await? else { return Ok(None) };
            field.send_keys(text).await.map(Some)
        };
        self.browser.wait(selector, field).await;
    }

    /// Is on this page.
    pub async fn is_on(&self, path: &str) {
        let is_there = async || Ok((self.browser.client().current_url().await?.path() == path).then_some(()));
        self.browser.wait(path, is_there).await;
    }

    /// The chat is there and works.
    pub async fn has_chat(&self) {
        let is_running = "return typeof Parlor === 'function' && Parlor('status').frame === 'running'";
        let runs = async || Ok((self.browser.script(is_running).await? == Value::Bool(true)).then_some(()));
        self.browser.wait("a chat that runs", runs).await;
    }

    /// The loader's rest is there, which watches routes and pages that come back.
    pub async fn has_rest_of_loader(&self) {
        let is = "return performance.getEntriesByType('resource').some(entry => entry.name.includes('/assets/rest-') && entry.responseEnd > 0)";
        self.browser.wait("the loader's rest", async || Ok((self.browser.script(is).await? == true).then_some(()))).await;
    }

    /// Goes to a page, by its address.
    pub async fn goes_to(&self, site: &HostSite, path: &str) {
        self.browser.client().goto(&site.address(path)).await.expect("a page");
    }

    /// Loads the page again.
    pub async fn refreshes(&self) {
        self.browser.client().refresh().await.expect("a page");
    }

    /// Lets so much time pass that nothing is fresh any longer that the browser has kept of the server's.
    pub async fn comes_back_later(&self) {
        self.browser.clears_cache().await;
    }

    /// Opens another tab and stays in it.
    pub async fn opens_tab(&self) -> Tab {
        self.browser.new_tab().await
    }

    /// Looks at the flow in the element that this selector finds in the page, until told otherwise.
    pub fn turns_to(&self, place: &str) {
        self.browser.turn_to(Some(place));
    }

    /// Looks at the chat beside the page again.
    pub fn turns_to_chat(&self) {
        self.browser.turn_to(None);
    }

    /// Sees the teaser with these first words.
    pub async fn sees_teaser(&self, text: &str) {
        self.browser
            .wait(&format!("the teaser “{text}”"), async || {
                if self.box_class().await?.as_deref() != Some("teaser") {
                    return Ok(None);
                }
                let words = "return document.querySelector('.teaser button')?.innerText";
                let words = self.browser.frame_script(words).await?;
                Ok(words.filter(|words| words.as_str().is_some_and(|words| words.contains(text))).map(drop))
            })
            .await;
    }

    /// Sees no chat but the launcher, and nothing is on its way.
    pub async fn sees_nothing(&self) {
        let idle = "return document.readyState === 'complete' && \
            !document.querySelector('.teaser, .panel:not([inert])') && \
            performance.getEntriesByType('resource').some(e => e.name.includes('/site/'))";
        let mut since = None;
        let quiet = std::sync::Mutex::new(&mut since);
        self.browser
            .wait("a page without a chat", async || {
                let is_none = self.box_class().await?.as_deref() == Some("none");
                let is_idle = self.browser.frame_script(idle).await? == Some(Value::Bool(true));
                let mut since = quiet.lock().expect("a time");
                if !(is_none && is_idle) {
                    **since = None;
                    return Ok(None);
                }
                let first: Instant = *since.get_or_insert_with(Instant::now);
                Ok((first.elapsed() > Duration::from_millis(700)).then_some(()))
            })
            .await;
    }

    /// Opens the chat by its launcher.
    pub async fn opens(&self) {
        self.clicks_launcher().await;
        self.has_panel("panel").await;
    }

    /// Closes the chat by its own button.
    pub async fn closes(&self) {
        self.clicks("[aria-label='Close chat']").await;
        self.has_panel("none").await;
    }

    /// Closes the chat by its launcher.
    pub async fn closes_by_launcher(&self) {
        self.clicks_launcher().await;
        self.has_panel("none").await;
    }

    /// Clicks the teaser.
    pub async fn opens_teaser(&self) {
        self.clicks(".teaser-open").await;
        self.has_panel("panel").await;
    }

    async fn clicks_launcher(&self) {
        let launcher = format!(
            "{ROOT} const launcher = root && root.querySelector('#launcher');\
            return launcher && !launcher.hidden ? launcher : null"
        );
        self.browser
            .wait("the launcher", async || {
                let Some(launcher) = self.browser.element(&launcher).await? else { return Ok(None) };
                launcher.click().await.map(Some)
            })
            .await;
    }

    /// The frame's box is like this.
    pub async fn has_panel(&self, class: &str) {
        let is = async || {
            let found = self.box_class().await?;
            let told = self.browser.script("return typeof Parlor === 'function' && JSON.stringify(Parlor('status'))").await?;
            if found.as_deref() == Some(class) { Ok(Some(())) } else { Err(instead(&format!("{found:?}, {told}"))) }
        };
        self.browser.wait(&format!("a box that is “{class}”"), is).await;
    }

    /// Picks a choice by its label.
    pub async fn picks(&self, label: &str) {
        let label = serde_json::to_string(label).expect("a text");
        let button = format!(
            "return [...document.querySelectorAll('.panel:not([inert]) [role=group] button')].find(b => b.textContent === {label}) || null"
        );
        self.clicks_what(&label, &button).await;
    }

    /// Types an answer and sends it.
    pub async fn types(&self, text: &str) {
        let line = format!("{text}{ENTER}");
        self.browser
            .wait("something to type into", async || {
                self.browser
                    .in_frame(async || {
                        let field = "return document.querySelector('.panel:not([inert]) [role=group] :is(input, textarea)')";
                        let Some(field) = self.browser.element(field).await? else { return Ok(None) };
                        field.clear().await?;
                        field.send_keys(&line).await.map(Some)
                    })
                    .await
            })
            .await;
    }

    /// Clicks what this selector finds in the frame.
    pub async fn clicks(&self, selector: &str) {
        let script = format!("return document.querySelector({selector:?})");
        self.clicks_what(selector, &script).await;
    }

    async fn clicks_what(&self, what: &str, script: &str) {
        self.browser
            .wait(what, async || {
                self.browser
                    .in_frame(async || {
                        let Some(element) = self.browser.element(script).await? else { return Ok(None) };
                        element.click().await.map(Some)
                    })
                    .await
            })
            .await;
    }

    /// Reads this in the open chat.
    pub async fn sees(&self, text: &str) {
        self.browser
            .wait(&format!("“{text}” in the chat"), async || {
                let said = self.browser.frame_script("return document.querySelector('.panel:not([inert])')?.innerText").await?;
                Ok(said.filter(|said| said.as_str().is_some_and(|said| said.contains(text))).map(drop))
            })
            .await;
    }

    /// Does not read this in the chat, or no longer.
    pub async fn no_longer_sees(&self, text: &str) {
        self.browser
            .wait(&format!("a chat without “{text}”"), async || {
                let said = self.browser.frame_script("return document.querySelector('.panel:not([inert])')?.innerText").await?;
                Ok(said.filter(|said| said.as_str().is_some_and(|said| !said.contains(text))).map(drop))
            })
            .await;
    }

    /// What was said so far, a line for each message.
    pub async fn conversation(&self) -> String {
        let script = "return [...document.querySelectorAll('.panel:not([inert]) .message')].map(e => e.textContent).join('\\n')";
        let said = self.browser.frame_script(script).await.expect("a chat").unwrap_or_default();
        said.as_str().unwrap_or_default().to_owned()
    }

    /// Everything that happened has arrived on the server.
    pub async fn has_sent_everything(&self) {
        let waiting = "return Object.keys(localStorage).filter(key => key.includes(':out:')).length === 0 \
            && Object.keys(localStorage).some(key => key.endsWith(':memory'))";
        self.browser
            .wait("an empty outbox", async || Ok((self.browser.script(waiting).await? == Value::Bool(true)).then_some(())))
            .await;
    }

    /// What went wrong in the page: exceptions, and what its policy blocked.
    pub async fn problems(&self) -> Vec<String> {
        let problems = self.browser.script("return window.__problems").await.expect("a page");
        problems.as_array().into_iter().flatten().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The lines of the browser's console that Parlor wrote, or that say that something is wrong.
    pub async fn complaints(&self) -> Vec<String> {
        let lines = self.browser.console().await;
        lines.into_iter().filter(|line| line.contains("Parlor") || line.starts_with("SEVERE")).collect()
    }

    /// How the frame's box is to be seen; `None`: there is no frame.
    pub async fn box_class(&self) -> Found<String> {
        let class = self.browser.script(&format!("{ROOT} {BOX}")).await?;
        Ok(class.as_str().map(str::to_owned))
    }
}

/// Says what is there in the place of what is waited for.
fn instead(found: &str) -> CmdError {
    CmdError::InvalidArgument("found".to_owned(), found.to_owned())
}
