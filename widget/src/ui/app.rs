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
pub struct App {
    teaser_box: NodeRef,
    log: NodeRef,
}

// Components are structs and not functions, because hooks would cost every visitor kilobytes.
impl Component for App {
    type Message = ();
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        ctx.props().shell.on_redraw(ctx.link().callback(|()| ()));
        Self { teaser_box: NodeRef::default(), log: NodeRef::default() }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let shell = &ctx.props().shell;
        let visit = shell.visit();
        let screen = visit.screen();
        match (&screen.panel, &screen.teaser) {
            (Some(chat), _) => panel(shell, &visit.site().look, chat.as_ref(), &self.log),
            (None, Some(words)) => teaser(shell, words, &self.teaser_box),
            (None, None) => html! {},
        }
    }

    /// Sizes the frame's box, and brings the newest message into view.
    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let shell = &ctx.props().shell;
        let visit = shell.visit();
        let screen = visit.screen();
        let mode = match self.teaser_box.cast::<HtmlElement>() {
            _ if screen.panel.is_some() => Mode::Panel,
            Some(teaser) => Mode::Teaser(teaser.offset_width().into(), teaser.offset_height().into()),
            None => Mode::None,
        };
        shell.host().screen(screen.launcher, screen.unread, mode);
        if let Some(log) = self.log.cast::<HtmlElement>() {
            log.set_scroll_top(log.scroll_height());
        }
    }
}
