//! The root of the panel: which messages are in view, and what has the focus. All of it belongs to the rest of the program.

use parlor_domain::ids::ConversationId;
use parlor_domain::state::State;
use web_sys::Element;
use yew::{Callback, Component, Context, Html, NodeRef, Properties};

use super::panel::{Stage, panel};
use super::prompt::Draft;
use super::{adopt, document, element, on_window};
use crate::host::Mode;
use crate::shell::Shell;

/// Pixels from the end of the messages that still count as the end.
const NEAR: i32 = 40;

/// Draws the panel at this place, if it is open, and keeps it drawn. The way into the rest of the program, and a function of its own
/// for that.
#[inline(never)]
pub fn draw(shell: &Shell, place: &Element) {
    match shell.redraw_panel() {
        Some(redraw) => redraw.emit(()),
        None if shell.visit().is_open() => {
            // It is made a moment later, and once.
            shell.on_redraw(Callback::noop());
            app(shell, place, None);
        }
        None => {}
    }
}

/// Draws the panel where nobody sees it, as it would be if it were opened now: what a browser does for the first time takes it several
/// times as long, and this way it is done before somebody waits for it. The place is in no document.
#[inline(never)]
pub fn rehearse(shell: &Shell, place: &Element) {
    adopt(include_str!("../../panel.css"));
    // Who waits for the panel gets it first. To have it undone properly would cost more to download than it is worth to keep.
    if !shell.will_be_open() {
        app(shell, place, Some(shell.visit().begun_ahead()));
    }
}

fn app(shell: &Shell, place: &Element, ahead: Option<State>) {
    yew::Renderer::<App>::with_root_and_props(place.clone(), Props { shell: shell.clone(), ahead }).render();
}

/// What the root needs.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The shell.
    pub shell: Shell,
    /// How far the conversation is that is drawn where nobody sees it.
    pub ahead: Option<State>,
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
}

// A struct and not a function, because hooks would cost every visitor kilobytes; and the only component, because each costs one.
impl Component for App {
    type Message = Happening;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link();
        if ctx.props().ahead.is_none() {
            ctx.props().shell.on_redraw(link.callback(|()| Happening::News));
            let resized = link.callback(|()| Happening::Resized);
            on_window("resize", Box::new(move || resized.emit(())));
        }
        let stage = Stage {
            panel: NodeRef::default(),
            log: NodeRef::default(),
            jump: NodeRef::default(),
            scrolled: link.callback(|()| Happening::Scrolled),
            jumped: link.callback(|()| Happening::Jumped),
            prompt: NodeRef::default(),
            toggled: link.callback(Happening::Toggled),
        };
        Self { stage, draft: Draft::default(), is_low: true, height: 0, conversation: None }
    }

    fn update(&mut self, ctx: &Context<Self>, happening: Happening) -> bool {
        match happening {
            Happening::News => return true,
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
        let Props { shell, ahead } = ctx.props();
        let visit = shell.visit();
        let of = ahead.as_ref().map_or_else(|| visit.panel(), |ahead| Some(visit.panel_ahead(ahead)));
        of.map(|of| panel(shell, &visit.site().look, &of, &self.stage, &self.draft)).unwrap_or_default()
    }

    /// Gives the prompt the focus, has the frame's box opened, and brings the newest message into view.
    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let Props { shell, ahead } = ctx.props();
        if ahead.is_some() {
            return self.lay_out();
        }
        let visit = shell.visit();
        let panel = visit.panel();
        let chat = panel.as_ref().and_then(|panel| panel.chat.as_ref());
        self.draft.follow(chat);
        self.draft.focus(&self.stage, shell);
        self.show(shell);
        let conversation = chat.map(|chat| chat.id);
        let is_other = std::mem::replace(&mut self.conversation, conversation) != conversation;
        self.is_low |= shell.takes_newest() || is_other;
        self.keep_newest();
    }
}

impl App {
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

    /// Has the panel laid out, which takes a document, and out of that again before anybody can come upon it.
    fn lay_out(&mut self) {
        let place = element(&self.stage.log).and_then(|log| log.closest(".ahead").ok().flatten());
        if let Some((place, body)) = place.zip(document().and_then(|document| document.body())) {
            drop(body.append_child(&place));
            self.keep_newest();
            place.remove();
        }
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
