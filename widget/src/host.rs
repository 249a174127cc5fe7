//! The channel to the loader in the host page: typed both ways.

use std::cell::RefCell;
use std::str::FromStr;

use js_sys::{Array, Function, Object, Reflect};
use parlor_domain::event::Event;
use parlor_domain::form::Form;
use parlor_domain::ids::EventId;
use parlor_domain::memory::Memory;
use parlor_domain::site::FileHash;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

/// What the loader hands over first.
pub struct Begin {
    /// The page.
    pub page: HostPage,
    /// Milliseconds that an earlier page was seen after the last save, and its address.
    pub seen: (f64, String),
    /// The revision of the memory.
    pub revision: f64,
    /// What the browser remembers.
    pub memory: Option<Memory>,
    /// Events that are not acknowledged yet.
    pub outbox: Vec<Event>,
    /// The current site file.
    pub file: FileHash,
    /// Whether the panel is to be open.
    pub open: bool,
    /// Whether the visitor opened it just now, and goes on in it.
    pub focus: bool,
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
    /// The memory is another one: another tab wrote it, or a save came too late.
    Memory(f64, Option<Memory>),
    /// The memory is saved as this revision.
    Saved(f64),
    /// Events are kept.
    Kept,
    /// An event that a tab left behind when it went.
    Left(Event),
    /// Another page is viewed.
    Page(HostPage),
    /// The page is scrolled.
    Scroll(u8),
    /// The launcher was used to open.
    Open,
    /// The launcher was used to close.
    Close,
}

/// What the frame's box in the host page shows.
#[derive(Clone, PartialEq)]
pub enum Mode {
    /// Nothing.
    None,
    /// A teaser of this width and height.
    Teaser(f64, f64),
    /// The panel.
    Panel,
}

/// The loader's end of the channel.
pub struct Host {
    port: MessagePort,
    last_screen: RefCell<Option<(bool, u8, Mode)>>,
}

/// Tells the loader that the frame is ready; `then` hears its answer.
pub fn say_hello(then: &Function) {
    let Some(window) = web_sys::window() else { return };
    let _ = window.add_event_listener_with_callback("message", then);
    if let Ok(Some(parent)) = window.parent() {
        // The word is no secret, and the frame can't know yet who its parent is.
        let _ = parent.post_message(&"parlor:hello".into(), "*");
    }
}

/// Whether a message comes from the page that holds the frame, and that page may (W4, O9).
pub fn is_from_parent(event: &MessageEvent, domains: &[String]) -> bool {
    let parent = web_sys::window().and_then(|window| window.parent().ok().flatten());
    let is_parent = event.source().is_some_and(|source| parent.is_some_and(|parent| Object::is(&source, &parent)));
    let host = web_sys::Url::new(&event.origin()).map(|url| url.host()).unwrap_or_default();
    let allows = |domain: &String| match domain.strip_prefix("*.") {
        Some(domain) => host.strip_suffix(domain).is_some_and(|sub| sub.is_empty() || sub.ends_with('.')),
        None => *domain == host,
    };
    is_parent && (domains.is_empty() || domains.iter().any(allows))
}

impl Host {
    /// Takes the channel that came with the loader's answer.
    pub fn connect(event: &MessageEvent) -> Option<(Self, Begin)> {
        let port = event.ports().get(0).dyn_into::<MessagePort>().ok()?;
        let data = event.data();
        let begin = Begin {
            page: page(&field(&data, "page"))?,
            seen: seen(&field(&data, "seen")),
            revision: field(&data, "revision").as_f64()?,
            memory: from_text(&field(&data, "memory")),
            outbox: outbox(&Array::from(&field(&data, "outbox"))),
            file: FileHash::from_str(&text(&field(&data, "file"))).ok()?,
            open: field(&data, "open").is_truthy(),
            focus: field(&data, "focus").is_truthy(),
        };
        Some((Self { port, last_screen: RefCell::new(None) }, begin))
    }

