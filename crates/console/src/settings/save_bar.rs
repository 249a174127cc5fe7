//! The bar that saves settings, which stays in sight, and what stands above the form in its stead for who may only read.

use yew::prelude::*;

use crate::icons::Icon;
use crate::parts::state::Fault;
use crate::settings::draft::Draft;
use crate::settings::table::Field;

/// Saves, discards and takes back what was saved; these fields are in the form.
pub(crate) fn save_bar(draft: &Draft, fields: &[&[Field]]) -> Html {
    if !draft.may_change {
        return html! {};
    }
    let act = |act: fn(&Draft)| {
        let draft = draft.clone();
        move |_: MouseEvent| act(&draft)
    };
    html! {
        <div class="save-bar">
            if let Some(failure) = draft.failure() {
                if draft.is_marked(&failure, fields) {
                    <p class="wrong" role="alert">{ Icon::Error.draw() }{ "Nothing is saved yet: see what is marked above." }</p>
                } else {
                    <Fault {failure} />
                }
            }
            <div class="actions">
                <button type="button" class="primary" disabled={!draft.is_changed()} aria-busy={draft.busy().then_some("true")} onclick={act(Draft::save)}>
                    { "Save changes" }
                </button>
                if draft.is_changed() {
                    <button type="button" onclick={act(Draft::discard)}>{ "Discard" }</button>
                }
                if draft.may_undo() {
                    <button type="button" onclick={act(Draft::undo)}>{ "Undo" }</button>
                }
                <p class="soft" role="status">{ if draft.is_changed() { AttrValue::from("Not saved yet.") } else { (*draft.news).clone() } }</p>
            </div>
        </div>
    }
}

/// What a form of settings begins with: that one may only read them, if so.
pub(crate) fn reader_notice(draft: &Draft) -> Html {
    html! {
        if !draft.may_change {
            <p class="notice">{ "You can see this, and who may change settings can change it." }</p>
        }
    }
}
