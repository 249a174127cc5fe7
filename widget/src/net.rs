//! The frame's talk with the server.

use js_sys::{Reflect, Uint8Array};
use parlor_domain::site::FileHash;
use parlor_domain::text::SiteKey;
use parlor_engine::sending::Why;
use parlor_wire::problem::{CODE_HEADER, Code};
use parlor_wire::visitor::{FORM_TYPE, META_DOMAINS, META_KEY, META_SITE_FILE, META_TICKET, hashed};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{RequestInit, Response};

/// Why a question is not answered.
pub enum NotPosted {
    /// The server can't be reached or can't take it now, or the ticket has ended.
    No(Why),
    /// The server won't have it: trying again is no use. The bytes of the problem say why.
    Never(Vec<u8>),
}

/// Why a file is not here.
pub enum NotFetched {
    /// No connection, or the server is busy: try again later.
    Later,
    /// The server has no such file.
    Gone,
}

/// Who hears how a request ended. Callbacks, so that the two kinds of requests are the only futures that visitors download.
type Then<T> = Box<dyn FnOnce(T)>;

/// Fetches an immutable file.
pub fn fetch_file(path: &str, hash: FileHash, then: Then<Result<Vec<u8>, NotFetched>>) {
    let path = hashed(path, hash);
    spawn_local(async move {
        let answer = fetch(&path, &RequestInit::new()).await;
        then(match answer {
            Ok((200, _, Some(bytes))) => Ok(bytes),
            Ok((404, ..)) => Err(NotFetched::Gone),
            _ => Err(NotFetched::Later),
        });
    });
}

/// Posts a form and hands in the answer's bytes. The request outlives the page, should the visitor leave it now.
pub fn post(path: &'static str, form: Vec<u8>, then: Then<Result<Vec<u8>, NotPosted>>) {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&Uint8Array::from(form.as_slice()));
    let _ = Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE);
    if let Ok(headers) = web_sys::Headers::new() {
        let _ = headers.set("content-type", FORM_TYPE);
        init.set_headers(&headers);
    }
    spawn_local(async move {
        let answer = fetch(path, &init).await;
        then(match answer {
            Ok((200..300, _, Some(bytes))) => Ok(bytes),
            Ok((300.., response, bytes)) => Err(refusal(&response, bytes.unwrap_or_default())),
            _ => Err(NotPosted::No(Why::NoConnection)),
        });
    });
}

fn refusal(response: &Response, problem: Vec<u8>) -> NotPosted {
    let header = |name: &str| response.headers().get(name).ok().flatten().unwrap_or_default();
    let code = header(CODE_HEADER);
    match response.status() {
        // A ticket of another key is as good as ended: the server was set up anew.
        _ if code == Code::TicketExpired.as_str() || code == Code::BadTicket.as_str() => NotPosted::No(Why::TicketEnded),
        408 | 429 | 500.. => NotPosted::No(Why::Busy(header("retry-after").parse().ok())),
        _ => NotPosted::Never(problem),
    }
}

/// The words of a problem: what it is, and more where there is more to say.
pub fn reason(problem: Vec<u8>) -> String {
    let problem = String::from_utf8(problem).ok().and_then(|problem| js_sys::JSON::parse(&problem).ok()).unwrap_or_default();
    let word = |name: &str| Reflect::get(&problem, &name.into()).ok().and_then(|word| word.as_string()).unwrap_or_default();
    [word("title").as_str(), " ", &word("detail")].concat()
}

/// The answer's status, the answer, and its body as far as that has come.
async fn fetch(path: &str, init: &RequestInit) -> Result<(u16, Response, Option<Vec<u8>>), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(path, init)).await?.unchecked_into();
    let buffer = JsFuture::from(response.array_buffer()?).await.ok();
    Ok((response.status(), response, buffer.map(|buffer| Uint8Array::new(&buffer).to_vec())))
}

/// The site this frame belongs to.
pub fn site_key() -> Option<SiteKey> {
    SiteKey::parse(&meta(META_KEY)).ok()
}

/// The site file that the frame document names.
pub fn site_file() -> Option<FileHash> {
    meta(META_SITE_FILE).parse().ok()
}

/// The ticket that came with the frame document (O9).
pub fn ticket() -> String {
    meta(META_TICKET)
}

/// The domains that may hold this frame; none: every domain (O9).
pub fn allowed_domains() -> Vec<String> {
    meta(META_DOMAINS).split(' ').filter(|domain| !domain.is_empty()).map(str::to_owned).collect()
}

fn meta(name: &str) -> String {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.query_selector(&["meta[name=", name, "]"].concat()).ok().flatten());
    element.and_then(|element| element.get_attribute("content")).unwrap_or_default()
}
