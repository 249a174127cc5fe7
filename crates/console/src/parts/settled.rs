//! What is typed, once one pauses.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// Milliseconds without a key after which something is asked for.
const PAUSE_MS: u32 = 150;

/// A text, once it hasn't changed for a moment.
#[hook]
pub(crate) fn use_settled(text: String) -> String {
    let settled = use_state_eq(String::new);
    let set = settled.setter();
    use_effect_with(text, move |text| {
        let text = text.clone();
        let due = Timeout::new(PAUSE_MS, move || set.set(text));
        move || drop(due)
    });
    (*settled).clone()
}
