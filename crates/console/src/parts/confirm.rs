//! A question before something that others will notice.

use web_sys::{HtmlDialogElement, HtmlElement};
use yew::prelude::*;

/// What a [`Confirm`] asks.
#[derive(PartialEq, Properties)]
pub(crate) struct ConfirmProps {
    /// Distinguishes it from the other dialogs of the page.
    pub(crate) id: AttrValue,
    /// The question.
    pub(crate) title: AttrValue,
    /// What will happen, and what is kept.
    pub(crate) children: Html,
    /// Whether something is lost by it.
    #[prop_or(true)]
    pub(crate) danger: bool,
    /// Whether it can be done as it stands.
    #[prop_or(true)]
    pub(crate) ready: bool,
    /// The verb on the button that does it.
    pub(crate) action: AttrValue,
    /// Does it.
    pub(crate) yes: Callback<()>,
    /// The dialog was left, either way.
    pub(crate) closed: Callback<()>,
}

/// A modal dialog, open for as long as it is there. The browser takes the focus in and brings it back.
#[component]
pub(crate) fn Confirm(props: &ConfirmProps) -> Html {
    let dialog = use_node_ref();
    let cancel = use_node_ref();
    {
        let (dialog, cancel) = (dialog.clone(), cancel.clone());
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>().filter(|dialog| !dialog.open()) {
                // It fails only for a dialog that is open or not in the page.
                let _ = dialog.show_modal();
            }
            let asks =
                dialog.cast::<HtmlDialogElement>().and_then(|dialog| dialog.query_selector("input, select").ok().flatten());
            // What asks for something has the focus there already.
            if let Some(cancel) = cancel.cast::<HtmlElement>().filter(|_| asks.is_none()) {
                // As good as before if it doesn't take the focus.
                let _ = cancel.focus();
            }
        });
    }
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let yes = {
        let (yes, close) = (props.yes.clone(), close.clone());
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            yes.emit(());
        })
    };
    let no = close.reform(|_: MouseEvent| ());
    let (title_id, text_id) = (format!("{}-title", props.id), format!("{}-text", props.id));
    html! {
        <dialog ref={dialog} aria-labelledby={title_id.clone()} aria-describedby={text_id.clone()}
            onclose={props.closed.reform(|_: Event| ())}>
            <h2 id={title_id}>{ &props.title }</h2>
            <div id={text_id}>{ props.children.clone() }</div>
            <div class="actions">
                <button type="button" ref={cancel} onclick={no}>{ "Cancel" }</button>
                <button type="button" class={if props.danger { "danger" } else { "primary" }} onclick={yes} disabled={!props.ready}>{ &props.action }</button>
            </div>
        </dialog>
    }
}
