//! How a visitor of the crowd does things in a browser.

use fantoccini::error::CmdError;
use serde_json::json;

use crate::browser::Found;
use crate::visitor::Visitor;

impl Visitor {
    /// Clicks what this selector finds in the page.
    pub async fn clicks_in_page(&self, selector: &str) {
        let script = format!("return document.querySelector({selector:?})");
        self.browser()
            .wait(selector, async || {
                let Some(element) = self.browser().element(&script).await? else { return Ok(None) };
                element.click().await.map(Some)
            })
            .await;
    }

    /// Fills a field of the page.
    pub async fn fills_in_page(&self, selector: &str, text: &str) {
        let script = format!("return document.querySelector({selector:?})");
        self.browser()
            .wait(selector, async || {
                let Some(field) = self.browser().element(&script).await? else { return Ok(None) };
                field.clear().await?;
                field.send_keys(text).await.map(Some)
            })
            .await;
    }

    /// Opens the chat where its frame is ready.
    pub async fn opens_by_launcher(&self) {
        self.clicks_in_root("#launcher").await;
    }

    async fn clicks_in_root(&self, selector: &str) {
        let script = format!("{} return root && root.querySelector({selector:?})", crate::browser::ROOT);
        self.browser()
            .wait(selector, async || {
                let Some(element) = self.browser().element(&script).await? else { return Ok(None) };
                element.click().await.map(Some)
            })
            .await;
    }

    /// Types an answer, or picks it in the browser's own calendar, and sends it.
    pub async fn answers(&self, text: &str) {
        let fill = format!(
            "const field = document.querySelector('.panel:not([inert]) [role=group] :is(input, textarea)'); if (!field) return false; \
             field.value = {text:?}; field.form.requestSubmit(); return true"
        );
        self.in_chat("something to type into", &fill).await;
    }

    /// Goes on without answering.
    pub async fn skips(&self) {
        let click = "const all = [...document.querySelectorAll('.panel:not([inert]) [role=group] button')]; \
            const way = all.find(b => ['Skip', 'Continue'].includes(b.textContent)); way?.click(); return !!way";
        self.in_chat("a way to skip", click).await;
    }

    /// Says that what is known is right.
    pub async fn confirms(&self) {
        let click = "const all = [...document.querySelectorAll('.panel:not([inert]) [role=group] button')]; \
            const right = all.find(b => b.textContent === \"That's right\"); right?.click(); return !!right";
        self.in_chat("something to confirm", click).await;
    }

    /// Opens the newest document, and closes it: reading it is not what a crowd is for.
    pub async fn reads_document(&self) {
        let open =
            "const link = [...document.querySelectorAll('.document')].at(-1)?.querySelector('a'); link?.click(); return !!link";
        self.in_chat("a document", open).await;
        self.clicks_in_reader("#close").await;
        self.in_chat("the chat without the document", "return !document.querySelector('.panel > iframe')").await;
    }

    async fn in_chat(&self, what: &str, script: &str) {
        let done = async || -> Found<()> {
            let said: Result<_, CmdError> = self.browser().frame_script(script).await;
            Ok((said? == Some(json!(true))).then_some(()))
        };
        self.browser().wait(what, done).await;
    }
}
