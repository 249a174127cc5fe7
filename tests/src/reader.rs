//! A visitor in the viewer of documents.

use serde_json::{Value, json};

use crate::browser::Found;
use crate::visitor::Visitor;

/// The viewer's document, as seen from the chat's.
const READER: &str =
    "const frame = document.querySelector('.panel > iframe:not([hidden])'); const reader = frame?.contentDocument;";

impl Visitor {
    /// What a script returns of the viewer, whose document is `reader`. Without the viewer: nothing.
    pub async fn runs_in_reader(&self, script: &str) -> Found<Value> {
        let script = format!("{READER} if (!reader?.body?.dataset.state) return null; {script}");
        Ok(self.browser().frame_script(&script).await?.filter(|value| !value.is_null()))
    }

    /// Waits until a script says yes of the viewer.
    pub async fn sees_in_reader(&self, what: &str, script: &str) {
        let is = async || Ok(self.runs_in_reader(script).await?.filter(|told| *told == json!(true)).map(drop));
        self.browser().wait(what, is).await;
    }

    /// Reads a document: a page of it is drawn.
    pub async fn reads(&self, page: u32, of: u32) {
        let script = format!(
            "return reader.querySelector('#page').value === '{page}' && reader.querySelector('#of').textContent === 'of {of}' \
             && reader.querySelector('.page[data-page-number=\"{page}\"] canvas') !== null"
        );
        self.sees_in_reader(&format!("page {page} of {of}"), &script).await;
    }

    /// Looks at a page until it counts as seen.
    pub async fn looks_at(&self, page: u32) {
        let script = format!("return reader.querySelector('.page[data-page-number=\"{page}\"]')?.dataset.seen === 'true'");
        self.sees_in_reader(&format!("page {page} for a second"), &script).await;
    }

    /// Clicks something in the viewer.
    pub async fn clicks_in_reader(&self, selector: &str) {
        self.does_in_reader(selector, None).await;
    }

    /// Types into a field of the viewer.
    pub async fn types_in_reader(&self, selector: &str, keys: &str) {
        self.does_in_reader(selector, Some(keys)).await;
    }

    async fn does_in_reader(&self, selector: &str, keys: Option<&str>) {
        let browser = self.browser();
        let act = async || {
            let script = format!("return document.querySelector({selector:?})");
            let Some(element) = browser.element(&script).await? else { return Ok(None) };
            match keys {
                Some(keys) => element.send_keys(keys).await.map(Some),
                None => element.click().await.map(Some),
            }
        };
        let within = async || {
            let Some(frame) = browser.element(&format!("{READER} return reader && frame")).await? else { return Ok(None) };
            frame.enter_frame().await?;
            let done = act().await;
            browser.client().enter_parent_frame().await?;
            done
        };
        browser.wait(selector, async || browser.in_frame(within).await).await;
    }

    /// The viewer is gone, and the chat is there as it was, with the focus where it was opened.
    pub async fn is_back_in_chat(&self, link: &str) {
        let script = format!(
            "return !document.querySelector('.panel > iframe') && document.activeElement?.getAttribute('aria-label') === {link:?}"
        );
        let is_back = async || Ok(self.browser().frame_script(&script).await?.filter(|told| *told == json!(true)).map(drop));
        self.browser().wait("the chat, and the way to the document with the focus", is_back).await;
        self.has_panel("panel").await;
    }
}
