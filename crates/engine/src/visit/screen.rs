//! What the shell may draw of a visit.

use parlor_domain::ids::ConversationId;
use parlor_domain::look::LauncherMode;
use parlor_domain::memory::Conversation;
use parlor_domain::state::{Phase, State};
use parlor_domain::time::Instant;

use super::{Entry, Visit};
use crate::resolve::{Choice, is_over, memory_of};
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
    /// Whether it isn't open yet, and drawn all the same.
    pub ahead: bool,
    /// Whether it is a part of the page itself: without a header, and as high as what is in it.
    pub inside: bool,
    /// How many conversations there are to go back to.
    pub conversations: usize,
    /// The list of them, when it is open.
    pub list: Option<Vec<Entry>>,
}

/// What the panel would show if it were opened now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ahead {
    conversation: Option<ConversationId>,
    state: State,
    conversations: usize,
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
            ahead: false,
            inside: self.inside,
            conversations: self.count_listed(),
            list: self.listing.then(|| self.entries()),
        })
    }

    /// How far the conversation on screen would be if the panel were opened now, for [`Self::panel_ahead`].
    pub fn ahead(&self, now: Instant) -> Ahead {
        let of_shown = |shown: &Conversation| {
            let flow = self.flow(shown.flow)?;
            let state = match shown.state.phase {
                Phase::Ready => self.may_begin(shown.flow).then(|| self.begun(shown.id, flow, now))?,
                _ => shown.state.clone(),
            };
            Some(Ahead { conversation: Some(shown.id), state, conversations: self.count_listed() })
        };
        self.shown().and_then(of_shown).unwrap_or_default()
    }

    /// The panel as it would be if it were opened now: what is drawn of it before shows at once when there is room for it. `None` if there
    /// is nothing to talk about, and for what is inside the page, which has no such room.
    pub fn panel_ahead<'a>(&'a self, ahead: &'a Ahead) -> Option<Panel<'a>> {
        let shown = self.shown().filter(|shown| !self.inside && Some(shown.id) == ahead.conversation)?;
        let chat = self.chat(shown, &ahead.state)?;
        let chat = Chat { times: if chat.times.is_empty() { &[0] } else { chat.times }, ..chat };
        let conversations = ahead.conversations;
        Some(Panel { chat: Some(chat), popup: false, ahead: true, inside: false, conversations, list: None })
    }

    /// A conversation as the panel has it, as soon as its flow is here.
    fn chat<'a>(&'a self, conversation: &Conversation, state: &'a State) -> Option<Chat<'a>> {
        let flow = self.flow(conversation.flow)?;
        let times = self.run(conversation.id).map_or(&[][..], |run| &run.times);
        Some(Chat { id: conversation.id, view: view(flow, state), times })
    }
}
