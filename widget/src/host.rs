//! The channel to the loader in the host page: typed both ways.

mod heard;

use std::cell::{Cell, RefCell};

use js_sys::{Array, Function, Object, Promise};
use parlor_domain::event::Event;
use parlor_domain::form::Form;
use parlor_domain::ids::{DialogueId, EventId};
use parlor_domain::site::Interface;
use parlor_engine::visit::News;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

pub(crate) use heard::from_text;
pub use heard::{Begin, FromHost, HostPage};

/// What the frame's box in the host page shows.
#[derive(Clone, PartialEq)]
pub enum Mode {
    /// Nothing.
    None,
    /// What has a size of its own: the teaser, or what an element of the page holds. Its width and height.
    Teaser(f64, f64),
    /// The panel.
    Panel,
    /// A pop-up.
    Popup,
}

/// The loader's end of the channel.
pub struct Host {
    port: MessagePort,
    /// How often the loader has asked to open or close; below 0 as long as what it handed over isn't done.
    asked: Cell<i32>,
    /// Whether the visitor goes on in what is opened next.
    focus: Cell<bool>,
    last_screen: RefCell<Option<(i32, bool, u8, Mode)>>,
    /// How the names begin under which this tab keeps events.
    tab: String,
    /// The names under which others have kept some.
    names: RefCell<Vec<(EventId, JsValue)>>,
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

#[wasm_bindgen]
extern "C" {
    /// Throws where there are no locks: in pages that are not secure.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, then: &Function) -> Result<Refusable, JsValue>;

    /// A promise.
    type Refusable;

    #[wasm_bindgen(method, js_name = catch)]
    fn if_refused(this: &Refusable, then: &Function);
}

/// Does something that one tab at a time may do, until it calls what it is given; at once where that can't be had.
pub fn in_turn(name: &str, then: impl FnOnce(Box<dyn FnOnce()>) + 'static) {
    let mut then = Some(then);
    let begin = move || {
        Promise::new(&mut |release, _| {
            if let Some(then) = then.take() {
                then(Box::new(move || drop(release.call0(&JsValue::UNDEFINED))));
            }
        })
    };
    let begin = Closure::<dyn FnMut() -> Promise>::new(begin).into_js_value().unchecked_into();
    match request_lock(name, &begin) {
        Ok(asked) => asked.if_refused(&begin),
        Err(_) => drop(begin.call0(&JsValue::UNDEFINED)),
    }
}

impl Host {
    /// Takes the channel that came with the loader's answer.
    pub fn connect(event: &MessageEvent) -> Option<(Self, Begin)> {
        let port = Some(event.ports().get(0)).filter(|port| !port.is_undefined())?.unchecked_into();
        let mut begin = heard::begin(&event.data().dyn_into().ok()?)?;
        let tab = std::mem::take(&mut begin.tab);
        // To open the panel at once is among what is handed over, and is not counted.
        let asked = Cell::new(-1 - i32::from(begin.open.is_some()));
        Some((
            Self { port, asked, focus: Cell::new(false), last_screen: RefCell::default(), tab, names: RefCell::default() },
            begin,
        ))
    }

