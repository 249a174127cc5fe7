//! What the loader says, read.

use js_sys::{Array, Object};
use parlor_domain::event::StartedBy;
use parlor_domain::form::Form;
use parlor_domain::memory::Memory;
use parlor_domain::site::{Interface, StorageMode};
use parlor_engine::visit::{Input, Named, Told};
use wasm_bindgen::{JsCast, JsValue};

use crate::facts::typed;

/// What the loader hands over first.
pub struct Begin {
    /// The page.
    pub page: HostPage,
    /// The memory's entry in the storage, as it is.
    pub entry: JsValue,
    /// What the browser remembers.
    pub memory: Option<Memory>,
    /// What keeping and posting wait for (W28).
    pub storage: StorageMode,
    /// How the names begin under which this tab keeps its own.
    pub tab: String,
    /// Whether the frame is in an element of the page (W10).
    pub inside: bool,
    /// What is open, or is to be opened at once.
    pub open: Option<Input>,
    /// Whether the visitor opened it just now, and goes on in it.
    pub focus: bool,
    /// Milliseconds that an earlier page was seen after the last save, and its address.
    pub seen: Option<(u32, String)>,
}

/// The page as the loader sees it.
pub struct HostPage {
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Where the visitor came from.
    pub referrer: String,
    /// Whether it is as narrow as a phone.
    pub phone: bool,
    /// The percent of its height that has come into view.
    pub scroll: u8,
}

/// What the loader says later.
pub enum FromHost {
    /// The memory's entry may be another one: another tab wrote it, or a save came too late. And what keeping and posting wait for.
    Memory(JsValue, StorageMode),
    /// The memory is saved, or there was no room for it.
    Saved(bool),
    /// The visitor wants nothing to be kept (W29): it is gone, and this frame ends.
    Denied,
    /// Another frame takes the place of this one.
    Leave,
    /// Events are kept.
    Kept,
    /// Events that a page left behind when it went, each behind the name under which it is kept.
    Left(Array),
    /// Another page is viewed.
    Page(HostPage),
    /// The page is scrolled.
    Scroll(u8),
    /// A watched event happened: its name, how far below the top of the window the pointer was, and how far
    /// the page is scrolled.
    Saw(String, f64, f64),
    /// The chat was opened from the page, or on the page before; by the visitor, who goes on in it, or not.
    Open(bool, Input),
    /// The chat was closed from the page.
    Close,
    /// The page says who the visitor is, signed.
    Identify(String),
    /// The page calls for something.
    Call {
        /// Whether the visitor caused it just now, and goes on here.
        focus: bool,
        /// What for.
        input: Input,
        /// In the page's own words.
        words: Array,
    },
}

/// Reads what the loader hands over first.
pub(super) fn begin(data: &Array) -> Option<Begin> {
    Some(Begin {
        page: page(&data.get(0))?,
        entry: data.get(1),
        memory: from_text(&data.get(1)),
        open: opened(&text(&data.get(4)), data.get(8).is_truthy()),
        inside: data.get(7).is_truthy(),
        focus: data.get(5).is_truthy(),
        seen: seen(&text(&data.get(6))),
        storage: storage(&data.get(2)),
        tab: ["out:", &text(&data.get(3)), ":"].concat(),
    })
}

/// Reads what the loader says later.
pub(super) fn message(message: &Array) -> Option<FromHost> {
    let first = message.get(1);
    Some(match text(&message.get(0)).as_str() {
        "memory" => FromHost::Memory(first, storage(&message.get(2))),
        "saved" => FromHost::Saved(first.is_truthy()),
        "denied" => FromHost::Denied,
        "leave" => FromHost::Leave,
        "kept" => FromHost::Kept,
        "left" => FromHost::Left(first.unchecked_into()),
        "page" => FromHost::Page(page(&first)?),
        "scroll" => FromHost::Scroll(percent(&first)),
        "saw" => FromHost::Saw(text(&first), number(&message.get(2)), number(&message.get(3))),
        "open" => FromHost::Open(first.is_truthy(), Input::Opened),
        "close" => FromHost::Close,
        "call" => call(first.is_truthy(), message.slice(2, message.length()))?,
        _ => return None,
    })
}

fn storage(held: &JsValue) -> StorageMode {
    match held.as_f64() {
        Some(1.0) => StorageMode::Engaged,
        Some(2.0) => StorageMode::Consent,
        _ => StorageMode::Always,
    }
}

fn opened(mode: &str, stays: bool) -> Option<Input> {
    match (mode, stays) {
        ("panel", false) => Some(Input::Opened),
        ("panel", true) => Some(Input::Stayed(Interface::Bubble)),
        ("popup", _) => Some(Input::Stayed(Interface::Popup)),
        _ => None,
    }
}

fn call(focus: bool, words: Array) -> Option<FromHost> {
    let (first, second) = (words.get(1), words.get(2));
    let input = match (text(&words.get(0)).as_str(), first.as_string()) {
        ("identify", Some(token)) => return Some(FromHost::Identify(token)),
        ("identify" | "set", _) => Input::Given(named(&first)),
        ("track", name) => Input::Tracked(name.unwrap_or_default()),
        ("start", name) => {
            Input::Start { name: name.unwrap_or_default(), by: started_by(&text(&words.get(3))), values: named(&second) }
        }
        _ => return None,
    };
    Some(FromHost::Call { focus, input, words })
}

fn started_by(by: &str) -> StartedBy {
    match by {
        "link" => StartedBy::Link,
        "form" => StartedBy::Form,
        _ => StartedBy::Code,
    }
}

fn named(values: &JsValue) -> Vec<Named> {
    let Some(values) = values.dyn_ref::<Object>() else {
        // No values, but the name of one: that is told as what isn't one.
        return values.as_string().map(|name| (name, Told::Number(f64::NAN))).into_iter().collect();
    };
    let pair = |pair: JsValue| {
        let pair = Array::from(&pair);
        (text(&pair.get(0)), told(&pair.get(1)))
    };
    Object::entries(values).iter().map(pair).collect()
}

/// What is neither text nor number nor yes or no fits no attribute.
fn told(value: &JsValue) -> Told {
    match (value.as_string(), value.as_bool()) {
        (Some(text), _) => Told::Text(typed(&text)),
        (_, Some(yes)) => Told::YesNo(yes),
        _ => Told::Number(value.as_f64().unwrap_or(f64::NAN)),
    }
}

fn page(facts: &JsValue) -> Option<HostPage> {
    let facts = Array::from(facts);
    Some(HostPage {
        url: facts.get(0).as_string()?,
        title: text(&facts.get(1)),
        referrer: text(&facts.get(2)),
        phone: facts.get(3).is_truthy(),
        scroll: percent(&facts.get(4)),
    })
}

/// Reads `MILLISECONDS:ADDRESS`.
fn seen(text: &str) -> Option<(u32, String)> {
    let (ms, url) = text.split_once(':')?;
    Some((ms.parse().ok()?, url.to_owned()))
}

fn percent(value: &JsValue) -> u8 {
    number(value).clamp(0.0, 100.0) as u8
}

/// 1 stands for what is none: no pointer is at the top then, and nothing is scrolled up.
fn number(value: &JsValue) -> f64 {
    value.as_f64().unwrap_or(1.0)
}

fn text(value: &JsValue) -> String {
    value.as_string().unwrap_or_default()
}

/// Bytes travel and are kept as text, one character for each byte: storage takes nothing else.
pub(crate) fn from_text<T: Form>(value: &JsValue) -> Option<T> {
    let bytes: Option<Vec<u8>> = text(value).chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    T::from_bytes(&bytes?).ok()
}
