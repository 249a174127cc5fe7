//! The first message beside the launcher.

use parlor_engine::visit::{Input, Teaser};
use yew::prelude::*;

use super::icon::cross;
use crate::shell::Shell;
use crate::texts;

/// The first words, to be opened or put away.
pub fn teaser(shell: &Shell, words: &Teaser<'_>, node: &NodeRef) -> Html {
    let open = Callback::from({
        let shell = shell.clone();
        move |_: MouseEvent| shell.open()
    });
    let dismiss = Callback::from({
        let shell = shell.clone();
        move |_: MouseEvent| shell.feed(Input::Dismissed)
    });
    html! {
        <div class="teaser" ref={node.clone()}>
            <button class="teaser-open" onclick={open}>
                <span class="teaser-text">{ words.text.plain() }</span>
                <span class="sr">{ texts::OPEN_TEASER }</span>
            </button>
            <button class="teaser-dismiss" aria-label={texts::DISMISS} onclick={dismiss}>{ cross() }</button>
        </div>
    }
}
