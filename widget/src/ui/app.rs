//! The root: teaser or panel, and the size of the frame's box that fits.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::panel::panel;
use super::teaser::teaser;
use crate::host::Mode;
use crate::shell::Shell;

/// What the root needs.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The shell.
    pub shell: Shell,
}

/// Draws the engine's screen.
#[function_component]
pub fn App(props: &Props) -> Html {
    let shell = props.shell.clone();
    let redraw = use_force_update();
    let teaser_box = use_node_ref();
    let log = use_node_ref();
    use_effect_with((), {
        let shell = shell.clone();
        move |()| shell.on_redraw(Callback::from(move |()| redraw.force_update()))
    });
    use_effect({
        let (shell, teaser_box, log) = (shell.clone(), teaser_box.clone(), log.clone());
        move || {
            after_drawing(&shell, &teaser_box, &log);
        }
    });
    let visit = shell.visit();
    let screen = visit.screen();
    let show_teaser = visit.site().look.teaser_on_phones || !shell.is_phone();
    match (&screen.panel, screen.teaser.as_ref().filter(|_| show_teaser)) {
        (Some(chat), _) => panel(&shell, &visit.site().look, chat.as_ref(), log),
        (None, Some(words)) => teaser(&shell, words, teaser_box),
        (None, None) => html! {},
    }
}

/// Sizes the frame's box, and brings the newest message into view.
fn after_drawing(shell: &Shell, teaser_box: &NodeRef, log: &NodeRef) {
    let (launcher, unread, is_open) = {
        let visit = shell.visit();
        let screen = visit.screen();
        (screen.launcher, screen.unread, screen.panel.is_some())
    };
    let mode = match teaser_box.cast::<HtmlElement>() {
        _ if is_open => Mode::Panel,
        Some(teaser) => Mode::Teaser(f64::from(teaser.offset_width()), f64::from(teaser.offset_height())),
        None => Mode::None,
    };
    shell.host().screen(launcher, unread, mode);
    if let Some(log) = log.cast::<HtmlElement>() {
        log.set_scroll_top(log.scroll_height());
    }
}