    /// Hears what the loader says from now on.
    pub fn listen(&self, mut hear: impl FnMut(FromHost) + 'static) {
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(message) = heard::message(&Array::from(&event.data())) {
                hear(message);
            }
        });
        self.port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
    }

    /// Takes note that what the loader asked is done: first what it handed over, then each time it opens or closes.
    pub fn has_done(&self) {
        self.asked.set(self.asked.get() + 1);
    }

    /// Takes note that the visitor goes on in what is opened next.
    pub fn wants_focus(&self) {
        self.focus.set(true);
    }

    /// Asks to save an entry for the memory, if it was this one before.
    pub fn save(&self, before: &JsValue, entry: &JsValue) {
        self.tell(&["save".into(), before.clone(), entry.clone()]);
    }

    /// Says that things may be kept in the host page's storage from now on (W28).
    pub fn allow(&self) {
        self.tell(&["allow".into()]);
    }

    /// Says that the visitor is to be forgotten: the next frame is another one's.
    pub fn reset(&self) {
        self.tell(&["reset".into()]);
    }

    /// Asks for a frame that begins with what is kept now: this one's visitor was forgotten.
    pub fn renew(&self) {
        self.tell(&["renew".into()]);
    }

    /// Says that the next frame may come, and what it is to start.
    pub fn leave(&self, unkept: Option<(DialogueId, Interface)>) {
        match unkept {
            Some((id, interface)) => self.tell(&["leave".into(), id.text().into(), interface.code().into()]),
            None => self.tell(&["leave".into()]),
        }
    }

    /// Asks to keep events.
    pub fn keep(&self, events: &[Event]) {
        let entries = Array::new();
        for event in events {
            entries.push(&Array::of(&[self.own_name(event.id), to_text(event)]));
        }
        self.tell(&["keep".into(), entries.into()]);
    }

    /// Lets go of events that are acknowledged.
    pub fn drop_events(&self, ids: &[EventId]) {
        let names = Array::new();
        let mut others = self.names.borrow_mut();
        for id in ids {
            // A frame that was loaded anew has what it kept before from the loader, as if it were another tab's.
            let place = others.iter().position(|(of, _)| of == id);
            names.push(&place.map_or_else(|| self.own_name(*id), |place| others.swap_remove(place).1));
        }
        self.tell(&["drop".into(), names.into()]);
    }

    /// Takes over what was left behind: the events, each behind the name under which it is kept.
    pub fn take_over(&self, left: &Array) -> Vec<Event> {
        let (mut events, mut at) = (Vec::new(), 0);
        while at < left.length() {
            if let Some(event) = from_text::<Event>(&left.get(at + 1)) {
                self.names.borrow_mut().push((event.id, left.get(at)));
                events.push(event);
            }
            at += 2;
        }
        events
    }

    fn own_name(&self, event: EventId) -> JsValue {
        [&*self.tab, &event.text()].concat().into()
    }

    /// Says how launcher and box look.
    pub fn style(&self, sheet: &str) {
        self.tell(&["style".into(), sheet.into()]);
    }

    /// Says what the frame's box and the launcher are to show, and what the launcher is called then.
    pub fn show(&self, launcher: bool, unread: u8, mode: Mode, called: impl FnOnce() -> String) {
        let asked = self.asked.get();
        let screen = Some((asked, launcher, unread, mode.clone()));
        if *self.last_screen.borrow() == screen {
            return;
        }
        let (name, width, height) = match mode {
            Mode::None => ("none", 0.0, 0.0),
            Mode::Teaser(width, height) => ("teaser", width, height),
            Mode::Panel => ("panel", 0.0, 0.0),
            Mode::Popup => ("popup", 0.0, 0.0),
        };
        let focus = self.focus.take();
        self.tell(&[
            "show".into(),
            asked.into(),
            launcher.into(),
            unread.into(),
            name.into(),
            width.into(),
            height.into(),
            focus.into(),
            called().into(),
        ]);
        *self.last_screen.borrow_mut() = screen;
    }

    /// Tells the page something (W8).
    pub fn news(&self, site: &str, news: &News) {
        let entries = Array::new();
        let add = |name: &str, value: &str| {
            let pair: [JsValue; 2] = [name.into(), value.into()];
            entries.push(&Array::of(&pair));
        };
        add("site", site);
        add("session", &news.session.text());
        if let Some(event) = &news.event {
            add("event", &event.text());
        }
        if let Some(about) = &news.about {
            add("id", &about.id.text());
            add("name", &about.name);
            add("kind", if about.is_flow { "flow" } else { "dialogue" });
            add("interface", about.interface.code());
        }
        for (name, value) in &news.detail {
            add(name, value);
        }
        self.tell(&["news".into(), news.name.into(), entries.into()]);
    }

    /// Asks to be told of events of these names.
    pub fn watch(&self, names: &[&str]) {
        let mut message: Vec<JsValue> = vec!["watch".into()];
        message.extend(names.iter().map(|name| JsValue::from(*name)));
        self.tell(&message);
    }

    /// Says something to the page's author, in the browser's console.
    pub fn warn(&self, text: &str) {
        self.tell(&["warn".into(), text.into()]);
    }

    /// Says that the chat can't go on, and why (W6).
    pub fn fail(&self, why: &str) {
        self.tell(&["fail".into(), why.into()]);
    }

    /// Asks to load the frame anew, because its ticket has ended (O9) or its server is another one now; calls that wait are handed back.
    pub fn reload(&self, calls: impl IntoIterator<Item = Array>) {
        let waiting: Array = calls.into_iter().collect();
        self.tell(&["reload".into(), waiting.into()]);
    }

    fn tell(&self, message: &[JsValue]) {
        let _ = self.port.post_message(&Array::of(message));
    }
}

/// The page's call that says who the visitor is.
pub fn identify_with(token: &str) -> Array {
    Array::of(&["identify".into(), token.into()])
}

/// Bytes travel and are kept as text, one character for each byte: storage takes nothing else.
pub(crate) fn to_text(form: &impl Form) -> JsValue {
    form.to_bytes().into_iter().map(char::from).collect::<String>().into()
}
