//! Somebody who works in the console.

use crate::browser::{Browser, Options};

/// Somebody in the console.
pub struct Admin {
    browser: Browser,
}

impl Admin {
    /// Somebody with an empty browser.
    pub async fn new(options: Options) -> Self {
        Self { browser: Browser::start(options).await }
    }

    /// The browser.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Goes to an address.
    pub async fn goes_to(&self, address: &str) {
        self.browser.client().goto(address).await.expect("a page");
    }

    /// Fills a field in, by its id.
    pub async fn fills(&self, id: &str, text: &str) {
        let script = format!("return document.getElementById({id:?})");
        self.browser
            .wait(&format!("the field {id}"), async || {
                let Some(field) = self.browser.element(&script).await? else { return Ok(None) };
                // What is there is written over, as people do: an empty field may be one that fills itself again.
                self.browser.script(&format!("document.getElementById({id:?}).select()")).await?;
                field.send_keys(text).await.map(Some)
            })
            .await;
    }

    /// Clicks the first link, button or summary with this text.
    pub async fn clicks(&self, text: &str) {
        self.clicks_nth(text, 0).await;
    }

    /// Clicks one of the links, buttons or summaries with this text.
    pub async fn clicks_nth(&self, text: &str, nth: usize) {
        let text = serde_json::to_string(text).expect("a text");
        let script = format!(
            "return [...document.querySelectorAll('a, button, summary')].filter(e => e.textContent.trim() === {text})[{nth}] || null"
        );
        self.browser
            .wait(&format!("{text} to click"), async || {
                let Some(element) = self.browser.element(&script).await? else { return Ok(None) };
                element.click().await.map(Some)
            })
            .await;
    }

    /// Goes to a page of the rail, which is behind a button on phones.
    pub async fn goes_to_page(&self, word: &str) {
        let link = format!(
            "const link = [...document.querySelectorAll('.rail nav a')].find(link => link.textContent === {word:?}); \
             link?.click(); return !!link"
        );
        let clicked = async || Ok(self.browser.script(&link).await?.as_bool().filter(|clicked| *clicked));
        self.browser.wait(&format!("the page {word}"), clicked).await;
    }

    /// Clicks the link in the first row of a table.
    pub async fn clicks_row(&self) {
        self.browser
            .wait("a row to click", async || {
                let Some(link) = self.browser.element("return document.querySelector('tbody a')").await? else { return Ok(None) };
                link.click().await.map(Some)
            })
            .await;
    }

    /// Sees this somewhere on the page.
    pub async fn sees(&self, text: &str) {
        self.browser
            .wait(&format!("“{text}” on the page"), async || {
                let shown = self.browser.script("return document.body.innerText").await?;
                Ok(shown.as_str().is_some_and(|shown| shown.contains(text)).then_some(()))
            })
            .await;
    }

    /// Signs in.
    pub async fn signs_in(&self, console: &str, email: &str, password: &str) {
        self.goes_to(console).await;
        self.fills("email", email).await;
        self.fills("password", password).await;
        self.clicks("Sign in").await;
        self.sees("Sign out").await;
    }

    /// What the entries of the log say, the newest first.
    pub async fn log(&self) -> String {
        let lines = "const lines = [...document.querySelectorAll('.entry-line p')].map(e => e.innerText.replace(/\\s+/g, ' ')); \
            return lines.length ? lines.join('\\n') : null";
        self.browser.wait("a log", async || Ok(self.browser.script(lines).await?.as_str().map(str::to_owned))).await
    }
}
