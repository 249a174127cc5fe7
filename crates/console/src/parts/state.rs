//! What stands in the place of content: that it is on its way, that it failed, that there is none.

use yew::prelude::*;

use crate::api::Failure;
use crate::icons::Icon;

/// Content is on its way.
#[component]
pub(crate) fn Loading() -> Html {
    html! { <p class="loading" role="status">{ "Loading…" }</p> }
}

/// What a [`Failed`] says.
#[derive(PartialEq, Properties)]
pub(crate) struct FailedProps {
    /// Why.
    pub(crate) failure: Failure,
    /// Tries again.
    pub(crate) again: Callback<()>,
}

/// Content could not be had.
#[component]
pub(crate) fn Failed(props: &FailedProps) -> Html {
    let again = props.again.reform(|_: MouseEvent| ());
    html! {
        <div class="failed">
            <Fault failure={props.failure.clone()} />
            <button type="button" onclick={again}>{ "Try again" }</button>
        </div>
    }
}

/// What a [`Fault`] says.
#[derive(PartialEq, Properties)]
pub(crate) struct FaultProps {
    /// Why.
    pub(crate) failure: Failure,
}

/// Something went wrong, beside what went wrong.
#[component]
pub(crate) fn Fault(props: &FaultProps) -> Html {
    let failure = &props.failure;
    html! {
        <div class="fault" role="alert">
            { Icon::Error.draw() }
            <p>
                <strong>{ failure.title() }</strong>
                if let Some(detail) = failure.detail() {
                    { " " }{ detail }
                }
                if let Some(reference) = failure.reference() {
                    <span class="reference">{ "Reference in the server's log: " }<code>{ reference.to_owned() }</code></span>
                }
            </p>
        </div>
    }
}

/// What an [`Empty`] says.
#[derive(PartialEq, Properties)]
pub(crate) struct EmptyProps {
    /// What there is none of, in a few words.
    pub(crate) title: AttrValue,
    /// What it is, and the first step.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// There is no content yet.
#[component]
pub(crate) fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class="empty">
            <p class="empty-title">{ &props.title }</p>
            <div>{ props.children.clone() }</div>
        </div>
    }
}
