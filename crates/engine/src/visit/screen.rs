//! What the shell may draw of a visit.

use parlor_domain::ids::ConversationId;
use parlor_domain::look::LauncherMode;
use parlor_domain::memory::Conversation;
use parlor_domain::state::State;

use super::{Entry, Visit};
use crate::resolve::{Choice, is_over, memory_of};
use crate::step::{Input, step};
use crate::view::{View, view};

/// What is on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen<'a> {
    /// Whether the launcher is there.
    pub launcher: bool,
    /// Messages that wait to be read and are shown nowhere else; told by the launcher.
    pub unread: u8,
    /// The first message beside the launcher.
    pub teaser: Option<Teaser<'a>>,
    /// The panel, when it is open.
    pub panel: Option<Panel<'a>>,
}

/// The open panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel<'a> {
    /// The conversation; `None` as long as there is none, or it is on its way.
    pub chat: Option<Chat<'a>>,
    /// Whether it is a pop-up over the page.
    pub popup: bool,
    /// Whether it is a part of the page itself: without a header, and as high as what is in it.
    pub inside: bool,
    /// How many conversations there are to go back to.
    pub conversations: usize,
    /// The list of them, when it is open.
    pub list: Option<Vec<Entry>>,
}

/// The first message beside the launcher.
#[derive(Clone, Debug, PartialEq)]
pub struct Teaser<'a> {
    /// What it says.
    pub text: &'a str,
}

/// A conversation in the panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Chat<'a> {
    /// Which conversation.
    pub id: ConversationId,
    /// What to draw of it.
    pub view: View<'a>,
    /// When each turn was, in seconds from the conversation's beginning.
    pub times: &'a [u32],
}

impl Visit {
    /// Whether there is nothing to talk about: nothing was resolved, and nothing is on its way.
    pub fn is_idle(&self) -> bool {
        self.choice == Choice::Nothing || matches!(self.choice, Choice::Wait(_))
    }

    /// What is on screen now.
    pub fn screen(&self) -> Screen<'_> {
        Screen { panel: self.panel(), ..self.outside() }
    }

    /// What is on screen now besides the panel: all that there is to draw before it is opened.
    pub fn outside(&self) -> Screen<'_> {
        let shown = self.shown();
        let waiting = shown.filter(|conversation| !self.open && !self.was_opened && !is_over(&conversation.state.phase));
        let teaser = waiting.filter(|conversation| {
            let dismissed = memory_of(&self.memory, conversation.dialogue).dismissed;
            let has_room = self.site.look.teaser_on_phones || !self.page.narrow;
            self.site.look.teaser && has_room && conversation.engaged_in.is_none() && dismissed != Some(self.memory.session.id)
        });
        Screen {
            launcher: !self.site.off && self.has_launcher(shown.is_some() || self.open),
            unread: u8::from(waiting.is_some() && teaser.is_none()),
            teaser: teaser.and(self.first_words.as_deref()).map(|text| Teaser { text }),
            panel: None,
        }
    }

    fn has_launcher(&self, is_needed: bool) -> bool {
        match self.site.look.launcher {
            LauncherMode::Always => true,
            LauncherMode::WhenNeeded => is_needed,
            LauncherMode::Never => false,
        }
    }

    /// The panel, when it is open.
    pub fn panel(&self) -> Option<Panel<'_>> {
        self.open.then(|| Panel {
            chat: self.shown().and_then(|conversation| self.chat(conversation, &conversation.state)),
            popup: self.is_popup(),
            inside: self.inside,
            conversations: self.count_listed(),
            list: self.listing.then(|| self.entries()),
        })
    }

    /// How far the conversation on screen would be if it began now and nobody typed, for [`Self::panel_ahead`].
    pub fn begun_ahead(&self) -> State {
        let flow = self.shown().and_then(|conversation| self.flow(conversation.flow));
        let begun = |flow| step(flow, State::default(), Input::Start { delay_ms: 0, known: Vec::new() }).0;
        flow.map(begun).unwrap_or_default()
    }

    /// The panel as if it were open, with the conversation on screen as far as this.
    pub fn panel_ahead<'a>(&'a self, state: &'a State) -> Panel<'a> {
        let chat = self.shown().and_then(|conversation| self.chat(conversation, state));
        let chat = chat.map(|chat| Chat { times: &[0], ..chat });
        Panel { chat, popup: false, inside: false, conversations: 0, list: None }
    }

    /// A conversation as the panel has it, as soon as its flow is here.
    fn chat<'a>(&'a self, conversation: &Conversation, state: &'a State) -> Option<Chat<'a>> {
        let flow = self.flow(conversation.flow)?;
        let times = self.run(conversation.id).map_or(&[][..], |run| &run.times);
        Some(Chat { id: conversation.id, view: view(flow, state), times })
    }
}
