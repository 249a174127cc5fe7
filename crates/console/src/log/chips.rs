//! Narrows the log to kinds of entries. The choice stands in the address.

use yew::prelude::*;

use super::LogProps;
use super::kinds::{Group, Groups};
use crate::route::{Route, go};

/// A chip for each group of kinds, and one for all.
pub(super) fn chips(props: &LogProps) -> Html {
    let chosen = props.place.groups;
    html! {
        <div class="chips" role="group" aria-label="Kinds of entries">
            { chip(props, "All", chosen.is_empty(), Groups::default()) }
            { for Group::ALL.into_iter().map(|group| chip(props, group.word(), chosen.has(group), chosen.toggled(group))) }
        </div>
    }
}

/// A chip that leads to the log of these groups.
fn chip(props: &LogProps, word: &'static str, pressed: bool, groups: Groups) -> Html {
    let to = Route::Site(props.site.clone(), props.section.at(props.place.narrowed_to(groups)));
    let choose = move |_: MouseEvent| go(&to);
    html! {
        <button type="button" class="chip" aria-pressed={if pressed { "true" } else { "false" }} onclick={choose}>
            { word }
        </button>
    }
}
