//! The root of the panel: which messages are in view, and what has the focus. All of it belongs to the rest of the program.

use parlor_domain::ids::ConversationId;
use parlor_engine::visit::Ahead;
use web_sys::Element;
use yew::{Callback, Component, Context, Html, NodeRef, Properties};

use super::panel::{Stage, panel};
use super::prompt::Draft;
use super::{adopt, element, on_window, reader};
use crate::facts::moment;
use crate::host::Mode;
use crate::shell::Shell;

/// Pixels from the end of the messages that still count as the end.
const NEAR: i32 = 40;

/// Draws the panel at this place, and keeps it drawn. While it is closed nobody sees it, but it is there: then its box need only be
/// opened, and no word must come from the page before there is something to see. The way into the rest of the program, and a function of
/// its own for that.
#[inline(never)]
pub fn draw(shell: &Shell, place: &Element) {
    match shell.redraw_panel() {
        Some(redraw) => redraw.emit(()),
        None => {
            // It is made a moment later, and once.
            shell.on_redraw(Callback::noop());
            adopt(include_str!("../../panel.css"));
            yew::Renderer::<App>::with_root_and_props(place.clone(), Props { shell: shell.clone() }).render();
        }
    }
}

/// What the root needs.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The shell.
    pub shell: Shell,
}

/// What the root reacts to.
pub enum Happening {
    /// There is something new to draw.
    News,
    /// The messages were scrolled.
    Scrolled,
    /// There is more or less room.
    Resized,
    /// The visitor wants to see the newest message.
    Jumped,
    /// A choice was toggled.
    Toggled(u8),
}

/// Draws the engine's panel.
pub struct App {
    stage: Stage,
    draft: Draft,
    /// Whether the end of the messages is in view, and stays there when more are said.
    is_low: bool,
    /// How high the messages were.
    height: i32,
    conversation: Option<ConversationId>,
    is_open: bool,
    /// What is drawn while it is closed.
    ahead: Ahead,
}

// A struct and not a function, because hooks would cost every visitor kilobytes; and the only component, because each costs one.
impl Component for App {
    type Message = Happening;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link();
        let shell = &ctx.props().shell;
        shell.on_redraw(link.callback(|()| Happening::News));
        let resized = link.callback(|()| Happening::Resized);
        on_window("resize", Box::new(move || resized.emit(())));
        let stage = Stage {
            panel: NodeRef::default(),
            log: NodeRef::default(),
            jump: NodeRef::default(),
            scrolled: link.callback(|()| Happening::Scrolled),
            jumped: link.callback(|()| Happening::Jumped),
            prompt: NodeRef::default(),
            toggled: link.callback(Happening::Toggled),
        };
        let ahead = shell.visit().ahead(moment().now);
        Self { stage, draft: Draft::default(), is_low: true, height: 0, conversation: None, is_open: false, ahead }
    }

    fn update(&mut self, ctx: &Context<Self>, happening: Happening) -> bool {
        match happening {
            Happening::News => return self.has_changed(&ctx.props().shell),
            Happening::Toggled(at) => {
                self.draft.toggle(at);
                return true;
            }
            Happening::Scrolled => {
                self.look();
                if !self.is_low {
                    // Who reads further up is not called away from it by the next prompt.
                    ctx.props().shell.takes_focus();
                }
            }
            Happening::Resized => {
                self.keep_newest();
                self.show(&ctx.props().shell);
            }
            Happening::Jumped => {
                self.is_low = true;
                self.keep_newest();
                // The button is gone with that, and the visitor goes on below.
                ctx.props().shell.wants_focus();
                return true;
            }
        }
        false
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let shell = &ctx.props().shell;
        let visit = shell.visit();
        let panel_of = |of| panel(shell, &visit.site().look, &of, &self.stage, &self.draft);
        visit.panel().or_else(|| visit.panel_ahead(&self.ahead)).map(panel_of).unwrap_or_default()
    }

    /// Gives the prompt the focus, has the frame's box opened, and brings the newest message into view.
    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let shell = &ctx.props().shell;
        let was_open = std::mem::replace(&mut self.is_open, shell.visit().is_open());
        if was_open && !self.is_open {
            self.is_low = true;
            // It tells in turn how far was read.
            reader::close();
        }
        let visit = shell.visit();
        let panel = visit.panel().or_else(|| visit.panel_ahead(&self.ahead));
        let chat = panel.as_ref().and_then(|panel| panel.chat.as_ref());
        self.draft.follow(chat, self.is_open && !was_open);
        if self.is_open {
            self.draft.focus(&self.stage, shell);
        }
        self.show(shell);
        let conversation = chat.map(|chat| chat.id);
        let is_other = std::mem::replace(&mut self.conversation, conversation) != conversation;
        self.is_low |= shell.takes_newest() || is_other;
        self.keep_newest();
    }
}

impl App {
    /// Whether there is something new to draw. Much happens while the panel is closed that changes nothing in it.
    fn has_changed(&mut self, shell: &Shell) -> bool {
        let visit = shell.visit();
        let is_closed = !visit.is_open() && !self.is_open;
        let ahead = visit.ahead(moment().now);
        let is_same = is_closed && self.ahead == ahead;
        self.ahead = ahead;
        !is_same
    }

    /// Says what the frame's box is to show.
    fn show(&self, shell: &Shell) {
        let visit = shell.visit();
        let outside = visit.outside();
        let mode = match visit.panel() {
            None => return,
            Some(panel) if panel.inside => {
                Mode::Teaser(0.0, element(&self.stage.panel).map_or(0.0, |panel| panel.offset_height().into()))
            }
            Some(panel) if panel.popup => Mode::Popup,
            Some(_) => Mode::Panel,
        };
        shell.show(outside.launcher, outside.unread, mode);
    }

    fn look(&mut self) {
        if let Some(log) = element(&self.stage.log) {
            self.is_low = log.scroll_top() + log.client_height() + NEAR >= log.scroll_height();
            self.show_jump(false);
        }
    }

    /// Keeps the end in view, unless the visitor has scrolled up; then a button leads there when more is said.
    fn keep_newest(&mut self) {
        let Some(log) = element(&self.stage.log) else { return self.is_low = true };
        let height = log.scroll_height();
        if self.is_low {
            log.set_scroll_top(height);
        }
        self.show_jump(height > self.height);
        self.height = height;
    }

    fn show_jump(&self, is_more: bool) {
        if let Some(jump) = element(&self.stage.jump)
            && (self.is_low || is_more)
        {
            jump.set_hidden(self.is_low);
        }
    }
}
