//! The sheet that tells the keys.

use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use super::{LETTERS, are_on, switch};

/// Who hears that it is closed.
#[derive(PartialEq, Properties)]
pub(crate) struct SheetProps {
    /// It was closed.
    pub(crate) closed: Callback<()>,
}

/// The sheet, open for as long as it is there.
#[component]
pub(crate) fn Sheet(props: &SheetProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>().filter(|dialog| !dialog.open()) {
                // It fails only for a dialog that is open or not in the page.
                let _ = dialog.show_modal();
            }
        });
    }
    let close = {
        let dialog = dialog.clone();
        move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        }
    };
    let turn = |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            switch(input.checked());
        }
    };
    let line = |keys: Html, what: &str| html! { <div><dt>{ keys }</dt><dd>{ what.to_owned() }</dd></div> };
    html! {
        <dialog class="keys" ref={dialog} aria-labelledby="keys-title" onclose={props.closed.reform(|_: Event| ())}>
            <h2 id="keys-title">{ "Keys" }</h2>
            <dl>
                { line(html! { <><kbd>{ "/" }</kbd>{ " or " }<kbd>{ "Ctrl K" }</kbd></> }, "Search everything") }
                { line(html! { <kbd>{ "?" }</kbd> }, "This sheet") }
                { for LETTERS.into_iter().map(|(letter, page)| line(html! { <><kbd>{ "g" }</kbd>{ " then " }<kbd>{ letter }</kbd></> }, page)) }
            </dl>
            <label class="check"><input type="checkbox" checked={are_on()} onchange={turn} />{ "Single keys lead somewhere" }</label>
            <div class="actions"><button type="button" autofocus=true onclick={close}>{ "Close" }</button></div>
        </dialog>
    }
}
