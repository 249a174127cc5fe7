//! What was typed and not saved, kept while one looks at other pages.

use std::cell::RefCell;
use std::collections::BTreeMap;

use gloo_events::{EventListener, EventListenerOptions};
use parlor_domain::ids::UserId;
use parlor_domain::text::SiteKey;
use serde_json::Value;
use yew::prelude::*;

/// Whose it is, and of which form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Whose {
    /// Who typed it.
    pub(super) user: UserId,
    /// The site that it is for.
    pub(super) site: SiteKey,
    /// The form that it was typed in.
    pub(super) form: &'static str,
}

/// Settings as somebody left them.
#[derive(Clone)]
pub(super) struct Unsaved {
    /// As they stood in the form.
    pub(super) typed: Value,
    /// As the server had them then.
    pub(super) former: Value,
}

thread_local! {
    static UNSAVED: RefCell<BTreeMap<Whose, Unsaved>> = const { RefCell::new(BTreeMap::new()) };
}

/// What somebody typed in a form and left.
pub(super) fn left(whose: &Whose) -> Option<Unsaved> {
    UNSAVED.with_borrow(|all| all.get(whose).cloned())
}

/// Keeps what stands in a form; nothing if that is as the server has it.
pub(super) fn keep(whose: Whose, unsaved: Unsaved) {
    UNSAVED.with_borrow_mut(|all| match unsaved.typed == unsaved.former {
        true => drop(all.remove(&whose)),
        false => drop(all.insert(whose, unsaved)),
    });
}

/// Forgets all: somebody signs out.
pub(crate) fn forget_all() {
    UNSAVED.with_borrow_mut(BTreeMap::clear);
}

/// Lets the browser ask before the console is closed while something isn't saved.
#[hook]
pub(crate) fn use_guard() {
    use_effect_with((), |()| {
        let ask = |event: &Event| {
            if UNSAVED.with_borrow(|all| !all.is_empty()) {
                event.prevent_default();
            }
        };
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&gloo_utils::window(), "beforeunload", options, ask);
        move || drop(listener)
    });
}
