//! Elements, made by calls. `html!` does the same with code that stands anew at every element; in all that is 3 KB more for every
//! visitor.

use std::rc::Rc;

use yew::virtual_dom::{AttrValue, AttributeOrProperty, Attributes, Key, Listener, ListenerKind, VList, VTag, VText};
use yew::{Event, Html, NodeRef};

/// Every attribute that an element here can have. All elements share the list, so that comparing two of them is simple.
const NAMES: &[&str] = &[
    "alt",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "aria-live",
    "aria-modal",
    "aria-pressed",
    "autocomplete",
    "class",
    "d",
    "data-follows",
    "data-form",
    "data-many",
    "data-part",
    "dir",
    "disabled",
    "download",
    "height",
    "hidden",
    "href",
    "id",
    "inert",
    "inputmode",
    "maxlength",
    "novalidate",
    "placeholder",
    "rel",
    "role",
    "rows",
    "src",
    "tabindex",
    "target",
    "type",
    "viewBox",
    "width",
];

/// An element in the making. In a box, because it is handed on with every call.
pub struct Tag(Box<Making>);

struct Making {
    tag: VTag,
    values: Vec<Option<AttributeOrProperty>>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
    children: Vec<Html>,
}

/// An element of this name, empty.
#[inline(never)]
pub fn tag(name: &'static str) -> Tag {
    let values = vec![None; NAMES.len()];
    Tag(Box::new(Making { tag: VTag::new(name), values, listeners: Vec::new(), children: Vec::new() }))
}

/// What happens to an element.
#[derive(Clone, Copy, PartialEq)]
pub enum On {
    /// It is clicked.
    Click,
    /// A key is pressed in it.
    KeyDown,
    /// It is scrolled.
    Scroll,
    /// It is a form, and sent.
    Submit,
}

impl Tag {
    /// With an attribute.
    pub fn set(self, name: &'static str, value: impl Into<AttrValue>) -> Self {
        self.set_value(name, value.into())
    }

    /// With an attribute that may be missing.
    pub fn set_some(self, name: &'static str, value: Option<impl Into<AttrValue>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    #[inline(never)]
    fn set_value(mut self, name: &'static str, value: AttrValue) -> Self {
        let place = NAMES.iter().position(|known| *known == name);
        debug_assert!(place.is_some(), "{name} is not among the names of attributes");
        if let Some(slot) = place.and_then(|place| self.0.values.get_mut(place)) {
            *slot = Some(AttributeOrProperty::Attribute(value));
        }
        self
    }

    /// With a class.
    pub fn class(self, name: &'static str) -> Self {
        self.set("class", name)
    }

    /// With a name among its neighbours, by which it is known when it is drawn anew.
    pub fn key(mut self, key: String) -> Self {
        self.0.tag.key = Some(Key::from(key));
        self
    }

    /// With a place where it is found once it is drawn.
    pub fn found_by(mut self, node: &NodeRef) -> Self {
        self.0.tag.node_ref = node.clone();
        self
    }

    /// With something to do when it is clicked.
    pub fn on_click(self, then: impl Fn() + 'static) -> Self {
        self.on(On::Click, move |_| then())
    }

    /// With something to do.
    pub fn on(self, what: On, then: impl Fn(Event) + 'static) -> Self {
        self.listen(Listening { what, then: Box::new(then) })
    }

    #[inline(never)]
    fn listen(mut self, listening: Listening) -> Self {
        self.0.listeners.push(Some(Rc::new(listening)));
        self
    }

    /// With a text behind what is in it already.
    pub fn text(self, text: impl Into<AttrValue>) -> Self {
        self.push(VText::new(text).into())
    }

    /// With something behind what is in it already.
    pub fn with(self, child: impl Into<Html>) -> Self {
        self.push(child.into())
    }

    /// With something that may be missing; its place is kept, so that what comes behind is known when it is drawn anew.
    pub fn with_some(self, child: Option<impl Into<Html>>) -> Self {
        self.push(child.map(Into::into).unwrap_or_default())
    }

    /// With all of these.
    pub fn with_all(self, children: impl IntoIterator<Item = Html>) -> Self {
        children.into_iter().fold(self, Self::push)
    }

    #[inline(never)]
    fn push(mut self, child: Html) -> Self {
        self.0.children.push(child);
        self
    }
}

impl From<Tag> for Html {
    #[inline(never)]
    fn from(tag: Tag) -> Self {
        let Making { mut tag, values, listeners, children } = *tag.0;
        tag.attributes = Attributes::Dynamic { keys: NAMES, values: values.into() };
        tag.set_listeners(listeners.into());
        if let Some(inside) = tag.children_mut() {
            *inside = VList::with_children(children, None).into();
        }
        tag.into()
    }
}

struct Listening {
    what: On,
    then: Box<dyn Fn(Event)>,
}

impl Listener for Listening {
    fn kind(&self) -> ListenerKind {
        match self.what {
            On::Click => ListenerKind::onclick,
            On::KeyDown => ListenerKind::onkeydown,
            On::Scroll => ListenerKind::onscroll,
            On::Submit => ListenerKind::onsubmit,
        }
    }

    fn handle(&self, event: Event) {
        (self.then)(event);
    }

    // Who listens to scrolling doesn't hold it up.
    fn passive(&self) -> bool {
        self.what == On::Scroll
    }
}
