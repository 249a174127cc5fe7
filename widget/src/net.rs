//! The frame's talk with the server.

use js_sys::Uint8Array;
use parlor_domain::form::Form;
use parlor_domain::site::FileHash;
use parlor_domain::text::SiteKey;
use parlor_wire::problem::{CODE_HEADER, Code};
use parlor_wire::visitor::{Batch, BatchAnswer, EVENTS, FORM_TYPE, META_DOMAINS, META_KEY, META_TICKET, hashed};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

/// Why a batch is not acknowledged.
pub enum NotPosted {
    /// No connection, or the server is busy: try again later.
    Later,
    /// The ticket has ended: load the frame anew.
    TicketEnded,
    /// The server won't have it: trying again is no use.
    Never,
}

/// Why a file is not here.
pub enum NotFetched {
    /// No connection, or the server is busy: try again later.
    Later,
    /// The server has no such file.
    Gone,
}

/// Fetches an immutable file.
pub async fn fetch_file(path: &str, hash: FileHash) -> Result<Vec<u8>, NotFetched> {
    let response = fetch(&hashed(path, hash), &RequestInit::new()).await.map_err(|_| NotFetched::Later)?;
    match response.status() {
        200 => body(&response).await.ok_or(NotFetched::Later),
        404 => Err(NotFetched::Gone),
        _ => Err(NotFetched::Later),
    }
}

/// Posts events. The request outlives the page, should the visitor leave it now.
pub async fn post(batch: &Batch) -> Result<BatchAnswer, NotPosted> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&Uint8Array::from(batch.to_bytes().as_slice()));
    let _ = js_sys::Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE);
    if let Ok(headers) = web_sys::Headers::new() {
        let _ = headers.set("content-type", FORM_TYPE);
        init.set_headers(&headers);
    }
    let response = fetch(EVENTS, &init).await.map_err(|_| NotPosted::Later)?;
    if response.ok() {
        let bytes = body(&response).await.ok_or(NotPosted::Later)?;
        return BatchAnswer::from_bytes(&bytes).map_err(|_| NotPosted::Later);
    }
    let code = response.headers().get(CODE_HEADER).ok().flatten().unwrap_or_default();
    Err(match response.status() {
        // A ticket of another key is as good as ended: the server was set up anew.
        _ if code == Code::TicketExpired.as_str() || code == Code::BadTicket.as_str() => NotPosted::TicketEnded,
        429 | 500.. => NotPosted::Later,
        _ => NotPosted::Never,
    })
}

async fn fetch(path: &str, init: &RequestInit) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    JsFuture::from(window.fetch_with_str_and_init(path, init)).await?.dyn_into()
}

async fn body(response: &Response) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// The site this frame belongs to.
pub fn site_key() -> Option<SiteKey> {
    SiteKey::parse(&meta(META_KEY)).ok()
}

/// The ticket that came with the frame document (O9).
pub fn ticket() -> String {
    meta(META_TICKET)
}

/// The domains that may hold this frame; none: every domain (O9).
pub fn allowed_domains() -> Vec<String> {
    meta(META_DOMAINS).split_whitespace().map(str::to_owned).collect()
}

fn meta(name: &str) -> String {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.query_selector(&format!("meta[name={name}]")).ok().flatten());
    element.and_then(|element| element.get_attribute("content")).unwrap_or_default()
}