    /// Hears what the loader says from now on.
    pub fn listen(&self, mut hear: impl FnMut(FromHost) + 'static) {
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(message) = read(&Array::from(&event.data())) {
                hear(message);
            }
        });
        self.port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
    }

    /// Asks to save the memory, made from this revision.
    pub fn save(&self, base: f64, memory: &Memory) {
        self.tell(&["save".into(), base.into(), to_text(memory)]);
    }

    /// Asks to keep events.
    pub fn keep(&self, events: &[Event]) {
        let entries = Array::new();
        for event in events {
            entries.push(&Array::of(&[event.id.to_string().into(), to_text(event)]));
        }
        self.tell(&["keep".into(), entries.into()]);
    }

    /// Lets go of events that are acknowledged.
    pub fn drop_events(&self, ids: &[EventId]) {
        let names = Array::new();
        for id in ids {
            names.push(&id.to_string().into());
        }
        self.tell(&["drop".into(), names.into()]);
    }

    /// Says what the frame's box and the launcher are to show.
    pub fn screen(&self, launcher: bool, unread: u8, mode: Mode) {
        let screen = Some((launcher, unread, mode.clone()));
        if *self.last_screen.borrow() == screen {
            return;
        }
        let (name, width, height) = match mode {
            Mode::None => ("none", 0.0, 0.0),
            Mode::Teaser(width, height) => ("teaser", width, height),
            Mode::Panel => ("panel", 0.0, 0.0),
        };
        self.tell(&["screen".into(), launcher.into(), unread.into(), name.into(), width.into(), height.into()]);
        *self.last_screen.borrow_mut() = screen;
    }

    /// Says that the visitor opened the panel here.
    pub fn opened(&self) {
        self.tell(&["opened".into()]);
    }

    /// Says that the visitor closed the panel here; focus goes back to the launcher.
    pub fn closed(&self) {
        *self.last_screen.borrow_mut() = None;
        self.tell(&["closed".into()]);
    }

    /// Says that the chat can't go on, and why (W6).
    pub fn failed(&self, why: &str) {
        self.tell(&["failed".into(), why.into()]);
    }

    /// Asks to load the frame anew: its ticket has ended (O9).
    pub fn reload(&self) {
        self.tell(&["reload".into()]);
    }

    fn tell(&self, message: &[JsValue]) {
        let _ = self.port.post_message(&Array::of(message));
    }
}

fn read(message: &Array) -> Option<FromHost> {
    let rest = message.get(1);
    Some(match text(&message.get(0)).as_str() {
        "memory" => FromHost::Memory(rest.as_f64()?, from_text(&message.get(2))),
        "saved" => FromHost::Saved(rest.as_f64()?),
        "kept" => FromHost::Kept,
        "left" => FromHost::Left(from_text(&rest)?),
        "page" => FromHost::Page(page(&rest)?),
        "scroll" => FromHost::Scroll(percent(&rest)),
        "open" => FromHost::Open,
        "close" => FromHost::Close,
        _ => return None,
    })
}

fn outbox(entries: &Array) -> Vec<Event> {
    (0..entries.length()).filter_map(|at| from_text(&entries.get(at))).collect()
}

fn page(value: &JsValue) -> Option<HostPage> {
    Some(HostPage {
        url: field(value, "url").as_string()?,
        title: text(&field(value, "title")),
        referrer: text(&field(value, "referrer")),
        phone: field(value, "phone").is_truthy(),
        scroll: percent(&field(value, "scroll")),
    })
}

fn seen(value: &JsValue) -> (f64, String) {
    (field(value, "ms").as_f64().unwrap_or(0.0), text(&field(value, "url")))
}

fn percent(value: &JsValue) -> u8 {
    value.as_f64().unwrap_or(0.0).clamp(0.0, 100.0) as u8
}

fn field(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

fn text(value: &JsValue) -> String {
    value.as_string().unwrap_or_default()
}

/// Bytes travel and are kept as text, one character for each byte: storage takes nothing else.
fn to_text(form: &impl Form) -> JsValue {
    form.to_bytes().into_iter().map(char::from).collect::<String>().into()
}

fn from_text<T: Form>(value: &JsValue) -> Option<T> {
    let bytes: Option<Vec<u8>> = text(value).chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    T::from_bytes(&bytes?).ok()
}
